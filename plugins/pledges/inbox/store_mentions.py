"""Which source was seen for which target: one submission each, whatever protocols told of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, select, update

from pledges.domain.submission import State
from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import mentions, submissions


@dataclass(frozen=True, slots=True)
class Seen:
    """A source and a target (both in the form in which equal ones are equal), and how checks went."""

    submission: str
    source: str
    target: str
    protocols: tuple[str, ...]
    failures: int
    checked_at: dt.datetime | None
    received_at: dt.datetime


def claim_mention(tx: Tx, submission: str, source: str, target: str, protocol: str, now: dt.datetime) -> Seen:
    """Return the mention of this source and target, which is the caller's own if none was there before."""
    values = {
        "submission": submission,
        "source": source,
        "target": target,
        "protocols": protocol,
        "failures": 0,
        "received_at": now,
    }
    tx.execute(upsert(tx, mentions, ("source", "target")), values)
    query = select(mentions).where(mentions.c.source == source, mentions.c.target == target)
    return _seen(tx.execute(query.with_for_update()).one())


def find_mention(tx: Tx, submission: str) -> Seen | None:
    """Return the mention that became this submission, or None."""
    row = tx.execute(select(mentions).where(mentions.c.submission == submission)).first()
    return _seen(row) if row else None


def note_protocol(tx: Tx, seen: Seen, protocol: str, now: dt.datetime) -> None:
    """Note by which protocol it was told of once more."""
    protocols = ",".join(dict.fromkeys((*seen.protocols, protocol)))
    statement = update(mentions).where(mentions.c.submission == seen.submission)
    tx.execute(statement.values(protocols=protocols, received_at=now))


def note_check(tx: Tx, submission: str, failures: int, now: dt.datetime) -> None:
    """Note that its source was looked at, and how often in a row it has failed."""
    statement = update(mentions).where(mentions.c.submission == submission)
    tx.execute(statement.values(failures=failures, checked_at=now))


def drop_mention(tx: Tx, submission: str) -> None:
    """Forget a mention."""
    tx.execute(delete(mentions).where(mentions.c.submission == submission))


def _seen(row: Row[Any]) -> Seen:
    return Seen(
        submission=row.submission,
        source=row.source,
        target=row.target,
        protocols=tuple(row.protocols.split(",")),
        failures=row.failures,
        checked_at=row.checked_at,
        received_at=row.received_at,
    )


def is_known_host(tx: Tx, host: str) -> bool:
    """Return whether a mention from this host was approved, and none was called spam."""
    mine = mentions.c.source.startswith(f"{host}/", autoescape=True) | (mentions.c.source == host)
    states = set(
        tx.execute(
            select(submissions.c.state)
            .join(mentions, mentions.c.submission == submissions.c.id)
            .where(mine, submissions.c.state.in_([State.APPROVED.value, State.SPAM.value]))
            .distinct()
        ).scalars()
    )
    return states == {State.APPROVED.value}
