"""What needs its promisor's word: so that nobody is surprised, neither they nor their customers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pledges.domain.axes import Lifecycle, Repair, Schedule, VerdictState
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response, Role
from pledges.domain.status import Status


class Need(StrEnum):
    """What the word is needed for, the most pressing first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due today"
    DISPUTED = "disputed"
    DUE_SOON = "due soon"
    SILENT = "silent"
    QUESTION = "question"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing that needs the promisor's word.

    ``date``: the due date; for ``SILENT`` the day of the last word, for ``VERDICT`` and ``DISPUTED`` the
    day it was declared kept, for ``QUESTION`` the day it was asked. ``response`` is the question.
    """

    pledge: Pledge
    need: Need
    date: dt.date
    response: Response | None = None


def calls(
    pledge: Pledge, responses: Iterable[Response], status: Status, zone: dt.tzinfo = dt.UTC
) -> tuple[Call, ...]:
    """Return what needs a word on ``status.as_of``, the most pressing first.

    ``responses`` are those to the pledge, none dated later; ``zone`` is the site's.
    """
    found = [*_from_clock(pledge, status), *_from_customers(pledge, status)]
    for response in unanswered_questions(responses):
        found.append(Call(pledge=pledge, need=Need.QUESTION, date=response.day_in(zone), response=response))
    order = list(Need)
    return tuple(sorted(found, key=lambda call: order.index(call.need)))


_SCHEDULE_NEEDS = {
    Schedule.OVERDUE: Need.OVERDUE,
    Schedule.DUE_TODAY: Need.DUE_TODAY,
    Schedule.DUE_SOON: Need.DUE_SOON,
}


def _from_clock(pledge: Pledge, status: Status) -> Iterator[Call]:
    need = _SCHEDULE_NEEDS.get(status.schedule)
    if need:
        yield Call(pledge=pledge, need=need, date=status.due)
    if status.silent:
        yield Call(pledge=pledge, need=Need.SILENT, date=status.last_word_on)


def _from_customers(pledge: Pledge, status: Status) -> Iterator[Call]:
    if status.lifecycle is not Lifecycle.DECLARED_KEPT or status.declared_on is None:
        return
    if status.disputed and status.repair is Repair.NONE:
        yield Call(pledge=pledge, need=Need.DISPUTED, date=status.declared_on)
    elif status.verdict is VerdictState.NONE_YET:
        yield Call(pledge=pledge, need=Need.VERDICT, date=status.declared_on)


_OWN = (Role.PROMISOR, Role.AUTHOR)
_ADDRESS = re.compile(r"\S+://\S+")
_QUESTION = re.compile(r"[?？؟](?=[\s\"'”’)\]»*_]|$)")


def asks(text: str) -> bool:
    """Tell whether a text holds a question; a question mark inside an address is none."""
    return _QUESTION.search(_ADDRESS.sub("", text)) is not None


def unanswered_questions(responses: Iterable[Response]) -> tuple[Response, ...]:
    """Return readers' questions that nobody on the promisor's side has answered below, oldest first."""
    responses = tuple(responses)
    answered = _answered(responses)
    waiting = [
        response
        for response in responses
        if response.erased is None
        and response.id not in answered
        and not _is_own(response)
        and not response.is_linkback
        and asks(response.text)
    ]
    return tuple(sorted(waiting, key=lambda response: response.date))


def _answered(responses: Iterable[Response]) -> set[str]:
    """Return the ids of all that an answer of the promisor's side stands below."""
    by_id = {response.id: response for response in responses}
    answered = set[str]()
    for response in by_id.values():
        above = response.in_reply_to if _is_own(response) else ""
        while above in by_id and above not in answered:
            answered.add(above)
            above = by_id[above].in_reply_to
    return answered


def _is_own(response: Response) -> bool:
    return response.erased is None and response.author is not None and response.author.role in _OWN
