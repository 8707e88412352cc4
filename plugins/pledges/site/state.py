"""What the last build printed: for every path, the fingerprint of what it was made from.

Kept beside the output folder as MessagePack (never a pickle). When anything about it is in
doubt, it counts as absent and everything is printed again.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from pledges.site.inputs import UNKNOWN, Inputs

#: Raised whenever the meaning of the stored values changes.
VERSION = 3


class Printed(msgspec.Struct, frozen=True, array_like=True):
    """One printed file: what it was made from, and how the file looked right after."""

    fingerprint: bytes
    size: int
    mtime_ns: int
    unit: str = ""  # the part of the site that it belongs to


class State(msgspec.Struct, array_like=True):
    """The paths of one output folder (relative, with ``/``) and what is known of each.

    ``inputs`` is what it was built from. ``reads``: for each source and unit of the site which sides of what
    answers it has read, each on a line.
    """

    version: int
    printed: dict[str, Printed]
    inputs: Inputs = UNKNOWN
    reads: dict[str, str] = {}


def state_path(output: Path) -> Path:
    """Return where the state of an output folder is kept: beside it."""
    return output.parent / f".{output.name}.state"


def load_state(path: Path) -> State:
    """Return the stored state, or an empty one when it is missing, torn or of another version."""
    try:
        state = msgspec.msgpack.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return State(VERSION, {})
    return state if state.version == VERSION else State(VERSION, {})


def encode_state(state: State) -> bytes:
    """Return the bytes of a state; the same state gives the same bytes."""
    printed, reads = dict(sorted(state.printed.items())), dict(sorted(state.reads.items()))
    ordered = State(state.version, printed, state.inputs, reads)
    return msgspec.msgpack.encode(ordered)


def stands(printed: Printed, file: str | Path) -> bool:
    """Say whether the file still is as it was left."""
    try:
        stat = os.stat(file)
    except OSError:
        return False
    return stat.st_size == printed.size and stat.st_mtime_ns == printed.mtime_ns
