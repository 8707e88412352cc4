"""Dates as authors write them, and the ISO form to propose instead."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_GUESSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})(?!\d)",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?P<day>\d{1,2})[-./]\s?(?P<month>\d{1,2})[-./]\s?(?P<year>\d{4})(?!\d)",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
    )
)


def read_date(text: str) -> dt.date | None:
    """Return the day that ``YYYY-MM-DD`` names, or None when the text is anything else."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def read_instant(text: str) -> dt.datetime | None:
    """Return the UTC instant that an RFC 3339 date and time names, or None for anything else."""
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def guess_date(text: str) -> dt.date | None:
    """Return the real day nearest to what the text begins with: 31 February is the 28th or 29th.

    None when it does not begin like a date. Of 3/12/2026 either number may be the month: nobody
    can know, so there is no guess.
    """
    for pattern in _GUESSES:
        if found := pattern.match(text.strip()):
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS[month[:3].lower()]
            return _nearest(int(found["year"]), number, int(found["day"]), swap=pattern is _GUESSES[3])
    return None


def not_a_date(text: str) -> str:
    """Return the message for a text that should have been a date."""
    guess = guess_date(text)
    return f'"{text}" is not a date; write {guess.isoformat() if guess else "it as YYYY-MM-DD"}'


def _nearest(year: int, month: int, day: int, *, swap: bool) -> dt.date | None:
    if swap and month <= 12 and day <= 12 and month != day:
        return None
    if month > 12 and day <= 12:
        month, day = day, month
    if not 1 <= month <= 12 or year < 1 or not 1 <= day <= 31:
        return None
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
