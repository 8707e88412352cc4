"""What holds for every record, whatever anybody does in whatever order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.events import EventKind, EventSource, events
from pledges.domain.moves import illegal_moves
from pledges.domain.scorecard import ScoreClass, lists_of, score_class, scorecard
from pledges.domain.status import Lifecycle, Repair, Schedule, VerdictState, status_of
from pledges.domain.update import Claim, Update
from promise_making import SITE, any_responses, days, pledges

zones = st.sampled_from([dt.UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")])
KEPT = (ScoreClass.KEPT_ON_FIRST_DATE, ScoreClass.KEPT_LATER)


@given(pledges(), any_responses(from_customers=False), days)
def test_nothing_the_promisor_or_a_stranger_does_yields_a_verdict_or_makes_right(pledge, responses, today):
    status = status_of(pledge, responses, today, SITE)
    assert status.verdict is VerdictState.NONE_YET
    assert not status.disputed
    assert not status.acceptance_confirmed
    assert status.repair is not Repair.MADE_RIGHT
    assert all(event.source is not EventSource.CUSTOMER for event in events(pledge, responses, today, SITE))


@given(pledges(), any_responses(), days)
def test_what_was_declared_broken_never_reads_as_kept_again(pledge, responses, today):
    status = status_of(pledge, responses, today, SITE)
    broken = [u for u in pledge.updates_until(today) if u.claim is Claim.BROKEN]
    illegal = {update.number for update, _ in illegal_moves(pledge, responses)}
    if any(update.number not in illegal for update in broken):
        assert status.lifecycle is Lifecycle.DECLARED_BROKEN
        assert score_class(pledge, status) not in KEPT


@given(pledges(), any_responses(), days, zones)
def test_the_axes_never_contradict_one_another(pledge, responses, today, zone):
    status = status_of(pledge, responses, today, SITE, zone)
    assert (status.schedule is Schedule.CLOSED) is not status.is_open
    assert status.is_open or (status.progress is None and not status.silent)
    assert (status.declared_on is None) is status.is_open
    assert status.lifecycle is Lifecycle.DECLARED_KEPT or not status.disputed


@given(st.lists(st.tuples(pledges(), any_responses()), max_size=6), days)
def test_the_classes_hold_every_pledge_once_and_the_lists_agree(record, today):
    pairs = [(pledge, status_of(pledge, responses, today, SITE)) for pledge, responses in record]
    card = scorecard(pairs)
    assert sum(card.counts.values()) == card.total == len(pairs)
    assert card.kept <= card.judged <= card.total
    for name in ("broken", "made-right", "withdrawn", "disputed", "overdue"):
        listed = sum(name in lists_of(status) for _, status in pairs)
        assert listed == card.counts[ScoreClass(name.replace("-", " "))]
    assert sum("kept" in lists_of(status) for _, status in pairs) == sum(card.counts[kept] for kept in KEPT)


@given(
    st.lists(st.tuples(pledges(), any_responses()), min_size=1, max_size=5),
    st.sampled_from([Claim.WITHDRAWN, Claim.AMENDED]),
    days,
    st.data(),
)
def test_withdrawing_or_amending_never_raises_the_share_kept(record, claim, today, data):
    place = data.draw(st.integers(0, len(record) - 1))
    pledge, responses = record[place]
    cut = data.draw(st.integers(0, len(pledge.updates)))
    on = pledge.updates[cut - 1].on if cut else pledge.made
    due = on + dt.timedelta(days=400) if claim is Claim.AMENDED else None
    added = Update(number=cut + 1, on=on, claim=claim, text="A reason.", due=due)
    moves = (*pledge.updates[:cut], added, *pledge.updates[cut:])
    changed = [*record[:place], (replace(pledge, updates=moves), responses), *record[place + 1 :]]
    before, after = (
        scorecard((each, status_of(each, said, today, SITE)) for each, said in some)
        for some in (record, changed)
    )
    assert after.kept * before.judged <= before.kept * after.judged or not before.judged


@given(pledges(), any_responses(), days, days, zones)
def test_what_happened_until_a_day_is_the_same_on_every_later_day(pledge, responses, first, second, zone):
    earlier, later = sorted((first, second))
    known = replace(pledge, updates=pledge.updates_until(earlier))
    published = [response for response in responses if response.day_in(zone) <= earlier]
    then = events(known, published, earlier, SITE, zone)
    now = events(pledge, responses, later, SITE, zone)
    assert now[: len(then)] == then
    assert all(event.date > earlier for event in now[len(then) :])


@given(pledges(), any_responses(), days, zones)
def test_every_event_has_an_id_of_its_own_and_stands_in_order(pledge, responses, today, zone):
    happened = events(pledge, responses, today, SITE, zone)
    assert len({event.id for event in happened}) == len(happened)
    assert [event.date for event in happened] == sorted(event.date for event in happened)
    assert all(event.instant.astimezone(zone).date() == event.date for event in happened)


@given(pledges(), any_responses(), days, zones)
def test_the_history_ends_where_the_status_stands(pledge, responses, today, zone):
    status = status_of(pledge, responses, today, SITE, zone)
    happened = [event.kind for event in events(pledge, responses, today, SITE, zone)]
    if pledge.made > today:
        assert happened == []
        return
    assert (EventKind.ACCEPTANCE in happened) is status.acceptance_confirmed
    righted = happened.count(EventKind.MADE_RIGHT) - happened.count(EventKind.MADE_RIGHT_UNDONE)
    assert righted == (status.repair is Repair.MADE_RIGHT)
    assert not status.disputed or EventKind.DISPUTED in happened
    assert status.schedule is not Schedule.OVERDUE or EventKind.OVERDUE in happened
    assert not status.silent or EventKind.SILENT in happened
