"""The built sample site, read by the standards' own checkers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from feed_checks import assert_valid_atom, assert_valid_json_feed, assert_valid_rss
from fixtures.site import BuiltSite
from site_checks import broken_links

DATA = {"application/ld+json"}


@pytest.mark.java
def test_every_page_is_valid_html(sample_site: BuiltSite, vnu: Callable[[Path], list[str]]) -> None:
    assert sample_site.files("*.html")
    assert vnu(sample_site.output) == []


def test_every_link_image_feed_and_permalink_of_the_site_leads_somewhere(sample_site: BuiltSite) -> None:
    assert broken_links(sample_site.output, sample_site.url) == []


def test_no_page_but_the_search_page_carries_a_script(sample_site: BuiltSite) -> None:
    pages = {page.relative_to(sample_site.output).as_posix(): page for page in sample_site.files("*.html")}
    pages.pop("search/index.html", None)

    scripted = [name for name, page in pages.items() if scripts_of(page)]

    assert scripted == []


def scripts_of(page: Path) -> list[str]:
    """Return what a page would run: script elements, event handlers, ``javascript:`` addresses."""
    nodes = LexborHTMLParser(page.read_text(encoding="utf-8")).css("*")
    elements = [n.html or "" for n in nodes if n.tag == "script" and n.attributes.get("type") not in DATA]
    values = [(name, value or "") for node in nodes for name, value in node.attributes.items()]
    handlers = [f"{name}={value}" for name, value in values if name.startswith("on")]
    addresses = [value for _, value in values if value.strip().lower().startswith("javascript:")]
    return elements + handlers + addresses


@pytest.mark.parametrize(
    ("pattern", "assert_valid"),
    [
        ("*atom.xml", assert_valid_atom),
        ("*rss.xml", assert_valid_rss),
        ("*feed.json", assert_valid_json_feed),
    ],
)
def test_every_feed_is_valid(
    sample_site: BuiltSite, pattern: str, assert_valid: Callable[[bytes], None]
) -> None:
    for feed in sample_site.files(pattern):
        assert_valid(feed.read_bytes())
