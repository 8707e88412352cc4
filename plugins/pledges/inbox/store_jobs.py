"""The queue of work: a job is taken by exactly one worker, and comes back if that worker dies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import case, delete, func, insert, or_, select, type_coerce, update

from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import Instant, jobs


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``claim`` proves that it is still ours when it is finished."""

    id: int
    kind: str
    payload: dict[str, str]
    attempts: int
    claim: str
    once: str = ""


def add_job(tx: Tx, kind: str, due_at: dt.datetime, *, once: str = "", **payload: str) -> None:
    """Queue a job. With ``once``, a job of that word that is there already stays the only one.

    It is then due at the earlier of both times; one that is being worked on is done again.
    """
    values = {
        "kind": kind,
        "once": once or None,
        "payload": msgspec.json.encode(payload).decode(),
        "due_at": due_at,
        "attempts": 0,
        "claim": "",
        "error": "",
    }
    if not once:
        tx.execute(insert(jobs), values)
        return
    tx.execute(upsert(tx, jobs, ("once",), _again), values)


def _again(new: Any) -> dict[str, Any]:
    sooner = case((jobs.c.due_at < new.due_at, jobs.c.due_at), else_=new.due_at)
    return {
        # Clearing the claim makes a worker that is busy with it leave it in the queue.
        "due_at": case((jobs.c.claim == "", sooner), else_=new.due_at),
        "payload": new.payload,
        "claimed_until": None,
        "claim": "",
    }


def ensure_job(tx: Tx, kind: str, due_at: dt.datetime) -> None:
    """Queue the one job of a kind that comes back by itself, if it is not there."""
    values = {
        "kind": kind,
        "once": kind,
        "payload": "{}",
        "due_at": due_at,
        "attempts": 0,
        "claim": "",
        "error": "",
    }
    tx.execute(upsert(tx, jobs, ("once",)), values)


def take_job(tx: Tx, now: dt.datetime, lease: dt.timedelta, claim: str) -> Job | None:
    """Take the job that is due longest, for as long as ``lease``, or return None."""
    free = or_(jobs.c.claimed_until.is_(None), jobs.c.claimed_until < now)
    query = select(jobs).where(jobs.c.due_at <= now, free).order_by(jobs.c.due_at, jobs.c.id).limit(1)
    row = tx.execute(query.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    taken = {"claimed_until": now + lease, "claim": claim, "attempts": row.attempts + 1}
    tx.execute(update(jobs).where(jobs.c.id == row.id).values(taken))
    payload = msgspec.json.decode(row.payload, type=dict[str, str])
    return Job(row.id, row.kind, payload, row.attempts + 1, claim, row.once or "")


def finish_job(tx: Tx, job: Job) -> None:
    """Take a job that is done out of the queue, unless it has been asked for again meanwhile."""
    tx.execute(delete(jobs).where(jobs.c.id == job.id, jobs.c.claim == job.claim))


def retry_job(tx: Tx, job: Job, due_at: dt.datetime, error: str) -> None:
    """Put a job back, to be tried again at ``due_at``."""
    again = {"due_at": due_at, "claimed_until": None, "claim": "", "error": error[:500]}
    tx.execute(update(jobs).where(jobs.c.id == job.id, jobs.c.claim == job.claim).values(again))


def reschedule_job(tx: Tx, job: Job, due_at: dt.datetime) -> None:
    """Put a job that is done back for its next turn, as new."""
    again = {"due_at": due_at, "claimed_until": None, "claim": "", "attempts": 0, "error": ""}
    tx.execute(update(jobs).where(jobs.c.id == job.id, jobs.c.claim == job.claim).values(again))


def next_due(tx: Tx) -> dt.datetime | None:
    """Return when the next job that nobody works on is due, or a claim ends; None when there is none."""
    when = func.coalesce(jobs.c.claimed_until, jobs.c.due_at)
    found: dt.datetime | None = tx.execute(select(func.min(type_coerce(when, Instant)))).scalar_one_or_none()
    return found


def has_job(tx: Tx, once: str) -> bool:
    """Return whether a job of this word is in the queue."""
    return tx.execute(select(jobs.c.id).where(jobs.c.once == once)).first() is not None


def count_jobs(tx: Tx, kind: str = "") -> int:
    """Return how many jobs wait, of one kind or of all."""
    query: Any = select(func.count()).select_from(jobs)
    return int(tx.execute(query.where(jobs.c.kind == kind) if kind else query).scalar_one())
