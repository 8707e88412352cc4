"""Which updates may stand, and what the author is told to write instead."""

from __future__ import annotations

import datetime as dt

import pytest

from pledges.domain.moves import illegal_moves
from pledges.domain.response import Kind, Response, VerdictValue
from promise_making import amended, day, make_pledge, verdict


def messages(pledge, responses=()):
    return [message for _, message in illegal_moves(pledge, responses)]


def test_a_long_legal_history_has_no_complaints():
    pledge = make_pledge(
        ("2026-02-01", "accepted", {"customer": "Ada"}),
        ("2026-03-01", "on track", {"evidence": ("https://figures.example/",)}),
        amended("2026-04-01", "2027-01-31"),
        ("2026-05-01", "at risk"),
        ("2026-05-01", "blocked"),
        ("2026-06-01", "kept"),
        ("2026-06-02", "broken"),
        ("2026-06-03", "apology"),
        ("2026-06-04", "repair", {"repair": "another-promise"}),
        ("2026-06-05", "repaired"),
    )
    assert messages(pledge) == []


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (
            [("2026-02-01", "accepted"), ("2026-03-01", "accepted")],
            (
                '"accepted" cannot follow: the promise is open (accepted); write "on track", "at risk", '
                '"blocked", "amended", "kept", "broken" or "withdrawn"'
            ),
        ),
        (
            [("2026-02-01", "kept"), ("2026-03-01", "on track")],
            (
                '"on track" cannot follow: the promise was declared kept on 2026-02-01 '
                'and no customer disputes it; write "broken"'
            ),
        ),
        (
            [("2026-02-01", "kept"), ("2026-03-01", "withdrawn")],
            (
                '"withdrawn" cannot follow: the promise was declared kept on 2026-02-01 '
                'and no customer disputes it; write "broken"'
            ),
        ),
        (
            [("2026-02-01", "broken"), ("2026-03-01", "kept")],
            (
                '"kept" cannot follow: the promise was declared broken on 2026-02-01; '
                'write "apology" or "repair"'
            ),
        ),
        (
            [("2026-02-01", "withdrawn"), ("2026-03-01", "kept")],
            (
                '"kept" cannot follow: the promise was withdrawn on 2026-02-01; '
                "nothing can follow; make a new promise instead"
            ),
        ),
        (
            [("2026-02-01", "broken"), ("2026-03-01", "repaired")],
            '"repaired" has no "repair" before it; write an update that promises the repair first',
        ),
    ],
)
def test_an_illegal_move_is_told_what_is_allowed_instead(history, message):
    assert messages(make_pledge(*history)) == [message]


def test_the_complaint_comes_with_the_update_it_is_about():
    pledge = make_pledge(("2026-02-01", "withdrawn"), ("2026-03-01", "kept"))
    assert [update.number for update, _ in illegal_moves(pledge)] == [2]


def test_an_illegal_move_changes_nothing_for_the_next():
    pledge = make_pledge(("2026-02-01", "apology"), ("2026-03-01", "kept"))
    assert [update.number for update, _ in illegal_moves(pledge)] == [1]


def test_an_apology_for_what_was_declared_kept_needs_a_dispute():
    pledge = make_pledge(("2026-02-01", "kept"), ("2026-03-01", "apology"))
    assert len(messages(pledge)) == 1
    assert len(messages(pledge, [verdict("2026-03-02", "not kept")])) == 1
    assert messages(pledge, [verdict("2026-03-01", "partly")]) == []


def test_an_apology_stands_though_the_customer_has_changed_their_mind_since():
    pledge = make_pledge(("2026-02-01", "kept"), ("2026-03-01", "apology"))
    assert messages(pledge, [verdict("2026-02-20", "not kept"), verdict("2026-02-25", "kept")]) == []


def test_an_apology_stands_though_the_verdict_was_erased_or_edited_since():
    """A reader who has a verdict erased must not stop the site from building."""
    pledge = make_pledge(("2026-02-01", "kept"), ("2026-03-01", "apology"))
    later = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    given = verdict("2026-02-20", "not kept").date
    assert messages(pledge, [Response(id="x", kind=Kind.COMMENT, date=given, erased=later)]) == []
    edited = verdict("2026-02-20", VerdictValue.KEPT, updated=later)
    assert messages(pledge, [edited]) == []


def test_updates_stand_in_order_of_date_and_none_before_the_making():
    pledge = make_pledge(("2026-03-01", "on track"), ("2026-02-01", "on track"), made=day("2026-01-15"))
    assert messages(pledge) == [
        (
            "2026-02-01 stands after 2026-03-01; updates stand in order of date: "
            "write 2026-03-01 or later, or move this update up"
        )
    ]
    early = make_pledge(("2026-01-14", "on track"))
    assert messages(early) == ["2026-01-14 is before the promise was made on 2026-01-15; write a later date"]


def test_an_update_on_the_day_of_the_making_may_stand():
    assert messages(make_pledge(("2026-01-15", "on track"))) == []


def test_an_amendment_says_what_is_new_and_why():
    assert messages(make_pledge(("2026-03-01", "amended", {"text": " \n"}))) == [
        '"amended" says nothing new; write at least one of "Promise:", "Outcome:", "Due:"',
        '"amended" gives no reason; write it between the heading and the new values',
    ]


@pytest.mark.parametrize(("due", "count"), [("2026-02-28", 1), ("2026-03-01", 0)])
def test_a_due_date_cannot_be_amended_into_the_past(due, count):
    found = messages(make_pledge(amended("2026-03-01", due)))
    assert found == [f'"Due: {due}" is before the amendment of 2026-03-01; write 2026-03-01 or later'][:count]


@pytest.mark.parametrize(
    ("claim", "fields", "message"),
    [
        ("on track", {"customer": "Ada"}, '"Customer: Ada" belongs to "accepted" only, not to "on track"'),
        ("kept", {"repair": "other"}, '"Repair: other" belongs to "repair" only, not to "kept"'),
        ("kept", {"promise": "Less."}, '"Promise: Less." belongs to "amended" only, not to "kept"'),
        ("at risk", {"outcome": "Less."}, '"Outcome: Less." belongs to "amended" only, not to "at risk"'),
        (
            "blocked",
            {"due": day("2027-01-01")},
            '"Due: 2027-01-01" belongs to "amended" only, not to "blocked"',
        ),
    ],
)
def test_a_field_stands_only_with_its_claim(claim, fields, message):
    assert messages(make_pledge(("2026-03-01", claim, fields))) == [f"{message}; remove it"]
