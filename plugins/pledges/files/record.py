"""The whole content folder → one :class:`Record`, with every problem of every file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.document import Document
from pledges.domain.record import Record
from pledges.errors import Problem
from pledges.files.answers import Answers, move_problems
from pledges.files.conversations import Conversations
from pledges.files.identity import identity_problems
from pledges.files.ledger_check import LedgerCheck
from pledges.files.library import read_library
from pledges.files.reading import Doubts
from pledges.files.references import References
from pledges.files.scan import scan
from pledges.files.visible import visible

__all__ = ["load_record", "read_record", "visible"]


def load_record(
    content: Path, *, root: Path | None = None, zone: dt.tzinfo = dt.UTC
) -> tuple[Record, list[Problem]]:
    """Read the content folder; the record has the documents without problems of their own, and responses.

    Problems are in file order; their paths are relative to ``root``, by default the folder that
    ``content`` is in. ``zone`` is the site's: in it an invited verdict has its day. Links within
    the Markdown are not looked at.
    """
    read = read_record(content, root=root, zone=zone)
    doubts = read.doubts
    record = _only(read.record, lambda document: document.path not in doubts) if doubts else read.record
    return record, read.problems


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record as read, with the conversations it reads from. ``doubts``: by a document's path, what blanks
    stand for.
    """

    record: Record
    doubts: Mapping[str, Doubts]
    conversations: Conversations
    problems: list[Problem]


def read_record(content: Path, *, root: Path | None = None, zone: dt.tzinfo = dt.UTC) -> ReadRecord:
    """Read the content folder like :func:`load_record`, with documents that have blanks among the others."""
    name = _name(content, root)
    found, problems = scan(content)
    library, wrong = read_library(content, name, found)
    problems += wrong
    ledger_check = LedgerCheck(library, zone)
    problems += (
        problem
        for problem in itertools.chain(
            identity_problems(library),
            References(library).problems(),
            Answers(library).problems(),
            move_problems(library, zone),
            ledger_check.problems(),
        )
        if not library.is_broken(problem)
    )
    record = dataclasses.replace(library.record(), ledgers=ledger_check.ledgers)
    return ReadRecord(record, library.doubts, library.conversations, _placed(name, problems))


def _only(record: Record, keep: Callable[[Document], bool]) -> Record:
    """Return the record with those of its documents that ``keep`` is true of."""
    return dataclasses.replace(
        record,
        essays=tuple(filter(keep, record.essays)),
        pledges=tuple(filter(keep, record.pledges)),
        leaders=tuple(filter(keep, record.leaders)),
        pages=tuple(filter(keep, record.pages)),
    )


def _name(content: Path, root: Path | None) -> str:
    content = content.absolute()
    return Path(os.path.relpath(content, root.absolute() if root else content.parent)).as_posix()


def _placed(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return sorted(
        dataclasses.replace(problem, path=f"{name}/{problem.path}".rstrip("/")) for problem in set(problems)
    )
