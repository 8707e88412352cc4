"""What needs its promisor's word, at every boundary."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from pledges.domain.due import Need, asks, calls, unanswered_questions
from pledges.domain.pledge import Pledge
from pledges.domain.response import Author, Kind, Response, Role
from promise_making import (
    amended,
    any_responses,
    comment,
    day,
    instant,
    make_pledge,
    pledges,
    status_on,
    verdict,
)

LEAP = {"due": day("2028-02-29"), "silent_days": 9999}


def needs(on: str, pledge: Pledge, *responses: Response, zone: dt.tzinfo = dt.UTC) -> list[str]:
    return [
        call.need.value for call in calls(pledge, responses, status_on(on, pledge, responses, zone), zone)
    ]


def promisor(identity: str, in_reply_to: str, **fields: object) -> Response:
    author = Author(name="Maya", role=Role.PROMISOR)
    return comment(identity, in_reply_to=in_reply_to, text="Yes.", author=author, **fields)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-12-16", []),
        ("2026-12-17", ["due soon"]),
        ("2026-12-30", ["due soon"]),
        ("2026-12-31", ["due today"]),
        ("2027-01-01", ["overdue"]),
    ],
)
def test_the_clock_asks_from_the_threshold_on(on: str, expected: list[str]) -> None:
    assert needs(on, make_pledge(silent_days=9999)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2028-02-14", []),
        ("2028-02-15", ["due soon"]),
        ("2028-02-28", ["due soon"]),
        ("2028-02-29", ["due today"]),
        ("2028-03-01", ["overdue"]),
    ],
)
def test_a_leap_day_is_a_day_like_others(on: str, expected: list[str]) -> None:
    assert needs(on, make_pledge(**LEAP)) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-04-15", []), ("2026-04-16", ["silent"])])
def test_silence_asks_the_day_after_the_threshold(on: str, expected: list[str]) -> None:
    assert needs(on, make_pledge()) == expected


def test_an_amended_date_counts_from_the_day_of_the_amendment() -> None:
    pledge = make_pledge(amended("2026-12-20", "2027-06-30"))
    assert needs("2026-12-19", pledge) == ["due soon", "silent"]
    assert needs("2026-12-20", pledge) == []


@pytest.mark.parametrize("claim", ["kept", "broken", "withdrawn"])
def test_the_clock_asks_nothing_once_the_promise_is_declared(claim: str) -> None:
    assert set(needs("2027-06-01", make_pledge(("2026-05-01", claim)))) <= {"verdict"}


def test_a_promise_declared_kept_asks_for_a_verdict_until_an_invited_customer_gives_one() -> None:
    pledge = make_pledge(("2026-05-01", "kept"))
    by_reader = verdict("2026-05-02", "kept", standing=None)
    assert needs("2026-06-01", pledge, by_reader) == ["verdict"]
    assert needs("2026-06-01", pledge, by_reader, verdict("2026-05-03", "kept")) == []


def test_a_dispute_asks_for_an_answer_until_there_is_one() -> None:
    disputed = make_pledge(("2026-05-01", "kept"))
    word = verdict("2026-05-03", "not kept")
    assert needs("2026-05-02", disputed, word) == ["verdict"]
    assert needs("2026-05-03", disputed, word) == ["disputed"]
    assert needs("2026-05-10", make_pledge(("2026-05-01", "kept"), ("2026-05-09", "apology")), word) == []


@pytest.mark.parametrize(("zone", "expected"), [("UTC", ["verdict"]), ("Asia/Tokyo", ["disputed"])])
def test_the_day_of_a_verdict_is_that_of_the_sites_zone(zone: str, expected: list[str]) -> None:
    pledge, word = make_pledge(("2026-05-01", "kept")), verdict("2026-06-01T23:30", "not kept")
    on = "2026-06-02" if zone == "Asia/Tokyo" else "2026-05-31"
    assert needs(on, pledge, word, zone=ZoneInfo(zone)) == expected


def test_a_question_waits_for_an_answer_of_the_promisors_side_anywhere_below() -> None:
    asked = comment("q", text="Does it count holidays?")
    by_reader = comment("r", in_reply_to="q", text="I think so.")
    assert unanswered_questions([asked, by_reader]) == (asked,)
    assert unanswered_questions([asked, by_reader, promisor("p", "r")]) == ()
    assert unanswered_questions([asked, promisor("p", "")]) == (asked,)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.PROMISOR])
def test_the_promisors_own_question_asks_for_nothing(role: Role) -> None:
    assert unanswered_questions([comment("q", text="Was it?", author=Author("M", role=role))]) == ()


def test_an_answer_that_was_erased_is_no_answer() -> None:
    erased = Response(id="p", kind=Kind.COMMENT, date=instant("2026-03-01"), in_reply_to="q")
    asked = comment("q", text="When?")
    assert unanswered_questions([asked, erased]) == (asked,)


def test_questions_that_were_erased_or_came_by_a_linkback_do_not_wait() -> None:
    gone = comment("q", text="When?", erased=instant("2026-03-01"))
    elsewhere = comment("w", text="When?", kind=Kind.WEBMENTION)
    assert unanswered_questions([gone, elsewhere]) == ()


def test_a_circle_of_replies_is_gone_through_once() -> None:
    one, other = comment("a", in_reply_to="b", text="A?"), comment("b", in_reply_to="a", text="B?")
    assert unanswered_questions([one, other, promisor("p", "a")]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does it count?", True),
        ('He asked "when?" twice.', True),
        ("それは本当ですか？", True),
        ("See https://a.example/?x=1 for it.", False),
        ("No question.", False),
        ("", False),
    ],
)
def test_a_question_is_told_by_its_mark(text: str, expected: bool) -> None:
    assert asks(text) is expected


def test_the_most_pressing_comes_first() -> None:
    asked = comment("q", text="When?")
    assert needs("2027-06-01", make_pledge(), asked) == ["overdue", "silent", "question"]


@given(pledges(), any_responses())
def test_each_need_is_named_once_and_nothing_is_asked_that_the_status_does_not_say(
    pledge: Pledge, responses: tuple[Response, ...]
) -> None:
    status = status_on("2027-06-01", pledge, responses)
    found = [call.need for call in calls(pledge, responses, status) if call.need is not Need.QUESTION]
    assert len(found) == len(set(found))
    assert (Need.SILENT in found) == status.silent
    assert all(status.is_open for need in found if need in (Need.OVERDUE, Need.DUE_SOON, Need.DUE_TODAY))
    assert status.disputed or Need.DISPUTED not in found
