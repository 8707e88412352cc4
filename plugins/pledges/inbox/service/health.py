"""Whether the inbox works, for the operator. Counts and ages only: nothing of anybody."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from pledges.inbox import store_signs
from pledges.inbox.context import Inbox
from pledges.inbox.errors import StorageFull
from pledges.inbox.store_signs import WORKER, Load

SIGN_EVERY = dt.timedelta(seconds=30)
LATE = dt.timedelta(minutes=15)
MIN_FREE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Health:
    """How the inbox stands. ``problems`` is empty when all is well; each is a sentence for the operator.

    ``load`` is None without a database; ``worker_seen`` is None where no worker has ever run.
    """

    now: dt.datetime
    load: Load | None
    worker_seen: dt.datetime | None
    free_bytes: int
    problems: tuple[str, ...]


def show_worker(inbox: Inbox) -> None:
    """Note that the worker lives."""
    inbox.store.write(lambda tx: store_signs.show_sign(tx, WORKER, inbox.now()))


def look_over(inbox: Inbox) -> Health:
    """Return how the inbox stands; a database out of reach is a problem, not an error."""
    now, free = inbox.now(), _free_bytes(inbox.content)
    try:
        load, seen = inbox.store.read(
            lambda tx: (store_signs.load(tx, now), store_signs.last_sign(tx, WORKER))
        )
    except StorageFull:
        return Health(now, None, None, free, ("the database does not answer", *_disk_problems(free)))
    problems = (*_worker_problems(now, load, seen), *_disk_problems(free))
    return Health(now, load, seen, free, problems)


def _worker_problems(now: dt.datetime, load: Load, seen: dt.datetime | None) -> tuple[str, ...]:
    if seen is not None and now - seen > LATE:
        return (f"the worker has shown no sign of life for {_minutes(now - seen)} minutes",)
    if load.due is not None and now - load.due > LATE:
        return (f"a job has waited for a worker for {_minutes(now - load.due)} minutes",)
    return ()


def _disk_problems(free: int) -> tuple[str, ...]:
    return (f"the disk has only {free // 1024 // 1024} MB left",) if free < MIN_FREE_BYTES else ()


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
