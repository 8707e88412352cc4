"""Signs of life, and how much waits: for the operator."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, type_coerce

from pledges.inbox.store import Tx
from pledges.inbox.store_jobs import count_jobs
from pledges.inbox.store_publications import count_unfinished
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import Instant, jobs, signs, submissions

#: The part of the program that does what was put off.
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Load:
    """How much waits, and since when. ``due`` is when the oldest job that nobody took should have begun."""

    held: int
    held_since: dt.datetime | None
    jobs: int
    due: dt.datetime | None
    unpublished: int


def show_sign(tx: Tx, name: str, now: dt.datetime) -> None:
    """Note that this part of the program lives."""
    values = {"name": name, "seen_at": now}
    tx.execute(upsert(tx, signs, ("name",), _seen_again), values)


def _seen_again(new: Any) -> dict[str, Any]:
    return {"seen_at": new.seen_at}


def last_sign(tx: Tx, name: str) -> dt.datetime | None:
    """Return when this part of the program last showed that it lives."""
    found: dt.datetime | None = tx.execute(
        select(signs.c.seen_at).where(signs.c.name == name)
    ).scalar_one_or_none()
    return found


def load(tx: Tx, now: dt.datetime) -> Load:
    """Return how much waits."""
    held = select(func.count(), type_coerce(func.min(submissions.c.received_at), Instant))
    held_count, since = tx.execute(held.where(submissions.c.waits == 1)).one()
    free = or_(jobs.c.claimed_until.is_(None), jobs.c.claimed_until < now)
    due: Any = select(type_coerce(func.min(jobs.c.due_at), Instant)).where(free, jobs.c.due_at <= now)
    return Load(
        held=int(held_count),
        held_since=since,
        jobs=count_jobs(tx),
        due=tx.execute(due).scalar_one_or_none(),
        unpublished=count_unfinished(tx),
    )
