"""Entries put at the end of a ledger. The file is replaced whole, so that there is never half an entry.

Only the end of the file is looked at, and the latest entry of what is sealed: the whole chain is checked by
every build (``ledger_check``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pledges.domain.ledger import EntryKind, Statement, first_prev, seal
from pledges.errors import ContentError, Problem
from pledges.files.conversation_file import locked
from pledges.files.whole import write_whole
from pledges.verify_ledger import Sealed, digest, read_line


def ledger_file(content: Path, pledge_id: str) -> Path:
    """Return the file of a promise's ledger."""
    return content / "ledger" / f"{pledge_id}.jsonl"


def read_bytes(content: Path, pledge_id: str) -> bytes:
    """Return what stands in a promise's ledger; nothing where there is none."""
    return _read(ledger_file(content, pledge_id))


def pending(content: Path, pledge_id: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that the ledger does not hold as the latest of what they speak of."""
    latest = finder(_read(ledger_file(content, pledge_id)), len(statements))
    return [statement for statement in statements if not _is_sealed(latest(statement.id), statement)]


def append_statements(content: Path, pledge_id: str, statements: Sequence[Statement]) -> list[Statement]:
    """Seal what is not sealed yet, in this order; return it. When this returns it is on disk.

    Doing the same twice does it once. Raises ContentError when the last line was altered, OSError when the
    disk is full; both leave the file as it was.
    """
    if not pending(content, pledge_id, statements):
        return []
    file = ledger_file(content, pledge_id)
    with locked(file):
        data = _read(file)
        last = _last(file, data)
        count, prev = (last.entry["n"], last.hash) if last else (0, first_prev(pledge_id))
        added = pending(content, pledge_id, statements)
        latest = finder(data, len(added))
        lines = [data]
        for number, statement in enumerate(added, start=count + 1):
            before = latest(statement.id)
            prev, line = seal(statement, number, prev, before.entry["n"] if before else None)
            lines.append(line)
        write_whole(file, b"".join(lines))
    return added


Find = Callable[[str], Sealed | None]


def finder(data: bytes, count: int) -> Find:
    """Return what finds the latest entry of an id, for about that many searches."""
    if count < _FEW:
        return partial(_latest, data)
    found = {sealed.entry["id"]: sealed for line in data.split(b"\n") if (sealed := _sealed(line))}
    return found.get


_FEW = 4


def _is_sealed(latest: Sealed | None, statement: Statement) -> bool:
    if latest is None:
        return False
    if statement.is_open:
        return latest.opening is not None and latest.opening["body"] == statement.body
    is_erasure = statement.kind is EntryKind.ERASURE
    opening = {"body": statement.body, "salt": statement.salt}
    same_kind = (latest.entry["kind"] == EntryKind.ERASURE) == is_erasure
    return same_kind and bool(latest.entry["commitment"] == digest(opening))


def _latest(data: bytes, identity: str) -> Sealed | None:
    """Find the last line that names the id; within a text its quotes would be escaped."""
    place = data.rfind(b'"id":"' + identity.encode() + b'","kind":')
    if place < 0:
        return None
    start, end = data.rfind(b"\n", 0, place) + 1, data.find(b"\n", place)
    return _sealed(data[start : end if end >= 0 else len(data)])


def _sealed(line: bytes) -> Sealed | None:
    try:
        return read_line(0, line)
    except ValueError:
        return None


def _last(file: Path, data: bytes) -> Sealed | None:
    if not data:
        return None
    *lines, rest = data.split(b"\n")
    try:
        if rest:
            raise ValueError("the end of the last line is missing")
        return read_line(len(lines), lines[-1])
    except ValueError as error:
        path = "/".join(file.parts[-3:])
        raise ContentError([Problem(path, len(lines) + bool(rest), "", f"was altered: {error}")]) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
