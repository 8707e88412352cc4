"""The whole content folder → one :class:`Record`, with every problem of every file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from pledges.domain.record import Record
from pledges.errors import Problem
from pledges.files.answers import Answers, move_problems
from pledges.files.identity import identity_problems
from pledges.files.ledger_check import LedgerCheck
from pledges.files.library import read_library
from pledges.files.references import References
from pledges.files.scan import scan
from pledges.files.visible import visible

__all__ = ["load_record", "visible"]


def load_record(
    content: Path, *, root: Path | None = None, zone: dt.tzinfo = dt.UTC
) -> tuple[Record, list[Problem]]:
    """Read the content folder; the record is complete only when there are no problems.

    Problems are in file order; their paths are relative to ``root``, by default the folder that
    ``content`` is in. ``zone`` is the site's: in it an invited verdict has its day. Links within
    the Markdown are not looked at.
    """
    name = _name(content, root)
    found, problems = scan(content)
    library, wrong = read_library(content, name, found)
    problems += wrong
    problems += identity_problems(library)
    problems += References(library).problems()
    problems += Answers(library).problems()
    problems += move_problems(library, zone)
    ledger_check = LedgerCheck(library, zone)
    problems += ledger_check.problems()
    record = dataclasses.replace(library.record(), ledgers=ledger_check.ledgers)
    return record, _placed(name, problems)


def _name(content: Path, root: Path | None) -> str:
    content = content.absolute()
    return Path(os.path.relpath(content, root.absolute() if root else content.parent)).as_posix()


def _placed(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return sorted(
        dataclasses.replace(problem, path=f"{name}/{problem.path}".rstrip("/")) for problem in set(problems)
    )
