"""What a look at a deployment has found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pledges.cli.doctor.finding import Finding, Level


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def told(findings: Iterator[Finding], level: Level) -> dict[str, str]:
    """Return what was found of a level, by what it is about."""
    return {found.about: found.message for found in findings if found.level is level}
