"""The one statement that the two databases spell alike but SQLAlchemy does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from pledges.inbox.store import Tx

Changes = Callable[[Any], Mapping[str, Any]]


def upsert(tx: Tx, table: Table, keys: tuple[str, ...], changes: Changes | None = None) -> Insert:
    """Return an insert; where a row with these keys exists it makes ``changes`` instead (none: nothing).

    ``changes``, a function of the module, is given the columns of the row that could not be put in.
    The statement is made once and executed with the row's values: to make one costs more than to run it.
    """
    return _statement(tx.dialect.name, table, keys, changes)


@lru_cache(maxsize=64)
def _statement(dialect: str, table: Table, keys: tuple[str, ...], changes: Changes | None) -> Insert:
    statement: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if changes is None:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    else:
        statement = statement.on_conflict_do_update(
            index_elements=keys, set_=dict(changes(statement.excluded))
        )
    return cast("Insert", statement)
