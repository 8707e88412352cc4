"""The addresses that links may lead to."""

from __future__ import annotations

import datetime as dt

from pledges.domain.essay import Essay
from pledges.domain.page import Page
from pledges.domain.record import Record
from pledges.files.links import known_addresses

ESSAY = Essay(
    id="e-1",
    slug="on-promises",
    title="E",
    date=dt.date(2026, 1, 1),
    aliases=("old",),
    tags=("Großes Wort",),
    series="Promises",
)


def test_documents_their_feeds_and_their_words_are_known() -> None:
    known = known_addresses(Record(essays=(ESSAY,), pages=(Page(id="a-1", slug="about", title="A"),)))
    assert {
        "/",
        "/essays/on-promises/",
        "/essays/on-promises/feed.atom.xml",
        "/tag/grosses-wort/",
        "/series/promises/",
        "/about/",
        "/pledges/made-right/",
        "/feeds/conversation.json",
    } <= known


def test_old_addresses_and_images_are_known() -> None:
    known = known_addresses(Record(essays=(ESSAY,)), ["images/desk.svg"])
    assert {"/essays/old/", "/essays/old/feed.json", "/images/desk.svg"} <= known


def test_what_is_not_in_the_record_is_not_known() -> None:
    known = known_addresses(Record())
    assert "/essays/on-promises/" not in known
    assert "/essays/" in known


def test_the_ledger_and_what_checks_it_can_be_linked_to() -> None:
    """The sample's privacy page was refused for a link to ``/ledger/``, which every site has."""
    assert {"/ledger/", "/ledger/root.json", "/ledger/verify_ledger.py"} <= known_addresses(Record())


def test_a_file_with_problems_can_be_linked_to() -> None:
    known = known_addresses(Record(), unread=["pledges/late.md", "pages/about.md"])
    assert {"/pledges/late/", "/about/"} <= known


def test_a_site_without_search_has_no_search_page_to_link_to() -> None:
    assert known_addresses(Record()) - known_addresses(Record(), has_search=False) == {"/search/"}
