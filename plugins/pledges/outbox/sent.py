"""What was sent, and what is to be tried again: a file of lines, each written before the next step.

It is kept beside the site (``var/sent.jsonl``), not in the record. A line says how one mention stands, and
the last line about it counts; a line that a crash has torn is dropped. When the work is done the file is
replaced by one without what is outdated.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import threading
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec

from pledges.errors import CommandError
from pledges.files.whole import write_whole
from pledges.protocols.web_url import comparable


class State(StrEnum):
    """How a mention stands."""

    SENDING = "sending"  # begun; if nothing follows, we do not know what came of it
    TOLD = "told"
    NO_DOOR = "no door"  # the page says nowhere that it wants to be told
    REFUSED = "refused"
    WAITING = "waiting"  # did not work; to be tried again
    GIVEN_UP = "given up"
    FORGOTTEN = "forgotten"


class Protocol(StrEnum):
    """How somebody is told of a link."""

    WEBMENTION = "webmention"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"


class Mention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="mention", tag_field="kind"):
    """What is known of one link: ``content`` is the source's digest when it was last sent.

    ``told``: the other side has heard of this link at some time. ``tries`` counts failures since then;
    ``next_at`` is when to try again.
    """

    source: str
    target: str
    state: State
    content: str = ""
    protocol: Protocol | None = None
    endpoint: str = ""
    told: bool = False
    why: str = ""
    tries: int = 0
    at: dt.datetime | None = None
    next_at: dt.datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it this mention: the source, and the page that is linked to."""
        return self.source, comparable(self.target)


class Topic(msgspec.Struct, frozen=True, kw_only=True, tag="feed", tag_field="kind"):
    """A feed of which a hub was told: ``content`` is the digest that it had then."""

    hub: str
    feed: str
    content: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it this topic."""
        return self.hub, self.feed


Line: TypeAlias = Mention | Topic


class Sent:
    """All that is known of what was sent. One process at a time has it open; threads may share it."""

    def __init__(self, path: Path, lines: Mapping[tuple[str, str], Line]) -> None:
        self._path = path
        self._lines = dict(lines)
        self._lock = threading.Lock()
        self._dirty = False

    def mentions(self) -> Mapping[tuple[str, str], Mention]:
        """Return how each mention stands, by its key."""
        return {key: line for key, line in self._lines.items() if isinstance(line, Mention)}

    def topics(self) -> Mapping[tuple[str, str], Topic]:
        """Return what hubs were told, by hub and feed."""
        return {key: line for key, line in self._lines.items() if isinstance(line, Topic)}

    def note(self, *lines: Line) -> None:
        """Write down how mentions or feeds stand now; when this returns it is on disk."""
        if not lines:
            return
        with self._lock:
            self._append(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
            self._lines.update({line.key: line for line in lines})
            self._dirty = True

    def compact(self) -> None:
        """Replace the file by one with a line for each mention and feed that is still of interest."""
        if self._dirty:
            kept = sorted((line for line in self._lines.values() if not _is_forgotten(line)), key=_order)
            write_whole(self._path, b"".join(msgspec.json.encode(line) + b"\n" for line in kept))
            self._dirty = False

    def _append(self, data: bytes) -> None:
        if not self._path.exists():
            write_whole(self._path, data)  # puts its name on disk too
            return
        with self._path.open("ab", buffering=0) as file:
            file.write(data)
            os.fsync(file.fileno())


def read_sent(path: Path) -> Sent:
    """Return what the file says, for looking only; nothing when there is no file. Raises CommandError."""
    lines, _ = _read(path)
    return Sent(path, lines)


@contextlib.contextmanager
def open_sent(path: Path) -> Iterator[Sent]:
    """Open the file for writing; wait while another process has it open. Raises CommandError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        lines, is_torn = _read(path)
        sent = Sent(path, lines)
        if is_torn:
            write_whole(path, b"".join(msgspec.json.encode(line) + b"\n" for line in lines.values()))
        yield sent
        sent.compact()
    finally:
        os.close(handle)


_DECODER = msgspec.json.Decoder(Line)


def _read(path: Path) -> tuple[dict[tuple[str, str], Line], bool]:
    """Return the last line about each mention and feed, and whether the file's end is torn."""
    try:
        *whole, torn = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return {}, False
    lines: dict[tuple[str, str], Line] = {}
    for number, text in enumerate(whole, start=1):
        try:
            line = _DECODER.decode(text)
        except msgspec.MsgspecError as error:
            raise CommandError(
                f"{path}:{number}: is not a line of what was sent ({error}); take the line out, "
                "or put the file back from a backup"
            ) from error
        lines[line.key] = line
    return lines, bool(torn)


def _is_forgotten(line: Line) -> bool:
    return isinstance(line, Mention) and line.state is State.FORGOTTEN


def _order(line: Line) -> tuple[str, str, str]:
    return type(line).__name__, *line.key
