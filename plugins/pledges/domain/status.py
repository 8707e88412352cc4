"""The five axes of a promise: pure functions of the record and a date (DESIGN section 4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Lifecycle(StrEnum):
    """Set by the promisor's updates alone."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLARED_KEPT = "declared kept"
    DECLARED_BROKEN = "declared broken"
    WITHDRAWN = "withdrawn"


class Progress(StrEnum):
    """The promisor's latest word, only while offered or accepted."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    BLOCKED = "blocked"


class Schedule(StrEnum):
    """Set by the clock alone."""

    OPEN = "open"
    DUE_SOON = "due soon"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    CLOSED = "closed"  # declared or withdrawn: the clock has nothing more to say


class VerdictState(StrEnum):
    """Set by invited customers alone."""

    NONE_YET = "none yet"
    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not kept"


class Repair(StrEnum):
    """Claimed by the promisor; ``MADE_RIGHT`` only by an invited customer's acceptance."""

    NONE = "none"
    APOLOGY = "apology"
    PROMISED = "repair promised"
    REPAIRED = "repaired"
    MADE_RIGHT = "made right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Days before the due date that count as soon, and days without an update that count as silence."""

    due_soon_days: int
    silent_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a promise stands on one day. Five axes, never folded into one.

    ``progress`` is None once declared or withdrawn, or before any report. ``acceptance_confirmed``:
    an invited customer's acceptance stands behind ``accepted``. ``notice_days``: days from the
    first "at risk" to the first due date, None if there was none.
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
        return self.lifecycle in (Lifecycle.OFFERED, Lifecycle.ACCEPTED)
