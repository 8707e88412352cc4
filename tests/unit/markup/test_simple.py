"""The quick way through Markdown says what the whole language says, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.markup.author import _Engine
from pledges.markup.simple import NotSimple, SimpleMarkdown

COMPLETE = _Engine(complete=True)

WORDS = st.text("abc dé'’\",.;:!?()/#-–+=1 ", min_size=1, max_size=12)
SPANS = st.one_of(
    WORDS,
    WORDS.map("*{}*".format),
    WORDS.map("**{}**".format),
    WORDS.map("`{}`".format),
    WORDS.map("[{}](https://example.org/a-b?c=d#e)".format),
    st.sampled_from(["*", "_", "&", "<b>", "![", "  ", "\\", "***", "1986. "]),
)
LINES = st.lists(SPANS, min_size=1, max_size=5).map("".join)
BLOCKS = st.one_of(
    st.lists(LINES, min_size=1, max_size=3).map("\n".join),
    st.lists(LINES.map("- {}".format), min_size=1, max_size=3).map("\n".join),
    st.lists(LINES.map("1. {}".format), min_size=1, max_size=3).map("\n".join),
    st.lists(LINES.map("> {}".format), min_size=1, max_size=3).map("\n".join),
    st.builds(lambda level, words: f"{'#' * level} {words}", st.integers(1, 7), WORDS),
)
TEXTS = st.lists(BLOCKS, max_size=5).map("\n\n".join)


def assert_same(text: str) -> None:
    """Convert in both ways, unless the quick one declines."""
    simple = SimpleMarkdown("t-x-", 2)
    try:
        quick = simple.convert(text)
    except NotSimple:
        return
    assert quick == COMPLETE.convert(text, "t-x-", 2)
    expected = [(entry.level, entry.id, entry.title) for entry in COMPLETE.toc(quotes=False)]
    assert simple.headings == expected


@given(TEXTS)
def test_what_is_converted_quickly_is_what_the_whole_language_makes(text: str) -> None:
    assert_same(text)


@given(st.text("ab1 .-*_`[]()#>\n\\!:&=+~|", max_size=60))
def test_any_text_is_converted_alike_or_declined(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "One *short* paragraph,\nof two lines.",
        "## A heading\n\nA **strong** word and `code`.\n\n- one\n- [two](https://example.org/)\n\n### Below",
        "> Quoted words\n> on two lines.\n\n1. first\n2. second",
    ],
)
def test_common_texts_are_converted_quickly(text: str) -> None:
    SimpleMarkdown("t-", 2).convert(text)

    assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "a_b_c",
        "R&D",
        "<b>x</b>",
        "![x](/y)",
        "[x]: /y",
        "a  \nb",
        "- a\n\n- b",
        "# One",
        "## a\ntext",
        "***x***",
    ],
)
def test_what_could_mean_more_is_left_to_the_whole_language(text: str) -> None:
    with pytest.raises(NotSimple):
        SimpleMarkdown("t-", 2).convert(text)
