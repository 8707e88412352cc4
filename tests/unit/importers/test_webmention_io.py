"""webmention.io's JF2 pages, saved or fetched."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from hostile_server import Peer, serving
from hostile_server import page as http_page
from import_making import HERE, imported, record, run, tree
from pledges.errors import CommandError, ContentError
from pledges.fetch import Fetched, TooSlow, fetch
from pledges.importers.webmention_io import PER_PAGE, SYSTEM, fetch_webmention_io, read_webmention_io


def mention(number: int, kind: str = "in-reply-to", **fields: Any) -> dict[str, Any]:
    entry = {
        "type": "entry",
        "author": {"type": "card", "name": "Ada", "photo": "", "url": "https://ada.example/"},
        "url": f"https://social.example/@ada/{number}",
        "published": "2019-05-01T10:00:00+02:00",
        "wm-received": f"2019-05-02T10:00:{number % 60:02}Z",
        "wm-id": number,
        "wm-source": f"https://bridge.example/comment/{number}",
        "wm-target": HERE,
        "wm-protocol": "webmention",
        "wm-property": kind,
        "wm-private": False,
    }
    return {**entry, kind: HERE, **fields}


def page(*children: Any) -> bytes:
    return json.dumps({"type": "feed", "name": "Webmentions", "children": children}).encode()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


def saved(tmp_path: Path, *children: Any) -> Path:
    file = tmp_path / "mentions.jf2"
    file.write_bytes(page(*children))
    return file


def test_mentions_come_over_with_their_kinds_types_words_and_sources(content: Path, tmp_path: Path) -> None:
    words = {
        "text": "So true: listen!",
        "html": '<p>So <b>true</b>: <a href="https://a.example/">listen</a>!</p>',
    }
    file = saved(
        tmp_path,
        mention(1, content=words),
        mention(2, "like-of"),
        mention(3, "repost-of"),
        mention(4, "bookmark-of"),
        mention(5, "mention-of", name="Reading", content={"text": "Long. " * 200}),
        mention(6, "rsvp", rsvp="yes"),
        mention(7, "mention-of", **{"wm-protocol": "pingback", "author": None, "content": None}),
        mention(8, **{"wm-private": True}),
        mention(9, "follow-of"),
        mention(10, **{"wm-source": None}),
        "no entry",
    )
    report = run(content, read_webmention_io(file), system=SYSTEM)
    found = imported(content)
    assert [(line["kind"], line.get("type", "reply")) for line in found] == [
        ("webmention", "reply"),
        ("webmention", "like"),
        ("webmention", "repost"),
        ("webmention", "bookmark"),
        ("webmention", "mention"),
        ("webmention", "rsvp"),
        ("pingback", "mention"),
    ]
    reply, *_, reading, rsvp, pingback = found
    assert reply["text"] == "So **true**: [listen](https://a.example/)!"
    assert (reply["date"], reply["source"]) == ("2019-05-02T10:00:01Z", "https://bridge.example/comment/1")
    assert (reply["author"]["url"], reply["origin"]) == ("https://ada.example/", "webmention.io:1")
    assert (reading["title"], len(reading["excerpt"]) < 320, "text" in reading) == ("Reading", True, False)
    assert (rsvp["text"], pingback["author"]["name"]) == ("yes", "Anonymous")
    assert report.skipped == {"is private": 1}
    assert report.aside == {"cannot be read": 3}


def test_a_name_that_only_repeats_the_words_is_no_title(content: Path, tmp_path: Path) -> None:
    entry = mention(1, "mention-of", name="Good words …", content={"text": "Good words about it"})
    run(content, read_webmention_io(saved(tmp_path, entry)), system=SYSTEM)
    assert "title" not in imported(content)[0]


@pytest.mark.parametrize("data", [b"", b"[]", b'{"children": 1}', b"<html>", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_page_of_mentions_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "page.jf2"
    file.write_bytes(data)
    with pytest.raises(ContentError, match="is not a page of mentions"):
        list(read_webmention_io(file))


class Service:
    """webmention.io with so many mentions."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[dict[str, str]] = []

    def __call__(self, url: str, **_: object) -> Fetched:
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(query)
        if query["token"] != "right":
            return Fetched(url, 401, {}, b"{}")
        start = int(query["page"]) * int(query["per-page"])
        return Fetched(url, 200, {}, page(*map(mention, range(start, min(start + PER_PAGE, self.count)))))


def test_all_pages_are_fetched_oldest_first(content: Path) -> None:
    service = Service(2 * PER_PAGE + 5)
    report = run(content, fetch_webmention_io("old.example", "right", service), system=SYSTEM)
    assert report.total_new + report.aside.total() == 2 * PER_PAGE + 5
    assert [asked["page"] for asked in service.asked] == ["0", "1", "2", "3"]
    assert {asked["sort-dir"] for asked in service.asked} == {"up"}


def test_pages_come_over_http_and_a_service_that_breaks_off_imports_nothing(content: Path) -> None:
    def answer(peer: Peer) -> None:
        number = int(re.search(rb"&page=(\d+)", peer.request)[1])  # type: ignore[index]
        if number == 2:
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
            return
        children = map(mention, range(number * PER_PAGE, (number + 1) * PER_PAGE))
        peer.send(http_page(page(*children), b"Content-Type: application/json"))

    before = tree(content)
    with serving(answer) as server:
        ask = partial(fetch, policy=server.policy)
        with pytest.raises(CommandError, match="did not give page 2"):
            run(content, fetch_webmention_io("old.example", "hush", ask, server.url), system=SYSTEM)
    assert [b"token=hush" in request for request in server.requests] == [True] * 3
    assert tree(content) == before


def test_a_service_that_gives_one_page_for_ever_is_left() -> None:
    def stuck(url: str, **_: object) -> Fetched:
        return Fetched(url, 200, {}, page(*map(mention, range(PER_PAGE))))

    with pytest.raises(CommandError, match="gives the same page again"):
        list(fetch_webmention_io("old.example", "hush", stuck))


def test_the_token_is_never_said() -> None:
    def slow(url: str, **_: object) -> Fetched:
        raise TooSlow(f"{url} did not answer in time.")

    for service in (slow, Service(1)):
        with pytest.raises(CommandError) as caught:
            list(fetch_webmention_io("old.example", "hush", service))
        assert "hush" not in str(caught.value)
        assert caught.value.__cause__ is None
