"""Who answers whom, and that nothing that was published ever moves to another page."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.conversation import Conversation, conversation_page, linkbacks, page_of, threads
from pledges.domain.response import Kind
from promise_making import comment, instant

NOON = instant("2026-02-01")


def at(minutes: int) -> dt.datetime:
    return NOON + dt.timedelta(minutes=minutes)


def told(found):
    """Return threads as nested (id, replies), to any sensible depth."""
    return [(thread.response.id, told(thread.replies)) for thread in found]


def test_a_reply_stands_beneath_what_it_answers_before_later_comments():
    responses = [comment("a", at(1)), comment("b", at(2)), comment("a1", at(3), "a")]
    assert told(threads(responses)) == [("a", [("a1", [])]), ("b", [])]


def test_replies_and_threads_go_by_date_and_then_by_id():
    responses = [comment(name, at(minute), parent) for name, minute, parent in [
        ("z", 5, ""), ("y", 1, ""), ("c", 9, "y"), ("b", 7, "y"), ("a", 7, "y"),
    ]]  # fmt: skip
    assert told(threads(responses)) == [("y", [("a", []), ("b", []), ("c", [])]), ("z", [])]


def test_linkbacks_stand_apart_and_replies_to_them_nest_beneath():
    responses = [
        comment("t", at(1), kind=Kind.TRACKBACK),
        comment("c", at(2)),
        comment("w", at(3), "c", kind=Kind.WEBMENTION),
        comment("answer", at(4), "t"),
    ]
    assert told(threads(responses)) == [("c", [("w", [])])]
    assert told(linkbacks(responses)) == [("t", [("answer", [])])]


def test_a_reply_to_an_erased_comment_keeps_its_place():
    responses = [comment("a", at(1), erased=at(9)), comment("b", at(2), "a")]
    assert told(threads(responses)) == [("a", [("b", [])])]


def test_a_reply_to_a_response_that_does_not_exist_is_a_thread_of_its_own():
    assert told(threads([comment("a", at(1), "missing")])) == [("a", [])]


def test_a_reply_may_stand_in_the_file_before_what_it_answers():
    responses = [comment("b", at(2), "a"), comment("a", at(1))]
    assert told(threads(responses)) == [("a", [("b", [])])]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("a", "a")], [("a", [])]),
        ([("a", "b"), ("b", "a")], [("a", [("b", [])])]),
        ([("a", "b"), ("b", "c"), ("c", "a"), ("d", "c")], [("b", [("a", [("c", [("d", [])])])])]),
    ],
)
def test_a_circle_of_replies_does_not_hang_and_loses_nobody(lines, expected):
    assert told(threads([comment(name, NOON, parent) for name, parent in lines])) == expected


def test_replies_are_counted_to_any_depth():
    responses = [comment("a"), comment("b", None, "a"), comment("c", None, "b"), comment("d", None, "a")]
    thread = threads(responses)[0]
    assert thread.reply_count == 3
    assert [(depth, response.id) for depth, response in thread.walk()] == [
        (0, "a"), (1, "b"), (2, "c"), (1, "d"),
    ]  # fmt: skip


@pytest.mark.parametrize("step", [-1, 1])
def test_a_chain_of_fifty_thousand_replies_is_one_thread(step):
    size = 50_000
    chain = [comment(str(n), at(n), str(n + step) if 0 <= n + step < size else "") for n in range(size)]
    (thread,) = threads(chain)
    assert thread.reply_count == size - 1
    assert sum(1 for _ in thread.walk()) == size


def test_an_empty_conversation_has_one_empty_page():
    page = conversation_page([], 1, 50)
    assert (page.number, page.total, page.threads, page.linkbacks) == (1, 1, (), ())


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_does_not_exist_is_an_error(number):
    with pytest.raises(IndexError, match="has 1 pages"):
        conversation_page([comment("a")], number, 50)


def test_pages_hold_whole_threads_however_long():
    responses = [
        comment("a"),
        comment("b"),
        comment("a1", None, "a"),
        comment("c"),
        comment("a2", None, "a1"),
    ]
    assert page_of(responses, 2) == {"a": 1, "b": 1, "a1": 1, "c": 2, "a2": 1}


def test_a_page_is_full_when_its_replies_fill_it():
    responses = [comment("a"), comment("a1", None, "a"), comment("b")]
    assert page_of(responses, 2) == {"a": 1, "a1": 1, "b": 2}


def test_an_answered_response_that_comes_late_joins_its_first_replys_page():
    responses = [comment("b", at(2), "a"), comment("x"), comment("y"), comment("a", at(1))]
    assert page_of(responses, 2) == {"b": 1, "x": 1, "y": 2, "a": 1}
    assert told(conversation_page(responses, 1, 2).threads) == [("x", []), ("a", [("b", [])])]


def test_a_reply_that_stands_on_another_page_stays_there():
    responses = [comment("b", at(2), "a"), comment("c", at(3), "a"), comment("a", at(1))]
    assert page_of(responses, 1) == {"b": 1, "c": 2, "a": 1}
    assert told(conversation_page(responses, 2, 1).threads) == [("c", [])]


lines = st.lists(
    st.tuples(
        st.integers(0, 20), st.one_of(st.none(), st.integers(0, 22)), st.integers(0, 30), st.booleans()
    ),
    max_size=20,
    unique_by=lambda line: line[0],
).map(
    lambda drawn: [
        comment(
            str(name),
            at(minute),
            "" if parent is None else str(parent),
            kind=Kind.PINGBACK if is_linkback else Kind.COMMENT,
        )
        for name, parent, minute, is_linkback in drawn
    ]
)


@given(lines)
def test_threading_keeps_every_response_once(responses):
    found = [*threads(responses), *linkbacks(responses)]
    kept = Counter(response.id for thread in found for _, response in thread.walk())
    assert kept == Counter(response.id for response in responses)


@given(lines, st.integers(1, 6))
def test_the_pages_together_hold_every_response_once(responses, size):
    conversation = Conversation(responses, size)
    kept = Counter(
        (page.number, response.id)
        for page in conversation.pages()
        for thread in (*page.threads, *page.linkbacks)
        for _, response in thread.walk()
    )
    assert kept == Counter((number, name) for name, number in conversation.page_of.items())
    assert len(kept) == len(responses)


@given(lines, st.integers(1, 6), st.data())
def test_an_appended_line_never_moves_another_response_to_another_page(responses, size, data):
    cut = data.draw(st.integers(0, len(responses)))
    before, after = page_of(responses[:cut], size), page_of(responses, size)
    assert {name: after[name] for name in before} == before


@given(lines, st.integers(1, 6))
def test_a_reply_that_follows_what_it_answers_stands_on_its_page(responses, size):
    pages, met = page_of(responses, size), set()
    for response in responses:
        if response.in_reply_to in met:
            assert pages[response.id] == pages[response.in_reply_to]
        met.add(response.id)
