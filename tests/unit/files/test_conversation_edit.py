"""One line changes, every other byte stays, and twice is once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.files.conversation_edit import add_lines, has_response, put_line, remove_line, sweep

ONE = b'{"id":"one","kind":"comment","date":"2026-01-01T00:00:00Z","text":"1"}\n'
TWO = b'{ "id" : "two", "kind":"comment","date":"2026-01-01T00:00:00Z","in_reply_to":"one","text":"2"}\n'
NEW = b'{"id":"new","kind":"comment","date":"2026-01-01T00:00:00Z","text":"3"}\n'
GONE = b'{"id":"one","kind":"comment","date":"2026-01-01T00:00:00Z","erased":"2026-01-02T00:00:00Z"}\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "responses" / "x.jsonl"
    file.parent.mkdir()
    file.write_bytes(ONE + TWO)
    return file


def test_a_new_line_is_the_last(path: Path) -> None:
    assert put_line(path, "new", NEW)
    assert not put_line(path, "new", NEW)
    assert path.read_bytes() == ONE + TWO + NEW


def test_a_known_line_is_replaced_in_its_place(path: Path) -> None:
    put_line(path, "one", GONE)
    assert path.read_bytes() == GONE + TWO


def test_a_line_written_twice_by_hand_becomes_one(path: Path) -> None:
    path.write_bytes(ONE + TWO + ONE)
    put_line(path, "one", ONE)
    assert path.read_bytes() == ONE + TWO


def test_many_lines_are_added_at_once_and_none_twice(path: Path) -> None:
    assert add_lines(path, [("two", TWO), ("new", NEW), ("gone", GONE.replace(b"one", b"gone"))]) == 2
    assert path.read_bytes() == ONE + TWO + NEW + GONE.replace(b"one", b"gone")
    assert add_lines(path, [("new", NEW)]) == 0
    assert add_lines(path.with_name("first.jsonl"), [("new", NEW)]) == 1


def test_when_lines_cannot_be_added_the_old_ones_stay(path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "new", NEW
        raise OSError(28, "the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        add_lines(path, broken())
    assert path.read_bytes() == ONE + TWO
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_line_that_is_answered_leaves_its_place(path: Path) -> None:
    assert remove_line(path, "one", GONE)
    assert path.read_bytes() == GONE + TWO
    assert not remove_line(path, "one", GONE)


def test_a_line_that_nobody_answered_goes(path: Path) -> None:
    remove_line(path, "two", GONE)
    assert path.read_bytes() == ONE


def test_nothing_is_made_of_a_conversation_that_is_not_there(tmp_path: Path) -> None:
    assert not remove_line(tmp_path / "x.jsonl", "one", GONE)
    assert list(tmp_path.iterdir()) == []


def test_the_first_line_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "responses" / "pledges" / "y.jsonl"
    put_line(path, "new", NEW)
    assert path.read_bytes() == NEW
    assert list(path.parent.iterdir()) == [path]


def test_a_line_somebody_broke_is_left_as_it_is(path: Path) -> None:
    path.write_bytes(b"{broken\n" + ONE + b'{"id":"torn')
    put_line(path, "new", NEW)
    assert path.read_bytes() == b"{broken\n" + ONE + b'{"id":"torn\n' + NEW


def test_an_id_is_found_whole_and_only_as_an_id(path: Path) -> None:
    assert has_response(path, "two")
    assert not has_response(path, "tw")
    assert not has_response(path, "comment")
    assert not has_response(path.with_name("none.jsonl"), "one")


def test_what_killed_writers_left_is_swept(path: Path) -> None:
    left = path.with_name(".x.jsonl.a1b2c3d4")
    left.write_bytes(b"half")
    sweep(path.parent)
    assert list(path.parent.iterdir()) == [path]
    sweep(path.parent / "none")


@given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
def test_the_file_holds_what_was_put_last(
    steps: list[tuple[str, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("edit") / "x.jsonl"
    wanted: dict[str, bytes] = {}
    for number, (name, there) in enumerate(steps):
        line = b'{"id":"%s","text":"%d"}\n' % (name.encode(), number)
        if there:
            put_line(path, name, line)
            wanted[name] = line
        else:
            remove_line(path, name, line)
            wanted.pop(name, None)
    assert sorted(path.read_bytes().splitlines(keepends=True) if path.exists() else []) == sorted(
        wanted.values()
    )
