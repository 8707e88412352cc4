"""Writes a calendar as iCalendar (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from pledges.markup import printable
from pledges.views.calendar import CalendarEventView, CalendarView

#: When on its day an alarm rings: a reminder at midnight helps nobody.
ALARM_HOUR = 9


def ical(view: CalendarView) -> bytes:
    """Return the calendar's bytes: lines of at most 75 octets that end in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", "-//pledges//promises//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(printable(view.name)))  # the library takes neither for a text
    calendar.add("url", view.absolute_url)
    calendar.add("refresh-interval", dt.timedelta(days=1), parameters={"value": "DURATION"})
    for event in view.events:
        calendar.add_component(_event(event))
    if not view.events:
        calendar.add_component(_utc())
    lines: bytes = calendar.to_ical(sorted=False)
    return lines


def _event(view: CalendarEventView) -> Event:
    event = Event()
    changed = view.changed.astimezone(dt.UTC)
    event.add("uid", view.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", view.sequence)
    event.add("dtstart", view.due)
    event.add("summary", printable(view.title))
    event.add("description", "\n".join(printable(line) for line in view.description.split("\n")))
    event.add("url", view.absolute_url)
    event.add("status", "CANCELLED" if view.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in view.alarm_days:
        event.add_component(_alarm(view, days))
    return event


def _alarm(view: CalendarEventView, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", printable(view.title))
    alarm.add("trigger", dt.timedelta(hours=ALARM_HOUR) - dt.timedelta(days=days))
    return alarm


def _utc() -> Timezone:
    """Return what stands in a calendar without promises: one component there must be (3.4, 3.6)."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", dt.datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", dt.timedelta())
    standard.add("tzoffsetto", dt.timedelta())
    zone.add_component(standard)
    return zone
