"""What was read of an export, on disk until it is written: a large one does not fit into memory."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from pledges.domain.response import Response
from pledges.importers.imported import Status
from pledges.importers.targets import Target


class Draft(msgspec.Struct, array_like=True):
    """One response as it would be written, but for what it answers; and what decides about that.

    ``wrong``: why it cannot be written, empty when it can.
    """

    response: Response
    key: str
    parent: str
    status: Status
    target: str
    place: str
    wrong: str = ""


class Spool:
    """Drafts by target, each with its place: a number that :meth:`read` takes. Gone when closed or killed."""

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        self._end = 0
        self._places: dict[Target, array[int]] = {}
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Draft).decode

    def add(self, target: Target, draft: Draft) -> None:
        """Keep one more draft."""
        self._places.setdefault(target, array("Q")).append(self._end)
        data = self._encode(draft)
        self._file.write(len(data).to_bytes(4) + data)
        self._end += 4 + len(data)

    def targets(self) -> list[Target]:
        """Return the targets, in the order of their files' names."""
        return sorted(self._places, key=lambda target: target.path)

    def drafts(self, target: Target) -> Iterator[tuple[int, Draft]]:
        """Yield the drafts of a target, in the order they came, with their places."""
        for place in self._places[target]:
            yield place, self.read(place)

    def read(self, place: int) -> Draft:
        """Return the draft at a place."""
        self._file.seek(place)
        length = int.from_bytes(self._file.read(4))
        draft: Draft = self._decode(self._file.read(length))
        self._file.seek(self._end)
        return draft

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
