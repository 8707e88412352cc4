"""Durable counters of who sent how much, under hashes whose key is thrown away every day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, select, type_coerce

from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import Instant, rate_keys, rates


def key_of_day(tx: Tx, day: dt.date, fresh: bytes) -> bytes:
    """Return the day's key; ``fresh`` becomes it when the day has none yet."""
    found = _key(tx, day)
    if found is None:
        tx.execute(upsert(tx, rate_keys, ("day",)), {"day": day.isoformat(), "key": fresh.hex()})
        found = _key(tx, day)
    return bytes.fromhex(found or "")


def count_up(tx: Tx, bucket: str, who: str, window_at: dt.datetime) -> None:
    """Count one more in this window."""
    values = {"bucket": bucket, "who": who, "window_at": window_at, "count": 1}
    tx.execute(upsert(tx, rates, ("bucket", "who", "window_at"), _one_more), values)


def _one_more(_new: Any) -> dict[str, Any]:
    return {"count": rates.c.count + 1}


def counts(
    tx: Tx, bucket: str, who: str, *, recent_from: dt.datetime, today_from: dt.datetime
) -> tuple[int, dt.datetime | None, int]:
    """Return how many were counted in windows from an instant on, the first of those, and how many today."""
    given = {"bucket": bucket, "who": who, "recent": recent_from, "today": today_from}
    recent, oldest, today = tx.execute(_COUNTS, {**given, "first": min(recent_from, today_from)}).one()
    return int(recent), oldest, int(today)


def _sum_from(name: str) -> ColumnElement[int]:
    since = bindparam(name, type_=Instant)
    return func.coalesce(func.sum(case((rates.c.window_at >= since, rates.c.count), else_=0)), 0)


_COUNTS = select(
    _sum_from("recent"),
    type_coerce(
        func.min(case((rates.c.window_at >= bindparam("recent", type_=Instant), rates.c.window_at))), Instant
    ),
    _sum_from("today"),
).where(
    rates.c.bucket == bindparam("bucket"),
    rates.c.who == bindparam("who"),
    rates.c.window_at >= bindparam("first", type_=Instant),
)


def forget_rates(tx: Tx, before: dt.datetime) -> None:
    """Forget counters and keys of days that ended before an instant."""
    tx.execute(delete(rates).where(rates.c.window_at < before))
    tx.execute(delete(rate_keys).where(rate_keys.c.day < before.date().isoformat()))


def _key(tx: Tx, day: dt.date) -> str | None:
    found: str | None = tx.execute(_KEY, {"day": day.isoformat()}).scalar_one_or_none()
    return found


_KEY = select(rate_keys.c.key).where(rate_keys.c.day == bindparam("day"))
