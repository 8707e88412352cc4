"""Conversations are read when they are asked for, and are what was read the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledges.files.conversations import Conversations, RecordChanged, id_mark

PATH = "responses/essays/an-essay.jsonl"


def line(identity: str) -> bytes:
    return b'{"id":"%s","kind":"comment","date":"2026-02-01T12:00:00Z","text":"Yes."}\n' % identity.encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(line("one") + line("two"))
    return file


def again(content: Path, sights: Conversations) -> Conversations:
    """Return the same conversations, none of them at hand."""
    return Conversations(content, sights=sights.sights())


def test_what_was_added_since_is_left_for_the_next_time(tmp_path: Path, file: Path) -> None:
    first = Conversations(tmp_path, [PATH])
    assert first.read(PATH) == []
    file.write_bytes(file.read_bytes() + line("three"))

    assert [said.id for said in again(tmp_path, first)[PATH].responses] == ["one", "two"]
    assert first.sight(PATH).marks == id_mark("one") + id_mark("two")


@pytest.mark.parametrize("data", [b"", line("two") + line("one"), line("one")])
def test_what_was_changed_otherwise_is_told(tmp_path: Path, file: Path, data: bytes) -> None:
    first = Conversations(tmp_path, [PATH])
    first.read(PATH)
    file.write_bytes(data)

    with pytest.raises(RecordChanged, match="build again"):
        again(tmp_path, first)[PATH]
