"""What every feed of a built site must stand: schema, rules that schemas cannot say, a feed reader."""

from __future__ import annotations

import functools
import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree

DATA = Path(__file__).parent / "data"
ATOM = "{http://www.w3.org/2005/Atom}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_RELATIVE = re.compile(r'<[^<>]*\s(?:href|src|poster)="(?![a-zA-Z][a-zA-Z0-9+.\-]*:)[^"]*"')
_ABSOLUTE = re.compile(r"https?://[^\s/]+(?:/\S*)?\Z")


def assert_valid_atom(data: bytes) -> None:
    """RFC 4287 (schema and prose), RFC 4685, RFC 5005, absolute links, one entry an id."""
    root = _parsed(data)
    schema = _atom_schema()
    assert schema.validate(root), schema.error_log
    entries = root.findall(ATOM + "entry")
    _assert_identified([_one(element, ATOM + "id") for element in (root, *entries)])
    assert len(_links(root, "self")) == 1, "a feed links to itself once"
    assert len(_links(root, "alternate")) == 1, "a feed links to its page"
    assert _one(root, ATOM + "title"), "a feed has a title"
    updated = [_one(element, ATOM + "updated") for element in (root, *entries)]
    assert all(moment.endswith("Z") for moment in updated), "instants are UTC"
    assert not entries or updated[0] >= max(updated[1:]), "a feed is as new as its newest entry"
    for link in root.iter(ATOM + "link"):
        assert _ABSOLUTE.match(link.get("href")), f"not absolute: {link.get('href')!r}"
    for entry in entries:
        _assert_atom_entry(root, entry)
    _assert_archive(root)
    _assert_readable(data, "atom10", len(entries))


def assert_valid_rss(data: bytes) -> None:
    """RSS 2.0 with the modules this project uses: full text, guids, dates, counts, self link."""
    root = _parsed(data)
    channel = root.find("channel")
    assert root.tag == "rss"
    assert root.get("version") == "2.0"
    assert channel is not None
    assert all(_one(channel, name) for name in ("title", "link", "description"))
    assert len([link for link in channel.findall(ATOM + "link") if link.get("rel") == "self"]) == 1
    items = channel.findall("item")
    _assert_identified([_one(item, "guid") for item in items])
    for item in items:
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("title") or item.findtext("description")
        assert _ABSOLUTE.match(_one(item, "link"))
        assert parsedate_to_datetime(_one(item, "pubDate")).tzinfo is not None
        assert not _RELATIVE.search(_one(item, CONTENT)), "links in feeds are absolute"
        count = item.findtext("{http://purl.org/rss/1.0/modules/slash/}comments")
        assert count is None or int(count) >= 0
    _assert_readable(data, "rss20", len(items))


def assert_valid_json_feed(data: bytes) -> None:
    """JSON Feed 1.1 by schema; each id once; absolute links; no control characters."""
    feed: dict[str, Any] = json.loads(data.decode("utf-8"))
    jsonschema.Draft202012Validator(_json_schema()).validate(feed)
    assert feed["feed_url"]
    assert feed["home_page_url"]
    _assert_identified([item["id"] for item in feed["items"]])
    for item in feed["items"]:
        assert item["url"]
        assert not _RELATIVE.search(item["content_html"]), "links in feeds are absolute"
    assert not any(_CONTROL.search(text) for text in _strings(feed)), "a control character"


def assert_valid_opml(data: bytes) -> None:
    """OPML 2.0: a title, and each outline of type rss with its feed's address."""
    root = _parsed(data)
    assert root.tag == "opml"
    assert root.get("version") == "2.0"
    assert root.findtext("head/title")
    for outline in root.iter("outline"):
        assert outline.get("text")
        assert len(outline) or _ABSOLUTE.match(outline.get("xmlUrl"))


def _assert_atom_entry(root: Any, entry: Any) -> None:
    assert root.find(ATOM + "author") is not None or entry.find(ATOM + "author") is not None
    assert len(_links(entry, "alternate")) == 1
    content = entry.find(ATOM + "content")
    assert content.get("type") == "html", "full text, as HTML"
    assert not _RELATIVE.search(content.text or ""), "links in feeds are absolute"
    assert all(parent.get("ref") for parent in entry.findall(THREAD + "in-reply-to"))
    for link in _links(entry, "replies"):
        assert link.get(THREAD + "count") == entry.findtext(THREAD + "total")


def _assert_archive(root: Any) -> None:
    if root.find(HISTORY + "archive") is not None:
        assert len(_links(root, "current")) == 1, "an archive names the feed's live document"
    else:
        assert not _links(root, "next-archive"), "the live document is the newest"


def _assert_identified(ids: list[str]) -> None:
    assert all(identity.strip() for identity in ids), "an empty id"
    assert len(set(ids)) == len(ids), "an id twice in one feed"


def _assert_readable(data: bytes, version: str, count: int) -> None:
    read = feedparser.parse(data)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == version
    assert len(read.entries) == count


def _parsed(data: bytes) -> Any:
    text = data.decode("utf-8")
    assert text.startswith("<?xml "), "nothing stands before the declaration"
    assert not _CONTROL.search(text), "a control character"
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _one(element: Any, name: str) -> str:
    found = element.findall(name)
    assert len(found) == 1, f"{len(found)} {name} in {element.tag}"
    return found[0].text or ""


def _links(element: Any, rel: str) -> list[Any]:
    return [link for link in element.findall(ATOM + "link") if link.get("rel", "alternate") == rel]


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in _strings(part)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


@functools.cache
def _atom_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DATA / "atom.rng"))


@functools.cache
def _json_schema() -> Any:
    return json.loads((DATA / "json_feed.schema.json").read_text(encoding="utf-8"))
