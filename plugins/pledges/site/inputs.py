"""What a site is built from, as stamps of files: whether anything has changed, and whether only answers
or documents.

A stamp is a file's size, its inode and the times of its last changes: files that nobody touched are not
read. What stands in doubt counts as changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

#: Folders of files that each belong to one essay or pledge by their names, and what tells their stamps apart.
_ANSWERS = {"responses/essays/": b"e", "responses/pledges/": b"p", "ledger/": b"l"}
_ANSWER = re.compile(r"([a-z0-9-]+)\.jsonl")
#: Folders of files that are one document each.
_DOCUMENTS = ("essays/", "pledges/", "leaders/", "pages/")
#: What an editor leaves, or a writer's temporary file: nobody reads it.
_ASIDE = re.compile(r"(?:.*/)?\.[^/]*|(?:responses|ledger)/(?:.*/)?(?:\.[^/]*/.*|[^/]*~)")
#: A file's size, its inode and the times of its last changes.
_STAMP = struct.Struct("<QQqq")
#: The name that the tally has among the answers.
TALLY = "moderation"


class Inputs(msgspec.Struct, frozen=True, array_like=True):
    """``rest`` is the digest of all inputs but answers and documents; ``answers``: target's id → its files'
    stamps; ``documents``: path → the file's stamp. ``source`` is the digest of all that decides how
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
    for folder, name, stamp in _stamps(content):
        if folder in _ANSWERS and (found := _ANSWER.fullmatch(name)):
            answers[found[1]] = answers.get(found[1], b"") + _ANSWERS[folder] + stamp
        elif folder in _DOCUMENTS and name.endswith(".md") and not name.startswith("."):
            documents[folder + name] = stamp
        elif (path := folder + name) == "moderation.json":
            answers[TALLY] = stamp
        elif not _ASIDE.fullmatch(path):
            source.update(repr((path, stamp)).encode())
    source.update(repr(_stamps(Path(__file__).parents[1])).encode())
    source.update(repr((*more, sys.version, _installed())).encode())
    rest = source.copy()
    for styles in folders:
        rest.update(repr(_stamps(styles)).encode())
    return Inputs(rest.digest(), answers, source.digest(), documents)


def _changed(now: Mapping[str, bytes], before: Mapping[str, bytes]) -> frozenset[str]:
    return frozenset(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


def _installed() -> list[str]:
    """Return the packages beside the one that reads this, with their versions."""
    site_packages = os.path.dirname(os.path.dirname(msgspec.__file__))
    return sorted(name for name in os.listdir(site_packages) if name.endswith("-info"))


def _stamps(top: Path) -> list[tuple[str, str, bytes]]:
    """Return every file below a folder, in order: the folder it is in (ends in ``/``), its name, its stamp.

    Compiled code is not among them.
    """
    found, waiting = list[tuple[str, str, bytes]](), [""] if top.is_dir() else []
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{top}/{folder}") as entries:
            for entry in entries:
                if not entry.is_dir():
                    with suppress(OSError):  # gone meanwhile, or a link to nothing, as some editors lock by
                        found.append((folder, entry.name, _stamp(entry.stat())))
                elif entry.name != "__pycache__":
                    waiting.append(f"{folder}{entry.name}/")
    return sorted(found)


def _stamp(stat: os.stat_result) -> bytes:
    return _STAMP.pack(stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
