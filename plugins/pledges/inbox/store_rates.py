"""Durable counters of who sent how much, under hashes whose key is thrown away every day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select

from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import rate_keys, rates


def key_of_day(tx: Tx, day: dt.date, fresh: bytes) -> bytes:
    """Return the day's key; ``fresh`` becomes it when the day has none yet."""
    found = _key(tx, day)
    if found is None:
        tx.execute(upsert(tx, rate_keys, {"day": day.isoformat(), "key": fresh.hex()}, keys=("day",)))
        found = _key(tx, day)
    return bytes.fromhex(found or "")


def count_up(tx: Tx, bucket: str, who: str, window_at: dt.datetime) -> int:
    """Count one more and return how many there are now in this window."""
    values = {"bucket": bucket, "who": who, "window_at": window_at, "count": 1}
    statement = upsert(
        tx, rates, values, keys=("bucket", "who", "window_at"), changes={"count": rates.c.count + 1}
    )
    return int(tx.execute(statement.returning(rates.c.count)).scalar_one())


def count_since(tx: Tx, bucket: str, who: str, since: dt.datetime) -> tuple[int, dt.datetime | None]:
    """Return how many were counted in windows that began at or after an instant, and the first of those."""
    query = select(func.coalesce(func.sum(rates.c.count), 0), func.min(rates.c.window_at)).where(
        rates.c.bucket == bucket, rates.c.who == who, rates.c.window_at >= since
    )
    number, oldest = tx.execute(query).one()
    return int(number), oldest


def forget_rates(tx: Tx, before: dt.datetime) -> None:
    """Forget counters and keys of days that ended before an instant."""
    tx.execute(delete(rates).where(rates.c.window_at < before))
    tx.execute(delete(rate_keys).where(rate_keys.c.day < before.date().isoformat()))


def _key(tx: Tx, day: dt.date) -> str | None:
    found: str | None = tx.execute(
        select(rate_keys.c.key).where(rate_keys.c.day == day.isoformat())
    ).scalar_one_or_none()
    return found
