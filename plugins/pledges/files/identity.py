"""Slugs and ids: each names one thing only."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.domain.slug import slug_complaint
from pledges.errors import Problem
from pledges.files.conversation_file import Conversation
from pledges.files.conversations import id_mark, marks_in
from pledges.files.library import Library
from pledges.files.lines import header_line
from pledges.files.text import slug_of


def identity_problems(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with file names, aliases, ids and feed ids."""
    for folder, paths in library.found.documents.items():
        for path in paths:
            if message := slug_complaint(folder, slug_of(path)):
                yield Problem(path, 0, "", f"the file's name: {message}")
    yield from _aliases(library)
    yield from _ids(library)
    yield from _feed_ids(library)


def _aliases(library: Library) -> Iterator[Problem]:
    owners = {
        (folder, slug_of(path)): path for folder, paths in library.found.documents.items() for path in paths
    }
    for folder, document in library.documents():
        for alias in document.aliases:
            owner = owners.setdefault((folder, alias), document.path)
            message = slug_complaint(folder, alias) or _taken(library, alias, owner, document.path)
            if message:
                line = header_line(library.content / document.path, "aliases", alias)
                yield Problem(document.path, line, "aliases", message)


def _taken(library: Library, alias: str, owner: str, path: str) -> str:
    if owner != path:
        return f'"{alias}" belongs to {library.name}/{owner}; delete it here'
    return f'"{alias}" is this file\'s own slug; delete it' if slug_of(path) == alias else ""


def _ids(library: Library) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for _, document in library.documents():
        owner = owners.setdefault(document.id, document.path)
        if owner != document.path:
            line = header_line(library.content / document.path, "id")
            yield Problem(document.path, line, "id", _doubled(document.id, f"{library.name}/{owner}"))


class ResponseIds:
    """Finds the ids that stand twice in the record, without holding all of them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._marks = {id_mark(document.id) for _, document in library.documents()}
        self._is_doubtful = False

    def met_twice(self, path: str, conversation: Conversation) -> Iterator[Problem]:
        """Take in a conversation; yield the ids that stand twice in it."""
        marks = set(marks_in(self._library.conversations.sight(path).marks))
        self._is_doubtful |= not self._marks.isdisjoint(marks)
        self._marks |= marks
        if len(marks) < len(conversation.responses):
            yield from _twice_in(path, conversation)

    def problems(self) -> Iterator[Problem]:
        """Yield the ids that stand in two files, once all conversations were met."""
        if self._is_doubtful:
            yield from _in_two_files(self._library)


def _in_two_files(library: Library) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for _, document in library.documents():
        owners.setdefault(document.id, document.path)
    for path, conversation in library.conversations.items():
        for response, line in zip(conversation.responses, conversation.lines, strict=True):
            owner = owners.setdefault(response.id, path)
            if owner != path:
                message = _doubled(response.id, f"{library.name}/{owner}")
                yield Problem(path, line, "id", message)


def _twice_in(path: str, conversation: Conversation) -> Iterator[Problem]:
    if len({response.id for response in conversation.responses}) == len(conversation.responses):
        return
    first: dict[str, int] = {}
    for response, line in zip(conversation.responses, conversation.lines, strict=True):
        if first.setdefault(response.id, line) != line:
            message = f'"{response.id}" is also the id of the response on line {first[response.id]}'
            yield Problem(path, line, "id", f"{message}; give this one another")


def _doubled(identity: str, owner: str) -> str:
    return f'"{identity}" is also an id in {owner}; give this one another'


def _feed_ids(library: Library) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for _, document in library.documents():
        if document.feed_id and owners.setdefault(document.feed_id, document.path) != document.path:
            line = header_line(library.content / document.path, "feed_id")
            owner = f"{library.name}/{owners[document.feed_id]}"
            message = f'"{document.feed_id}" is also the feed_id of {owner}; a feed needs each once'
            yield Problem(document.path, line, "feed_id", message)
