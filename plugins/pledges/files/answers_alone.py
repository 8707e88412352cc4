"""The answers to a few essays and pledges, read and checked by themselves: nothing else has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.essay import Essay
from pledges.domain.ledger import Ledger
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.files.answers import Answers, move_problems
from pledges.files.conversations import Conversations, Sight, id_mark, marks_in
from pledges.files.ids import Ids
from pledges.files.ledger_check import LedgerCheck
from pledges.files.library import Library
from pledges.files.scan import TARGETS, Found, conversation_path, ledger_path


@dataclass(frozen=True, slots=True)
class AnswersAlone:
    """What is said of the targets now: of each only what there is. ``record`` has the targets themselves."""

    record: Record
    conversations: Conversations

    @property
    def responses(self) -> Mapping[str, tuple[Response, ...]]:
        """The responses by the target's id."""
        return self.record.responses

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        """The ledgers by the pledge's id."""
        return self.record.ledgers


def read_alone(
    content: Path,
    ids: Collection[str],
    whole: Record,
    before: Mapping[str, Sight],
    zone: dt.tzinfo,
) -> AnswersAlone | None:
    """Read what is answered to the targets with these ids; None where something is wrong with it, or may be.

    ``whole`` is the record that was checked before, all of its documents; ``before`` what was seen of its
    conversations then.
    """
    both: tuple[Essay | Pledge, ...] = (*whole.essays, *whole.pledges)
    targets = [target for target in both if target.id in ids]
    found = answers_found(sorted(ids), lambda path: (content / path).exists())
    read = read_answers(content, targets, found, Ids(whole.leaders, whole.pledges), zone)
    if read is None:
        return None
    others = (sight.marks for path, sight in before.items() if path not in read.conversations)
    return None if _stand_elsewhere(read.conversations, others, whole) else read


def read_answers(
    content: Path, targets: Iterable[Essay | Pledge], found: Found, names: Ids, zone: dt.tzinfo
) -> AnswersAlone | None:
    """Read what is answered to these targets, in the files that were found; None where something is wrong
    with it. What else has the same ids is not looked at.

    ``names``: of all leaders and pledges.
    """
    library = Library(content, content.name, found)
    for target in targets:
        if isinstance(target, Essay):
            library.essays.append(target)
        else:
            library.pledges.append(target)
    ledger_check = LedgerCheck(library, zone, names)
    for check in (Answers(library).problems(), move_problems(library, zone), ledger_check.problems()):
        for _ in check:
            return None
    record = Record(
        essays=tuple(library.essays),
        pledges=tuple(library.pledges),
        responses=library.record().responses,
        ledgers=ledger_check.ledgers,
    )
    return AnswersAlone(record, library.conversations)


def answers_found(ids: Iterable[str], exists: Callable[[str], bool]) -> Found:
    """Return the files with answers to these ids, of those that exist."""
    found = Found()
    for identity in ids:
        for folder in TARGETS:
            if exists(path := conversation_path(folder, identity)):
                found.conversations[folder].append(path)
        if exists(path := ledger_path(identity)):
            found.ledgers.append(path)
    return found


def _stand_elsewhere(read: Conversations, others: Iterable[bytes], whole: Record) -> bool:
    """Tell whether an id that was read may stand elsewhere in the record too."""
    documents = (*whole.essays, *whole.pledges, *whole.leaders, *whole.pages)
    taken = b"".join((*others, *(id_mark(document.id) for document in documents)))
    return any(_holds(taken, mark) for path in read for mark in marks_in(read.sight(path).marks))


def _holds(marks: bytes, mark: bytes) -> bool:
    place = marks.find(mark)
    while place >= 0:
        if place % len(mark) == 0:
            return True
        place = marks.find(mark, place + 1)
    return False
