"""What the built pages say to those who look for the endpoints."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests

from inbox_site import InboxSite
from pledges.protocols.trackback import find_ping_url

#: Pages that are read by people and linked to; feeds, redirects and the like are not.
PLACES = ("pledges", "essays")


def pages(site: InboxSite) -> list[Path]:
    found = [page for place in PLACES for page in sorted(site.output.glob(f"{place}/*/index.html"))]
    assert len(found) > 15
    return found


def address_of(site: InboxSite, page: Path) -> str:
    return f"{site.url}/{page.parent.relative_to(site.output).as_posix()}/"


def is_document(site: InboxSite, page: Path) -> bool:
    kind, slug = page.parent.relative_to(site.output).parts
    return (site.content / kind / f"{slug}.md").exists()


def wordpress_finds(html: str) -> str | None:
    """Return what WordPress's discover_pingback_server_uri takes for the endpoint.

    It looks for the text with either kind of quote, takes the next ``href=`` after it and reads up to
    the quote that it found first.
    """
    double, single = html.find('rel="pingback"'), html.find("rel='pingback'")
    if double < 0 and single < 0:
        return None
    quote, at = ('"', double) if double >= 0 else ("'", single)
    start = html.find("href=", at) + len("href=") + 1
    end = html.find(quote, start)
    return html[start:end] if end > start else None


def test_every_page_has_the_pingback_link_that_clients_find(inbox_site: InboxSite) -> None:
    endpoint = f"{inbox_site.url}/inbox/pingback"
    for page in pages(inbox_site):
        html = page.read_text(encoding="utf-8")
        assert html.count(f'<link rel="pingback" href="{endpoint}">') == 1, page
        assert re.findall(r'<link rel="pingback" href="([^"]+)" ?/?>', html) == [endpoint]  # Pingback 1.0, 2
        assert wordpress_finds(html) == endpoint, page


def test_every_page_has_the_webmention_link_first_and_once(inbox_site: InboxSite) -> None:
    endpoint = f"{inbox_site.url}/inbox/webmention"
    for page in pages(inbox_site):
        html = page.read_text(encoding="utf-8")
        found = re.findall(r"<(?:a|link)\b[^>]*\brel=\"(?:[^\"]* )?webmention(?: [^\"]*)?\"[^>]*>", html)
        assert found == [f'<link rel="webmention" href="{endpoint}">'], page


def test_every_essay_and_promise_has_its_trackback_address(inbox_site: InboxSite) -> None:
    for page in filter(lambda page: is_document(inbox_site, page), pages(inbox_site)):
        html, address = page.read_text(encoding="utf-8"), address_of(inbox_site, page)
        kind, slug = urlsplit(address).path.strip("/").split("/")
        assert find_ping_url(html, address) == f"{inbox_site.url}/inbox/trackback/{kind}/{slug}"
        (comment,) = re.findall(r"<!--(.*?)-->", html, re.DOTALL)
        assert "--" not in comment
        (description,) = ET.fromstring(comment.strip())
        assert description.get("{http://purl.org/dc/elements/1.1/}identifier") == address


def test_lists_have_no_trackback_address(inbox_site: InboxSite) -> None:
    assert "trackback:ping" not in (inbox_site.output / "pledges" / "index.html").read_text()


@pytest.mark.parametrize("path", ["pingback", "webmention", "comments", "trackback/pledges/a-person-answers"])
def test_what_the_pages_announce_is_there(inbox_site: InboxSite, path: str) -> None:
    assert requests.post(f"{inbox_site.url}/inbox/{path}", data=b"", timeout=20).status_code in (200, 400)


def test_the_built_page_and_the_inbox_ask_the_same_promises_whether_they_were_kept(
    inbox_site: InboxSite,
) -> None:
    asked = {}
    for file in sorted((inbox_site.content / "pledges").glob("*.md")):
        target = f"/pledges/{file.stem}/"
        built = (inbox_site.output / target.strip("/") / "index.html").read_text(encoding="utf-8")
        printed = requests.get(f"{inbox_site.url}/inbox/comments", params={"target": target}, timeout=20).text
        asked[file.stem] = ("Was it kept for you?" in built, "Was it kept for you?" in printed)
    assert all(one == other for one, other in asked.values()), asked
    assert {True, False} == {one for one, _ in asked.values()}
