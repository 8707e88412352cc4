"""A feed as a value; the wire formats are made from it in ``views/atom.py`` and its kin."""

from __future__ import annotations

import datetime as dt

from pledges.views.models import View


class FeedReference(View, frozen=True, kw_only=True):
    """What an entry answers (RFC 4685): the parent's feed id, its page, its feed."""

    ref: str
    absolute_url: str = ""


class FeedEntry(View, frozen=True, kw_only=True, dict=True):
    """One entry. ``id`` is a tag URI (or a kept imported guid); ``html`` is complete, safe HTML whose
    links are absolute. ``published`` and ``updated`` are aware UTC instants that come from the record.

    What is printed of it is kept with it (``views/entry_text.py``): every form of a feed prints the same,
    and so do all the feeds that it stands in.
    """

    id: str
    absolute_url: str
    title: str
    html: str
    published: dt.datetime
    updated: dt.datetime
    author: str = ""
    author_absolute_url: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    in_reply_to: tuple[FeedReference, ...] = ()
    reply_count: int | None = None  # set on essays and pledges: their conversation's size
    replies_updated: dt.datetime | None = None
    replies_atom_url: str = ""  # absolute address of the conversation's Atom feed
    replies_rss_url: str = ""
    comments_url: str = ""  # absolute address of the conversation on the page
    trackback_url: str = ""  # absolute address that takes trackbacks


class FeedLedger(View, frozen=True, kw_only=True):
    """Where a promise's ledger stands, how many entries it has, and the latest one's hash."""

    absolute_url: str
    about_absolute_url: str
    entries: int
    head: str


class Feed(View, frozen=True, kw_only=True):
    """A feed in no format yet. ``updated`` is the newest entry's, or the site's founding when empty:
    never the clock's. ``atom_url``, ``rss_url``, ``json_url`` are absolute self addresses.
    """

    id: str
    title: str
    absolute_url: str  # the page it is the feed of
    atom_url: str
    rss_url: str
    json_url: str
    updated: dt.datetime
    subtitle: str = ""
    author: str = ""  # for entries that name none
    lang: str
    icon_url: str = ""
    style_url: str = ""  # what browsers show the feed by, in XML forms
    hub_urls: tuple[str, ...] = ()  # absolute addresses of WebSub hubs
    entries: tuple[FeedEntry, ...] = ()
    in_archive: bool = False  # this document is an archive (RFC 5005)
    current_url: str = ""  # the subscription document, in archives
    previous_archive_url: str = ""
    next_archive_url: str = ""
    ledger: FeedLedger | None = None  # only in a promise's own feed


class OpmlRow(View, frozen=True, kw_only=True):
    """One feed of a subscription list, in a folder named ``group`` unless that is empty."""

    title: str
    feed_absolute_url: str
    page_absolute_url: str = ""
    group: str = ""
