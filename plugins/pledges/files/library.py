"""Every file of the record as read, before anything is compared with anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

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
    problems = [
        *_documents(library, Folder.ESSAYS, read_essay, library.essays),
        *_documents(library, Folder.PLEDGES, read_pledge, library.pledges),
        *_documents(library, Folder.LEADERS, read_leader, library.leaders),
        *_documents(library, Folder.PAGES, read_page, library.pages),
    ]
    if found.has_moderation:
        data, unread = read_bytes(content, MODERATION)
        library.moderation, wrong = parse_moderation(MODERATION, data)
        problems += unread or wrong
    return library, problems


def _documents(library: Library, folder: Folder, read: Reader[D], into: list[D]) -> list[Problem]:
    problems: list[Problem] = []
    for path in library.found.documents[folder]:
        data, unread = read_bytes(library.content, path)
        text, broken = decode(path, data)
        reading = read(path, text)
        into.append(reading.document)
        if unread:
            library.doubts[path] = reading.doubts
            problems += unread
        elif broken or reading.problems:
            lines = frozenset(problem.line for problem in broken)
            library.doubts[path] = reading.doubts.and_of(lines, path, text) if lines else reading.doubts
            problems += broken
            problems += [problem for problem in reading.problems if problem.line not in lines]
    return problems
