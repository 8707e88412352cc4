"""Where a promise stands: a pure function of the record and a date (DESIGN section 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pledges.domain.axes import Lifecycle, Progress, Repair, Schedule, VerdictState
from pledges.domain.moves import Claims, first_claims
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.verdict import Customers, customers_words, in_order

__all__ = [
    "Lifecycle",
    "Progress",
    "Repair",
    "Schedule",
    "Status",
    "Thresholds",
    "VerdictState",
    "status_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Days before the due date that count as soon, and days without an update that count as silence."""

    due_soon_days: int
    silent_days: int

    def for_pledge(self, pledge: Pledge) -> Thresholds:
        """Return the thresholds that hold for a pledge: its own where it has them."""
        soon, silent = pledge.due_soon_days, pledge.silent_days
        return Thresholds(
            due_soon_days=self.due_soon_days if soon is None else soon,
            silent_days=self.silent_days if silent is None else silent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a promise stands on one day. Five axes, never folded into one.

    ``progress`` is None once declared or withdrawn, or before any report. ``acceptance_confirmed``:
    an invited customer's acceptance stands behind ``accepted``. ``declared_on``: when it was last
    declared kept or broken, or withdrawn. ``last_word_on``: the latest update, else the making.
    ``notice_days``: days from the first "at risk" to the first due date, None if there was none,
    negative if it came after that date.
    """

    as_of: dt.date
    lifecycle: Lifecycle
    progress: Progress | None
    schedule: Schedule
    silent: bool
    verdict: VerdictState
    disputed: bool
    repair: Repair
    acceptance_confirmed: bool = False
    due: dt.date
    first_due: dt.date
    declared_on: dt.date | None = None
    last_word_on: dt.date
    notice_days: int | None = None

    @property
    def is_open(self) -> bool:
        """Neither declared nor withdrawn."""
        return self.lifecycle.is_open


def status_of(
    pledge: Pledge,
    responses: Iterable[Response],
    today: dt.date,
    defaults: Thresholds,
    zone: dt.tzinfo = dt.UTC,
) -> Status:
    """Return where the promise stands on ``today``; what is dated later does not count.

    ``responses`` are those to the pledge; ``zone`` is the site's and says on which day each was
    given. An update that is no legal move changes nothing (``moves.illegal_moves`` reports it).
    """
    responses = customers_words(responses, today, zone)
    claims = first_claims(pledge, responses, zone)
    for update in pledge.updates_until(today):
        claims = claims.after(update)
    customers = Customers()
    for day, response in in_order(responses, zone):
        customers.hear(response, day)
    limits = defaults.for_pledge(pledge)
    return Status(
        as_of=today,
        lifecycle=claims.lifecycle,
        progress=claims.progress,
        schedule=_schedule(claims, today, limits.due_soon_days),
        silent=is_silent(claims, today, limits.silent_days),
        verdict=customers.count.state,
        disputed=is_disputed(claims, customers),
        repair=Repair.MADE_RIGHT if customers.accept_repair(claims.repair_since) else claims.repair,
        acceptance_confirmed=bool(claims.accepted_on and customers.accepted_on),
        due=claims.due,
        first_due=pledge.due,
        declared_on=claims.declared_on,
        last_word_on=claims.last_word_on,
        notice_days=(pledge.due - claims.at_risk_on).days if claims.at_risk_on else None,
    )


def is_disputed(claims: Claims, customers: Customers) -> bool:
    """Tell whether a customer's latest verdict contradicts the promisor's "kept"."""
    return claims.lifecycle is Lifecycle.DECLARED_KEPT and customers.count.has_dissent


def is_silent(claims: Claims, today: dt.date, silent_days: int) -> bool:
    """Tell whether an open promise has gone more than ``silent_days`` days without a word."""
    return claims.lifecycle.is_open and (today - claims.last_word_on).days > silent_days


def _schedule(claims: Claims, today: dt.date, due_soon_days: int) -> Schedule:
    """Return what the clock says; it stops when the promise is declared or withdrawn."""
    days_left = (claims.due - today).days
    if not claims.lifecycle.is_open:
        return Schedule.CLOSED
    if days_left < 0:
        return Schedule.OVERDUE
    if days_left == 0:
        return Schedule.DUE_TODAY
    return Schedule.DUE_SOON if days_left <= due_soon_days else Schedule.OPEN
