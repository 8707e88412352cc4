"""The wording that holds on a day, amendments included."""

from __future__ import annotations

from pledges.domain.conversation import threads
from pledges.domain.leader import Leader
from pledges.domain.response import Kind, Response
from promise_making import day, instant, make_pledge

AMENDED = make_pledge(
    ("2026-03-01", "amended", {"promise": "A person answers soon."}),
    ("2026-04-01", "amended", {"outcome": "90 % of calls.", "due": day("2027-01-31")}),
)


def test_the_first_wording_holds_until_the_day_before_its_amendment():
    assert AMENDED.promise_on(day("2026-02-28")) == AMENDED.promise
    assert AMENDED.promise_on(day("2026-03-01")) == "A person answers soon."


def test_what_an_amendment_does_not_name_stays_as_it_was():
    on = day("2026-05-01")
    assert AMENDED.promise_on(on) == "A person answers soon."
    assert (AMENDED.outcome_on(on), AMENDED.due_on(on)) == ("90 % of calls.", day("2027-01-31"))


def test_an_updates_id_hangs_on_the_pledges_id_and_its_place():
    assert AMENDED.update_id(AMENDED.updates[1]) == "a-person-answers-9m3t-u2"


def test_a_leaders_title_is_the_name():
    assert Leader(id="m-1", slug="maya", title="Maya Okafor").name == "Maya Okafor"


def test_a_thread_shows_itself_briefly_when_printed_for_a_developer():
    (thread,) = threads([Response(id="a", kind=Kind.COMMENT, date=instant("2026-02-01"))])
    assert repr(thread) == "<Thread a with 0 below>"
