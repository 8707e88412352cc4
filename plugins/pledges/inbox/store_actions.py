"""What moderators did: who, what, when, and how it was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update

from pledges.inbox.store import Tx
from pledges.inbox.store_tables import actions


@dataclass(frozen=True, slots=True)
class Action:
    """One act. ``before`` is the submission as JSON, empty once it can no longer be undone."""

    id: int
    at: dt.datetime
    actor: str
    verb: str
    submission: str
    before: str
    note: str
    batch: str
    undone_at: dt.datetime | None


def add_action(
    tx: Tx,
    *,
    at: dt.datetime,
    actor: str,
    verb: str,
    submission: str = "",
    before: str = "",
    note: str = "",
    batch: str = "",
) -> int:
    """Write an act into the log and return its number."""
    values = {
        "at": at,
        "actor": actor,
        "verb": verb,
        "submission": submission,
        "before": before,
        "note": note,
        "batch": batch,
    }
    return int(tx.execute(insert(actions).values(values).returning(actions.c.id)).scalar_one())


def find_action(tx: Tx, action_id: int) -> Action | None:
    """Return the act, or None."""
    row = tx.execute(select(actions).where(actions.c.id == action_id)).first()
    return _action(row) if row else None


def last_action(tx: Tx, submission: str) -> Action | None:
    """Return the latest act on a submission that can still be undone, or None."""
    query = select(actions).where(
        actions.c.submission == submission, actions.c.undone_at.is_(None), actions.c.before != ""
    )
    row = tx.execute(query.order_by(actions.c.id.desc()).limit(1)).first()
    return _action(row) if row else None


def list_actions(tx: Tx, *, submission: str = "", batch: str = "", limit: int = 100) -> list[Action]:
    """Return acts, the latest first."""
    query = select(actions).order_by(actions.c.id.desc()).limit(limit)
    if submission:
        query = query.where(actions.c.submission == submission)
    if batch:
        query = query.where(actions.c.batch == batch)
    return [_action(row) for row in tx.execute(query)]


def mark_undone(tx: Tx, action_id: int, now: dt.datetime) -> None:
    """Note that an act was undone."""
    tx.execute(update(actions).where(actions.c.id == action_id).values(undone_at=now))


def forget_before(tx: Tx, *, submissions: Sequence[str] = (), older_than: dt.datetime | None = None) -> None:
    """Empty the earlier states of these submissions, or of all acts before an instant."""
    statement = update(actions).where(actions.c.before != "").values(before="")
    if submissions:
        tx.execute(statement.where(actions.c.submission.in_(submissions)))
    if older_than is not None:
        tx.execute(statement.where(actions.c.at < older_than))


def _action(row: Row[Any]) -> Action:
    return Action(
        row.id, row.at, row.actor, row.verb, row.submission, row.before, row.note, row.batch, row.undone_at
    )
