"""Whom an author's page represents."""

from __future__ import annotations

import pytest

from pledges.protocols.mention import Card
from pledges.protocols.microformats import author_on, entry_about

PAGE = "https://them.example/ann"
ANN = Card("Ann", PAGE)


def card(href: str, name: str, classes: str = "u-url", rel: str = "") -> str:
    return f'<div class="h-card"><a class="{classes} p-name" rel="{rel}" href="{href}">{name}</a></div>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (card("/ann", "Ann", "u-url u-uid"), ANN),
        (card("/ann", "Ann", rel="me"), ANN),
        (card("/bob", "Bob") + card("/ann", "Ann", "u-url u-uid"), ANN),
        (f'<div class="h-entry"><div class="p-author">{card("/ann", "Ann", "u-url u-uid")}</div></div>', ANN),
        (card("/ann", "Ann"), None),
        (card("/bob", "Bob", "u-url u-uid"), None),
        ("<p>Nobody</p>", None),
        ("", None),
    ],
)
def test_a_page_represents_who_is_the_page_or_links_to_it_as_me(html: str, expected: Card | None) -> None:
    assert author_on(html, PAGE) == expected


def test_a_page_without_entries_has_none_about_us() -> None:
    assert entry_about("<p>h-entry</p>", PAGE, ["https://us.example/"]) is None


def test_an_old_hentry_is_understood() -> None:
    html = '<div class="hentry"><h1 class="entry-title">T</h1><div class="entry-content">Words.</div></div>'
    entry = entry_about(html, PAGE, ["https://us.example/"])
    assert entry is not None
    assert (entry.title, entry.content) == ("T", "Words.")
