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
from pledges.errors import Problem
from pledges.files.conversation_file import Conversation, parse_conversation
from pledges.files.essay_file import read_essay
from pledges.files.leader_file import read_leader
from pledges.files.moderation_file import parse_moderation
from pledges.files.page_file import read_page
from pledges.files.pledge_file import read_pledge
from pledges.files.reading import NO_DOUBTS, Doubts, Reading
from pledges.files.scan import MODERATION, Found
from pledges.files.text import decode, slug_of

D = TypeVar("D", bound=Document)
Reader = Callable[[str, str], Reading[D]]
"""What reads a file of one kind from its path and text."""


@dataclass(slots=True)
class Library:
    """What was read. ``content`` is the folder, ``name`` what messages call it.

    ``doubts``: by path, what could not be read of the documents with problems. They are among the
    others, with blanks; nothing is wrong for that.
    """

    content: Path
    name: str
    found: Found
    essays: list[Essay] = field(default_factory=list)
    pledges: list[Pledge] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    conversations: dict[str, Conversation] = field(default_factory=dict)  # by path
    moderation: Moderation = field(default_factory=Moderation)
    doubts: dict[str, Doubts] = field(default_factory=dict)

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
            responses={slug_of(path): c.responses for path, c in self.conversations.items() if c.responses},
            moderation=self.moderation,
        )


def read_library(content: Path, name: str, found: Found) -> tuple[Library, list[Problem]]:
    """Read every file that was found."""
    library = Library(content, name, found)
    problems = [
        *_documents(library, Folder.ESSAYS, read_essay, library.essays),
        *_documents(library, Folder.PLEDGES, read_pledge, library.pledges),
        *_documents(library, Folder.LEADERS, read_leader, library.leaders),
        *_documents(library, Folder.PAGES, read_page, library.pages),
    ]
    for paths in found.conversations.values():
        for path in paths:
            data, unread = _read(content, path)
            library.conversations[path], wrong = parse_conversation(path, data)
            problems += unread or wrong
    if found.has_moderation:
        data, unread = _read(content, MODERATION)
        library.moderation, wrong = parse_moderation(MODERATION, data)
        problems += unread or wrong
    return library, problems


def _documents(library: Library, folder: Folder, read: Reader[D], into: list[D]) -> list[Problem]:
    problems: list[Problem] = []
    for path in library.found.documents[folder]:
        data, unread = _read(library.content, path)
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


def _read(content: Path, path: str) -> tuple[bytes, list[Problem]]:
    """Return the file's bytes; where the system does not give them out, none and a problem."""
    try:
        with open(f"{content}/{path}", "rb", buffering=0) as file:  # joining Paths costs as much as reading
            return file.read(), []
    except OSError as error:
        return b"", [Problem(path, 0, "", f"cannot be read ({error.strerror}); repair it or move it away")]
