"""What a site is built from, as stamps of files: whether anything has changed, and whether only answers
or documents.

A stamp is a file's size, its inode and the times of its last changes: files that nobody touched are not
read. What stands in doubt counts as changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

#: The files that each belong to one essay or pledge, by their names; and counts of what the inbox holds.
_ANSWERS = re.compile(r"(?:responses/(?:essays|pledges)/|ledger/)([a-z0-9-]+)\.jsonl|moderation\.json")
#: The files that are one document each.
_DOCUMENT = re.compile(r"(?:essays|pledges|leaders|pages)/[^/]+\.md")
#: What an editor leaves, or a writer's temporary file: nobody reads it.
_ASIDE = re.compile(r"(?:.*/)?\.[^/]*|(?:responses|ledger)/(?:.*/)?(?:\.[^/]*/.*|[^/]*~)")
#: The name that the tally has among the answers.
TALLY = "moderation"


class Inputs(msgspec.Struct, frozen=True, array_like=True):
    """``rest`` is the digest of all inputs but answers and documents; ``answers``: target's id → its files'
    digest; ``documents``: path → the file's digest. ``source`` is the digest of all that decides how
    documents are read and their texts rendered: of the rest without the theme.
    """

    rest: bytes = b""
    answers: dict[str, bytes] = {}
    source: bytes = b""
    documents: dict[str, bytes] = {}

    def changed_since(self, before: Inputs) -> frozenset[str] | None:
        """Return the targets whose answers alone have changed since; None when anything else has."""
        if not before.rest or (before.rest, before.documents) != (self.rest, self.documents):
            return None
        return self.answers_changed_since(before)

    def answers_changed_since(self, before: Inputs) -> frozenset[str]:
        """Return the targets whose answers have changed since, whatever else has."""
        return _changed(self.answers, before.answers)

    def documents_changed_since(self, before: Inputs) -> frozenset[str] | None:
        """Return the paths of the documents that were changed, added or removed since; None when something
        has changed that decides how all of them are read.
        """
        if not before.source or before.source != self.source:
            return None
        return _changed(self.documents, before.documents)

    def digest(self) -> bytes:
        """Return a digest of all of them."""
        return _digest(msgspec.msgpack.encode(self))


UNKNOWN = Inputs()
"""Stands for inputs of which nothing is certain: everything may have changed since."""


def take_inputs(content: Path, folders: Iterable[Path], more: Iterable[object]) -> Inputs:
    """Return the inputs of a build now: the record, the templates' ``folders``, our code, and what
    else decides (the day, settings), as values whose ``repr`` says all.
    """
    source, answers, documents = hashlib.blake2b(digest_size=16), dict[str, bytes](), dict[str, bytes]()
    for path, stamp in _stamps(str(content)):
        row = repr((path, stamp)).encode()
        if found := _ANSWERS.fullmatch(path):
            name = found[1] or TALLY
            answers[name] = answers.get(name, b"") + row
        elif _DOCUMENT.fullmatch(path):
            documents[path] = _digest(row)
        elif not _ASIDE.fullmatch(path):
            source.update(row)
    source.update(repr(_stamps(str(Path(__file__).parents[1]))).encode())
    source.update(repr((*more, sys.version, _installed())).encode())
    rest = source.copy()
    for folder in folders:
        rest.update(repr(_stamps(str(folder))).encode())
    said = {name: _digest(rows) for name, rows in sorted(answers.items())}
    return Inputs(rest.digest(), said, source.digest(), documents)


def _changed(now: Mapping[str, bytes], before: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


def _installed() -> list[str]:
    """Return the packages beside the one that reads this, with their versions."""
    site_packages = os.path.dirname(os.path.dirname(msgspec.__file__))
    return sorted(name for name in os.listdir(site_packages) if name.endswith("-info"))


def _stamps(folder: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return every file below a folder with its stamp, in order; compiled code is not among them."""
    cut = len(folder) + 1
    return sorted((path[cut:], _stamp(stat)) for path, stat in _files(folder))


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [folder] if os.path.isdir(folder) else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    with suppress(OSError):  # gone meanwhile, or a link to nothing, as some editors lock by
                        yield entry.path, entry.stat()
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)


def _stamp(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
