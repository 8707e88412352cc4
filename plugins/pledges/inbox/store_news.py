"""What the weekly mails have told: each news once, whatever date it bears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete, func, select

from pledges.inbox.news import News
from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import news


def has_news(tx: Tx) -> bool:
    """Return whether anything was gathered before."""
    return tx.execute(select(news.c.id).limit(1)).first() is not None


def add_news(tx: Tx, week: str, found: Iterable[News], now: dt.datetime) -> None:
    """Note news for the mails of ``week``; what was noted before stays with its week."""
    rows = [
        {
            "id": one.id,
            "week": week,
            "target": one.target,
            "leader": one.leader,
            "happened_at": one.at,
            "heading": one.heading,
            "title": one.title,
            "path": one.path,
            "gathered_at": now,
        }
        for one in found
    ]
    if rows:
        tx.execute(upsert(tx, news, ("id",)), rows)


def news_of(tx: Tx, week: str, *, leader: str = "", target: str = "") -> list[News]:
    """Return a week's news, the oldest first; of one leader or one target if it is named."""
    query = select(news).where(news.c.week == week)
    if leader:
        query = query.where(news.c.leader == leader)
    if target:
        query = query.where(news.c.target == target)
    rows = tx.execute(query.order_by(news.c.happened_at, news.c.id))
    return [
        News(row.id, row.target, row.leader, row.happened_at, row.heading, row.title, row.path)
        for row in rows
    ]


def count_news(tx: Tx, week: str) -> int:
    """Return how much there is to tell in a week."""
    query = select(func.count()).select_from(news).where(news.c.week == week)
    return int(tx.execute(query).scalar_one())


def forget_news(tx: Tx, before: dt.datetime) -> None:
    """Delete what happened, and was gathered, before."""
    tx.execute(delete(news).where(news.c.gathered_at < before, news.c.happened_at < before))
