"""A dated entry in a pledge's history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Claim(StrEnum):
    """What an update says of its pledge (DESIGN section 4, "Legal moves")."""

    ACCEPTED = "accepted"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    BLOCKED = "blocked"
    AMENDED = "amended"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    APOLOGY = "apology"
    REPAIR = "repair"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One entry, appended and never rewritten.

    ``number`` counts from 1 in file order; ``line`` is that of its heading. ``text`` is Markdown
    without the field lines. ``promise``, ``outcome`` and ``due`` are the new values of an
    amendment; ``repair`` is the slug of the pledge that repairs this one.
    """

    number: int
    on: dt.date
    claim: Claim
    text: str = ""
    line: int = 0
    evidence: tuple[str, ...] = ()
    customer: str = ""
    promise: str = ""
    outcome: str = ""
    due: dt.date | None = None
    repair: str = ""
