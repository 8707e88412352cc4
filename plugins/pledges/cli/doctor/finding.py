"""What one check of a deployment has found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pledges.errors import PledgesError


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, how it stands, and what to do."""

    level: Level
    about: str
    message: str
    advice: str = ""


Findings = Iterator[Finding]


def ok(about: str, message: str) -> Finding:
    """Return that all is well."""
    return Finding(Level.OK, about, message)


def warning(about: str, message: str, advice: str) -> Finding:
    """Return what works and could be better, or might be wrong."""
    return Finding(Level.WARNING, about, message, advice)


def problem(about: str, message: str, advice: str) -> Finding:
    """Return what does not work."""
    return Finding(Level.PROBLEM, about, message, advice)


def run(about: str, check: Callable[[], Findings], advice: str) -> Findings:
    """Yield what a check finds; what stops it is a problem too. ``advice`` is for that."""
    try:
        yield from check()
    except (PledgesError, OSError) as error:
        yield problem(about, " ".join(str(error).split())[:300], advice)
