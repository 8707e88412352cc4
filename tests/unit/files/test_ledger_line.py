"""The record's fast reading of ledgers and the verifier's plain one are of one mind."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.ledger import EntryKind, Statement, first_prev, seal
from pledges.domain.response import Author, Kind, Response
from pledges.files.ledger_line import read_ledger, response_body, response_commitment
from pledges.files.response_line import encode_response
from pledges.verify_ledger import check_chain, digest

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SALT = "0" * 32


def ledger_of(texts: list[str]) -> bytes:
    """Return a ledger with an update for each text."""
    data, prev = b"", first_prev("x-1a2b")
    for number, text in enumerate(texts, start=1):
        said = Statement(
            kind=EntryKind.UPDATE, id=f"u{number}", date="2026-03-31", body={"text": text}, salt=SALT
        )
        prev, line = seal(said, number, prev)
        data += line
    return data


@given(TEXTS, TEXTS)
def test_a_response_is_committed_to_in_canonical_form(name: str, text: str) -> None:
    response = Response(
        id="a1",
        kind=Kind.COMMENT,
        date=dt.datetime(2026, 3, 31, tzinfo=dt.UTC),
        author=Author(name),
        text=text,
        salt=SALT,
    )
    opening = {"body": response_body(response), "salt": SALT}
    assert response_commitment(response) == digest(opening)
    line = json.loads(encode_response(response))
    assert line == {**opening["body"], "salt": SALT}
    as_written = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    assert encode_response(response) == as_written


@given(st.lists(TEXTS, max_size=4))
def test_a_whole_ledger_is_read_alike(texts: list[str]) -> None:
    data = ledger_of(texts)
    sealed, problems = read_ledger("ledger/x-1a2b.jsonl", data)
    entries, findings = check_chain("ledger/x-1a2b.jsonl", data)
    assert (problems, findings) == ([], [])
    assert [(one.entry.n, one.hash) for one in sealed] == [(n, one.hash) for n, one in entries.items()]
    assert [one.body() for one in sealed] == [{"text": text} for text in texts]
    assert [data[: one.end].count(b"\n") for one in sealed] == list(range(1, len(texts) + 1))


@given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_a_changed_byte_is_refused_by_both(texts: list[str], drawn: st.DataObject) -> None:
    data = ledger_of(texts)
    place = drawn.draw(st.integers(0, len(data) - 1))
    byte = drawn.draw(st.integers(0, 255).filter(lambda new: new != data[place]))
    changed = data[:place] + bytes([byte]) + data[place + 1 :]
    assert check_chain("ledger/x-1a2b.jsonl", changed)[1]
    sealed, problems = read_ledger("ledger/x-1a2b.jsonl", changed)
    assert sealed == ()
    assert problems


def test_a_ledger_of_a_later_version_is_not_passed_over() -> None:
    entry = {**json.loads(ledger_of(["a"]))["entry"], "kind": "witness"}
    line = json.dumps({"entry": entry, "hash": digest(entry)}, separators=(",", ":"), sort_keys=True)
    sealed, problems = read_ledger("ledger/x-1a2b.jsonl", line.encode() + b"\n")
    assert sealed == ()
    assert "cannot be read by this version" in problems[0].message
