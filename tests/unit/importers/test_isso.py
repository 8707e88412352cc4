"""Isso's database, with the schema of its own source."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from import_making import by_text, imported, record, run, tree
from pledges.errors import ContentError
from pledges.importers.isso import SYSTEM, read_isso

SCHEMA = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
  created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR,
  email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
  notification INTEGER DEFAULT 0);
INSERT INTO threads VALUES (1, '/2019/05/on-promises/', 'On promises'), (2, '/elsewhere/', 'Elsewhere');
"""


def comment(number: int, text: str | None, **fields: Any) -> dict[str, Any]:
    row = {"tid": 1, "id": number, "parent": None, "created": 1556791200.5 + number, "modified": None}
    row |= {"mode": 1, "remote_addr": "203.0.113.0", "text": text, "author": "Ada &amp; Bo"}
    row |= {"email": "ada@mail.example", "website": "https://ada.example/?a=1&amp;b=2", "voters": b""}
    return row | fields


def database(folder: Path, *comments: dict[str, Any]) -> Path:
    file = folder / "comments.db"
    connection = sqlite3.connect(file)
    connection.executescript(SCHEMA)
    for row in comments:
        names = ", ".join(row)
        connection.execute(
            f"INSERT INTO comments ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
    connection.commit()
    connection.close()
    return file


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


def test_comments_come_over_with_threads_times_and_names_and_nothing_private(
    content: Path, tmp_path: Path
) -> None:
    file = database(
        tmp_path,
        comment(1, "A *Markdown* text, 1 < 2"),
        comment(2, "Indeed.", parent=1, modified=1556900000.25, author=None, website=None),
        comment(3, "", mode=4, author=None),
        comment(4, "Why gone?", parent=3),
        comment(5, "Waits.", mode=2),
        comment(6, "Far away.", tid=2),
    )
    report = run(content, read_isso(file), system=SYSTEM)
    found = by_text(content)
    assert list(found) == ["A *Markdown* text, 1 < 2", "Indeed.", "Why gone?"]
    one, two, _ = found.values()
    assert one["author"] == {"name": "Ada & Bo", "url": "https://ada.example/?a=1&b=2"}
    assert (one["date"], one["origin"]) == ("2019-05-02T10:00:01.500000Z", "isso:/2019/05/on-promises/#1")
    assert (two["author"]["name"], two["updated"]) == ("Anonymous", "2019-05-03T16:13:20.250000Z")
    assert two["in_reply_to"] == one["id"]
    assert report.skipped == {"waits for a moderator": 1}
    assert report.unknown == {"/elsewhere/": 1}
    everything = b"".join(tree(content).values())
    assert b"mail.example" not in everything
    assert b"203.0.113" not in everything


def test_the_database_is_only_read(content: Path, tmp_path: Path) -> None:
    file = database(tmp_path, comment(1, "Once."))
    before = file.read_bytes()
    run(content, read_isso(file), system=SYSTEM)
    run(content, read_isso(file), system=SYSTEM)
    assert file.read_bytes() == before
    assert len(imported(content)) == 1


def test_a_mode_that_isso_does_not_have_is_a_problem_and_odd_values_are_survived(
    content: Path, tmp_path: Path
) -> None:
    broken = b"caf\xe9".decode("latin-1").encode("latin-1")
    file = database(
        tmp_path,
        comment(1, "New mode.", mode=9),
        comment(2, "No time.", created="yesterday"),
        comment(3, "Far off.", created=1e300),
        comment(4, None),
        comment(5, "Odd name.", author=broken, website=7),
    )
    report = run(content, read_isso(file), system=SYSTEM)
    assert report.aside == {"cannot be read": 1, "has no date that can be read": 2, "says nothing": 1}
    assert list(by_text(content)) == ["Odd name."]


@pytest.mark.parametrize("what", ["text", "empty", "view", "other tables"])
def test_what_is_no_database_of_isso_is_refused(tmp_path: Path, what: str) -> None:
    file = tmp_path / "comments.db"
    if what == "text":
        file.write_text("no database" * 100, encoding="utf-8")
    elif what == "empty":
        file.touch()
    else:
        connection = sqlite3.connect(file)
        connection.execute("CREATE TABLE threads (id, uri)")
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS tid FROM n"
        connection.execute(
            f"CREATE VIEW comments AS {endless}" if what == "view" else "CREATE TABLE comments (x)"
        )
        connection.commit()
        connection.close()
    with pytest.raises(ContentError, match="is not a database of Isso"):
        list(read_isso(file))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_isso(tmp_path / "comments.db"))
