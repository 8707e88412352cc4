"""A record in numbers that cannot be flattered (DESIGN section 4, "Scorecard class" and "Lists")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median_low

from pledges.domain.address import PledgeList, ScoreList
from pledges.domain.axes import Lifecycle, Progress, Repair, Schedule
from pledges.domain.pledge import Pledge
from pledges.domain.status import Status
from pledges.domain.update import Claim

METHOD_VERSION = 1
"""Of the rules by which promises are counted; a change to any of them gets the next number."""

FEW = 10
"""Below this many no percentage is given: it would say more than is known."""


class ScoreClass(StrEnum):
    """The classes, the first that matches; together they hold every pledge once."""

    WITHDRAWN = "withdrawn"
    MADE_RIGHT = "made right"
    BROKEN = "broken"
    DISPUTED = "disputed"
    KEPT_ON_FIRST_DATE = "kept on the first date"
    KEPT_LATER = "kept later"
    OVERDUE = "overdue"
    NOT_YET_DUE = "not yet due"


LIST_OF_CLASS: Mapping[ScoreClass, PledgeList | ScoreList] = {
    ScoreClass.WITHDRAWN: PledgeList.WITHDRAWN,
    ScoreClass.MADE_RIGHT: PledgeList.MADE_RIGHT,
    ScoreClass.BROKEN: PledgeList.BROKEN,
    ScoreClass.DISPUTED: PledgeList.DISPUTED,
    ScoreClass.KEPT_ON_FIRST_DATE: ScoreList.KEPT_ON_FIRST_DATE,
    ScoreClass.KEPT_LATER: ScoreList.KEPT_LATER,
    ScoreClass.OVERDUE: PledgeList.OVERDUE,
    ScoreClass.NOT_YET_DUE: ScoreList.NOT_YET_DUE,
}
"""The list that holds exactly the pledges of a class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A leader's record, or the site's.

    ``kept`` of ``judged`` is the share kept: on the first date, of all whose first due date has
    passed or that were declared or withdrawn. ``median_notice_days`` is None without any notice.
    """

    total: int = 0
    counts: Mapping[ScoreClass, int] = field(default_factory=dict)
    kept: int = 0
    judged: int = 0
    silent: int = 0
    with_notice: int = 0
    median_notice_days: int | None = None

    @property
    def share_text(self) -> str:
        """The share kept: "3 of 4", from ten on "82 % (9 of 11)", empty while nothing is judged."""
        if not self.judged:
            return ""
        words = f"{self.kept} of {self.judged}"
        return words if self.judged < FEW else f"{self.percentage} % ({words})"

    @property
    def percentage(self) -> int:
        """The share kept, rounded, but never all or nothing where there was an exception."""
        if self.kept in (0, self.judged):
            return 100 * self.kept // self.judged
        return min(99, max(1, round(100 * self.kept / self.judged)))


def score_class(pledge: Pledge, status: Status) -> ScoreClass:
    """Return the class that a pledge counts in; ``status`` is where it stands."""
    if status.lifecycle is Lifecycle.WITHDRAWN:
        return ScoreClass.WITHDRAWN
    if status.repair is Repair.MADE_RIGHT:
        return ScoreClass.MADE_RIGHT
    if status.lifecycle is Lifecycle.DECLARED_BROKEN:
        return ScoreClass.BROKEN
    if status.disputed:
        return ScoreClass.DISPUTED
    if status.lifecycle is Lifecycle.DECLARED_KEPT:
        first = _kept_as_first_made(pledge, status)
        return ScoreClass.KEPT_ON_FIRST_DATE if first else ScoreClass.KEPT_LATER
    return ScoreClass.OVERDUE if status.schedule is Schedule.OVERDUE else ScoreClass.NOT_YET_DUE


def _kept_as_first_made(pledge: Pledge, status: Status) -> bool:
    """Tell whether it was declared kept in time with nothing of it amended, wording included."""
    if status.declared_on is None or status.declared_on > status.first_due:
        return False
    return all(update.claim is not Claim.AMENDED for update in pledge.updates_until(status.as_of))


def is_judged(status: Status) -> bool:
    """Tell whether a pledge counts in the share kept, whatever became of it."""
    return not status.is_open or status.as_of > status.first_due


def scorecard(pledges: Iterable[tuple[Pledge, Status]]) -> Scorecard:
    """Return the record that these pledges, each with where it stands, amount to."""
    pairs = list(pledges)
    counts = Counter(score_class(pledge, status) for pledge, status in pairs)
    notices = [status.notice_days for _, status in pairs if status.notice_days is not None]
    return Scorecard(
        total=len(pairs),
        counts={score: counts[score] for score in ScoreClass},
        kept=counts[ScoreClass.KEPT_ON_FIRST_DATE],
        judged=sum(is_judged(status) for _, status in pairs),
        silent=sum(status.silent for _, status in pairs),
        with_notice=len(notices),
        median_notice_days=median_low(notices) if notices else None,
    )


def lists_of(status: Status) -> frozenset[PledgeList]:
    """Return the lists ``/pledges/<state>/`` that a pledge stands in.

    Each list holds exactly the pledges of its scorecard classes, so a dispute that was made right
    stands in ``made-right`` alone; ``open`` holds what is overdue too, ``at-risk`` a part of it.
    """
    if status.is_open:
        return frozenset(_open_lists(status))
    if status.lifecycle is Lifecycle.WITHDRAWN:
        return frozenset({PledgeList.WITHDRAWN})
    if status.repair is Repair.MADE_RIGHT:
        return frozenset({PledgeList.MADE_RIGHT})
    if status.lifecycle is Lifecycle.DECLARED_BROKEN:
        return frozenset({PledgeList.BROKEN})
    return frozenset({PledgeList.DISPUTED if status.disputed else PledgeList.KEPT})


def score_lists_of(pledge: Pledge, status: Status) -> frozenset[ScoreList]:
    """Return the lists behind numbers of the scorecard that a pledge stands in, beside :func:`lists_of`."""
    own = LIST_OF_CLASS[score_class(pledge, status)]
    belongs = {
        ScoreList.DUE_SO_FAR: is_judged(status),
        ScoreList.SILENT: status.silent,
        ScoreList.WITH_NOTICE: status.notice_days is not None,
    }
    return frozenset(name for name in ScoreList if name is own or belongs.get(name, False))


def _open_lists(status: Status) -> Iterable[PledgeList]:
    yield PledgeList.OPEN
    if status.progress in (Progress.AT_RISK, Progress.BLOCKED):
        yield PledgeList.AT_RISK
    if status.schedule is Schedule.OVERDUE:
        yield PledgeList.OVERDUE
