"""A word diff keeps both texts to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.word_diff import Change, Part, word_diff

TEXTS = st.text(st.sampled_from("ab é\n."), max_size=30)


@given(TEXTS, TEXTS)
def test_old_and_new_text_can_be_read_from_the_parts(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in parts if part.change is not Change.ADDED) == old
    assert "".join(part.text for part in parts if part.change is not Change.REMOVED) == new
    assert all(part.text for part in parts)


def test_only_the_words_that_changed_are_marked() -> None:
    assert word_diff("A person answers within a minute.", "A person answers within an hour.") == (
        Part(Change.KEPT, "A person answers within "),
        Part(Change.REMOVED, "a minute."),
        Part(Change.ADDED, "an hour."),
    )


@pytest.mark.parametrize(("old", "new"), [("31 December 2026", "1 March 2027"), ("Yes.", "No, never.")])
def test_texts_with_little_in_common_are_told_one_after_the_other(old: str, new: str) -> None:
    assert word_diff(old, new) == (Part(Change.REMOVED, old), Part(Change.ADDED, new))
