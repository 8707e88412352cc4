"""Work shared between processes forked for it: they see all that is there, and hand back only bytes."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

#: Below this many pieces of work, forking takes longer than it saves.
WORTH_SHARING = 200


def processes_for(pieces: int) -> int:
    """Return how many processes to share the work between; 1 where forking is impossible or unsafe.

    A second thread may hold a lock at the moment of the fork, which nobody would release in the child.
    """
    can_fork = hasattr(os, "fork") and threading.active_count() == 1
    return _cores() if can_fork and pieces >= WORTH_SHARING else 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared(work: Callable[[int], bytes], processes: int) -> list[bytes] | None:
    """Return what ``work`` returns for each share, 0 being done by this process; None if one failed.

    A share that fails says nothing of why: do all of the work again in one process to learn it.
    """
    children = [_fork(work, share) for share in range(1, processes)]
    try:
        results: list[bytes | None] = [work(0)]
    finally:
        # Read also when our own share fails, or the children would wait for it.
        others = [_result(pid, pipe) for pid, pipe in children]
    results += others
    whole = [result for result in results if result is not None]
    return whole if len(whole) == processes else None


def share_out(work: Callable[[int, int], bytes], pieces: int) -> list[bytes] | None:
    """Return what ``work``, called with the number of a share and with how many there are, returns for each;
    None if one failed. The work consists of so many pieces.
    """
    processes = processes_for(pieces)
    return shared(lambda share: work(share, processes), processes)


def _fork(work: Callable[[int], bytes], share: int) -> tuple[int, int]:
    """Begin a share; returns the child and the pipe its result comes through."""
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        _run(work, share, writer)
    os.close(writer)
    return pid, reader


def _run(work: Callable[[int], bytes], share: int, writer: int) -> NoReturn:
    """Do a share in the child: whatever happens, nothing of the parent's is finished or flushed here."""
    status = 1
    with suppress(BaseException):
        result = work(share)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(result)
        status = 0
    os._exit(status)


def _result(pid: int, pipe: int) -> bytes | None:
    with os.fdopen(pipe, "rb") as reader:
        result = reader.read()
    _, status = os.waitpid(pid, 0)
    return result if os.waitstatus_to_exitcode(status) == 0 else None
