"""The database: one transaction a use case, on disk before it is called done.

All SQL of the inbox stands in this module and its siblings ``store_*``; each sibling's functions
take the transaction they are part of.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from pledges.errors import SettingsError
from pledges.inbox.errors import StorageFull

Tx = Connection
T = TypeVar("T")

BUSY_TIMEOUT_S = 10
MAX_GROUP = 64


class Store:
    """One database. Safe to share between threads; several processes may open the same one."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._group = _GroupCommit(self.engine) if self.engine.dialect.name == "sqlite" else None

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run ``work`` in one transaction and return what it returns, once it is durably on disk.

        Raises what ``work`` raises, with nothing changed; StorageFull when there is no room. ``work``
        must not wait for anything but the database, nor call ``write`` itself, nor leave anything
        behind elsewhere: it is run again when another's work in the same transaction fails.
        """
        try:
            if self._group is not None:
                return self._group.run(work)
            with self.engine.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            raise _storage_error(error) from error

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run ``work``, which only reads, on one consistent state and return what it returns."""
        try:
            with self.engine.connect() as connection:
                return work(connection)
        except DBAPIError as error:
            raise _storage_error(error) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process that does so on this database waiting, on whatever machine it is.

        SQLite's processes are on one machine, where a lock on a file does that; there it does nothing.
        What waits holds no transaction. Raises StorageFull for a database out of reach.
        """
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            self._execute(connection, "SELECT pg_advisory_lock(:number)")
            try:
                yield
            finally:  # where even that fails the session has ended, and the lock with it
                self._execute(connection, "SELECT pg_advisory_unlock(:number)")

    def _execute(self, connection: Connection, statement: str) -> None:
        try:
            connection.execute(text(statement), {"number": _PUBLISHING})
        except DBAPIError as error:
            raise _storage_error(error) from error

    def wipe(self) -> None:
        """Take what was deleted out of the database's files too, as far as nobody reads it just now.

        SQLite's log has the old pages until it is cut off. PostgreSQL's autovacuum does the like in its time.
        """
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as connection, suppress(sqlite3.OperationalError):
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # locked or full: next time

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class _Ticket:
    """One use case's work waiting for its place in a group."""

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        self.work = work
        self.done = False
        self.value: Any = None
        self.error: BaseException | None = None


class _GroupCommit:
    """Writers that wait for the lock share the next transaction, and so one wait for the disk.

    Nobody is answered before the common commit. When one of a group fails, all is rolled back and
    each is run by itself, so that it takes nothing of the others with it. Threads queue here rather
    than in SQLite, whose waiting is a series of growing sleeps.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writes=True)
        self._lock = threading.Lock()
        self._waiting: deque[_Ticket] = deque()

    def run(self, work: Callable[[Tx], T]) -> T:
        ticket = _Ticket(work)
        self._waiting.append(ticket)
        with self._lock:
            while not ticket.done:
                self._serve([self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_GROUP))])
        if ticket.error is not None:
            raise ticket.error
        value: T = ticket.value
        return value

    def _serve(self, group: list[_Ticket]) -> None:
        error = self._commit(group)
        if error is not None and len(group) > 1:
            for ticket in group:
                ticket.error = self._commit([ticket])
        elif error is not None:
            group[0].error = error
        for ticket in group:
            ticket.done = True

    def _commit(self, group: list[_Ticket]) -> BaseException | None:
        """Run the group in one transaction; return what went wrong, and then nothing has changed."""
        try:
            with self._engine.begin() as connection:
                for ticket in group:
                    ticket.value = ticket.work(connection)
        except BaseException as error:  # noqa: BLE001  # raised again in the threads that wait
            return error
        return None


def _engine(url: str) -> Engine:
    """Return an engine for the URL. Raises SettingsError for a database that is not known here.

    ``hide_parameters``: what strangers wrote stays out of error messages, and so out of logs.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise SettingsError(
                f'PLEDGES_DATABASE_URL: "{url}" names no file; write sqlite:///var/inbox.sqlite'
            )
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed,
            connect_args={"timeout": BUSY_TIMEOUT_S},
            pool_size=8,
            max_overflow=32,
            hide_parameters=True,
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.get_backend_name() == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_size=8, max_overflow=32, pool_pre_ping=True, hide_parameters=True)
    raise SettingsError(f'PLEDGES_DATABASE_URL: "{parsed.drivername}" is neither sqlite nor postgresql')


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    "cache_size=-16000",
)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Make commits durable and readers independent of the writer; transactions are begun by us. What is
    deleted is overwritten.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns writer later could be refused it."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _storage_error(error: DBAPIError) -> Exception:
    """Return StorageFull for what the operator has to repair, else the error itself."""
    return StorageFull(str(error.orig)) if isinstance(error, OperationalError) else error


_LOCK = 7_305_551  # any number, the same in every process
_PUBLISHING = 7_305_552


def lock_schema(tx: Tx) -> None:
    """Keep other processes from migrating at the same time, until the transaction ends."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
