"""A look at the database from outside, for the operator; nothing in it is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from pledges.inbox import store_signs
from pledges.inbox.errors import StorageFull
from pledges.inbox.store import Store, Tx
from pledges.inbox.store_migrations import known_migrations
from pledges.inbox.store_signs import WORKER, Load
from pledges.inbox.store_tables import schema_version


@dataclass(frozen=True, slots=True)
class Checkup:
    """How a database stands. ``missing`` and ``unknown`` are migrations; ``load`` is None while any is."""

    kind: str
    missing: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    load: Load | None = None
    worker_seen: dt.datetime | None = None


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None for another kind. Raises StorageFull for no URL at all."""
    try:
        parsed = make_url(url)
    except SQLAlchemyError as error:
        raise StorageFull(f"{url!r} is not the URL of a database") from error
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(parsed.database) if is_file and parsed.database else None


def check_up(url: str, now: dt.datetime) -> Checkup:
    """Look at the database at ``url``, which is not made for it. Raises StorageFull, SettingsError."""
    file = database_file(url)
    if file is not None and not file.is_file():
        raise StorageFull(f'there is no database "{file}"')
    try:
        store = Store(url)
    except (SQLAlchemyError, ImportError) as error:
        raise StorageFull(f"the database cannot be used: {error}") from error
    try:
        return store.read(lambda tx: _checkup(tx, now))
    except SQLAlchemyError as error:
        raise StorageFull(f"the database cannot be read ({type(error).__name__})") from error
    finally:
        store.close()


def _checkup(tx: Tx, now: dt.datetime) -> Checkup:
    known, applied = set(known_migrations()), _applied(tx)
    kind = tx.dialect.name
    if known != applied:
        return Checkup(kind, tuple(sorted(known - applied)), tuple(sorted(applied - known)))
    return Checkup(kind, load=store_signs.load(tx, now), worker_seen=store_signs.last_sign(tx, WORKER))


def _applied(tx: Tx) -> set[int]:
    if not inspect(tx).has_table(schema_version.name):
        return set()
    return set(tx.execute(select(schema_version.c.number)).scalars())
