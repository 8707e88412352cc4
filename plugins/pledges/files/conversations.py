"""The conversations of a record, each read when it is asked for: memory need not hold them all.

Reading one again gives what was read the first time, also when somebody has added to it since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.response import Response
from pledges.errors import PledgesError, Problem
from pledges.files.conversation_file import Conversation, parse_again, parse_conversation
from pledges.files.text import slug_of

#: How many responses are kept at hand: what is asked for is asked for again soon.
KEPT = 4_000


class RecordChanged(PledgesError):
    """A file was changed, other than by adding to it, while the site was built from it. Build again."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a file held when it was first read: how much, and the marks of the ids in it."""

    size: int
    digest: bytes
    marks: bytes


class Conversations(Mapping[str, Conversation]):
    """The conversations by the paths of their files, relative to ``content``."""

    def __init__(
        self, content: Path, paths: Iterable[str] = (), sights: Mapping[str, Sight] | None = None
    ) -> None:
        """``sights``: of those that were read before."""
        self.content = content
        self._sights: dict[str, Sight | None] = {**dict.fromkeys(paths), **(sights or {})}
        self._recent: dict[str, Conversation] = {}
        self._kept = 0
        self._flawed: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(self._sights)

    def __len__(self) -> int:
        return len(self._sights)

    def __contains__(self, path: object) -> bool:
        return path in self._sights

    def __getitem__(self, path: str) -> Conversation:
        if path not in self._recent:
            if seen := self._sights[path]:
                self._keep(path, self._again(path, seen))
            else:
                self.read(path)
        return self._recent[path]

    def read(self, path: str) -> list[Problem]:
        """Read a file for the first time; return every problem of it."""
        data, unread = read_bytes(self.content, path)
        conversation, problems = parse_conversation(path, data)
        marks = b"".join(id_mark(response.id) for response in conversation.responses)
        self._sights[path] = Sight(len(data), _digest(data), marks)
        self._keep(path, conversation)
        if unread or problems:
            self._flawed.add(path)
        return unread or problems

    def sight(self, path: str) -> Sight:
        """Return what a file holds, reading it if it has not been read yet."""
        if (seen := self._sights[path]) is None:
            self.read(path)
            seen = self._sights[path]
            assert seen is not None
        return seen

    def sights(self) -> dict[str, Sight]:
        """Return what all files hold, by their paths."""
        return {path: self.sight(path) for path in self}

    def _again(self, path: str, seen: Sight) -> Conversation:
        data = read_bytes(self.content, path)[0][: seen.size]
        if len(data) < seen.size or _digest(data) != seen.digest:
            raise RecordChanged(f"{self.content.name}/{path} was changed meanwhile; build again")
        return parse_conversation(path, data)[0] if path in self._flawed else parse_again(data)

    def _keep(self, path: str, conversation: Conversation) -> None:
        self._kept += len(conversation.responses) + 1
        if self._kept > KEPT:
            self._recent.clear()
            self._kept = len(conversation.responses) + 1
        self._recent[path] = conversation


class Answered(Mapping[str, tuple[Response, ...]]):
    """The responses in file order by the id of what they answer; only where there are any."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._paths = {slug_of(path): path for path in conversations}

    def __iter__(self) -> Iterator[str]:
        return (target for target, path in self._paths.items() if self._conversations.sight(path).marks)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, target: object) -> bool:
        path = self._paths.get(str(target))
        return path is not None and bool(self._conversations.sight(path).marks)

    def __getitem__(self, target: str) -> tuple[Response, ...]:
        if target not in self:
            raise KeyError(target)
        return self._conversations[self._paths[target]].responses


#: How many bytes a mark has.
_MARK = 8


def id_mark(identity: str) -> bytes:
    """Return a few bytes that hardly two ids have in common."""
    return hashlib.blake2b(identity.encode(), digest_size=_MARK).digest()


def marks_in(marks: bytes) -> Iterator[bytes]:
    """Yield each of several marks."""
    return (marks[start : start + _MARK] for start in range(0, len(marks), _MARK))


def read_bytes(content: Path, path: str) -> tuple[bytes, list[Problem]]:
    """Return the file's bytes; where the system does not give them out, none and a problem."""
    try:
        with open(f"{content}/{path}", "rb", buffering=0) as file:  # joining Paths costs as much as reading
            return file.read(), []
    except OSError as error:
        return b"", [Problem(path, 0, "", f"cannot be read ({error.strerror}); repair it or move it away")]


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
