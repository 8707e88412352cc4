"""The theme's templates: one environment for the built pages and for those the inbox answers with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from babel.dates import format_date
from markupsafe import Markup

from pledges.markup import printable
from pledges.markup.qr_code import qr_code


def make_environment(template_folders: Sequence[Path]) -> jinja2.Environment:
    """Return the theme's Jinja environment: autoescape on, undefined names are errors.

    No printed value carries control characters or turns the direction of the text around it.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in template_folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_fit,
        auto_reload=False,
    )
    environment.filters.update(day=long_date, isodate=isodate, plural=plural, qr_code=qr_code)
    return environment


def _fit(value: Any) -> Any:
    return value if isinstance(value, Markup) or not isinstance(value, str) else printable(value)


@lru_cache(maxsize=4096)
def long_date(value: dt.date) -> str:
    """Print a day for people: 31 March 2026."""
    return format_date(value, "d MMMM y", locale="en")


def isodate(value: dt.date) -> str:
    """Print a day or an instant for machines: 2026-03-31, 2026-03-31T08:00:00Z."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def plural(number: int, one: str, many: str) -> str:
    """Print a number with its noun: 1 reply, 3 replies."""
    return f"{number} {one if number == 1 else many}"
