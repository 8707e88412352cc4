"""Every change of status once, on its day, under an id that feed readers can rely on."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from pledges.domain.events import EventKind, EventSource, events
from promise_making import (
    SITE,
    acceptance,
    amended,
    comment,
    day,
    instant,
    make_pledge,
    repair_verdict,
    verdict,
)


def told(pledge, responses=(), until="2029-12-31"):
    """Return the events as ``(date, id)``, the pledge's id left out."""
    happened = events(pledge, responses, day(until), SITE)
    return [(str(event.date), event.id.removeprefix(pledge.id + "-")) for event in happened]


def test_a_promise_begins_with_its_making():
    (event,) = events(make_pledge(), (), day("2026-01-15"), SITE)
    assert (event.id, event.kind, event.source) == (
        "a-person-answers-9m3t-made",
        EventKind.MADE,
        EventSource.PROMISOR,
    )
    assert told(make_pledge(), until="2026-01-14") == []


def test_the_clock_speaks_on_its_day_and_once():
    assert told(make_pledge(), until="2026-12-31")[1:] == [
        ("2026-04-16", "silent-2026-04-16"),
        ("2026-12-31", "due-today-2026-12-31"),
    ]
    assert told(make_pledge())[3:] == [("2027-01-01", "overdue-2026-12-31")]


def test_each_update_is_an_event_and_ends_a_silence():
    pledge = make_pledge(("2026-04-16", "on track"), ("2026-07-16", "kept"))
    assert told(pledge)[1:] == [
        ("2026-04-16", "silent-2026-04-16"),
        ("2026-04-16", "u1"),
        ("2026-07-16", "silent-2026-07-16"),
        ("2026-07-16", "u2"),
    ]


def test_a_word_one_day_earlier_keeps_the_silence_from_beginning():
    pledge = make_pledge(("2026-04-15", "on track"), ("2026-07-14", "kept"))
    assert told(pledge)[1:] == [("2026-04-15", "u1"), ("2026-07-14", "u2")]


def test_what_was_overdue_when_the_day_began_stays_in_the_history():
    pledge = make_pledge(("2026-12-30", "on track"), ("2027-01-01", "kept"))
    assert told(pledge)[-3:] == [
        ("2026-12-31", "due-today-2026-12-31"),
        ("2027-01-01", "overdue-2026-12-31"),
        ("2027-01-01", "u2"),
    ]


def test_an_amended_due_date_falls_due_again_under_an_id_of_its_own():
    pledge = make_pledge(amended("2027-01-05", "2027-02-28"), ("2027-03-05", "kept"))
    assert told(pledge)[3:] == [
        ("2027-01-01", "overdue-2026-12-31"),
        ("2027-01-05", "u1"),
        ("2027-02-28", "due-today-2027-02-28"),
        ("2027-03-01", "overdue-2027-02-28"),
        ("2027-03-05", "u2"),
    ]


def test_a_promise_amended_in_time_is_not_overdue_on_its_first_date():
    pledge = make_pledge(amended("2026-12-31", "2027-01-31"), ("2027-01-20", "kept"))
    assert [name for _, name in told(pledge)] == [
        "made", "silent-2026-04-16", "due-today-2026-12-31", "u1", "u2",
    ]  # fmt: skip


def test_what_is_due_on_a_leap_day_is_overdue_the_day_after():
    pledge = make_pledge(made=day("2028-02-01"), due=day("2028-02-29"))
    assert told(pledge, until="2028-03-01")[1:] == [
        ("2028-02-29", "due-today-2028-02-29"),
        ("2028-03-01", "overdue-2028-02-29"),
    ]


def test_a_dispute_begins_with_the_verdict_and_ends_with_a_better_one():
    pledge = make_pledge(("2026-03-01", "kept"))
    responses = [
        verdict("2026-03-02", "not kept", id="v1"),
        verdict("2026-03-03", "partly", id="v2"),
        verdict("2026-03-04", "kept", id="v3"),
    ]
    assert told(pledge, responses)[2:] == [
        ("2026-03-02", "verdict-v1"),
        ("2026-03-02", "disputed-v1"),
        ("2026-03-03", "verdict-v2"),
        ("2026-03-04", "verdict-v3"),
        ("2026-03-04", "dispute-ended-v3"),
    ]


def test_a_dispute_can_begin_with_the_declaration_and_end_with_its_withdrawal():
    pledge = make_pledge(("2026-03-01", "kept"), ("2026-03-05", "broken"))
    responses = [verdict("2026-02-02", "not kept", id="v1")]
    assert told(pledge, responses)[1:] == [
        ("2026-02-02", "verdict-v1"),
        ("2026-03-01", "u1"),
        ("2026-03-01", "disputed-u1"),
        ("2026-03-05", "u2"),
    ]


def test_an_acceptance_is_confirmed_once():
    pledge = make_pledge(("2026-02-01", "accepted"), ("2026-04-01", "kept"))
    responses = [acceptance("2026-02-02", "c1", id="a1"), acceptance("2026-02-03", "c2", id="a2")]
    assert told(pledge, responses)[1:] == [
        ("2026-02-01", "u1"),
        ("2026-02-02", "acceptance-a1"),
        ("2026-04-01", "u2"),
    ]


def test_made_right_is_told_and_so_is_its_undoing():
    pledge = make_pledge(("2026-03-01", "broken"), ("2026-03-02", "repair"))
    responses = [
        repair_verdict("2026-03-01", "refused", id="early"),
        repair_verdict("2026-03-03", "refused", id="r1"),
        repair_verdict("2026-03-04", "accepted", id="r2"),
        repair_verdict("2026-03-05", "accepted", "c2", id="r3"),
        repair_verdict("2026-03-06", "refused", "c2", id="r4"),
        repair_verdict("2026-03-07", "refused", id="r5"),
    ]
    assert told(pledge, responses)[3:] == [
        ("2026-03-03", "repair-verdict-r1"),
        ("2026-03-04", "made-right-r2"),
        ("2026-03-05", "repair-verdict-r3"),
        ("2026-03-06", "repair-verdict-r4"),
        ("2026-03-07", "made-right-undone-r5"),
    ]


def test_comments_and_strangers_words_are_no_events():
    pledge = make_pledge(("2026-03-01", "kept"))
    assert told(pledge, [comment("c"), verdict("2026-03-02", "kept", standing=None)]) == told(pledge)


def test_a_word_given_before_the_making_is_told_with_it():
    early = verdict("2026-01-10", "kept", id="v1")
    made, said = events(make_pledge(), [early], day("2026-01-20"), SITE)
    assert (said.date, said.instant) == (made.date, made.instant)


def test_an_event_carries_its_day_in_the_sites_zone_and_an_instant_for_feeds():
    berlin = ZoneInfo("Europe/Berlin")
    pledge = make_pledge(("2026-03-01", "kept"))
    late = verdict("2026-03-05T23:30", "kept", id="v1")
    made, update, said = events(pledge, [late], day("2026-03-06"), SITE, berlin)
    assert made.instant == dt.datetime(2026, 1, 14, 23, tzinfo=dt.UTC)
    assert (update.update, update.response) == (pledge.updates[0], None)
    assert (said.date, said.instant, said.response) == (day("2026-03-06"), instant("2026-03-05T23:30"), late)
    assert len(events(pledge, [late], day("2026-03-05"), SITE, berlin)) == 2
