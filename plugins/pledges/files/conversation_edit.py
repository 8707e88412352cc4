"""One line of a conversation file put in, replaced or taken out; every other byte stays as it is.

The file is always replaced whole through a temporary file and a rename, also when a line is only
added: a crash at any moment leaves the old file or the new one, so there is never a torn line to repair, and
nobody who reads meanwhile meets half of one. Doing the same thing twice does it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pledges.files.conversation_file import locked
from pledges.files.whole import whole_file, write_whole

Lines = list[bytes]
_ANY_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*"([a-z0-9-]*)"')


def put_line(path: Path, response_id: str, line: bytes) -> bool:
    """Make ``line`` the file's only one with this id, in its place or at the end.

    Return whether anything had to be written; when this returns it is on disk. Raises OSError and
    leaves the old file when the disk is full.
    """

    def change(lines: Lines) -> Lines:
        mine = _is_of(response_id)
        at = next((number for number, other in enumerate(lines) if mine(other)), len(lines))
        others = [other for other in lines if not mine(other)]
        return [*others[:at], line.rstrip(b"\n"), *others[at:]]

    return _change(path, change)


def add_lines(path: Path, lines: Iterable[tuple[str, bytes]]) -> int:
    """Add responses that are not there yet, given with their ids, at the end and in their order.

    All of them or none: a crash leaves the file without or with them. Return how many were added; when this
    returns they are on disk. Holds one line at a time. Raises OSError as :func:`put_line` does.
    """
    added = 0
    with locked(path), whole_file(path) as new:
        there = set(_copy(path, new))
        for name, line in lines:
            if name.encode() not in there:
                new.write(line.rstrip(b"\n") + b"\n")
                added += 1
    return added


def _copy(path: Path, new: BinaryIO) -> Iterator[bytes]:
    """Copy a conversation and yield its ids; a last line that an editor left without its end gets one."""
    with path.open("rb") as old:
        for line in old:
            new.write(line if line.endswith(b"\n") else line + b"\n")
            if found := _ANY_ID.match(line):
                yield found[1]


def remove_line(path: Path, response_id: str, tombstone: bytes) -> bool:
    """Take the response's line out; where others reply to it, leave ``tombstone`` in its place.

    Return whether anything had to be written. Raises OSError as :func:`put_line` does.
    """

    def change(lines: Lines) -> Lines:
        mine = _is_of(response_id)
        if not any(map(mine, lines)):
            return lines
        answered = any(map(_answers(response_id), lines))
        kept = [tombstone.rstrip(b"\n")] if answered else []
        return [new for other in lines for new in (kept if mine(other) else [other])]

    return path.exists() and _change(path, change)


def sweep(folder: Path) -> None:
    """Remove the temporary files that writers which were killed have left beside conversations."""
    for left in folder.glob(".*.jsonl.*"):
        with locked(folder / left.name[1:].rpartition(".")[0]):  # whoever is still writing holds it
            left.unlink(missing_ok=True)


def has_response(path: Path, response_id: str) -> bool:
    """Tell whether a response with this id stands in the file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    return response_id.encode() in data and any(map(_is_of(response_id), data.split(b"\n")))


def line_of(path: Path, response_id: str) -> bytes | None:
    """Return the response's line without its end, or None when it is not there."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return (
        next(filter(_is_of(response_id), data.split(b"\n")), None) if response_id.encode() in data else None
    )


def _change(path: Path, change: Callable[[Lines], Lines]) -> bool:
    with locked(path):
        before = path.read_bytes()
        lines = before.split(b"\n")
        if not lines[-1]:
            lines.pop()  # a last line that an editor left without its end gets one
        after = b"".join(line + b"\n" for line in change(lines))
        if after == before:
            return False
        write_whole(path, after)
        return True


def _is_of(response_id: str) -> Callable[[bytes], bool]:
    start = re.compile(rb'\s*\{\s*"id"\s*:\s*"' + re.escape(response_id.encode()) + rb'"')
    return lambda line: start.match(line) is not None


def _answers(response_id: str) -> Callable[[bytes], bool]:
    name = re.compile(rb'"in_reply_to"\s*:\s*"' + re.escape(response_id.encode()) + rb'"')
    return lambda line: name.search(line) is not None
