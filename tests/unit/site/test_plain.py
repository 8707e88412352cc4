"""What Pelican would do to a text is known without it."""

from __future__ import annotations

import pytest
from pelican.settings import DEFAULT_CONFIG

from pledges.site.plain import leaves_texts, stays_as_read


def test_pelicans_own_settings_leave_texts_as_they_are() -> None:
    assert leaves_texts(DEFAULT_CONFIG)
    assert leaves_texts({})


@pytest.mark.parametrize("settings", [{"TYPOGRIFY": True}, {"INTRASITE_LINK_REGEX": "<(?P<what>.*?)>"}])
def test_settings_that_change_texts_are_noticed(settings: dict[str, object]) -> None:
    assert not leaves_texts(settings)


def test_a_text_with_a_link_of_pelicans_own_is_not_left_alone() -> None:
    assert stays_as_read('<a href="/essays/x/">it</a>')
    assert not stays_as_read('<q cite="{filename}/essays/x.md">it</q>')
