"""What is published on a day, and what is not yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Kind, Response
from pledges.domain.update import Claim, Update
from pledges.files.visible import visible

DAY = dt.date(2026, 3, 31)
NEXT_DAY = DAY + dt.timedelta(days=1)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
ESSAY = Essay(id="e-1", slug="e", title="E", date=DAY)
PLEDGE = Pledge(
    id="p-1",
    slug="p",
    title="P",
    leader="l",
    customers=("All",),
    promise="P",
    outcome="O",
    why="W",
    made=DAY,
    due=dt.date(2026, 12, 31),
)


def make_response(response_id: str, date: dt.datetime = NOON, *, in_reply_to: str = "") -> Response:
    return Response(id=response_id, kind=Kind.COMMENT, date=date, text="Yes.", in_reply_to=in_reply_to)


def test_essays_and_pledges_appear_on_their_day() -> None:
    record = Record(essays=(ESSAY,), pledges=(PLEDGE,))
    assert visible(record, DAY) == record
    assert visible(record, DAY - dt.timedelta(days=1)) == Record()


def test_drafts_are_hidden_unless_they_are_asked_for() -> None:
    record = Record(
        essays=(replace(ESSAY, draft=True),),
        pledges=(replace(PLEDGE, draft=True),),
        leaders=(Leader(id="l-1", slug="l", title="L", draft=True),),
        pages=(Page(id="g-1", slug="g", title="G", draft=True),),
    )
    assert visible(record, DAY) == Record()
    assert visible(record, DAY, drafts=True) == record


def test_references_to_hidden_documents_are_left_out() -> None:
    hidden_essay = replace(ESSAY, id="e-2", slug="e2", draft=True)
    hidden_pledge = replace(PLEDGE, id="p-2", slug="p2", made=NEXT_DAY)
    repair = Update(number=1, on=DAY, claim=Claim.REPAIR, repair="p2")
    record = Record(
        essays=(replace(ESSAY, pledges=("p", "p2")), hidden_essay),
        pledges=(replace(PLEDGE, essays=("e2", "e"), updates=(repair,)), hidden_pledge),
    )
    seen = visible(record, DAY)
    assert seen.essays[0].pledges == ("p",)
    assert seen.pledges[0].essays == ("e",)
    assert seen.pledges[0].updates[0].repair == ""


def test_later_updates_are_hidden_and_the_others_keep_their_numbers() -> None:
    first = Update(number=1, on=DAY, claim=Claim.ON_TRACK)
    second = Update(number=2, on=NEXT_DAY, claim=Claim.KEPT)
    record = Record(pledges=(replace(PLEDGE, updates=(first, second)),))
    assert visible(record, DAY).pledges[0].updates == (first,)


def test_a_change_of_an_essay_that_is_yet_to_come_is_not_announced() -> None:
    record = Record(essays=(replace(ESSAY, updated=NEXT_DAY),))
    assert visible(record, DAY).essays[0].updated is None


def test_a_day_ends_at_midnight_of_the_zone() -> None:
    late = make_response("a", dt.datetime(2026, 3, 31, 23, tzinfo=dt.UTC))
    record = Record(essays=(ESSAY,), responses={"e-1": (late,)})
    assert visible(record, DAY, zone=ZoneInfo("America/New_York")).responses
    assert not visible(record, DAY, zone=ZoneInfo("Europe/Berlin")).responses


def test_responses_to_hidden_targets_are_hidden() -> None:
    record = Record(essays=(replace(ESSAY, draft=True),), responses={"e-1": (make_response("a"),)})
    assert visible(record, DAY).responses == {}


def test_a_reply_whose_parent_is_yet_to_come_stands_alone() -> None:
    parent = make_response("b", NOON + dt.timedelta(days=1))
    record = Record(essays=(ESSAY,), responses={"e-1": (make_response("a", in_reply_to="b"), parent)})
    assert visible(record, DAY).responses == {"e-1": (make_response("a"),)}


def test_a_response_about_an_update_that_is_yet_to_come_is_about_the_pledge() -> None:
    update = Update(number=1, on=NEXT_DAY, claim=Claim.ON_TRACK)
    response = replace(make_response("a"), about="p-1-u1")
    record = Record(pledges=(replace(PLEDGE, updates=(update,)),), responses={"p-1": (response,)})
    assert visible(record, DAY).responses["p-1"][0].about == ""
    assert visible(record, NEXT_DAY).responses["p-1"][0].about == "p-1-u1"


def test_the_last_day_of_the_calendar_hides_nothing() -> None:
    record = Record(essays=(ESSAY,), responses={"e-1": (make_response("a"),)})
    assert visible(record, dt.date.max) == record
