"""Every file of the record as read, before anything is compared with anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation, Record
from pledges.domain.response import Response
from pledges.errors import Problem
from pledges.files.conversations import Answered, Conversations, read_bytes
from pledges.files.essay_file import read_essay
from pledges.files.leader_file import read_leader
from pledges.files.moderation_file import parse_moderation
from pledges.files.page_file import read_page
from pledges.files.pledge_file import read_pledge
from pledges.files.reading import NO_DOUBTS, Doubts, Reading
from pledges.files.scan import MODERATION, Found
from pledges.files.text import decode

D = TypeVar("D", bound=Document)
Reader = Callable[[str, str], Reading[D]]
"""What reads a file of one kind from its path and text."""


@dataclass(slots=True)
class Library:
    """What was read. ``content`` is the folder, ``name`` what messages call it.

    ``doubts``: by path, what could not be read of the documents with problems. They are among the
    others, with blanks; nothing is wrong for that. ``words``: by the id of a pledge what of the answers to
    it bears on its moves.
    """

    content: Path
    name: str
    found: Found
    essays: list[Essay] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    words: dict[str, tuple[Response, ...]] = field(default_factory=dict)
    moderation: Moderation = field(default_factory=Moderation)
    doubts: dict[str, Doubts] = field(default_factory=dict)
    conversations: Conversations = field(init=False)

    def __post_init__(self) -> None:
        paths = (path for of_kind in self.found.conversations.values() for path in of_kind)
        self.conversations = Conversations(self.content, paths)

    def documents(self) -> Iterator[tuple[Folder, Document]]:
        """Yield every document, with its folder."""
        for folder in Folder:
            for document in getattr(self, folder.value):
                yield folder, document

    def doubts_of(self, document: Document) -> Doubts:
        """Return what could not be read of a document."""
        return self.doubts.get(document.path, NO_DOUBTS)

    def is_broken(self, problem: Problem) -> bool:
        """Whether the line of a problem has broken characters, which are problem enough."""
        return problem.path in self.doubts and problem.line in self.doubts[problem.path].lines

    def lacks_id(self, folder: Folder) -> bool:
        """Whether the id of a document in the folder is not known."""
        paths = self.found.documents[folder]
        return any("id" in doubts.fields for path, doubts in self.doubts.items() if path in paths)

    def record(self) -> Record:
        """Return what was read as a record; it can be trusted only when nothing has problems."""
        return Record(
            essays=tuple(self.essays),
            pledges=tuple(self.pledges),
            leaders=tuple(self.leaders),
            pages=tuple(self.pages),
            responses=Answered(self.conversations),
            moderation=self.moderation,
        )


def read_library(content: Path, name: str, found: Found) -> tuple[Library, list[Problem]]:
    """Read every file that was found but the conversations."""
    library = Library(content, name, found)
    problems: list[Problem] = []
    for folder, paths in found.documents.items():
        for path in paths:
            reading, wrong = read_document(library, path)
            getattr(library, folder.value).append(reading.document)
            problems += wrong
    return library, problems + read_moderation(library)


_READERS: Mapping[str, Reader[Any]] = {
    Folder.ESSAYS: read_essay,
    Folder.PLEDGES: read_pledge,
    Folder.LEADERS: read_leader,
    Folder.PAGES: read_page,
}


def read_document(library: Library, path: str) -> tuple[Reading[Any], list[Problem]]:
    """Read a document's file and return every problem of it; what it leaves in doubt the library is told."""
    data, unread = read_bytes(library.content, path)
    text, broken = decode(path, data)
    reading = _READERS[path.partition("/")[0]](path, text)
    if unread:
        library.doubts[path] = reading.doubts
        return reading, unread
    if not broken and not reading.problems:
        return reading, []
    lines = frozenset(problem.line for problem in broken)
    library.doubts[path] = reading.doubts.and_of(lines, path, text) if lines else reading.doubts
    return reading, broken + [problem for problem in reading.problems if problem.line not in lines]


def read_moderation(library: Library) -> list[Problem]:
    """Read the tally where there is one; return every problem of it."""
    if not library.found.has_moderation:
        return []
    data, unread = read_bytes(library.content, MODERATION)
    library.moderation, wrong = parse_moderation(MODERATION, data)
    return unread or wrong
