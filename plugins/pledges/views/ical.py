"""Writes a calendar as iCalendar (RFC 5545, RFC 7986).

Its lines are put together here: a library takes ten times as long, and a large site has three entries for
each of its promises. Tests read them with two libraries.
"""

from __future__ import annotations

from functools import lru_cache

from pledges.markup import printable
from pledges.views.calendar import CalendarEventView, CalendarView
from pledges.views.xml import utc

#: When on its day an alarm rings: a reminder at midnight helps nobody.
ALARM_HOUR = 9
MAX_OCTETS = 75

#: What stands in a calendar without promises: one component there must be (3.4, 3.6).
_UTC = """BEGIN:VTIMEZONE
TZID:Etc/UTC
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def ical(view: CalendarView) -> bytes:
    """Return the calendar's bytes: lines of at most 75 octets that end in CRLF."""
    name = _text(view.name)
    head = f"""BEGIN:VCALENDAR
PRODID:-//pledges//promises//{view.language.partition("-")[0].upper()}
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
{_folded(f"NAME:{name}")}
{_folded(f"X-WR-CALNAME:{name}")}
{_folded(f"URL:{view.absolute_url}")}
REFRESH-INTERVAL;VALUE=DURATION:P1D
"""
    events = [_event_once(event) for event in view.events] or [_UTC]
    return "".join((head, *events, "END:VCALENDAR\n")).replace("\n", "\r\n").encode()


def _event_once(view: CalendarEventView) -> str:
    """Return an entry, printed once: a promise stands in its own calendar and in its leader's."""
    printed: str | None = view.__dict__.get("ical")
    if printed is None:
        printed = view.__dict__["ical"] = _event(view)
    return printed


def _event(view: CalendarEventView) -> str:
    changed = utc(view.changed).replace("-", "").replace(":", "")
    title = _text(view.title)
    described = _folded(f"DESCRIPTION:{title}")
    alarms = [
        f"BEGIN:VALARM\nACTION:DISPLAY\n{described}\nTRIGGER:{_ahead(days)}\nEND:VALARM\n"
        for days in view.alarm_days
    ]
    return f"""BEGIN:VEVENT
{_folded(f"UID:{_text(view.uid)}")}
DTSTAMP:{changed}
LAST-MODIFIED:{changed}
SEQUENCE:{view.sequence}
DTSTART;VALUE=DATE:{view.due.isoformat().replace("-", "")}
{_folded(f"SUMMARY:{title}")}
{_folded(f"DESCRIPTION:{_text(view.description)}")}
{_folded(f"URL:{view.absolute_url}")}
STATUS:{"CANCELLED" if view.cancelled else "CONFIRMED"}
TRANSP:TRANSPARENT
{"".join(alarms)}END:VEVENT
"""


@lru_cache(maxsize=256)
def _ahead(days: int) -> str:
    """Return the time from the beginning of a day back to the alarm so many days ahead of it (3.3.6)."""
    hours = ALARM_HOUR - 24 * days
    whole_days, rest = divmod(abs(hours), 24)
    return f"{'-' if hours < 0 else ''}P{f'{whole_days}D' if whole_days else ''}T{rest}H"


def _text(text: str) -> str:
    """Return a text as a value (3.3.11)."""
    text = printable(text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Return a line, folded where it is longer than 75 octets (3.1)."""
    if 4 * len(line) <= MAX_OCTETS:  # no character has more
        return line
    data = line.encode("utf-8")
    if len(data) <= MAX_OCTETS:
        return line
    parts, start, room = [], 0, MAX_OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        parts.append(data[start:end])
        start, room = end, MAX_OCTETS - 1  # the space before what is continued counts
    parts.append(data[start:])
    return b"\n ".join(parts).decode()
