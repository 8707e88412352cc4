"""The customers' word. Only customers give verdicts; who speaks for the house never counts here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pledges.domain.axes import VerdictState
from pledges.domain.response import Response, ResponseType, Role, Standing, VerdictValue

_DISSENT = (VerdictValue.PARTLY, VerdictValue.NOT_KEPT)
_ON_OUTCOME = (VerdictValue.KEPT, *_DISSENT)
_ON_REPAIR = (VerdictValue.ACCEPTED, VerdictValue.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCount:
    """How many say what."""

    kept: int = 0
    partly: int = 0
    not_kept: int = 0

    @property
    def total(self) -> int:
        """How many have spoken."""
        return self.kept + self.partly + self.not_kept

    @property
    def has_dissent(self) -> bool:
        """Whether anybody says partly or not kept."""
        return bool(self.partly or self.not_kept)

    @property
    def state(self) -> VerdictState:
        """Unanimous gives its value, mixed gives partly (DESIGN section 4)."""
        if not self.total:
            return VerdictState.NONE_YET
        if self.kept == self.total:
            return VerdictState.KEPT
        return VerdictState.NOT_KEPT if self.not_kept == self.total else VerdictState.PARTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictTally:
    """The latest word of each invited customer, and beside it every verdict of other readers."""

    invited: VerdictCount = VerdictCount()
    open: VerdictCount = VerdictCount()


@dataclass(slots=True)
class Customers:
    """What invited customers have said so far. Hear the responses in :func:`in_order`."""

    verdicts: dict[str, VerdictValue] = field(default_factory=dict)
    repairs: dict[str, tuple[VerdictValue, dt.date]] = field(default_factory=dict)
    accepted_on: dt.date | None = None
    _counts: Counter[VerdictValue] = field(default_factory=Counter)

    def hear(self, response: Response, day: dt.date) -> None:
        """Take in a response of that day; whatever is not an invited customer's word is passed over."""
        customer = response.customer or response.id
        if is_invited_verdict(response) and response.verdict is not None:
            before = self.verdicts.get(customer)
            if before is not None:
                self._counts[before] -= 1
            self._counts[response.verdict] += 1
            self.verdicts[customer] = response.verdict
        elif is_invited_repair_verdict(response) and response.verdict is not None:
            self.repairs[customer] = (response.verdict, day)
        elif is_invited_acceptance(response) and self.accepted_on is None:
            self.accepted_on = day

    @property
    def count(self) -> VerdictCount:
        """The latest verdict of each customer."""
        return _count(self._counts)

    def accept_repair(self, since: dt.date | None) -> bool:
        """Whether some customer's latest word, given on or after ``since``, accepts the repair."""
        return since is not None and any(
            value is VerdictValue.ACCEPTED and day >= since for value, day in self.repairs.values()
        )


def tally(
    responses: Iterable[Response], today: dt.date = dt.date.max, zone: dt.tzinfo = dt.UTC
) -> VerdictTally:
    """Return what customers and readers say of the outcome, as of ``today`` in the site's zone."""
    customers = Customers()
    others: Counter[VerdictValue] = Counter()
    for day, response in in_order(responses, zone):
        if day > today:
            break
        customers.hear(response, day)
        if is_open_verdict(response) and response.verdict is not None:
            others[response.verdict] += 1
    return VerdictTally(invited=customers.count, open=_count(others))


def in_order(responses: Iterable[Response], zone: dt.tzinfo = dt.UTC) -> list[tuple[dt.date, Response]]:
    """Return those responses that customers' words can be, by date, each with its day in ``zone``.

    Of two at one instant the later line is the later word.
    """
    words = [response for response in responses if response.type in _WORDS]
    words.sort(key=lambda response: response.date)
    return [(response.day_in(zone), response) for response in words]


_WORDS = (ResponseType.VERDICT, ResponseType.ACCEPTANCE, ResponseType.REPAIR_VERDICT)


def customers_words(
    responses: Iterable[Response], today: dt.date, zone: dt.tzinfo = dt.UTC
) -> list[Response]:
    """Return the responses that bear on a status of ``today``: customers' words, and what is erased."""
    return [response for response in bearing_words(responses) if response.day_in(zone) <= today]


def bearing_words(responses: Iterable[Response]) -> tuple[Response, ...]:
    """Return the responses that bear on a status of any day."""
    return tuple(response for response in responses if response.type in _WORDS or response.erased is not None)


def is_invited_verdict(response: Response) -> bool:
    """Tell whether this is an invited customer's word on the outcome."""
    return _is_verdict(response) and response.standing is Standing.INVITED


def is_open_verdict(response: Response) -> bool:
    """Tell whether this is any other reader's word on the outcome."""
    return _is_verdict(response) and response.standing is not Standing.INVITED


def is_invited_repair_verdict(response: Response) -> bool:
    """Tell whether this is an invited customer's word on a repair."""
    return (
        response.type is ResponseType.REPAIR_VERDICT
        and response.verdict in _ON_REPAIR
        and response.standing is Standing.INVITED
        and _may_judge(response)
    )


def is_invited_acceptance(response: Response) -> bool:
    """Tell whether an invited customer accepts the promise itself."""
    return (
        response.type is ResponseType.ACCEPTANCE
        and response.verdict in (None, VerdictValue.ACCEPTED)
        and response.standing is Standing.INVITED
        and _may_judge(response)
    )


def is_refusal_note(response: Response) -> bool:
    """Tell whether this says that an invited customer's word was not published, and why."""
    return (
        response.type is ResponseType.REPLY
        and response.standing is Standing.INVITED
        and response.author is not None
        and response.author.role is Role.MODERATOR
    )


def first_dissent(responses: Iterable[Response], zone: dt.tzinfo = dt.UTC) -> dt.date | None:
    """Return the first day on which a customer disagreed, or may have; None if there is none.

    An erased response no longer says what it was, and an edited verdict not what it said first:
    both may have been the dissent that a promisor's apology answers, and no reader's second
    thought may turn a leader's published apology into a problem.
    """
    days = (response.day_in(zone) for response in responses if _may_have_dissented(response))
    return min(days, default=None)


def _may_have_dissented(response: Response) -> bool:
    if response.erased is not None:
        return True
    return is_invited_verdict(response) and (response.verdict in _DISSENT or response.updated is not None)


def _is_verdict(response: Response) -> bool:
    return response.type is ResponseType.VERDICT and response.verdict in _ON_OUTCOME and _may_judge(response)


def _may_judge(response: Response) -> bool:
    """Nobody who speaks for the house, be it promisor, author or moderator, can be the customer."""
    author = response.author
    return response.erased is None and (author is None or author.role is None)


def _count(counts: Counter[VerdictValue]) -> VerdictCount:
    return VerdictCount(
        kept=counts[VerdictValue.KEPT],
        partly=counts[VerdictValue.PARTLY],
        not_kept=counts[VerdictValue.NOT_KEPT],
    )
