"""What is printed in one order and put together in another: kept in a file until then, not in memory."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_HEAD = struct.Struct("<QI")  # place and size of what follows
_MANY = 1_000  # parts that are held in memory until they are written
_AT_ONCE = 1 << 20  # bytes read at once; the file as a whole, mapped, would count as memory


class Spool:
    """Pieces of bytes by their places in time, from this process and those that it forks.

    The file has no name and is gone with the last process that has it open.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (closed by close)
        # Processes share its end: what one of them adds is whole, and stands behind what others have added.
        flags = fcntl.fcntl(self._file, fcntl.F_GETFL)
        fcntl.fcntl(self._file, fcntl.F_SETFL, flags | os.O_APPEND)

    def add(self, pieces: Iterable[tuple[int, bytes]]) -> None:
        """Add pieces, each with its place. Raises OSError where there is no room for them."""
        parts: list[bytes] = []
        for place, piece in pieces:
            parts += (_HEAD.pack(place, len(piece)), piece)
            if len(parts) >= _MANY:
                self._write(b"".join(parts))
                parts.clear()
        self._write(b"".join(parts))

    def _write(self, whole: bytes) -> None:
        """Add whole pieces in one step."""
        if self._file.write(whole) != len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def by_period(self, firsts: Sequence[int]) -> Pieces:
        """Return what is there, by the periods that begin at these places."""
        return Pieces(self._file.fileno(), firsts)

    def close(self) -> None:
        """Drop everything."""
        self._file.close()


class Pieces:
    """What a spool held, to be looked up by periods; only where it stands is held in memory."""

    def __init__(self, file: int, firsts: Sequence[int]) -> None:
        self._file = file
        self._at = {
            first: array("Q") for first in firsts
        }  # for each piece its place, where it stands, its size
        for place, start, length in _heads(file):
            number = bisect_right(firsts, place)
            if number:
                self._at[firsts[number - 1]].extend((place, start, length))

    def of(self, first: int) -> list[bytes]:
        """Return the pieces of the period that begins there, in the order in which they were added."""
        row = self._at[first]
        return [
            os.pread(self._file, length, start) for start, length in zip(row[1::3], row[2::3], strict=True)
        ]

    def places(self, first: int) -> int:
        """Return how many places in the period there is a piece for: several for one count as one."""
        return len({*self._at[first][::3]})


def _heads(file: int) -> Iterator[tuple[int, int, int]]:
    """Yield of each piece its place, where it stands and its size."""
    size, start, begin, part = os.fstat(file).st_size, 0, 0, b""
    while start < size:
        if not begin <= start <= begin + len(part) - _HEAD.size:
            begin, part = start, os.pread(file, _AT_ONCE, start)
        place, length = _HEAD.unpack_from(part, start - begin)
        yield place, start + _HEAD.size, length
        start += _HEAD.size + length
