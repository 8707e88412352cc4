"""A Pelican that collects every problem first, stages the site, then swaps it in.

Stock Pelican drops a file that it cannot read and ends with status 0. This one builds nothing
until the record is whole, and leaves the last good site where anything goes wrong.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.log import console

from pledges.errors import ContentError, PledgesError
from pledges.settings import read_settings
from pledges.site.builder import Report
from pledges.site.edition import open_edition


class _ReadOnly:
    """Generators that only read: printing is the pledges generator's work."""

    def generate_output(self, writer: Any) -> None:
        """Print nothing."""


class EssayReading(_ReadOnly, ArticlesGenerator):  # type: ignore[misc]  # Pelican is untyped
    """Pelican's articles generator: readers, metadata, plugins' signals; no output."""


class PageReading(_ReadOnly, PagesGenerator):  # type: ignore[misc]  # Pelican is untyped
    """Pelican's pages generator: readers, metadata, plugins' signals; no output."""


class StrictPelican(Pelican):  # type: ignore[misc]  # Pelican is untyped
    """Use as ``PELICAN_CLASS``. Every problem is printed, one a line, and the exit status is 1."""

    collects_problems = True
    report: Report | None = None

    def init_plugins(self) -> None:
        """Load the plugins; raises PledgesError when ours is not among them.

        Stock Pelican logs a plugin that cannot be registered and builds the site without it.
        """
        super().init_plugins()
        if not any(name.split(".")[-1] == "pledges" for name in self.settings["PLUGINS"]):
            raise PledgesError("the pledges plugin could not be loaded; see the error above")

    def build(self, now: dt.datetime | None = None) -> Report:
        """Build the site and return what was done.

        Raises ContentError with every problem of the record, SettingsError for settings.
        """
        settings = read_settings(self.settings)
        edition = open_edition(Path(self.path), settings, now or dt.datetime.now(dt.UTC))
        self.settings["PLEDGES_EDITION"] = edition
        self.settings["ARTICLE_PATHS"] = [essay.path for essay in edition.record.essays]
        self.settings["PAGE_PATHS"] = [page.path for page in edition.record.pages]
        super().run()
        assert edition.report is not None
        return edition.report

    def run(self) -> None:
        """Build for Pelican's own command: problems go to stderr, the exit status is 1."""
        try:
            self.build()
        except ContentError as error:
            for problem in error.problems:
                print(problem, file=sys.stderr)
            raise SystemExit(1) from None
        except PledgesError as error:
            console.print(f"{error}", markup=False)
            raise SystemExit(1) from None

    def _get_generator_classes(self) -> list[type]:
        """Put our reading generators in the place of Pelican's, and copy no static files with its."""
        ours = {ArticlesGenerator: EssayReading, PagesGenerator: PageReading}
        classes = super()._get_generator_classes()
        return [ours.get(cls, cls) for cls in classes if cls is not StaticGenerator]
