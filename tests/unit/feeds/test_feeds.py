"""Feeds as bytes: valid in every format, whatever their values hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import feedparser
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from feed_checks import (
    ATOM,
    HISTORY,
    THREAD,
    assert_valid_atom,
    assert_valid_json_feed,
    assert_valid_opml,
    assert_valid_rss,
)
from pledges.views.atom import atom
from pledges.views.feed import Feed, FeedEntry, FeedReference, OpmlRow
from pledges.views.json_feed import json_feed
from pledges.views.opml import opml
from pledges.views.rss import rss

HOSTILE = "a\x00\x0b\x1f\x85]]>\ud800\ufffe\u202e<b>&amp;\"'--\r\n\u2028\U0001fffez"
WRITERS = pytest.mark.parametrize(
    ("write", "check"),
    [(atom, assert_valid_atom), (rss, assert_valid_rss), (json_feed, assert_valid_json_feed)],
)
Write = Callable[[Feed], bytes]
Check = Callable[[bytes], None]


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 3, number, 12, 30, 15, 999, tzinfo=dt.UTC)


PLEDGE = FeedEntry(
    id="tag:example.org,2026:pledge/x-1a2b",
    absolute_url="https://example.org/pledges/x/",
    title="A person answers",
    html='<p>Ninety-five of <a href="https://example.org/y/">a hundred</a>.</p>',
    published=day(1),
    updated=day(2),
    author="Maya Okafor",
    author_absolute_url="https://example.org/leaders/maya-okafor/",
    summary="When you call us & wait",
    tags=("phone", "nights"),
    reply_count=2,
    replies_updated=day(3),
    replies_atom_url="https://example.org/pledges/x/feed.atom.xml",
    replies_rss_url="https://example.org/pledges/x/feed.rss.xml",
    comments_url="https://example.org/pledges/x/#conversation",
    trackback_url="https://example.org/inbox/trackback/pledges/x",
)
REPLY = FeedEntry(
    id="tag:example.org,2026:response/r1",
    absolute_url="https://example.org/pledges/x/#r-r1",
    title="Ada on A person answers",
    html="<p>It rang twice.</p>",
    published=day(3),
    updated=day(3),
    lang="de",
    in_reply_to=(FeedReference(ref=PLEDGE.id, absolute_url=PLEDGE.absolute_url),),
)
FEED = Feed(
    id="tag:example.org,2026:feed/pledges",
    title="Pledges",
    absolute_url="https://example.org/pledges/",
    atom_url="https://example.org/feeds/pledges.atom.xml",
    rss_url="https://example.org/feeds/pledges.rss.xml",
    json_url="https://example.org/feeds/pledges.json",
    updated=day(3),
    subtitle="What is promised, and what became of it",
    author="Northwind Care",
    lang="en",
    hub_urls=("https://hub.example/", "https://other-hub.example/"),
    entries=(REPLY, PLEDGE),
)
LINK_FIELDS = {"atom_url", "rss_url", "json_url", "hub_urls", "icon_url"}


def changed(view: Feed | FeedEntry, **fields: object) -> Feed | FeedEntry:
    return msgspec.structs.replace(view, **fields)


@WRITERS
def test_a_feed_is_valid(write: Write, check: Check) -> None:
    check(write(FEED))


@WRITERS
def test_a_feed_without_entries_is_valid(write: Write, check: Check) -> None:
    check(write(changed(FEED, entries=(), author="", subtitle="", hub_urls=())))


@WRITERS
def test_the_same_feed_gives_the_same_bytes(write: Write, check: Check) -> None:
    assert write(FEED) == write(changed(FEED))


@WRITERS
@pytest.mark.parametrize("field", ["title", "html", "author", "summary", "lang"])
def test_no_text_of_an_entry_can_break_a_feed(write: Write, check: Check, field: str) -> None:
    check(write(changed(FEED, entries=(changed(PLEDGE, **{field: HOSTILE}), REPLY))))


@WRITERS
@pytest.mark.parametrize("field", ["title", "subtitle", "author", "lang"])
def test_no_text_of_a_feed_can_break_it(write: Write, check: Check, field: str) -> None:
    check(write(changed(FEED, **{field: HOSTILE})))


@WRITERS
@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(codec=None), max_size=40))
def test_whatever_is_written_the_feed_parses_and_keeps_its_ids(write: Write, check: Check, text: str) -> None:
    hostile = changed(PLEDGE, title=text, html=text, author=text, summary=text, tags=(f"x{text}",), lang=text)
    data = write(changed(FEED, title=f"x{text}", subtitle=text, author=text, entries=(hostile, REPLY)))

    check(data)
    assert ids_in(data) == [PLEDGE.id, REPLY.id]


@WRITERS
def test_html_that_is_markup_already_is_escaped_like_any_other(write: Write, check: Check) -> None:
    """Markup's own methods would escape their arguments and leave the text as it is."""
    as_markup = changed(PLEDGE, html=Markup(PLEDGE.html), title=Markup("<b>"))

    assert write(changed(FEED, entries=(as_markup,))) == write(
        changed(FEED, entries=(changed(PLEDGE, title="<b>"),))
    )


@WRITERS
def test_the_full_text_comes_through(write: Write, check: Check) -> None:
    html = '<p>One &amp; two ]]&gt; <a href="https://example.org/?a=1&amp;b=2">three</a></p>'

    assert contents_in(write(changed(FEED, entries=(changed(PLEDGE, html=html),)))) == [html]


@WRITERS
def test_a_mail_address_in_a_name_is_not_printed(write: Write, check: Check) -> None:
    assert b"ada@example.org" not in write(
        changed(FEED, entries=(changed(PLEDGE, author="ada@example.org"),))
    )


def test_atom_threads_replies_to_what_they_answer() -> None:
    root = etree.fromstring(atom(FEED))
    reply, pledge = root.findall(ATOM + "entry")

    answered = reply.find(THREAD + "in-reply-to")
    assert (answered.get("ref"), answered.get("href")) == (PLEDGE.id, PLEDGE.absolute_url)
    replies = [link for link in pledge.findall(ATOM + "link") if link.get("rel") == "replies"]
    assert replies[0].get("href") == PLEDGE.replies_atom_url
    assert replies[0].get(THREAD + "count") == "2"
    assert replies[0].get(THREAD + "updated") == "2026-03-03T12:30:15Z"
    assert pledge.findtext(THREAD + "total") == "2"


def test_a_conversation_without_replies_is_counted_as_none() -> None:
    silent = changed(PLEDGE, reply_count=0, replies_updated=None)

    assert b"<thr:total>0</thr:total>" in atom(changed(FEED, entries=(silent,)))
    assert b"<slash:comments>0</slash:comments>" in rss(changed(FEED, entries=(silent,)))


def test_an_archive_says_so_and_links_both_ways() -> None:
    archive = changed(
        FEED,
        in_archive=True,
        current_url="https://example.org/feeds/conversation.atom.xml",
        previous_archive_url="https://example.org/feeds/conversation/2025-4.atom.xml",
        next_archive_url="https://example.org/feeds/conversation/2026-2.atom.xml",
    )

    data = atom(archive)

    assert_valid_atom(data)
    root = etree.fromstring(data)
    assert root.find(HISTORY + "archive") is not None
    links = {link.get("rel") for link in root.findall(ATOM + "link")}
    assert {"current", "prev-archive", "next-archive", "self"} <= links


def test_the_live_document_links_to_its_newest_archive_only() -> None:
    data = atom(
        changed(FEED, previous_archive_url="https://example.org/a.xml", next_archive_url="https://n.example/")
    )

    assert_valid_atom(data)
    assert b"prev-archive" in data
    assert b"next-archive" not in data


def test_instants_are_printed_in_utc_wherever_they_were_taken() -> None:
    tokyo = day(2).astimezone(dt.timezone(dt.timedelta(hours=9)))

    assert atom(changed(FEED, entries=(changed(PLEDGE, updated=tokyo),))) == atom(
        changed(FEED, entries=(PLEDGE,))
    )


def test_rss_carries_the_modules_that_readers_know() -> None:
    data = rss(FEED)
    item = feedparser.parse(data).entries[1]

    assert item.slash_comments == "2"
    assert item.wfw_commentrss == PLEDGE.replies_rss_url
    assert item.comments == PLEDGE.comments_url
    assert item.author == "Maya Okafor"
    assert item.summary == "When you call us &amp; wait"
    assert b"<pubDate>Sun, 01 Mar 2026 12:30:15 GMT</pubDate>" in data
    assert b"<trackback:ping>https://example.org/inbox/trackback/pledges/x</trackback:ping>" in data


def test_json_feed_says_what_an_entry_answers_and_how_many_answered() -> None:
    reply, pledge = json.loads(json_feed(FEED))["items"]

    assert reply["_conversation"]["in_reply_to"] == [{"ref": PLEDGE.id, "url": PLEDGE.absolute_url}]
    assert pledge["_conversation"] == {"url": PLEDGE.comments_url, "count": 2}
    assert (reply["language"], "language" in pledge) == ("de", False)


@WRITERS
def test_an_entry_is_printed_in_a_feed_as_if_it_had_been_in_no_other(write: Write, check: Check) -> None:
    """What was printed of it once is kept with it."""
    write(FEED)
    write(changed(FEED, entries=(changed(PLEDGE, title="Another"), REPLY), lang="de"))

    assert write(FEED) == write(changed(FEED, entries=(changed(REPLY), changed(PLEDGE))))
    assert write(changed(FEED, lang="de")) == write(
        changed(FEED, entries=(changed(REPLY), changed(PLEDGE)), lang="de")
    )


def test_opml_groups_feeds_in_folders() -> None:
    rows = [
        OpmlRow(title="Everything", feed_absolute_url="https://example.org/a.xml"),
        OpmlRow(title="A & B", feed_absolute_url="https://example.org/b.xml?x&y", group="Leaders"),
        OpmlRow(title=HOSTILE, feed_absolute_url="https://example.org/c.xml", group="Leaders"),
    ]

    data = opml("All feeds <b>", rows)

    assert_valid_opml(data)
    folder = etree.fromstring(data).findall("body/outline")[1]
    assert folder.get("text") == "Leaders"
    assert folder[0].get("xmlUrl") == "https://example.org/b.xml?x&y"
    assert len(folder) == 2


def ids_in(data: bytes) -> list[str]:
    if data.startswith(b"{"):
        return [item["id"] for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    return [found.text for found in (*root.findall(f"{ATOM}entry/{ATOM}id"), *root.iterfind(".//guid"))]


def contents_in(data: bytes) -> list[str]:
    if data.startswith(b"{"):
        return [item["content_html"] for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    return [found.text for found in (*root.iterfind(f".//{ATOM}content"), *root.iterfind(f".//{encoded}"))]
