"""The names of the rules of :mod:`pledges.domain.explicit`: settings know them without loading the rules."""

from __future__ import annotations

from enum import StrEnum


class RuleName(StrEnum):
    """Each rule, in the order in which they are applied."""

    PUBLIC = "public"
    ACTIVE = "active"
    VOLUNTARY = "voluntary"
    WHO = "who"
    TO_WHOM = "to-whom"
    INTENT = "intent"
    PRAISE = "praise"
    AMOUNT = "amount"
    DATE = "date"
    ESCAPE = "escape"
    MEASURE = "measure"
    WHY = "why"
    MISSION = "mission"
