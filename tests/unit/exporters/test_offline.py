"""How links of a page are changed so that they work from a folder."""

from __future__ import annotations

import pytest

from pledges.exporters.offline import OfflineSite

PATHS = {
    "index.html",
    "style.css",
    "feed.css",
    "essays/listening/index.html",
    "essays/listening/feed.atom.xml",
    "tag/café/index.html",
    "images/a b.png",
}
SITE = OfflineSite("https://promises.example", PATHS)
BELOW = OfflineSite("https://somebody.example/promises", PATHS)
HERE = "essays/listening/index.html"


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("/", "../../index.html"),
        ("/style.css?v=1", "../../style.css?v=1"),
        ("/essays/listening/#r-1", "../../essays/listening/index.html#r-1"),
        ("/essays/listening", "../../essays/listening/index.html"),
        ("/tag/caf%C3%A9/", "../../tag/caf%C3%A9/index.html"),
        ("/images/a%20b.png", "../../images/a%20b.png"),
        ("https://promises.example/essays/listening/", "../../essays/listening/index.html"),
        ("/search/", "https://promises.example/search/"),
        ("/inbox/comments?x=1", "https://promises.example/inbox/comments?x=1"),
        ("https://promises.example.evil.example/", "https://promises.example.evil.example/"),
        ("https://northwind.example/essays/listening/", "https://northwind.example/essays/listening/"),
        ("//northwind.example/x", "//northwind.example/x"),
        ("#main", "#main"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("/../../etc/passwd", "https://promises.example/../../etc/passwd"),
    ],
)
def test_a_link_leads_to_the_copys_own_file_or_to_the_site(url: str, there: str) -> None:
    assert SITE.link(HERE, url) == there


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("/promises/essays/listening/", "../../essays/listening/index.html"),
        ("/promises/", "../../index.html"),
        ("/promises/search/", "https://somebody.example/promises/search/"),
        ("/elsewhere/", "https://somebody.example/elsewhere/"),
        ("/promisesque/", "https://somebody.example/promisesque/"),
    ],
)
def test_a_site_below_a_path_is_taken_from_there(url: str, there: str) -> None:
    assert BELOW.link(HERE, url) == there


def changed(html: str) -> str:
    return SITE.changed(HERE, f"<!doctype html>{html}".encode()).decode()


def test_every_place_that_loads_or_leads_is_changed() -> None:
    page = changed(
        '<link rel="stylesheet" href="/style.css">'
        '<meta http-equiv="refresh" content="0; url=/essays/listening/">'
        '<img src="/images/a%20b.png" srcset="/images/a%20b.png 1x, /images/a%20b.png 2x">'
    )
    assert '<link rel="stylesheet" href="../../style.css">' in page
    assert 'content="0; url=../../essays/listening/index.html"' in page
    assert 'src="../../images/a%20b.png"' in page
    assert 'srcset="../../images/a%20b.png 1x, ../../images/a%20b.png 2x"' in page


def test_what_a_page_is_known_by_stays_the_sites_address() -> None:
    page = changed('<link rel="canonical" href="https://promises.example/essays/listening/">')
    assert 'href="https://promises.example/essays/listening/"' in page


def test_what_a_page_may_load_is_said_in_words_that_hold_for_files() -> None:
    page = changed('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">')
    assert "default-src 'none'; script-src 'none'; style-src 'self' file:" in page


def test_a_feed_finds_its_style_and_is_otherwise_as_it_was() -> None:
    feed = b'<?xml-stylesheet type="text/css" href="/feed.css"?>\n<feed href="/feed.css"/>'
    found = SITE.changed("essays/listening/feed.atom.xml", feed)
    assert found == feed.replace(b'href="/feed.css"?', b'href="../../feed.css"?')


def test_other_files_are_as_they_were() -> None:
    assert SITE.changed("pledges/x/pledge.json", b'{"url": "/essays/"}') == b'{"url": "/essays/"}'
