"""Reads a promise as Sull and Spinosa would: public, active, voluntary, explicit, mission-based.

Donald Sull and Charles Spinosa, "Promise-Based Management", Harvard Business Review, April 2007. What is
found is a hint with a better question, never an error: the promisor knows better than any list of
words. The rules read English.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pledges.domain import explicit_words as words_of
from pledges.domain.explicit_names import RuleName
from pledges.domain.pledge import Pledge
from pledges.domain.update import Claim

ACTIVE_DAYS = 30
"""How long a promise may stand without its customers' acceptance before one is asked after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of a promise. ``waiting_days``: how long nobody has accepted it, 0 once somebody has."""

    promise: str
    outcome: str = ""
    why: str = ""
    customers: tuple[str, ...] = ()
    waiting_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What could be more explicit: the rule, the field, the words that it is about, what to ask oneself."""

    rule: RuleName
    field: str
    words: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a good promise has. ``asks``: what it looks for, for the documentation.

    ``find`` yields the field and the words of each place; ``message`` says what they do and asks the
    better question.
    """

    name: RuleName
    virtue: str
    asks: str
    message: str
    find: Callable[[Wording], Iterable[tuple[str, str]]]


def hints(wording: Wording, off: Iterable[str] = ()) -> tuple[Hint, ...]:
    """Return what could be more explicit, rule by rule; ``off`` names the rules to leave out."""
    left_out = frozenset(off)
    return tuple(
        Hint(rule=rule.name, field=field, words=words, message=rule.message)
        for rule in RULES.values()
        if rule.name not in left_out
        for field, words in dict.fromkeys(rule.find(wording))
    )


def wording_on(pledge: Pledge, today: dt.date) -> Wording:
    """Return the wording that holds on a day, amendments included."""
    said = pledge.updates_until(today)
    accepted = any(update.claim is Claim.ACCEPTED for update in said)
    return Wording(
        promise=pledge.promise_on(today),
        outcome=pledge.outcome_on(today),
        why=pledge.why,
        customers=pledge.customers,
        waiting_days=0 if accepted else (today - pledge.made).days,
    )


# --- how rules find -------------------------------------------------------------------------------

Finder = Callable[[Wording], Iterator[tuple[str, str]]]
_SENTENCE = re.compile(r"[^.!?;]+(?:\.\d[^.!?;]*)*")


def _says(pattern: re.Pattern[str], *fields: str) -> Finder:
    """Return a finder of the pattern in these fields."""

    def find(wording: Wording) -> Iterator[tuple[str, str]]:
        for field in fields:
            for found in pattern.finditer(getattr(wording, field)):
                yield field, found[0]

    return find


def _says_without(pattern: re.Pattern[str], unless: re.Pattern[str], *fields: str) -> Finder:
    """Return a finder of the pattern in sentences that hold nothing of the other one."""

    def find(wording: Wording) -> Iterator[tuple[str, str]]:
        for field in fields:
            for sentence in _SENTENCE.findall(getattr(wording, field)):
                found = pattern.search(sentence)
                if found and not unless.search(sentence):
                    yield field, found[0]

    return find


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- what the rules look for ----------------------------------------------------------------------


def _too_wide(wording: Wording) -> Iterator[tuple[str, str]]:
    for customer in wording.customers:
        if words_of.ANYBODY.fullmatch(customer.strip()):
            yield "customers", customer


def _unmeasured(wording: Wording) -> Iterator[tuple[str, str]]:
    outcome = wording.outcome
    same = _plain(outcome) == _plain(wording.promise)
    if same or not (words_of.COUNT.search(outcome) or words_of.SEEN.search(outcome)):
        yield "outcome", outcome


def _thin_why(wording: Wording) -> Iterator[tuple[str, str]]:
    why = wording.why
    repeats = _plain(why) in (_plain(wording.promise), _plain(wording.outcome))
    if repeats or len(why.split()) < 4 or words_of.TAUTOLOGY.fullmatch(why):
        yield "why", why


def _unaccepted(wording: Wording) -> Iterator[tuple[str, str]]:
    if wording.waiting_days > ACTIVE_DAYS:
        yield "made", ""


_ALL = (
    Rule(
        name=RuleName.PUBLIC,
        virtue="public",
        asks="an outcome that only the promisor can look at",
        message="keeps the outcome where customers cannot see it; where will they find it, and who counts?",
        find=_says(words_of.HIDDEN, "outcome"),
    ),
    Rule(
        name=RuleName.ACTIVE,
        virtue="active",
        asks=f"no acceptance {ACTIVE_DAYS} days after the promise was made",
        message=(
            f"has stood for more than {ACTIVE_DAYS} days and no customer has accepted it; who of them has "
            'read it with you? Report it as "accepted"'
        ),
        find=_unaccepted,
    ),
    Rule(
        name=RuleName.VOLUNTARY,
        virtue="voluntary",
        asks="a promise that somebody else demands",
        message="sounds as if somebody made you promise; what do you promise beyond what you must?",
        find=_says(words_of.FORCED, "promise", "outcome", "why"),
    ),
    Rule(
        name=RuleName.WHO,
        virtue="explicit",
        asks="something that will be done by nobody",
        message="names nobody who does it; who will do what?",
        find=_says_without(words_of.NOBODY, words_of.SOMEBODY, "promise"),
    ),
    Rule(
        name=RuleName.TO_WHOM,
        virtue="explicit",
        asks="customers so many that none of them can be asked",
        message="is too wide a circle for a verdict; whom exactly could a reader ask?",
        find=_too_wide,
    ),
    Rule(
        name=RuleName.INTENT,
        virtue="explicit",
        asks='an effort instead of a result: "strive", "aim to", "committed to"',
        message="promises an effort, not a result; what will the customer have when it is kept?",
        find=_says(words_of.INTENT, "promise", "outcome"),
    ),
    Rule(
        name=RuleName.PRAISE,
        virtue="explicit",
        asks='praise instead of a fact: "world-class", "seamless", "excellent"',
        message="is praise, and customers give that; what would they see, hear or hold?",
        find=_says(words_of.PRAISE, "promise", "outcome"),
    ),
    Rule(
        name=RuleName.AMOUNT,
        virtue="explicit",
        asks='a change without its size: "improve", "faster", "significantly"',
        message="does not say how much; from what to what?",
        find=_says_without(words_of.AMOUNT, words_of.NUMBER, "promise", "outcome"),
    ),
    Rule(
        name=RuleName.DATE,
        virtue="explicit",
        asks='a time without a date: "soon", "over time", "going forward"',
        message="is not a date; by which day?",
        find=_says(words_of.WHEN, "promise", "outcome"),
    ),
    Rule(
        name=RuleName.ESCAPE,
        virtue="explicit",
        asks='a way out: "where possible", "reasonable", "subject to"',
        message="leaves a way out; when exactly does it not hold, and what does the customer get then?",
        find=_says(words_of.ESCAPE, "promise", "outcome"),
    ),
    Rule(
        name=RuleName.MEASURE,
        virtue="explicit",
        asks="an outcome with nothing to count or to look at, or that repeats the promise",
        message="has nothing that a customer could count or look at; how would they know that it was kept?",
        find=_unmeasured,
    ),
    Rule(
        name=RuleName.WHY,
        virtue="mission-based",
        asks="a reason that says nothing, or repeats the promise",
        message="does not say why it matters to the customer; what goes wrong for them without it?",
        find=_thin_why,
    ),
    Rule(
        name=RuleName.MISSION,
        virtue="mission-based",
        asks="a reason that is the promisor's gain",
        message="is your gain, not the customer's; what does it change for them?",
        find=_says(words_of.OWN_GAIN, "why"),
    ),
)
RULES: Mapping[RuleName, Rule] = {rule.name: rule for rule in _ALL}
"""Every rule by its name, in the order in which they are applied."""
