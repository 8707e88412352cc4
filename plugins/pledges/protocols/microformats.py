"""microformats2 on a stranger's page: the entry that speaks of ours, its kind and its author."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import mf2py

from pledges.domain.response import ResponseType
from pledges.markup.text import clean_line
from pledges.protocols.mention import NOBODY, Card
from pledges.protocols.web_url import comparable, web_url

# Post Type Discovery (W3C Note), first match; ``bookmark-of`` is the common extra after like.
_REACTIONS = (
    ("repost-of", ResponseType.REPOST),
    ("like-of", ResponseType.LIKE),
    ("bookmark-of", ResponseType.BOOKMARK),
    ("in-reply-to", ResponseType.REPLY),
)
_RSVP = frozenset({"yes", "no", "maybe", "interested"})
_MAX_DEPTH = 8
_MAX_ITEMS = 500

Item = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The h-entry of a page that speaks of the target. ``content`` is its plain text, whole."""

    type: ResponseType = ResponseType.MENTION
    rsvp: str = ""
    author: Card = NOBODY
    author_page: str = ""
    title: str = ""
    content: str = ""
    published: dt.datetime | None = None


def entry_about(html: str, source_url: str, targets: Iterable[str]) -> Entry | None:
    """Return the entry that reacts to one of ``targets``, else the first that could, else None."""
    if "h-entry" not in html and "hentry" not in html:
        return None
    document = _parsed(html, source_url)
    wanted = {key for target in targets if (key := comparable(target))}
    entries = list(_entries(document.get("items", [])))
    if not entries:
        return None
    item, feed = next((pair for pair in entries if _reacts(pair[0], wanted)), entries[0])
    return _entry(item, feed, document, wanted)


def author_on(html: str, author_page: str) -> Card | None:
    """Return the person whom an author's page represents: representative h-card, first two rules.

    An h-card whose ``url`` and ``uid`` are the page; else one whose ``url`` is also ``rel=me``.
    """
    document = _parsed(html, author_page)
    cards = list(_cards(document.get("items", [])))
    me = {comparable(url) for url in document.get("rels", {}).get("me", [])} - {""}
    page = comparable(author_page)
    for card in cards:
        if page in _keys(card, "url") and page in _keys(card, "uid"):
            return _card(card)
    return next((_card(card) for card in cards if _keys(card, "url") & me), None)


def _parsed(html: str, url: str) -> Item:
    """Return mf2 JSON, empty when the parser fails: it raises whatever its parts raise on hostile
    pages, and a page without microformats can still be described.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dict(mf2py.parse(doc=html, url=url, html_parser="lxml"))
    except Exception:  # noqa: BLE001 - the edge of foreign code; see above
        return {}


def _items(items: Iterable[Any], depth: int = 0) -> Iterator[Item]:
    """Yield items in document order, those nested in children and properties included."""
    if depth > _MAX_DEPTH:
        return
    for item in items:
        if isinstance(item, dict) and "type" in item:
            yield item
            yield from _items(item.get("children", []), depth + 1)
            for values in item.get("properties", {}).values():
                yield from _items(values, depth + 1)


def _entries(items: Iterable[Any]) -> Iterator[tuple[Item, Item | None]]:
    """Yield the page's own entries, each with the feed around it; embedded citations are not its own."""
    for item in items:
        if "h-entry" in item.get("type", []):
            yield item, None
        for child in item.get("children", []):
            if "h-entry" in child.get("type", []):
                yield child, item


def _entry(item: Item, feed: Item | None, document: Item, wanted: set[str]) -> Entry:
    kind, rsvp = _type(item, wanted)
    content = _first_text(item, "content")
    author, author_page = _author(item, feed, document)
    return Entry(
        type=kind,
        rsvp=rsvp,
        author=author,
        author_page=author_page,
        title=_title(item, content),
        content=content,
        published=instant(_first_text(item, "published")),
    )


def _reacts(item: Item, wanted: set[str]) -> bool:
    return _type(item, wanted)[0] is not ResponseType.MENTION


def _type(item: Item, wanted: set[str]) -> tuple[ResponseType, str]:
    """Return the response type, which holds only if the property names this very target."""
    rsvp = _first_text(item, "rsvp").strip().lower()
    if rsvp in _RSVP and _keys(item, "in-reply-to") & wanted:
        return ResponseType.RSVP, rsvp
    for name, kind in _REACTIONS:
        if _keys(item, name) & wanted:
            return kind, ""
    return ResponseType.MENTION, ""


def _author(item: Item, feed: Item | None, document: Item) -> tuple[Card, str]:
    """Return the author, and the page that may know better: authorship, one fetch not yet made."""
    values = _values(item, "author") or (_values(feed, "author") if feed else [])
    for value in values:
        if isinstance(value, dict):
            return _card(value), ""
        if address := web_url(value):
            return _card_at(address, document), address
        return Card(clean_line(value, 100)), ""
    pages = [
        url for url in document.get("rels", {}).get("author", []) if isinstance(url, str) and web_url(url)
    ]
    return (_card_at(pages[0], document), pages[0]) if pages else (NOBODY, "")


def _card_at(address: str, document: Item) -> Card:
    """Third rule of authorship: an h-card on the entry's own page whose url is the author page."""
    cards = _cards(document.get("items", []))
    known = (_card(card) for card in cards if comparable(address) in _keys(card, "url"))
    return next(known, Card("", address))


def _cards(items: Iterable[Any]) -> Iterator[Item]:
    for count, item in enumerate(_items(items)):
        if count >= _MAX_ITEMS:
            return
        if "h-card" in item.get("type", []):
            yield item


def _card(item: Mapping[str, Any]) -> Card:
    urls = [url for value in _values(item, "url") if (url := web_url(_text(value)))]
    name = _first_text(item, "name") or _text(item.get("value", ""))
    return Card(clean_line(name, 100) if not web_url(name) else "", urls[0] if urls else "")


def _title(item: Item, content: str) -> str:
    """Return the entry's name, unless it is only its own text again (implied names of notes)."""
    name = clean_line(_first_text(item, "name"))
    start = name.removesuffix("…").rstrip()
    return "" if start and clean_line(content, 2 * len(start) + 20).startswith(start) else name


def instant(text: str) -> dt.datetime | None:
    """Return an ISO 8601 time as a UTC instant; a time without zone is taken for UTC."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _keys(item: Mapping[str, Any], name: str) -> set[str]:
    """Return the comparable addresses of a property: plain strings and embedded citations alike."""
    found: set[str] = set()
    for value in _values(item, name):
        cited = _values(value, "url") if isinstance(value, dict) else []
        found.update(comparable(_text(each)) for each in (value, *cited))
    return found - {""}


def _values(item: Mapping[str, Any] | None, name: str) -> list[Any]:
    values = (item or {}).get("properties", {}).get(name, [])
    return values if isinstance(values, list) else []


def _first_text(item: Mapping[str, Any], name: str) -> str:
    return next((_text(value) for value in _values(item, name)), "")


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("value", "")
    return value if isinstance(value, str) else ""
