"""Writes a calendar as iCalendar (RFC 5545, RFC 7986).

Texts and durations are the icalendar library's. The lines are put together and folded here: the library
takes ten times as long, and a large site has three entries for each of its promises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from icalendar import vDuration, vText

from pledges.markup import printable
from pledges.views.calendar import CalendarEventView, CalendarView

#: When on its day an alarm rings: a reminder at midnight helps nobody.
ALARM_HOUR = 9
MAX_OCTETS = 75

#: What stands in a calendar without promises: one component there must be (3.4, 3.6).
_UTC = (
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def ical(view: CalendarView) -> bytes:
    """Return the calendar's bytes: lines of at most 75 octets that end in CRLF."""
    return b"".join(_folded(line) for line in _lines(view))


def _lines(view: CalendarView) -> Iterator[str]:
    name = _text(view.name)
    yield from (
        "BEGIN:VCALENDAR",
        f"PRODID:-//pledges//promises//{view.language.partition('-')[0].upper()}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"URL:{view.absolute_url}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    )
    for event in view.events:
        yield from _event(event)
    if not view.events:
        yield from _UTC
    yield "END:VCALENDAR"


def _event(view: CalendarEventView) -> Iterator[str]:
    changed = f"{view.changed.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    title = _text(view.title)
    yield from (
        "BEGIN:VEVENT",
        f"UID:{_text(view.uid)}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{view.sequence}",
        f"DTSTART;VALUE=DATE:{view.due.isoformat().replace('-', '')}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{_text(view.description)}",
        f"URL:{view.absolute_url}",
        f"STATUS:{'CANCELLED' if view.cancelled else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
    )
    for days in view.alarm_days:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", _trigger(days), "END:VALARM")
    yield "END:VEVENT"


@lru_cache(maxsize=256)
def _trigger(days: int) -> str:
    ahead = vDuration(dt.timedelta(hours=ALARM_HOUR) - dt.timedelta(days=days))
    value: bytes = ahead.to_ical()  # type: ignore[no-untyped-call]
    return f"TRIGGER:{value.decode()}"


@lru_cache(maxsize=1024)  # a promise stands in its own calendar, its leader's and the site's
def _text(text: str) -> str:
    """Return a text as a value (3.3.11)."""
    value: bytes = vText(printable(text)).to_ical()
    return value.decode("utf-8")


def _folded(line: str) -> bytes:
    """Return a line with its end, folded where it is longer than 75 octets (3.1)."""
    data = line.encode("utf-8")
    if len(data) <= MAX_OCTETS:
        return data + b"\r\n"
    parts, start, room = [], 0, MAX_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        parts.append(data[start:end])
        start, room = end, MAX_OCTETS - 1  # the space before what is continued counts
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"
