"""Looks at the schema as it is."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, inspect

from pledges.inbox.store import Tx
from pledges.inbox.store_tables import METADATA, schema_version


def differences(tx: Tx) -> list[str]:
    """Return how the database's tables differ from those that the code expects, one sentence each."""
    found = inspect(tx)
    there = set(found.get_table_names())
    told = [f"{name}: there is no such table" for name in sorted(METADATA.tables.keys() - there)]
    told += [f"{name}: nothing knows this table" for name in sorted(there - METADATA.tables.keys())]
    for name, table in sorted(METADATA.tables.items()):
        if name in there:
            is_there = {(column["name"], bool(column["nullable"])) for column in found.get_columns(name)}
            keys = set(found.get_pk_constraint(name)["constrained_columns"])
            wanted = {(column.name, bool(column.nullable)) for column in table.columns}
            odd = {column for column, _ in wanted ^ is_there} - keys
            told += [f"{name}.{column}: differs" for column in sorted(odd)]
            if {column.name for column in table.primary_key} != keys:
                told.append(f"{name}: another primary key")
    return told


def mark_applied(tx: Tx, number: int, now: dt.datetime) -> None:
    """Note that a migration was applied."""
    tx.execute(insert(schema_version).values(number=number, applied_at=now))
