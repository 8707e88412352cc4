"""What a source page is taken to say about our page."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.response import ResponseType
from pledges.protocols.source_page import describe, is_gone, links_to, read

TARGET = "https://us.example/pledges/answers/"
SOURCE = "https://www.them.example/2026/post"
HTML = "text/html; charset=utf-8"


def says(html: str, target: str = TARGET, content_type: str = HTML) -> bool:
    return links_to(html.encode(), content_type, SOURCE, [target])


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="{TARGET}">x</a>',
        f"<a href={TARGET}>x</a>",
        f"<A HREF='  {TARGET}\n'>x</A>",
        f'<a rel="nofollow" href="{TARGET}">x</a>',
        f'<map><area href="{TARGET}"></map>',
        f'<img src="{TARGET}">',
        f'<img srcset="/a.png 1x, {TARGET} 2x">',
        f'<picture><source srcset="{TARGET}, /b.png 2x"></picture>',
        f'<audio src="{TARGET}"></audio>',
        f'<video src="{TARGET}"><track src="/t"></video>',
        f'<video><source src="{TARGET}"></video>',
        f'<video><track src="{TARGET}"></video>',
        f'<embed src="{TARGET}">',
        f'<object data="{TARGET}"></object>',
        f'<blockquote cite="{TARGET}">x</blockquote>',
        f'<q cite="{TARGET}">x</q>',
        f'<ins cite="{TARGET}">x</ins>',
        f'<del cite="{TARGET}">x</del>',
        f'<a href="{TARGET}#r-1">x</a>',
        f'<a href="{TARGET.replace("https:", "http:")}">x</a>',
        f'<a href="{TARGET.rstrip("/")}">x</a>',
        f'<a href="{TARGET}?utm_source=them">x</a>',
        '<a href="//us.example/pledges/answers/">x</a>',
        '<base href="https://us.example/"><a href="pledges/answers/">x</a>',
        '<a href="https://us.example/pledges/&#97;nswers/">x</a>',
    ],
)
def test_an_attribute_that_holds_the_address_is_a_link(html: str) -> None:
    assert says(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        TARGET,
        f"<p>{TARGET}</p>",
        f'<!-- <a href="{TARGET}">x</a> -->',
        f'&lt;a href="{TARGET}"&gt;',
        f'<textarea><a href="{TARGET}"></a></textarea>',
        f'<template><a href="{TARGET}"></a></template>',
        f"<script>var a = '<a href=\"{TARGET}\">';</script>",
        f'<a href="{TARGET}more">x</a>',
        f'<a href="{TARGET}?page=2">x</a>',
        f'<a href="https://evil.example/?to={TARGET}">x</a>',
        f'<a href="https://us.example.evil.example/pledges/answers/">{TARGET}</a>',
        f'<a title="{TARGET}" href="/">x</a>',
        f'<link href="{TARGET}">',
        f'<meta content="{TARGET}">',
        f'<form action="{TARGET}"></form>',
        '<a href="/pledges/answers/">x</a>',
        "<a href>x</a><img srcset=', ,'>",
    ],
)
def test_text_comments_and_longer_addresses_are_no_link(html: str) -> None:
    assert not says(html)


def test_any_of_our_addresses_will_do() -> None:
    old = "https://us.example/pledges/old-slug/"
    assert links_to(f'<a href="{old}">x</a>'.encode(), HTML, SOURCE, [TARGET, old])


def test_an_ampersand_is_written_in_both_ways() -> None:
    target = "https://us.example/?a=1&b=2"
    assert says('<a href="https://us.example/?a=1&amp;b=2">x</a>', target)
    assert says('<a href="https://us.example/?a=1&b=2">x</a>', target)


@pytest.mark.parametrize("content_type", ["application/json", "application/feed+json; charset=utf-8"])
def test_any_value_in_json_is_a_link(content_type: str) -> None:
    assert says(f'{{"items": [{{"url": "{TARGET}"}}]}}', content_type=content_type)
    assert says(f'["{TARGET.replace("/", chr(92) + "/")}"]', content_type=content_type)
    assert not says(f'{{"{TARGET}": "x", "text": "see {TARGET}"}}', content_type=content_type)
    assert not says("[" * 100_000, content_type=content_type)
    assert not says("{", content_type=content_type)


@pytest.mark.parametrize(("text", "found"), [
    (f"See {TARGET}.", True), (f"({TARGET})", True), (f"<{TARGET}>", True), (f"{TARGET}more", False),
    (f"https://evil.example/{TARGET}", False), ("nothing", False),
])  # fmt: skip
def test_plain_text_links_with_the_whole_address(text: str, found: bool) -> None:
    assert says(text, content_type="text/plain") is found


@pytest.mark.parametrize("content_type", ["image/svg+xml", "application/pdf", "application/xml", "text/css"])
def test_other_documents_prove_nothing(content_type: str) -> None:
    assert not says(f'<a href="{TARGET}">x</a>', content_type=content_type)


def test_a_target_that_is_no_address_is_never_linked_to() -> None:
    assert not says('<a href="">x</a><a href="mailto:x">', target="")


@given(
    body=st.binary(max_size=300), content_type=st.sampled_from([HTML, "application/json", "text/plain", "x"])
)
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    assert not read(body, content_type, SOURCE, [TARGET]).links


@pytest.mark.parametrize("meta", [
    '<meta http-equiv="Status" content="410 Gone">', "<META HTTP-EQUIV=status CONTENT=' 410 '>",
])  # fmt: skip
def test_a_page_can_say_that_it_was_deleted(meta: str) -> None:
    page = f'{meta}<a href="{TARGET}">x</a>'.encode()
    assert is_gone(page, HTML)
    assert read(page, HTML, SOURCE, [TARGET]).gone
    assert not read(page, HTML, SOURCE, [TARGET]).links


def test_a_page_that_only_speaks_of_410_is_not_gone() -> None:
    assert not is_gone(b'<meta http-equiv="refresh" content="410">410 Gone', HTML)
    assert not is_gone(b'<meta http-equiv="Status" content="200 OK">410', HTML)


def test_a_page_without_the_link_is_not_described() -> None:
    assert read(b"<p>nothing", HTML, SOURCE, [TARGET]).mention is None


def entry(inner: str) -> bytes:
    return (
        f'<html><head><title>T</title></head><body><div class="h-entry">{inner}</div></body></html>'.encode()
    )


def linked(classes: str, to: str = TARGET) -> str:
    return f'<a class="{classes}" href="{to}">x</a>'


def rsvp_of(value: str) -> str:
    return f'<data class="p-rsvp" value="{value}">{value}</data>'


ELSEWHERE = "https://else.example/"
CITED = f'<div class="u-in-reply-to h-cite">{linked("u-url")}</div>'


@pytest.mark.parametrize(
    ("inner", "kind", "rsvp"),
    [
        (linked("u-in-reply-to"), ResponseType.REPLY, ""),
        (linked("u-like-of"), ResponseType.LIKE, ""),
        (linked("u-repost-of"), ResponseType.REPOST, ""),
        (linked("u-bookmark-of"), ResponseType.BOOKMARK, ""),
        (linked("e-content"), ResponseType.MENTION, ""),
        (CITED, ResponseType.REPLY, ""),
        (linked("u-in-reply-to") + rsvp_of("Yes"), ResponseType.RSVP, "yes"),
        (linked("u-in-reply-to") + rsvp_of("perhaps"), ResponseType.REPLY, ""),
        (rsvp_of("no") + linked("u-like-of u-in-reply-to"), ResponseType.RSVP, "no"),
        (linked("u-in-reply-to u-like-of"), ResponseType.LIKE, ""),
        (linked("u-like-of u-repost-of"), ResponseType.REPOST, ""),
        (linked("u-in-reply-to", ELSEWHERE) + linked(""), ResponseType.MENTION, ""),
        (linked("u-like-of", ELSEWHERE) + linked("u-in-reply-to"), ResponseType.REPLY, ""),
        (rsvp_of("yes") + linked("u-in-reply-to", ELSEWHERE) + linked(""), ResponseType.MENTION, ""),
    ],
)
def test_the_type_is_the_first_of_the_note_that_names_this_target(
    inner: str, kind: ResponseType, rsvp: str
) -> None:
    mention = describe(entry(inner), HTML, SOURCE, [TARGET])
    assert (mention.type, mention.rsvp) == (kind, rsvp)


def test_the_entry_that_reacts_is_found_in_a_feed_of_several() -> None:
    page = (
        '<div class="h-feed"><a class="p-author h-card" href="/ann">Ann</a>'
        '<div class="h-entry"><p class="p-name">Other</p></div>'
        f'<div class="h-entry"><p class="p-name">Mine</p>{linked("u-like-of")}</div></div>'
    )
    mention = describe(page.encode(), HTML, SOURCE, [TARGET])
    assert (mention.type, mention.title, mention.author_name) == (ResponseType.LIKE, "Mine", "Ann")


def test_a_citation_on_the_page_is_not_its_own_reaction() -> None:
    cited = f'<div class="u-comment h-cite h-entry"><a class="u-like-of" href="{TARGET}">x</a></div>'
    assert describe(entry(cited), HTML, SOURCE, [TARGET]).type is ResponseType.MENTION


LINK = f'<a href="{TARGET}">x</a>'
CARD = '<div class="h-card"><a class="u-url p-name" href="/ann">Ann</a></div>'


@pytest.mark.parametrize(
    ("html", "name", "url", "page"),
    [
        (f'<div class="h-entry"><a class="p-author h-card" href="/ann">Ann</a>{LINK}</div>',
         "Ann", "https://www.them.example/ann", ""),
        (f'<div class="h-entry"><span class="p-author">Ann Bell</span>{LINK}</div>', "Ann Bell", "", ""),
        (f'<div class="h-entry"><a class="u-author" href="/ann"></a>{LINK}</div>',
         "", "https://www.them.example/ann", "https://www.them.example/ann"),
        (f'<div class="h-entry"><a class="u-author" href="/ann"></a>{LINK}</div>{CARD}',
         "Ann", "https://www.them.example/ann", "https://www.them.example/ann"),
        (f'<div class="h-entry">{LINK}</div><a rel="author" href="/ann">A.</a>',
         "", "https://www.them.example/ann", "https://www.them.example/ann"),
        (f'<meta name="author" content="Ann &amp; Co"><p>{LINK}', "Ann & Co", "", ""),
        (f'<meta property="og:site_name" content="Their blog"><p>{LINK}', "Their blog", "", ""),
        (f"<p>{LINK}", "", "", ""),
        (f'<div class="h-entry"><a class="p-author h-card" href="javascript:x">Ann\u202e\x0b</a>{LINK}</div>',
         "Ann", "", ""),
    ],
)  # fmt: skip
def test_the_author_is_who_the_entry_names(html: str, name: str, url: str, page: str) -> None:
    mention = describe(html.encode(), HTML, SOURCE, [TARGET])
    assert (mention.author_name, mention.author_url, mention.author_page) == (name, url, page)


def test_the_host_is_the_sources_whatever_the_entry_says() -> None:
    assert describe(b"<p>", HTML, SOURCE, [TARGET]).host == "them.example"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>A &amp; B\n c</title>", "A & B c"),
        ('<title>A</title><meta property="og:title" content="Better">', "Better"),
        ('<title>A</title><div class="h-entry"><h1 class="p-name">Best</h1></div>', "Best"),
        ('<title>A</title><div class="h-entry"><p class="p-name e-content">A note of its own</p></div>', "A"),
        ("<svg><title>Icon</title></svg>", ""),
        ("<title>" + "long " * 100 + "</title>", None),
    ],
)
def test_the_title_is_the_entrys_or_the_pages(html: str, title: str | None) -> None:
    found = describe(html.encode(), HTML, SOURCE, [TARGET]).title
    assert found == title if title is not None else len(found) <= 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04T05:06:07Z", dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)),
        ("2026-03-04T05:06:07+02:00", dt.datetime(2026, 3, 4, 3, 6, 7, tzinfo=dt.UTC)),
        ("2026-03-04", dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        ("0001-01-01T00:00+14:00", None),
        ("yesterday", None),
    ],
)
def test_the_time_of_publication_is_a_utc_instant(text: str, expected: dt.datetime | None) -> None:
    page = entry(f'<time class="dt-published" datetime="{text}"></time>')
    assert describe(page, HTML, SOURCE, [TARGET]).published == expected


def test_the_head_may_say_when_a_page_was_published() -> None:
    page = b'<meta property="article:published_time" content="2026-03-04T05:06:07Z">'
    published = describe(page, HTML, SOURCE, [TARGET]).published
    assert published == dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


def test_a_reply_is_quoted_from_its_beginning() -> None:
    inner = linked("u-in-reply-to") + '<div class="e-content"><p>I waited.</p></div>'
    assert describe(entry(inner), HTML, SOURCE, [TARGET]).excerpt == "I waited."


def test_a_like_says_nothing() -> None:
    inner = f'<a class="u-like-of" href="{TARGET}">liked this pledge, and many more words</a>'
    assert describe(entry(inner), HTML, SOURCE, [TARGET]).excerpt == ""


def test_a_source_that_is_not_html_is_described_by_its_host() -> None:
    mention = read(f'"{TARGET}"'.encode(), "application/json", SOURCE, [TARGET]).mention
    assert mention is not None
    assert (mention.host, mention.type, mention.title) == ("them.example", ResponseType.MENTION, "")


def test_microformats_can_be_left_out() -> None:
    page = entry(f'<a class="u-like-of" href="{TARGET}">x</a>')
    assert describe(page, HTML, SOURCE, [TARGET], microformats=False).type is ResponseType.MENTION


def test_the_share_of_our_text_on_the_page_is_measured() -> None:
    ours = (
        "The first sentence is long enough to be counted. The second sentence is also long enough to count."
    )
    copy = f"<p>{ours.replace('. ', '.</p><p>')}</p>{LINK}".encode()
    half = f"<p>They say: {ours.partition('.')[0]}!</p>{LINK}".encode()
    assert read(copy, HTML, SOURCE, [TARGET], ours).copied == 1.0
    assert read(half, HTML, SOURCE, [TARGET], ours).copied == 0.5
    assert read(LINK.encode(), HTML, SOURCE, [TARGET], ours).copied == 0.0
