"""Conversations: a line is appended, or the file is replaced whole."""

from __future__ import annotations

import datetime as dt
import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_strategies import CHARACTERS, IDS
from pledges.domain.response import Author, Kind, Response, ResponseType, Role, Standing, VerdictValue
from pledges.errors import ContentError
from pledges.files.conversation_file import (
    append,
    format_conversation,
    parse_conversation,
    replace,
    rewrite,
)

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
INSTANTS = st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(1990, 1, 1))
RESPONSES = st.builds(
    Response,
    id=IDS,
    kind=st.sampled_from(Kind),
    type=st.sampled_from([ResponseType.MENTION, ResponseType.LIKE]),
    author=st.none() | st.builds(Author, name=ANY_TEXT, url=ANY_TEXT, role=st.none() | st.sampled_from(Role)),
    date=INSTANTS,
    in_reply_to=st.just("") | IDS,
    title=ANY_TEXT,
    source=st.text(CHARACTERS, min_size=1),
    excerpt=ANY_TEXT,
    text=ANY_TEXT,
    about=ANY_TEXT,
    customer=st.just("c-1"),
    standing=st.none() | st.sampled_from(Standing),
    origin=ANY_TEXT,
    updated=st.none() | INSTANTS,
    salt=ANY_TEXT,
)


def make_response(number: int = 1, text: str = "Yes.") -> Response:
    return Response(
        id=f"x-{number}",
        kind=Kind.COMMENT,
        author=Author("Ann"),
        date=dt.datetime(2026, 2, 3, 10, tzinfo=dt.UTC),
        text=text,
    )


@given(st.lists(RESPONSES, max_size=4))
def test_responses_are_read_as_they_were_written(responses: list[Response]) -> None:
    conversation, problems = parse_conversation("x.jsonl", format_conversation(responses))
    assert not problems
    assert conversation.responses == tuple(responses)
    assert list(conversation.lines) == list(range(1, len(responses) + 1))


@given(st.binary() | st.text(alphabet='{}[]":,id\n\\u0 ').map(str.encode))
def test_any_bytes_give_problems_and_no_error(data: bytes) -> None:
    conversation, problems = parse_conversation("x.jsonl", data)
    assert bool(problems) == bool(data)
    assert not conversation.responses


def test_a_value_nested_too_deeply_is_a_problem_of_its_line() -> None:
    deep = b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    _, problems = parse_conversation("x.jsonl", deep)
    assert [(problem.line, problem.field) for problem in problems] == [(1, "id")]


def test_keys_stand_in_their_order_and_are_absent_when_empty() -> None:
    verdict = Response(
        id="x-1",
        kind=Kind.COMMENT,
        type=ResponseType.VERDICT,
        author=Author("Ann", role=Role.PROMISOR),
        date=dt.datetime(2026, 2, 3, 10, tzinfo=dt.UTC),
        verdict=VerdictValue.NOT_KEPT,
        standing=Standing.OPEN,
    )
    assert format_conversation([verdict]) == (
        b'{"id":"x-1","kind":"comment","type":"verdict","author":{"name":"Ann","role":"promisor"},'
        b'"date":"2026-02-03T10:00:00Z","verdict":"not kept","standing":"open"}\n'
    )


def test_line_separators_within_a_text_do_not_end_a_line() -> None:
    response = make_response(text="a\u2028b\u0085c\x1cd\ne")
    data = format_conversation([response])
    assert data.count(b"\n") == 1
    assert parse_conversation("x.jsonl", data)[0].responses == (response,)


def test_a_response_is_appended_to_a_new_file_and_to_an_old_one(tmp_path: Path) -> None:
    file = tmp_path / "responses" / "pledges" / "x.jsonl"
    assert append(file, make_response(1))
    assert append(file, make_response(2))
    assert file.read_bytes() == format_conversation([make_response(1), make_response(2)])


def test_a_response_is_appended_only_once(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    append(file, make_response())
    assert not append(file, make_response(text="Again."))
    assert file.read_bytes() == format_conversation([make_response()])


def test_nothing_is_appended_to_a_torn_line(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    torn = format_conversation([make_response()]) + b'{"id":"x-2","ki'
    file.write_bytes(torn)
    with pytest.raises(ContentError, match=r"x\.jsonl:2: the line is torn off"):
        append(file, make_response(3))
    assert file.read_bytes() == torn


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.jsonl"
    append(file, make_response(1))
    before = file.read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:10]))
    with pytest.raises(OSError, match="full") as raised:
        append(file, make_response(2))
    assert raised.value.errno == errno.ENOSPC
    assert file.read_bytes() == before


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    append(file, make_response(1))
    replace(file, [make_response(2)])
    rewrite(file, lambda responses: [*responses, make_response(3)])
    assert file.read_bytes() == format_conversation([make_response(2), make_response(3)])
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]


def test_a_file_with_problems_is_not_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"hello\n")
    with pytest.raises(ContentError):
        rewrite(file, lambda responses: responses)
    assert file.read_bytes() == b"hello\n"


def _write_many(file: Path, first: int) -> None:
    for number in range(first, first + 25):
        append(file, make_response(number))
        if number % 5 == 0:
            rewrite(file, lambda responses: responses)


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    """Each writer opens the file anew, so the locks of threads are those of processes."""
    file = tmp_path / "x.jsonl"
    with ThreadPoolExecutor() as writers:
        for done in [writers.submit(_write_many, file, first) for first in (0, 100, 200)]:
            done.result()

    conversation, problems = parse_conversation("x.jsonl", file.read_bytes())
    assert not problems
    assert {response.id for response in conversation.responses} == {
        f"x-{first + number}" for first in (0, 100, 200) for number in range(25)
    }
