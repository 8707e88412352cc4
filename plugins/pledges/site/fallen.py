"""Which printed files are not as they were left: several processes look at them if there are many."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pledges.site.state import PrintedUnit
from pledges.site.workers import processes_for, shared

#: So many units are looked at in the time that beginning another process takes.
_WORTH_A_PROCESS = 10


def fallen(units: Sequence[PrintedUnit], output: Path) -> set[int]:
    """Return the places of those of which a file is not in the output folder as it was left there."""

    def look(share: int) -> bytes:
        with _opened(output) as folder:
            places = range(share, len(units), processes)
            return msgspec.msgpack.encode(
                [place for place in places if folder is None or not units[place].stands(folder)]
            )

    processes = processes_for(len(units) // _WORTH_A_PROCESS)
    results = shared(look, processes)
    if results is None:
        processes = 1
        results = [look(0)]
    return {place for result in results for place in msgspec.msgpack.decode(result, type=list[int])}


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """Give out an open folder; None where there is none."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)
