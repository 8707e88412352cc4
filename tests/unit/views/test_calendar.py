"""Due dates as calendars, read by two independent parsers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar
import msgspec
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.views.calendar import leader_calendar, pledge_calendar, site_calendar
from pledges.views.ical import ical
from promise_making import amended, day, make_pledge, pledges
from publishing import MAYA, publish

HOSTILE = "a,b;c\\n\\\nBEGIN:VEVENT\r\nx:y \x00\u202e\U0001f6a2é " + "long " * 40


@dataclass(frozen=True)
class Entry:
    """What one parser read of one event."""

    uid: str
    due: dt.date
    stamp: dt.datetime
    sequence: int
    status: str
    title: str
    description: str
    url: str
    alarms: tuple[dt.timedelta, ...]


def read_by_icalendar(data: bytes) -> list[Entry]:
    return [
        Entry(
            uid=str(event["uid"]),
            due=event["dtstart"].dt,
            stamp=event["dtstamp"].dt,
            sequence=int(event["sequence"]),
            status=str(event["status"]),
            title=str(event["summary"]),
            description=str(event["description"]),
            url=str(event["url"]),
            alarms=tuple(alarm["trigger"].dt for alarm in event.walk("VALARM")),
        )
        for event in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]


def read_by_vobject(data: bytes) -> list[Entry]:
    calendar = vobject.readOne(data.decode("utf-8"))
    return [
        Entry(
            uid=event.uid.value,
            due=event.dtstart.value,
            stamp=event.dtstamp.value,
            sequence=int(event.sequence.value),
            status=event.status.value,
            title=event.summary.value,
            description=event.description.value,
            url=event.url.value,
            alarms=tuple(alarm.trigger.value for alarm in getattr(event, "valarm_list", ())),
        )
        for event in getattr(calendar, "vevent_list", ())
    ]


def read(data: bytes) -> list[Entry]:
    """Return the events after making sure that both parsers read the same, and the lines are legal."""
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    by_icalendar, by_vobject = read_by_icalendar(data), read_by_vobject(data)
    assert by_icalendar == by_vobject
    return by_icalendar


def entry(on: str, pledge: Pledge, **settings: object) -> Entry:
    """Return the pledge's own calendar entry as of a day."""
    (only,) = read(ical(pledge_calendar(publish(on, pledge, **settings), pledge)))
    return only


def test_a_promise_is_an_all_day_event_on_its_due_date() -> None:
    found = entry("2026-02-01", make_pledge())
    assert (found.uid, found.due, found.sequence, found.status) == (
        "a-person-answers-9m3t@promises.example",
        day("2026-12-31"),
        0,
        "CONFIRMED",
    )
    assert found.title == "Due: A person answers (Maya Okafor)"
    assert found.url == "https://promises.example/pledges/a-person-answers/"
    assert "A person answers." in found.description
    assert "95 % of calls." in found.description
    assert "Everyone who calls" in found.description


def test_alarms_ring_on_the_day_it_is_due_soon_and_on_the_day_itself() -> None:
    found = entry("2026-02-01", make_pledge(due_soon_days=30))
    midnight = dt.datetime.combine(found.due, dt.time())
    assert [(midnight + alarm).date() for alarm in found.alarms] == [day("2026-12-01"), day("2026-12-31")]


def test_an_alarm_follows_the_sites_threshold_and_a_threshold_of_none_rings_once() -> None:
    assert entry("2026-02-01", make_pledge(), DUE_SOON_DAYS=7).alarms[0].days == -7
    assert len(entry("2026-02-01", make_pledge(due_soon_days=0)).alarms) == 1


def test_an_amendment_moves_the_date_and_counts_in_the_sequence_from_its_own_day() -> None:
    pledge = make_pledge(amended("2026-07-06", "2027-03-31"))
    before, after = entry("2026-07-05", pledge), entry("2026-07-06", pledge)
    assert (before.due, before.sequence) == (day("2026-12-31"), 0)
    assert (after.due, after.sequence, after.uid) == (day("2027-03-31"), 1, before.uid)
    assert "First due: 31 December 2026" in after.description


def test_new_words_count_in_the_sequence_too() -> None:
    pledge = make_pledge(("2026-07-06", "amended", {"promise": "Somebody answers.", "text": "Plainer."}))
    found = entry("2026-07-06", pledge)
    assert found.sequence == 1
    assert "Somebody answers." in found.description


def test_a_withdrawn_promise_is_cancelled_and_rings_no_more() -> None:
    pledge = make_pledge(("2026-07-06", "withdrawn"))
    assert entry("2026-07-05", pledge).status == "CONFIRMED"
    found = entry("2026-07-06", pledge)
    assert (found.status, found.alarms) == ("CANCELLED", ())
    assert found.title.startswith("Withdrawn: ")


@pytest.mark.parametrize(("claim", "words"), [("kept", "Declared kept: "), ("broken", "Declared broken: ")])
def test_what_was_declared_says_so_and_rings_no_more(claim: str, words: str) -> None:
    found = entry("2026-07-06", make_pledge(("2026-07-06", claim)))
    assert found.title.startswith(words)
    assert (found.status, found.alarms) == ("CONFIRMED", ())


def test_the_stamp_is_the_records_last_change_in_the_sites_zone_never_the_clock() -> None:
    pledge = make_pledge(("2026-07-06", "amended", {"due": day("2027-03-31"), "text": "Later."}))
    stamps = {entry(on, pledge, TIMEZONE="Asia/Tokyo").stamp for on in ("2026-07-06", "2026-12-24")}
    assert stamps == {dt.datetime(2026, 7, 6, tzinfo=ZoneInfo("Asia/Tokyo"))}


def test_a_report_on_progress_and_a_new_day_change_no_byte() -> None:
    pledge = make_pledge(("2026-03-31", "on track"))
    calendars = {
        ical(pledge_calendar(publish(on, pledge), pledge))
        for on in ("2026-03-30", "2026-03-31", "2027-06-01")
    }
    assert len(calendars) == 1


def test_the_uid_outlives_slug_title_and_domain() -> None:
    moved = entry("2026-02-01", make_pledge(slug="other", title="Other"), SITEURL="https://new.example")
    assert moved.uid == entry("2026-02-01", make_pledge()).uid


def test_a_promise_can_be_due_on_a_leap_day() -> None:
    found = entry("2028-02-28", make_pledge(due=day("2028-02-29")))
    midnight = dt.datetime.combine(found.due, dt.time())
    assert found.due == day("2028-02-29")
    assert (midnight + found.alarms[0]).date() == day("2028-02-15")


def test_a_leader_has_their_own_promises_and_the_site_has_all() -> None:
    other = Leader(id="tomas-4k2d", slug="tomas", title="Tomás")
    own = make_pledge()
    theirs = make_pledge(id="lifts-1a2b", slug="lifts", leader="tomas")
    public = publish("2026-02-01", own, theirs, leaders=(MAYA, other))
    hers, his, everybodys = (
        [one.uid.partition("@")[0] for one in read(ical(view))]
        for view in (leader_calendar(public, MAYA), leader_calendar(public, other), site_calendar(public))
    )
    assert (hers, his, everybodys) == ([own.id], [theirs.id], [own.id, theirs.id])


@pytest.mark.parametrize(("lang", "said"), [("en", "EN"), ("de-AT", "DE")])
def test_a_calendar_says_what_language_it_is_in(lang: str, said: str) -> None:
    data = ical(site_calendar(publish("2026-02-01", DEFAULT_LANG=lang)))
    assert str(icalendar.Calendar.from_ical(data)["prodid"]) == f"-//pledges//promises//{said}"


def test_a_calendar_without_promises_still_holds_a_component() -> None:
    data = ical(leader_calendar(publish("2026-02-01"), MAYA))
    assert read(data) == []
    assert [part.name for part in icalendar.Calendar.from_ical(data).subcomponents] == ["VTIMEZONE"]


def test_the_order_of_files_does_not_change_the_calendar() -> None:
    both = make_pledge(), make_pledge(id="lifts-1a2b", slug="lifts")
    one, other = (ical(site_calendar(publish("2026-02-01", *some))) for some in (both, both[::-1]))
    assert one == other


def test_hostile_words_stay_words() -> None:
    pledge = make_pledge(title=HOSTILE, promise=HOSTILE, customers=(HOSTILE,))
    found = entry("2026-02-01", pledge)
    assert "BEGIN:VEVENT" in found.title
    assert "\x00" not in found.title + found.description
    assert "\u202e" not in found.title + found.description


@given(pledges(), st.dates(dt.date(2026, 1, 1), dt.date(2028, 3, 1)))
def test_any_history_on_any_day_reads_the_same_in_both_parsers(pledge: Pledge, today: dt.date) -> None:
    public = publish(today, pledge)
    view = site_calendar(public)
    found = read(ical(view))
    assert len(found) == len(public.pledges)
    for event, one in zip(view.events, found, strict=True):
        assert (one.due, one.sequence) == (event.due, event.sequence)
        assert one.due == public.status(public.pledges[pledge.slug]).due
        assert one.stamp <= dt.datetime.combine(today, dt.time(), dt.UTC)
    assert msgspec.msgpack.encode(view) == msgspec.msgpack.encode(site_calendar(public))
