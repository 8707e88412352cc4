"""The inbox's database taken elsewhere, or back: everything private that a record does not have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from pledges.inbox.config import InboxSettings
from pledges.inbox.store import Store, Tx
from pledges.inbox.store_dump import DumpError, dump, load
from pledges.inbox.store_migrations import migrate


def dump_inbox(settings: InboxSettings, file: IO[bytes], now: dt.datetime) -> int:
    """Write all that the inbox holds, in one consistent state, and return how many rows that was.

    E-mail addresses stay encrypted: without the inbox's key nobody can read them. Raises DumpError where
    there is no database, StorageFull.
    """
    if not _is_there(settings.database_url):
        raise DumpError(f'there is no inbox at "{make_url(settings.database_url).database}" yet')

    def write(tx: Tx) -> int:
        rows = -1  # the first line is no row
        for line in dump(tx):
            file.write(line)
            rows += 1
        return rows

    with _opened(settings, now) as store:
        return store.read(write)


def load_inbox(settings: InboxSettings, path: Path, now: dt.datetime) -> int:
    """Fill an empty inbox with what :func:`dump_inbox` wrote; return the number of rows. All or nothing.

    Raises DumpError, and then nothing has changed.
    """

    def read(tx: Tx) -> int:
        with path.open("rb") as lines:
            return sum(load(tx, lines).values())

    with _opened(settings, now) as store:
        return store.write(read)


def _is_there(url: str) -> bool:
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()


@contextmanager
def _opened(settings: InboxSettings, now: dt.datetime) -> Iterator[Store]:
    store = Store(settings.database_url)
    try:
        migrate(store, now)
        yield store
    finally:
        store.close()
