"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from typing import Any

import msgspec

from pledges.markup import xml_text
from pledges.views.feed import Feed, FeedEntry
from pledges.views.xml import language, printed_line, printed_tags, utc


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1 in UTF-8; the same feed gives the same bytes.

    What an entry answers, and how large its conversation is, stands in the extension ``_conversation``.
    """
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printed_line(feed.title),
        "home_page_url": _text(feed.absolute_url),
        "feed_url": _text(feed.json_url),
        "description": printed_line(feed.subtitle),
        "icon": _text(feed.icon_url),
        "authors": _authors(feed.author),
        "language": language(feed.lang),
        "hubs": [{"type": "WebSub", "url": _text(feed.hub_url)}] if feed.hub_url else None,
    }
    return msgspec.json.encode(_filled(document) | {"items": [_item(feed, entry) for entry in feed.entries]})


def _item(feed: Feed, entry: FeedEntry) -> dict[str, Any]:
    item = {
        "id": _text(entry.id),
        "url": _text(entry.absolute_url),
        "title": printed_line(entry.title),
        "summary": printed_line(entry.summary),
        "date_published": utc(entry.published),
        "date_modified": utc(entry.updated),
        "authors": _authors(entry.author, entry.author_absolute_url),
        "tags": printed_tags(entry.tags),
        "language": language(entry.lang) if entry.lang != feed.lang else "",
        "_conversation": _conversation(entry),
    }
    return _filled(item) | {"content_html": _text(entry.html)}


def _conversation(entry: FeedEntry) -> dict[str, Any]:
    parents = [
        _filled({"ref": _text(parent.ref), "url": _text(parent.absolute_url)}) for parent in entry.in_reply_to
    ]
    counted = {} if entry.reply_count is None else {"count": entry.reply_count}
    return _filled({"in_reply_to": parents, "url": _text(entry.comments_url)}) | counted


def _authors(name: str, url: str = "") -> list[dict[str, str]]:
    author = _filled({"name": printed_line(name), "url": _text(url)})
    return [author] if author else []


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: the specification wants no empty strings and no nulls."""
    return {name: value for name, value in fields.items() if value}


def _text(text: str) -> str:
    return str.__str__(xml_text(text))
