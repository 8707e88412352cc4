"""A record in numbers that neither flatters nor buries."""

from __future__ import annotations

import pytest

from pledges.domain.address import PledgeList
from pledges.domain.scorecard import (
    LIST_OF_CLASS,
    Scorecard,
    ScoreClass,
    lists_of,
    score_class,
    score_lists_of,
    scorecard,
)
from promise_making import amended, make_pledge, repair_verdict, status_on, verdict

NOT_KEPT = [verdict("2026-06-02", "not kept")]
ACCEPTED = [repair_verdict("2026-07-01", "accepted")]
REPAIR = ("2026-06-10", "repair")

CASES = [
    ([], [], "2026-12-31", ScoreClass.NOT_YET_DUE, {"open"}),
    ([("2026-06-01", "at risk")], [], "2026-12-31", ScoreClass.NOT_YET_DUE, {"open", "at-risk"}),
    ([("2026-06-01", "blocked")], [], "2027-01-01", ScoreClass.OVERDUE, {"open", "at-risk", "overdue"}),
    ([], [], "2027-01-01", ScoreClass.OVERDUE, {"open", "overdue"}),
    ([("2026-12-31", "kept")], [], "2027-06-01", ScoreClass.KEPT_ON_FIRST_DATE, {"kept"}),
    ([("2027-01-01", "kept")], [], "2027-06-01", ScoreClass.KEPT_LATER, {"kept"}),
    (
        [amended("2026-03-01", "2026-11-30"), ("2026-06-01", "kept")],
        [],
        "2027-06-01",
        ScoreClass.KEPT_LATER,
        {"kept"},
    ),
    ([("2026-06-01", "kept")], NOT_KEPT, "2027-06-01", ScoreClass.DISPUTED, {"disputed"}),
    (
        [("2026-06-01", "kept"), REPAIR],
        [*NOT_KEPT, *ACCEPTED],
        "2027-06-01",
        ScoreClass.MADE_RIGHT,
        {"made-right"},
    ),
    ([("2026-06-01", "broken")], NOT_KEPT, "2027-06-01", ScoreClass.BROKEN, {"broken"}),
    ([("2026-06-01", "broken"), REPAIR], ACCEPTED, "2027-06-01", ScoreClass.MADE_RIGHT, {"made-right"}),
    ([("2026-06-01", "withdrawn")], NOT_KEPT, "2027-06-01", ScoreClass.WITHDRAWN, {"withdrawn"}),
]


@pytest.mark.parametrize(("moves", "responses", "on", "expected", "lists"), CASES)
def test_a_pledge_counts_in_the_first_class_that_matches(moves, responses, on, expected, lists):
    pledge = make_pledge(*moves)
    status = status_on(on, pledge, responses)
    assert score_class(pledge, status) is expected
    assert lists_of(status) == lists
    assert LIST_OF_CLASS[expected] in lists | score_lists_of(pledge, status)


def test_the_cases_above_show_every_class_and_every_list():
    assert {case[3] for case in CASES} == set(ScoreClass)
    assert set().union(*(case[4] for case in CASES)) == set(PledgeList)


def test_the_share_counts_what_is_due_declared_or_withdrawn_and_nothing_else():
    histories = [
        [("2026-06-01", "kept")],
        [("2026-06-01", "withdrawn")],
        [amended("2026-06-01", "2028-12-31")],  # open, but its first date has passed
        [],
    ]
    promises = [make_pledge(*moves) for moves in histories]
    on_the_day = scorecard((pledge, status_on("2026-12-31", pledge)) for pledge in promises)
    after = scorecard((pledge, status_on("2027-01-01", pledge)) for pledge in promises)
    assert (on_the_day.kept, on_the_day.judged, on_the_day.total) == (1, 2, 4)
    assert (after.kept, after.judged) == (1, 4)


@pytest.mark.parametrize(
    ("kept", "judged", "text"),
    [
        (0, 0, ""),
        (0, 3, "0 of 3"),
        (3, 4, "3 of 4"),
        (9, 9, "9 of 9"),
        (9, 10, "90 % (9 of 10)"),
        (9, 11, "82 % (9 of 11)"),
        (11, 11, "100 % (11 of 11)"),
        (0, 11, "0 % (0 of 11)"),
        (999, 1000, "99 % (999 of 1000)"),
        (1, 1000, "1 % (1 of 1000)"),
    ],
)
def test_small_numbers_are_counted_and_never_given_in_per_cent(kept, judged, text):
    assert Scorecard(kept=kept, judged=judged).share_text == text


def test_silence_and_notice_are_counted_beside_the_classes():
    promises = [
        make_pledge(("2026-12-01", "at risk")),
        make_pledge(("2026-12-21", "at risk")),
        make_pledge(),
    ]
    card = scorecard((pledge, status_on("2026-12-30", pledge)) for pledge in promises)
    assert (card.silent, card.median_notice_days) == (1, 10)
    assert scorecard([]).median_notice_days is None
