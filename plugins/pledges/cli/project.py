"""The project a command works on: the folder with ``pelicanconf.py`` and ``content/``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from pledges.errors import CommandError

settings_option = click.option(
    "--settings",
    "-s",
    "settings_file",
    default="pelicanconf.py",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The settings file of the site.",
)
content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with the record.  [default: the settings' PATH]",
)


class Day(click.ParamType[dt.date]):
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date; anything but YYYY-MM-DD is refused with an example."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a date; write for example 2026-02-28', param, ctx)


DAY = Day()


def read_pelican_settings(settings_file: Path, **overrides: Any) -> dict[str, Any]:
    """Return Pelican's settings; overrides that are None are left out.

    Raises CommandError when there is no settings file.
    """
    if not settings_file.is_file():
        raise CommandError(
            f'there is no settings file "{settings_file}"; run this in the folder with pelicanconf.py, '
            "or name the file with --settings"
        )
    from pledges.site.settings_file import read_settings_file

    given = {name: value for name, value in overrides.items() if value is not None}
    return read_settings_file(settings_file, given)


def content_folder(content: Path | None, settings_file: Path) -> Path:
    """Return the record's folder: the one named, else the settings' PATH."""
    if content is not None:
        return content
    return Path(read_pelican_settings(settings_file)["PATH"])
