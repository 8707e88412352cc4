"""Every file of the record as read, before anything is compared with anything else."""

from __future__ import annotations

import re
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
from pledges.files.essay_file import parse_essay
from pledges.files.leader_file import parse_leader
from pledges.files.moderation_file import parse_moderation
from pledges.files.page_file import parse_page
from pledges.files.pledge_file import parse_pledge
from pledges.files.scan import MODERATION, Found
from pledges.files.text import decode, slug_of

D = TypeVar("D", bound=Document)
Parser = Callable[[str, str], tuple[D | None, list[Problem]]]
"""What reads a file of one kind: path and text → the document, or None, and every problem."""

_ID_LINE = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


@dataclass(slots=True)
class Library:
    """What was read. ``content`` is the folder, ``name`` what messages call it.

    ``broken_ids``: path → id of the files with problems, as far as there is one; nothing that
    refers to them is wrong for that.
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
    broken_ids: dict[str, str] = field(default_factory=dict)

    def documents(self) -> Iterator[tuple[Folder, Document]]:
        """Yield every document that could be read, with its folder."""
        for folder in Folder:
            for document in getattr(self, folder.value):
                yield folder, document

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
        *_documents(library, Folder.ESSAYS, parse_essay, library.essays),
        *_documents(library, Folder.PLEDGES, parse_pledge, library.pledges),
        *_documents(library, Folder.LEADERS, parse_leader, library.leaders),
        *_documents(library, Folder.PAGES, parse_page, library.pages),
    ]
    for paths in found.conversations.values():
        for path in paths:
            library.conversations[path], wrong = parse_conversation(path, _read(content, path))
            problems += wrong
    if found.has_moderation:
        library.moderation, wrong = parse_moderation(MODERATION, _read(content, MODERATION))
        problems += wrong
    return library, problems


def _documents(library: Library, folder: Folder, parse: Parser[D], into: list[D]) -> list[Problem]:
    problems: list[Problem] = []
    for path in library.found.documents[folder]:
        text, wrong = decode(path, _read(library.content, path))
        document, wrong_fields = parse(path, text)
        if document and not wrong:
            into.append(document)
            continue
        problems += wrong + wrong_fields
        if found := _ID_LINE.search(text):
            library.broken_ids[path] = found[1]
    return problems


def _read(content: Path, path: str) -> bytes:
    with open(f"{content}/{path}", "rb", buffering=0) as file:  # joining Paths costs as much as reading
        return file.read()
