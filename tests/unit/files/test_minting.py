"""Ids are minted once, and only where there are none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.files.minting import ALPHABET, fix_missing_ids, insert_id, mint_id
from pledges.files.page_file import parse_page
from pledges.files.record import load_record


@given(st.text(max_size=200), st.integers())
def test_an_id_is_a_short_slug_and_four_characters(slug: str, seed: int) -> None:
    identity = mint_id(slug, (), random.Random(seed).choice)
    assert set(identity[-4:]) <= set(ALPHABET)
    assert len(identity) <= 65
    page, problems = parse_page("pages/x.md", f'---\nid: "{identity}"\ntitle: x\n---\n')
    assert page, problems


def test_a_taken_id_is_not_minted_again() -> None:
    first = mint_id("x", (), random.Random(1).choice)
    assert mint_id("x", {first}, random.Random(1).choice) != first


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\ntitle: x\n---\nid: y\n", b"---\nid: new\ntitle: x\n---\nid: y\n"),
        (b"---\r\ntitle: x\r\n---\r\n", b"---\r\nid: new\r\ntitle: x\r\n---\r\n"),
        (b"\xef\xbb\xbf---\ntitle: x\n---\n", b"\xef\xbb\xbf---\nid: new\ntitle: x\n---\n"),
        (b"---\ntitle: x\nid:\n---\n", b"---\ntitle: x\nid: new\n---\n"),
        (b"---\n---\n", b"---\nid: new\n---\n"),
        (b"---\nid: old\n---\n", b"---\nid: old\n---\n"),
        (b"no header\n", b"no header\n"),
    ],
)
def test_an_id_is_put_first_and_nothing_else_changes(before: bytes, after: bytes) -> None:
    assert insert_id(before, "new") == after


def test_every_file_without_an_id_gets_its_own(tmp_path: Path) -> None:
    pages = tmp_path / "content" / "pages"
    pages.mkdir(parents=True)
    (pages / "about.md").write_text("---\ntitle: About\n---\n")
    (pages / "why.md").write_text("---\nid: why-2a2b\ntitle: Why\n---\n")

    minted = fix_missing_ids(tmp_path / "content", random.Random(1).choice)

    assert [path for path, _ in minted] == ["content/pages/about.md"]
    record, problems = load_record(tmp_path / "content")
    assert not problems
    assert [page.id for page in record.pages] == [minted[0][1], "why-2a2b"]
    assert fix_missing_ids(tmp_path / "content", random.Random(1).choice) == []
