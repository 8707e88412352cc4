"""The rules of an explicit promise, held to a labelled corpus (``tests/corpus/explicit``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.explicit import ACTIVE_DAYS, RULES, Wording, hints, wording_on
from promise_making import day, make_pledge

CORPUS = Path(__file__).parents[2] / "corpus" / "explicit"
FROM_WORDS = RULES.keys() - {"active"}  # what a rule reads in the words, without a calendar
PRECISION, RECALL = 0.95, 0.8


def corpus() -> list[tuple[Wording, frozenset[str]]]:
    """Every promise of the corpus with the rules that a careful reader would name."""
    return [pair for name in ("clear", "vague") for pair in read(CORPUS / f"{name}.yaml")]


def read(file: Path) -> Iterator[tuple[Wording, frozenset[str]]]:
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
        said: dict[str, Any] = {name: entry[name] for name in ("promise", "outcome", "why")}
        customers = tuple(part for customer in entry["customers"] for part in customer.split(", "))
        yield Wording(**said, customers=customers), frozenset(entry.get("rules", ()))


def named(wording: Wording, **options: Any) -> set[str]:
    return {hint.rule for hint in hints(wording, **options)}


def score(rules: set[str]) -> tuple[int, int, int]:
    """Return how often these rules speak rightly, speak wrongly, and are silent where they should not be."""
    pairs = [(named(wording) & rules, expected & rules) for wording, expected in corpus()]
    right = sum(len(found & expected) for found, expected in pairs)
    wrong = sum(len(found - expected) for found, expected in pairs)
    missed = sum(len(expected - found) for found, expected in pairs)
    return right, wrong, missed


def ratio(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


def test_the_corpus_is_large_and_shows_every_rule() -> None:
    labels = [expected for _, expected in corpus()]
    assert len(labels) >= 80
    assert sum(not expected for expected in labels) >= 30
    for rule in FROM_WORDS:
        assert sum(rule in expected for expected in labels) >= 4, rule
    assert set().union(*labels) == FROM_WORDS


def test_the_rules_speak_rightly_and_seldom_miss() -> None:
    """See the numbers with ``pytest -rP -k seldom_miss``."""
    print(f"{'rule':<10} {'precision':>9} {'recall':>7}  right wrong missed")
    for rule in (*sorted(FROM_WORDS), "all"):
        right, wrong, missed = score(set(FROM_WORDS) if rule == "all" else {rule})
        precision, recall = ratio(right, wrong), ratio(right, missed)
        print(f"{rule:<10} {precision:>9.2f} {recall:>7.2f}  {right:>5} {wrong:>5} {missed:>6}")
    right, wrong, missed = score(set(FROM_WORDS))
    assert ratio(right, wrong) >= PRECISION
    assert ratio(right, missed) >= RECALL


@pytest.mark.parametrize("rule", sorted(FROM_WORDS))
def test_each_rule_is_right_more_often_than_not_and_finds_most(rule: str) -> None:
    right, wrong, missed = score({rule})
    assert ratio(right, wrong) >= 0.75
    assert ratio(right, missed) >= 0.6


def test_a_clear_promise_is_left_alone() -> None:
    noisy = {wording.promise: named(wording) for wording, _ in read(CORPUS / "clear.yaml")}
    assert sum(bool(found) for found in noisy.values()) <= len(noisy) // 20, noisy


@pytest.mark.parametrize("rule", sorted(FROM_WORDS))
def test_each_rule_can_be_switched_off_by_its_name(rule: str) -> None:
    speaks = [wording for wording, _ in corpus() if rule in named(wording)]
    assert speaks
    for wording in speaks:
        assert named(wording, off=[rule]) == named(wording) - {rule}


def test_a_hint_quotes_the_words_and_asks_a_question() -> None:
    wording = Wording(promise="We strive to call.", outcome="Every call.", why="People wait at home.")
    (hint,) = hints(wording)
    assert (hint.rule, hint.field, hint.words) == ("intent", "promise", "strive")
    assert all(rule.message.rstrip('")').endswith(("?", "accepted")) for rule in RULES.values())


@pytest.mark.parametrize(("waited", "asked"), [(ACTIVE_DAYS, False), (ACTIVE_DAYS + 1, True)])
def test_acceptance_is_asked_after_once_it_is_late(waited: int, asked: bool) -> None:
    assert ("active" in named(Wording(promise="I call.", waiting_days=waited))) is asked


def test_the_wording_that_holds_is_read_amendments_included() -> None:
    new = {"promise": "We strive to answer.", "text": "Plainer."}
    pledge = make_pledge(("2026-01-20", "accepted"), ("2026-03-01", "amended", new))
    assert wording_on(pledge, day("2026-02-28")).promise == "A person answers."
    assert wording_on(pledge, day("2026-03-01")).promise == "We strive to answer."
    assert wording_on(pledge, day("2026-12-01")).waiting_days == 0
    assert wording_on(make_pledge(), day("2026-02-14")).waiting_days == 30


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_words_can_be_read_and_each_hint_comes_once(
    promise: str, outcome: str, why: str, customers: list[str]
) -> None:
    found = hints(Wording(promise=promise, outcome=outcome, why=why, customers=tuple(customers)))
    assert len(found) == len(set(found))
    assert {hint.rule for hint in found} <= RULES.keys()


def test_long_words_are_read_in_time_that_grows_with_their_length() -> None:
    """A pattern that backtracks would not end here."""
    endless = "all our the every " * 4000
    assert named(Wording(promise=endless + "!", outcome=endless, why=endless, customers=(endless,)))
