"""What the last build printed: for every path, the fingerprint of what it was made from.

Kept beside the output folder as MessagePack (never a pickle). When anything about it is in
doubt, it counts as absent and everything is printed again.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from pledges.site.inputs import UNKNOWN, Inputs

#: Raised whenever the meaning of the stored values changes.
VERSION = 4

#: How a file looks in :attr:`PrintedUnit.marks`.
_MARK = struct.Struct("<16sQq")


class Printed(NamedTuple):
    """One printed file: what it was made from (16 bytes), and how the file looked right after."""

    fingerprint: bytes
    size: int
    mtime_ns: int


class PrintedUnit(msgspec.Struct, frozen=True, array_like=True):
    """A part of the site as printed. A site has very many: what is known of its files is in two values.

    ``reads``: which sides of what answers it has read, each on a line; ``paths``: its files in the output
    folder, each on a line; ``marks``: what is known of each.
    """

    reads: str
    paths: str
    marks: bytes

    @property
    def count(self) -> int:
        """How many files it has."""
        return len(self.marks) // _MARK.size

    def names(self) -> list[str]:
        """Return the paths of its files (relative, with ``/``)."""
        return self.paths.split("\n") if self.paths else []

    def files(self) -> dict[str, Printed]:
        """Return what is known of each of its files, by path; of none where that is in doubt."""
        names = self.names()
        if len(self.marks) != _MARK.size * len(names):
            return {}
        return dict(zip(names, map(Printed._make, _MARK.iter_unpack(self.marks)), strict=True))

    def stands(self, folder: int) -> bool:
        """Say whether all of its files still are as they were left in an open folder."""
        names = self.names()
        if len(self.marks) != _MARK.size * len(names):
            return False
        marks = _MARK.iter_unpack(self.marks)
        looked_at = map(partial(os.stat, dir_fd=folder), names)  # shorter than the way from the root
        try:
            for seen, (_, size, mtime_ns) in zip(looked_at, marks, strict=True):
                if seen.st_mtime_ns != mtime_ns or seen.st_size != size:
                    return False
        except OSError:
            return False
        return True


NOTHING_PRINTED = PrintedUnit("", "", b"")
"""Stands for a part of the site that has not been printed yet."""


def printed_unit(reads: str, files: Mapping[str, Printed]) -> PrintedUnit:
    """Return a part of the site with these files, by path."""
    return PrintedUnit(reads, "\n".join(files), b"".join(_MARK.pack(*file) for file in files.values()))


class PrintedSource(msgspec.Struct, array_like=True):
    """Parts of the site that are found together, by key; ``reads`` is what finding them has read."""

    reads: str
    units: dict[str, PrintedUnit]


class State(msgspec.Struct, array_like=True):
    """What is known of one output folder, by source; ``inputs`` is what it was built from."""

    version: int
    sources: dict[str, PrintedSource] = {}
    inputs: Inputs = UNKNOWN

    def units(self) -> Iterator[PrintedUnit]:
        """Yield every part of the site."""
        for source in self.sources.values():
            yield from source.units.values()

    @property
    def count(self) -> int:
        """How many files there are."""
        return sum(unit.count for unit in self.units())


def state_path(output: Path) -> Path:
    """Return where the state of an output folder is kept: beside it."""
    return output.parent / f".{output.name}.state"


def load_state(path: Path) -> State:
    """Return the stored state, or an empty one when it is missing, torn or of another version."""
    try:
        state = msgspec.msgpack.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return State(VERSION)
    return state if state.version == VERSION else State(VERSION)


def encode_state(state: State) -> bytes:
    """Return the bytes of a state; the same state gives the same bytes."""
    sources = {
        name: PrintedSource(source.reads, dict(sorted(source.units.items())))
        for name, source in sorted(state.sources.items())
    }
    return msgspec.msgpack.encode(State(state.version, sources, state.inputs))


def stands(printed: Printed, file: str | Path) -> bool:
    """Say whether the file still is as it was left."""
    try:
        stat = os.stat(file)
    except OSError:
        return False
    return stat.st_size == printed.size and stat.st_mtime_ns == printed.mtime_ns
