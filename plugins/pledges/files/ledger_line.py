"""Lines of a ledger as the record's check reads them: fast, and refusing whatever does not fit.

:mod:`pledges.verify_ledger` is the judge of what is wrong; this only finds out quickly that nothing is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

import msgspec
from msgspec import json

from pledges.domain.ledger import Body, EntryKind, first_prev
from pledges.domain.response import Response
from pledges.errors import Problem
from pledges.files.response_line import encode_unsalted
from pledges.verify_ledger import Finding, check_chain


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One entry, as it stands under its hash: the fields in canonical order."""

    commitment: str
    date: str
    id: str
    kind: EntryKind
    n: int
    prev: str
    supersedes: int | None = None

    def day_in(self, zone: dt.tzinfo) -> dt.date:
        """Return the day it speaks of, in the site's zone."""
        if len(self.date) == len("2026-03-31"):
            return dt.date.fromisoformat(self.date)
        return dt.datetime.fromisoformat(self.date).astimezone(zone).date()


class Sealed(msgspec.Struct, frozen=True):
    """An entry with its hash, its line, the end of that line in the file, and its words where it has them."""

    entry: Entry
    hash: str
    line: int
    end: int
    opening: bytes

    def body(self) -> Body:
        """Return what was sealed. Only where there is an opening."""
        body: Body = json.decode(self.opening)["body"]
        return body


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    entry: msgspec.Raw
    hash: str
    opening: msgspec.Raw = msgspec.Raw()


_decode_line = json.Decoder(_Line).decode
_decode_entry = json.Decoder(Entry).decode
_FRAME = len('{"entry":,"hash":""}')
_OPENING = len(',"opening":')


def read_ledger(path: str, data: bytes) -> tuple[tuple[Sealed, ...], list[Problem]]:
    """Return the entries of ``ledger/<pledge id>.jsonl``, and every problem of its chain."""
    try:
        sealed = _read_fitting(first_prev(path.rpartition("/")[2].removesuffix(".jsonl")), data)
    except (msgspec.DecodeError, ValueError) as error:
        found = check_chain(path, data)[1] or [Finding(path, 0, f"cannot be read by this version: {error}")]
        return (), _problems(found)
    return sealed, [] if _all_open(sealed) else _problems(check_chain(path, data)[1])


def _problems(findings: Iterable[Finding]) -> list[Problem]:
    return [Problem(finding.path, finding.line, "", finding.message) for finding in findings]


def _read_fitting(prev: str, data: bytes) -> tuple[Sealed, ...]:
    """Return the entries. Raises ValueError or DecodeError as soon as anything does not fit."""
    found: list[Sealed] = []
    *lines, rest = data.split(b"\n")
    end = 0
    for number, line in enumerate(lines, start=1):
        parts = _decode_line(line)
        said, opening = bytes(parts.entry), bytes(parts.opening)
        entry = _decode_entry(said)
        size = _FRAME + len(parts.hash) + len(said) + (len(opening) + _OPENING if opening else 0)
        follows = entry.n == number and entry.prev == prev
        is_canonical = size == len(line) and json.encode(entry) == said
        if not (follows and is_canonical and sha256(said).hexdigest() == parts.hash):
            raise ValueError(f"line {number} does not fit what is before it")
        if opening and not _opens(entry, opening):
            raise ValueError(f"line {number} has other words than were sealed")
        end += len(line) + 1
        prev = parts.hash
        found.append(Sealed(entry, prev, number, end, opening))
    if rest:
        raise ValueError("the last line has no end")
    return tuple(found)


def _opens(entry: Entry, opening: bytes) -> bool:
    is_canonical = json.encode(json.decode(opening), order="sorted") == opening
    return is_canonical and sha256(opening).hexdigest() == entry.commitment


def _all_open(sealed: tuple[Sealed, ...]) -> bool:
    """Whether all that carries words has them; what was erased does not, and is left to the judge."""
    return all(s.opening for s in sealed if s.entry.kind not in _WITHOUT_WORDS)


_WITHOUT_WORDS = (EntryKind.RESPONSE, EntryKind.VERDICT, EntryKind.ERASURE)


def response_body(response: Response) -> Body:
    """Return what a response's entry commits to: its line without the salt."""
    body: Body = json.decode(encode_unsalted(response))
    return body


def response_commitment(response: Response) -> str:
    """Return the hash that a response's entry must carry."""
    salt = json.encode(response.salt)
    return sha256(b'{"body":' + encode_unsalted(response) + b',"salt":' + salt + b"}").hexdigest()
