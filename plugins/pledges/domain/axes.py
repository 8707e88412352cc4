"""The five axes of a promise and their values (DESIGN section 4). Never folded into one."""

from __future__ import annotations

from enum import StrEnum


class Lifecycle(StrEnum):
    """Set by the promisor's updates alone."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLARED_KEPT = "declared kept"
    DECLARED_BROKEN = "declared broken"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Neither declared nor withdrawn."""
        return self in (Lifecycle.OFFERED, Lifecycle.ACCEPTED)


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
