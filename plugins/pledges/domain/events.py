"""What happened to a promise, one dated entry for each change of status.

The past never changes: each event follows only from what is dated on or before its day. The clock
speaks first, at midnight, so what was overdue when a day began stays so in the history, even if
the promise is declared kept before that day ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pledges.domain.moves import Claims, first_claims
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.status import Thresholds, is_disputed
from pledges.domain.update import Update
from pledges.domain.verdict import (
    Customers,
    customers_words,
    in_order,
    is_invited_repair_verdict,
    is_invited_verdict,
)


class EventKind(StrEnum):
    """What changed."""

    MADE = "made"
    UPDATE = "update"
    SILENT = "silent"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    VERDICT = "verdict"
    REPAIR_VERDICT = "repair-verdict"
    DISPUTED = "disputed"
    DISPUTE_ENDED = "dispute-ended"
    ACCEPTANCE = "acceptance"
    MADE_RIGHT = "made-right"
    MADE_RIGHT_UNDONE = "made-right-undone"


class EventSource(StrEnum):
    """Who brought it about."""

    PROMISOR = "promisor"
    CLOCK = "clock"
    CUSTOMER = "customer"


_SOURCES = {
    EventKind.MADE: EventSource.PROMISOR,
    EventKind.UPDATE: EventSource.PROMISOR,
    EventKind.SILENT: EventSource.CLOCK,
    EventKind.DUE_TODAY: EventSource.CLOCK,
    EventKind.OVERDUE: EventSource.CLOCK,
}


# What begins and what ends when a customer's word, or a claim, changes an axis.
_KINDS_OF_CHANGE = (
    (EventKind.ACCEPTANCE, EventKind.ACCEPTANCE),  # is never taken back
    (EventKind.DISPUTED, EventKind.DISPUTE_ENDED),
    (EventKind.MADE_RIGHT, EventKind.MADE_RIGHT_UNDONE),
)
_OWN_WORDS = (EventKind.ACCEPTANCE, EventKind.MADE_RIGHT, EventKind.MADE_RIGHT_UNDONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a pledge's history. ``id`` never changes and is its anchor on the page.

    ``date`` is its day in the site's zone, ``instant`` what feeds sort by: a response's own, else the
    midnight that begins the day. ``update`` and ``response`` are set where the event is that entry or
    that customer's word itself, so each stands in the history once. ``due`` is what the clock speaks of.
    """

    id: str
    kind: EventKind
    date: dt.date
    instant: dt.datetime
    update: Update | None = None
    response: Response | None = None
    due: dt.date | None = None

    @property
    def source(self) -> EventSource:
        """Who brought it about: the promisor, the clock or a customer."""
        return _SOURCES.get(self.kind, EventSource.CUSTOMER)


def events(
    pledge: Pledge,
    responses: Iterable[Response],
    today: dt.date,
    defaults: Thresholds,
    zone: dt.tzinfo = dt.UTC,
) -> tuple[Event, ...]:
    """Return everything that happened to the promise until ``today``, in order of time.

    ``responses`` are those to the pledge; ``zone`` is the site's.
    """
    if pledge.made > today:
        return ()
    responses = customers_words(responses, today, zone)
    silent_days = defaults.for_pledge(pledge).silent_days
    history = _History(pledge, zone, silent_days, first_claims(pledge, responses, zone), pledge.made)
    history.tell(EventKind.MADE, "made", pledge.made)
    for day, what in _timeline(pledge.updates_until(today), in_order(responses, zone)):
        history.pass_time(day)
        if isinstance(what, Update):
            history.take_update(what)
        else:
            history.take_response(what, day)
    history.pass_time(today)
    return tuple(history.told)


def _timeline(
    updates: Iterable[Update], words: Iterable[tuple[dt.date, Response]]
) -> list[tuple[dt.date, Update | Response]]:
    """Return updates and customers' words by day; on one day the updates come first."""
    merged: list[tuple[dt.date, Update | Response]] = [(update.on, update) for update in updates]
    merged.extend(words)
    merged.sort(key=lambda entry: entry[0])
    return merged


@dataclass(slots=True)
class _History:
    """What has been told so far, and what holds after it. ``day`` is the last one told in full."""

    pledge: Pledge
    zone: dt.tzinfo
    silent_days: int
    claims: Claims
    day: dt.date
    customers: Customers = field(default_factory=Customers)
    told: list[Event] = field(default_factory=list)
    confirmed: bool = False
    disputed: bool = False
    made_right: bool = False

    def tell(
        self,
        kind: EventKind,
        name: str,
        date: dt.date,
        *,
        instant: dt.datetime | None = None,
        update: Update | None = None,
        response: Response | None = None,
        due: dt.date | None = None,
    ) -> None:
        """Add an event; ``name`` makes its id unique. What came before the making is told with it."""
        date = max(date, self.pledge.made)
        midnight = dt.datetime.combine(date, dt.time(), self.zone)
        self.told.append(
            Event(
                id=f"{self.pledge.id}-{name}",
                kind=kind,
                date=date,
                instant=max(instant or midnight, midnight),
                update=update,
                response=response,
                due=due,
            )
        )

    def pass_time(self, until: dt.date) -> None:
        """Tell what the clock says from the day after ``self.day`` to ``until``, at each midnight."""
        if self.claims.lifecycle.is_open:
            for on, kind, named_after in sorted(self._strokes(until)):
                due = None if kind is EventKind.SILENT else named_after
                self.tell(kind, f"{kind}-{named_after}", on, due=due)
        self.day = max(self.day, until)

    def _strokes(self, until: dt.date) -> Iterator[tuple[dt.date, EventKind, dt.date]]:
        due, last_word = self.claims.due, self.claims.last_word_on
        if self.day < due <= until:
            yield due, EventKind.DUE_TODAY, due
        if self.day <= due < until:
            yield due + dt.timedelta(days=1), EventKind.OVERDUE, due
        if (self.day - last_word).days <= self.silent_days < (until - last_word).days:
            began = last_word + dt.timedelta(days=self.silent_days + 1)
            yield began, EventKind.SILENT, began

    def take_update(self, update: Update) -> None:
        """Tell an update, and what it brings about together with what customers said before."""
        self.tell(EventKind.UPDATE, f"u{update.number}", update.on, update=update)
        self.claims = self.claims.after(update)
        for kind in self._changes():
            if kind is not EventKind.DISPUTE_ENDED:  # "broken" says so itself
                self.tell(kind, f"{kind}-u{update.number}", update.on)

    def take_response(self, response: Response, day: dt.date) -> None:
        """Tell a customer's word, and what it changes."""
        self.customers.hear(response, day)
        changes = self._changes()
        if is_invited_verdict(response):
            self._tell_word(EventKind.VERDICT, response, day)
        elif is_invited_repair_verdict(response) and self.claims.repair_since and not changes:
            self._tell_word(EventKind.REPAIR_VERDICT, response, day)
        for kind in changes:
            if kind in _OWN_WORDS:
                self._tell_word(kind, response, day)
            else:
                self.tell(kind, f"{kind}-{response.id}", day, instant=response.date)

    def _tell_word(self, kind: EventKind, response: Response, day: dt.date) -> None:
        self.tell(kind, f"{kind}-{response.id}", day, instant=response.date, response=response)

    def _changes(self) -> list[EventKind]:
        """Return what is otherwise than at the last look, in the order it is told."""
        before = (self.confirmed, self.disputed, self.made_right)
        self.confirmed = bool(self.claims.accepted_on and self.customers.accepted_on)
        self.disputed = is_disputed(self.claims, self.customers)
        self.made_right = self.customers.accept_repair(self.claims.repair_since)
        now = (self.confirmed, self.disputed, self.made_right)
        pairs = zip(_KINDS_OF_CHANGE, before, now, strict=True)
        return [began if is_so else ended for (began, ended), was, is_so in pairs if was != is_so]
