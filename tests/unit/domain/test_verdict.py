"""Only customers judge; readers are counted beside."""

from __future__ import annotations

import pytest

from pledges.domain.axes import VerdictState
from pledges.domain.response import Author, Role, Standing
from pledges.domain.verdict import VerdictCount, tally
from promise_making import day, instant, verdict


@pytest.mark.parametrize(
    ("kept", "partly", "not_kept", "state"),
    [
        (0, 0, 0, VerdictState.NONE_YET),
        (3, 0, 0, VerdictState.KEPT),
        (0, 2, 0, VerdictState.PARTLY),
        (0, 0, 1, VerdictState.NOT_KEPT),
        (9, 0, 1, VerdictState.PARTLY),
        (1, 1, 0, VerdictState.PARTLY),
        (0, 1, 9, VerdictState.PARTLY),
    ],
)
def test_unanimous_verdicts_give_their_value_and_mixed_ones_partly(kept, partly, not_kept, state):
    count = VerdictCount(kept=kept, partly=partly, not_kept=not_kept)
    assert (count.state, count.total) == (state, kept + partly + not_kept)


def test_a_customer_counts_once_with_the_latest_word_and_every_reader_beside():
    responses = [
        verdict("2026-06-02", "kept", "c1"),
        verdict("2026-06-01", "not kept", "c1"),
        verdict("2026-06-01", "partly", "c2"),
        verdict("2026-06-01", "kept", "", standing=Standing.OPEN, id="o1"),
        verdict("2026-06-01", "not kept", "", standing=None, id="o2"),
    ]
    count = tally(responses)
    assert count.invited == VerdictCount(kept=1, partly=1)
    assert count.open == VerdictCount(kept=1, not_kept=1)


def test_of_two_words_at_one_instant_the_later_line_counts():
    responses = [verdict("2026-06-01", "kept"), verdict("2026-06-01", "not kept")]
    assert tally(responses).invited == VerdictCount(not_kept=1)


def test_verdicts_dated_later_do_not_count_yet():
    responses = [verdict("2026-06-01", "kept"), verdict("2026-06-03", "not kept")]
    assert tally(responses, day("2026-06-02")).invited == VerdictCount(kept=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"author": Author("Maya", role=Role.PROMISOR)},
        {"erased": instant("2026-07-01")},
        {"verdict": None},
        {"verdict": "accepted"},
    ],
)
@pytest.mark.parametrize("standing", list(Standing))
def test_what_is_no_customers_verdict_is_counted_nowhere(fields, standing):
    count = tally([verdict("2026-06-01", "kept", **{**fields, "standing": standing})])
    assert count.invited.total == count.open.total == 0
