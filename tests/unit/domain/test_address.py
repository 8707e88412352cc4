"""Addresses are a contract: readers have bookmarked them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain import address
from pledges.domain.address import FeedFormat, Folder, PledgeList, Terms
from pledges.domain.slug import MAX_SLUG, RESERVED, is_slug, slug_complaint, slugify


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (address.essay("x"), "/essays/x/"),
        (address.pledge("x"), "/pledges/x/"),
        (address.leader("x"), "/leaders/x/"),
        (address.page("about"), "/about/"),
        (address.document(Folder.PAGES, "about"), "/about/"),
        (address.document("pledges", "x"), "/pledges/x/"),
        (address.pledges_in(PledgeList.AT_RISK), "/pledges/at-risk/"),
        (address.paged(address.ESSAYS, 1), "/essays/"),
        (address.paged(address.ESSAYS, 2), "/essays/page/2/"),
        (address.terms(Terms.SERIES), "/series/"),
        (address.term(Terms.EXPERIENCE, "safe"), "/experience/safe/"),
        (address.conversation("/pledges/x/", 1), "/pledges/x/"),
        (address.conversation("/pledges/x/", 3), "/pledges/x/conversation/3/"),
        (address.response("/pledges/x/", 1, "7"), "/pledges/x/#r-7"),
        (address.response("/pledges/x/", 2, "r-7"), "/pledges/x/conversation/2/#r-r-7"),
        (address.update("x", "x-9m3t-u1"), "/pledges/x/#x-9m3t-u1"),
        (address.feed(address.leader("x")), "/leaders/x/feed.atom.xml"),
        (address.feed(address.pledge("x"), FeedFormat.JSON), "/pledges/x/feed.json"),
        (address.site_feed("conversation", FeedFormat.RSS), "/feeds/conversation.rss.xml"),
        (address.feed_archive("conversation", "2026-q3"), "/feeds/conversation/archive-2026-q3.atom.xml"),
        (address.term_feed(Terms.TAG, "love"), "/feeds/tag/love.atom.xml"),
        (address.calendar(address.pledge("x")), "/pledges/x/calendar.ics"),
        (address.pledge_json("x"), "/pledges/x/pledge.json"),
        (address.badge("x"), "/pledges/x/pledge.svg"),
        (address.ledger("x-9m3t"), "/ledger/x-9m3t.jsonl"),
        (address.trackback("/inbox", Folder.ESSAYS, "x"), "/inbox/trackback/essays/x"),
        (address.image("/images/x.png"), "/images/x.png"),
        (address.image("images/a/x.png"), "/images/a/x.png"),
        (address.image("x.png"), "/images/x.png"),
    ],
)
def test_everything_stands_where_it_was_promised(found, expected):
    assert found == expected


@pytest.mark.parametrize(
    ("site_address", "file"),
    [
        ("/", "index.html"),
        ("/pledges/x/#r-7", "pledges/x/index.html"),
        ("/pledges/x/feed.json", "pledges/x/feed.json"),
        ("/404.html", "404.html"),
    ],
)
def test_an_address_is_served_from_one_file(site_address, file):
    assert address.file_of(site_address) == file


@pytest.mark.parametrize("slug", ["a", "a-person-answers", "2026", "a--b", "x" * MAX_SLUG])
def test_a_slug_may_be(slug):
    assert is_slug(slug)
    assert slug_complaint(Folder.ESSAYS, slug) == ""


@pytest.mark.parametrize(
    "slug", ["", "-a", "a-", "A", "ä", "a b", "a_b", "a/b", "..", "a\n", "x" * (MAX_SLUG + 1)]
)
def test_a_slug_may_not_be(slug):
    assert not is_slug(slug)
    assert "is not a slug" in slug_complaint(Folder.ESSAYS, slug)


def test_the_sites_own_addresses_cannot_be_taken():
    assert all(slug_complaint(Folder.PLEDGES, state) for state in PledgeList)
    assert all(slug_complaint(folder, "page") for folder in Folder)
    assert all(is_slug(slug) for slugs in RESERVED.values() for slug in slugs)
    assert slug_complaint("pages", "inbox") == (
        '"inbox" is an address of the site itself; write another, for example "inbox-2"'
    )
    assert slug_complaint(Folder.ESSAYS, "inbox") == ""


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Customer's promise", "customer-s-promise"),
        ("  R&D  ", "r-d"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ARGER", "arger"),
        ("Ärger", "arger"),
        ("ﬁnance Ⅳ", "finance-iv"),
    ],
)
def test_words_become_slugs(text, slug):
    assert slugify(text) == slug


def test_words_that_ascii_cannot_spell_stay_apart_and_never_change():
    assert slugify("約束") == "5c9caad4"
    assert slugify("約束 2026") != slugify("信頼 2026")
    assert slugify("C++") != slugify("C")
    assert slugify("a" * 200) != slugify("a" * 201)


@given(st.text(max_size=300))
def test_every_text_has_a_valid_slug_and_a_slug_is_its_own(text):
    slug = slugify(text)
    assert is_slug(slug)
    assert slugify(slug) == slug
