"""The one statement that the two databases spell alike but SQLAlchemy does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from pledges.inbox.store import Tx


def upsert(
    tx: Tx,
    table: Table,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    keys: Sequence[str],
    changes: Mapping[str, Any] | None = None,
) -> Insert:
    """Return an insert that makes ``changes`` (none: nothing) where a row with these keys exists."""
    make = postgresql.insert if tx.dialect.name == "postgresql" else sqlite.insert
    statement: Any = make(table).values(values)
    if changes is None:
        statement = statement.on_conflict_do_nothing(index_elements=list(keys))
    else:
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=dict(changes))
    return cast("Insert", statement)
