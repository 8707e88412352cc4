"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import msgspec
from msgspec import Struct, field

from pledges.markup import printable
from pledges.views.entry_text import EntryText, text_of
from pledges.views.feed import Feed, FeedEntry, FeedLedger
from pledges.views.xml import language, printed_line


class _Fields(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is empty is left out: the specification wants no empty strings and no nulls."""


class _Author(_Fields, frozen=True, kw_only=True):
    name: str = ""
    url: str = ""


class _Hub(_Fields, frozen=True, kw_only=True):
    type: str
    url: str


class _Parent(_Fields, frozen=True, kw_only=True):
    ref: str
    url: str = ""


class _Conversation(_Fields, frozen=True, kw_only=True):
    in_reply_to: tuple[_Parent, ...] = ()
    url: str = ""
    count: int | None = None


class _Ledger(_Fields, frozen=True, kw_only=True):
    about: str
    url: str
    entries: int
    head: str


class _Item(_Fields, frozen=True, kw_only=True):
    id: str
    url: str = ""
    title: str = ""
    summary: str = ""
    date_published: str
    date_modified: str
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    conversation: _Conversation | None = field(name="_conversation", default=None)
    content_html: str


class _Document(_Fields, frozen=True, kw_only=True):
    version: str
    title: str
    home_page_url: str = ""
    feed_url: str = ""
    description: str = ""
    icon: str = ""
    authors: tuple[_Author, ...] = ()
    language: str = ""
    hubs: tuple[_Hub, ...] = ()
    ledger: _Ledger | None = field(name="_ledger", default=None)
    items: list[_Item]


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1 in UTF-8; the same feed gives the same bytes.

    What an entry answers, and how large its conversation is, stands in the extension ``_conversation``;
    how far a promise's ledger has come, in ``_ledger``.
    """
    return msgspec.json.encode(
        _Document(
            version="https://jsonfeed.org/version/1.1",
            title=printed_line(feed.title),
            home_page_url=_text(feed.absolute_url),
            feed_url=_text(feed.json_url),
            description=printed_line(feed.subtitle),
            icon=_text(feed.icon_url),
            authors=_authors(feed.author),
            language=language(feed.lang),
            hubs=tuple(_Hub(type="WebSub", url=_text(url)) for url in feed.hub_urls),
            ledger=_ledger(feed.ledger) if feed.ledger else None,
            items=[_item(feed, entry) for entry in feed.entries],
        )
    )


def _ledger(ledger: FeedLedger) -> _Ledger:
    return _Ledger(
        about=_text(ledger.about_absolute_url),
        url=_text(ledger.absolute_url),
        entries=ledger.entries,
        head=ledger.head,
    )


def _item(feed: Feed, entry: FeedEntry) -> _Item:
    text = text_of(entry)
    return _Item(
        id=text.id,
        url=text.url,
        title=text.title,
        summary=text.summary,
        date_published=text.published,
        date_modified=text.updated,
        authors=(_Author(name=text.author, url=text.author_url),) if text.author or text.author_url else (),
        tags=text.tags,
        language=language(entry.lang) if entry.lang != feed.lang else "",
        conversation=_conversation(entry, text),
        content_html=text.html,
    )


def _conversation(entry: FeedEntry, text: EntryText) -> _Conversation | None:
    if not text.parents and not entry.comments_url and entry.reply_count is None:
        return None
    parents = tuple([_Parent(ref=ref, url=url) for ref, url in text.parents])
    return _Conversation(in_reply_to=parents, url=_text(entry.comments_url), count=entry.reply_count)


def _authors(name: str) -> tuple[_Author, ...]:
    author = _Author(name=printed_line(name))
    return (author,) if author.name else ()


def _text(text: str) -> str:
    return str.__str__(printable(text))
