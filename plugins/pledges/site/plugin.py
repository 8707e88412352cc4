"""Connects the package to Pelican's signals."""

from __future__ import annotations

from typing import Any

from pelican import signals

from pledges.errors import SettingsError
from pledges.site.generator import PledgesGenerator
from pledges.site.reader import DocumentReader


def register() -> None:
    """Connect; receivers are module functions, since Pelican holds them weakly."""
    signals.initialized.connect(require_strict)
    signals.readers_init.connect(add_reader)
    signals.get_generators.connect(add_generator)


def require_strict(pelican: Any) -> None:
    """Refuse a Pelican that would drop bad files in silence and go on.

    Raises SettingsError when ``PELICAN_CLASS`` is not ours.
    """
    if not getattr(pelican, "collects_problems", False):
        raise SettingsError(
            "PELICAN_CLASS: is not pledges.site.strict.StrictPelican, so bad content would be dropped in "
            'silence; write PELICAN_CLASS = "pledges.StrictPelican" in pelicanconf.py'
        )


def add_reader(readers: Any) -> None:
    """Read the record's Markdown files with our reader."""
    readers.reader_classes["md"] = DocumentReader


def add_generator(pelican: Any) -> type[PledgesGenerator]:
    """Print the whole site with our generator."""
    return PledgesGenerator
