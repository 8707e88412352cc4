"""Isso: its SQLite database, read and never written."""

from __future__ import annotations

import html
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pledges.errors import ContentError, Problem
from pledges.importers.dates import instant_of_seconds
from pledges.importers.imported import ImportedResponse, Status

SYSTEM = "isso"
#: Isso's modes; 4 keeps the place of a comment that has replies.
_MODES = {1: Status.LIVE, 2: Status.WAITING, 4: Status.DELETED}
# E-mail, remote address and voters are not even asked for.
_COMMENTS = """
    SELECT threads.uri, comments.id, comments.parent, comments.created, comments.modified, comments.mode,
           comments.author, comments.website, comments.text
    FROM comments JOIN threads ON threads.id = comments.tid
    ORDER BY comments.tid, comments.id
"""
_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('comments', 'threads')"


Row = tuple[Any, ...]


def read_isso(path: Path) -> Iterator[ImportedResponse | Problem]:
    """Yield the comments of a database. Raises ContentError when it is not Isso's, OSError when missing."""
    path.stat()  # a missing file is no database that is broken
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            if database.execute(_TABLES).fetchone()[0] != 2:  # a view could run for ever
                raise sqlite3.DatabaseError("it has no tables comments and threads")
            for row in database.execute(_COMMENTS):
                yield _comment(path, row)
    except sqlite3.Error as error:
        message = f"is not a database of Isso ({error}); give its file comments.db"
        raise ContentError([Problem(str(path), 0, "", message)]) from error


def _comment(path: Path, row: Row) -> ImportedResponse | Problem:
    uri, number, parent, created, modified, mode, author, website, text = row
    if mode not in _MODES:
        return Problem(str(path), 0, f"comment {number}", f'has the mode "{mode}", which Isso does not know')
    return ImportedResponse(
        key=f"{uri}#{number}",
        target=str(uri),
        parent=f"{uri}#{parent}" if parent else "",
        date=_instant(created),
        updated=_instant(modified),
        status=_MODES[mode],
        name=html.unescape(str(author or "")),  # Isso escapes these two on the way in
        url=html.unescape(str(website or "")),
        text=str(text or ""),
        place=f"comment {number}",
    )


def _instant(seconds: Any) -> Any:
    return instant_of_seconds(seconds) if isinstance(seconds, int | float) and seconds else None
