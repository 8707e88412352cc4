"""``responses/**/*.jsonl`` ⇄ responses. A line is appended, or the file is replaced whole."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.response import Response
from pledges.errors import ContentError, Problem
from pledges.files.response_line import decode_again, decode_response, encode_response
from pledges.files.whole import sync_folder, write_whole

Responses = tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The responses of one file in file order, and the line of each."""

    responses: Responses = ()
    lines: Sequence[int] = ()


def parse_conversation(path: str, data: bytes) -> tuple[Conversation, list[Problem]]:
    """Return what can be read of the file, and every problem, line by line."""
    responses, lines, problems = [], [], []
    *whole, torn = data.split(b"\n")
    for number, line in enumerate(whole, start=1):
        response, wrong = decode_response(path, number, line)
        if response:
            responses.append(response)
            lines.append(number)
        else:
            problems += wrong
    if torn:
        problems.append(_torn(path, len(whole) + 1, torn))
    return Conversation(tuple(responses), lines), problems


def parse_again(data: bytes) -> Conversation:
    """Return what a file holds in which :func:`parse_conversation` found no problem, in less time."""
    responses = tuple([decode_again(line) for line in data.split(b"\n")[:-1]])
    return Conversation(responses, range(1, len(responses) + 1))


def _torn(path: str, number: int, line: bytes) -> Problem:
    response, wrong = decode_response(path, number, line)
    if response:
        return Problem(path, number, "", "the last line has no line end; add one")
    return wrong[0]


def format_conversation(responses: Sequence[Response]) -> bytes:
    """Return the file's bytes, a line for each response."""
    return b"".join(map(encode_response, responses))


def append(path: Path, response: Response) -> bool:
    """Add the response at the end of the file; when this returns it is on disk.

    False, and nothing is written, when a line with its id is already there: after a crash the same
    response may be appended again without harm. Raises ContentError when the file's last line is
    torn, OSError when the disk is full; both leave the file as it was.
    """
    with locked(path) as file:
        data = _read(file)
        if _has_id(data, response.id):
            return False
        if data and not data.endswith(b"\n"):
            raise ContentError([_torn(str(path), data.count(b"\n") + 1, data.rpartition(b"\n")[2])])
        _write_or_undo(file, len(data), encode_response(response))
        if not data:
            sync_folder(path.parent)
        return True


def rewrite(path: Path, change: Callable[[Responses], Sequence[Response]]) -> None:
    """Replace the file by what ``change`` makes of its responses; nobody appends meanwhile.

    Raises ContentError, and leaves the file, when a line of it cannot be read.
    """
    with locked(path) as file:
        conversation, problems = parse_conversation(str(path), _read(file))
        if problems:
            raise ContentError(problems)
        write_whole(path, format_conversation(change(conversation.responses)))


def replace(path: Path, responses: Sequence[Response]) -> None:
    """Replace the file's content whole, whatever was in it; see :func:`rewrite` for a safe change."""
    with locked(path):
        write_whole(path, format_conversation(responses))


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Open the file for appending, created if need be, and keep every other writer out meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_still(file, path):
                yield file
                return
        finally:
            os.close(file)


def _is_still(file: int, path: Path) -> bool:
    """Whether the open file is the one of that name: while we waited it may have been replaced."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _read(file: int) -> bytes:
    with os.fdopen(os.dup(file), "rb") as reader:
        reader.seek(0)
        return reader.read()


def _has_id(data: bytes, response_id: str) -> bool:
    name = re.escape(response_id.encode())
    return bool(re.search(rb'^\s*\{\s*"id"\s*:\s*"' + name + rb'"', data, re.MULTILINE))


def _write_or_undo(file: int, size: int, line: bytes) -> None:
    try:
        if os.write(file, line) != len(line):
            raise OSError(28, "the disk is full")
        os.fsync(file)
    except OSError:
        os.ftruncate(file, size)
        raise
