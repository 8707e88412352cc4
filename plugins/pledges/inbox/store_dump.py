"""The whole database as text, and back: to keep it, or to move it to another database.

One JSON array a line: ``["submissions", {…}]``. The first line says which version of the tables it is.
Instants are microseconds since 1970, as they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Column, Table, func, insert, select, text, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import BigInteger, Float, Integer

from pledges.errors import PledgesError
from pledges.inbox.store import Tx
from pledges.inbox.store_tables import METADATA, Instant, rate_keys, rates, schema_version, signs

FORMAT = "pledges-inbox"

#: What has no meaning elsewhere or tomorrow: today's counts, signs of life, the schema's own history.
_LEFT_OUT = {rates, rate_keys, signs, schema_version}
#: Other processes may have put these there when they opened the new, empty inbox.
_MAY_BE_THERE = {"tally", "jobs"}
_ROWS = 500
_MAX_INTEGER = 2**63


class DumpError(PledgesError):
    """A dump cannot be read, or the database is not empty; the message says which."""


def dump(tx: Tx) -> Iterator[bytes]:
    """Yield the database line by line; the same content gives the same lines."""
    if tx.dialect.name == "postgresql":  # SQLite's readers have one state by themselves
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    yield _line(FORMAT, {"version": _version(tx)})
    for table in _tables():
        plain = [_as_stored(column) for column in table.columns]
        query = select(*plain).order_by(*table.primary_key.columns)
        for row in tx.execution_options(yield_per=_ROWS).execute(query):
            yield _line(table.name, {f"{name}": value for name, value in row._mapping.items()})


def load(tx: Tx, lines: Iterable[bytes]) -> dict[str, int]:
    """Fill an empty database with a dump's rows; return how many each table got.

    Raises DumpError for a dump of another version, or one that is cut or changed, and for a database
    that holds something already. The transaction must then be rolled back.
    """
    tables = {table.name: table for table in _tables()}
    _require_empty(tx, tables)
    following = iter(lines)
    first, head = _read(next(following, b""), 1)
    if first != FORMAT or head != {"version": _version(tx)}:
        raise DumpError(
            f"line 1: it is no inbox of version {_version(tx)}, which this program has; "
            "load it with the version of the program that wrote it, then bring it up to date"
        )
    counts: dict[str, int] = {}
    for number, line in enumerate(following, 2):
        name, row = _read(line, number)
        if name not in tables or not _is_row(tables[name], row):
            raise DumpError(f'line {number}: no row of "{name}" looks like this')
        try:
            tx.execute(insert(tables[name]).values(_to_store(tables[name], row)))
        except IntegrityError as error:
            raise DumpError(f'line {number}: "{name}" has this row already') from error
        counts[name] = counts.get(name, 0) + 1
    _go_on_counting(tx, tables)
    return counts


def _tables() -> list[Table]:
    return [table for name, table in sorted(METADATA.tables.items()) if table not in _LEFT_OUT]


def _version(tx: Tx) -> int:
    return int(tx.execute(select(func.max(schema_version.c.number))).scalar_one())


def _as_stored(column: Any) -> Any:
    """Return a column without the meaning of its type: instants as numbers."""
    return type_coerce(column, BigInteger).label(column.name) if isinstance(column.type, Instant) else column


def _to_store(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: type_coerce(value, BigInteger) if isinstance(table.c[name].type, Instant) else value
        for name, value in row.items()
    }


def _is_row(table: Table, row: dict[str, Any]) -> bool:
    """Tell whether a row has this table's columns, each with a value of its sort (SQLite would take any)."""
    if row.keys() != {column.name for column in table.columns}:
        return False
    return all(_fits(column, row[column.name]) for column in table.columns)


def _fits(column: Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Instant | Integer):
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MAX_INTEGER
    if isinstance(column.type, Float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _line(name: str, row: dict[str, Any]) -> bytes:
    return msgspec.json.encode([f"{name}", row]) + b"\n"


def _read(line: bytes, number: int) -> tuple[str, dict[str, Any]]:
    try:
        name, row = msgspec.json.decode(line, type=tuple[str, dict[str, Any]])
    except msgspec.MsgspecError as error:
        raise DumpError(f"line {number}: {error}; the file is cut off or was changed") from error
    return name, row


def _require_empty(tx: Tx, tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        if name in _MAY_BE_THERE:
            tx.execute(table.delete())
        elif tx.execute(select(func.count()).select_from(table)).scalar_one():
            raise DumpError(f'the database is not empty: there is something in "{name}"; nothing was changed')


def _go_on_counting(tx: Tx, tables: dict[str, Table]) -> None:
    """Let PostgreSQL's counters go on behind the ids that were put in (SQLite does so by itself)."""
    if tx.dialect.name != "postgresql":
        return
    for name in ("jobs", "actions"):
        last = tx.execute(select(func.max(tables[name].c.id))).scalar_one()
        if last is not None:
            tx.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": name, "last": last},
            )
