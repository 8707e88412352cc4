"""Dates as other systems write them → UTC instants."""

from __future__ import annotations

import datetime as dt
import re
import warnings

from dateutil import parser

_NUMBER = re.compile(r"\d{9,13}(?:\.\d+)?")
_MILLISECONDS = 100_000_000_000  # seconds would be in the year 5138
_DEFAULTS = dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2)
_MAX_CHARS = 60


def instant_of(text: str, zone: dt.tzinfo = dt.UTC) -> dt.datetime | None:
    """Return the instant a text names, or None: ISO 8601, RFC 5322, seconds or milliseconds since 1970, and
    what else names a day of a year. One without an offset is of ``zone``.
    """
    text = text.strip()
    try:
        if _NUMBER.fullmatch(text):
            return instant_of_seconds(float(text))
        moment = _moment(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return aware.astimezone(dt.UTC)
    except (ValueError, ArithmeticError):  # of the latter, decimal's, for numbers that no date has
        return None


def instant_of_seconds(seconds: float) -> dt.datetime | None:
    """Return the instant so many seconds, or milliseconds when they are too many, after 1970."""
    try:
        seconds = seconds / 1000 if abs(seconds) >= _MILLISECONDS else seconds
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        if len(text) > _MAX_CHARS:
            raise
    one: dt.datetime
    other: dt.datetime
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)  # then it is of the export's zone
        one, other = (parser.parse(text, default=default) for default in _DEFAULTS)
    if one != other:
        raise ValueError(f"{text!r} leaves the day open")
    return one
