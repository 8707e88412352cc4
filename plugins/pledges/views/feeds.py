"""Which feeds there are, and what is in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.domain.document import Document
from pledges.domain.leader import Leader
from pledges.domain.periods import END
from pledges.domain.pledge import Pledge
from pledges.views.conversation import target_path
from pledges.views.entries import Item, essay_items, items_of, made, response_items
from pledges.views.event_entries import event_items
from pledges.views.feed import Feed
from pledges.views.feed_archives import archive_url, archives, open_since
from pledges.views.head import SITE_FEEDS
from pledges.views.ledger import feed_ledger
from pledges.views.publication import Publication
from pledges.views.terms import Term


def target_feed(publication: Publication, target: Document) -> Feed:
    """Return the feed of one essay's conversation, or of one promise and its conversation."""
    items = response_items(publication, target)
    if isinstance(target, Pledge):
        items += event_items(publication, target, with_words=False)
    title = publication.say("%(title)s: conversation", title=target.title)
    feed = _empty(publication, f"feed-{target.id}", title, target_path(target))
    if isinstance(target, Pledge):
        feed = _replace(feed, ledger=feed_ledger(publication, target))
    erased = publication.last_erased(target)  # that, too, changes a conversation's feed
    return _filled(publication, feed, items, [erased] if erased else [])


def leader_feed(publication: Publication, leader: Leader) -> Feed:
    """Return everything about one leader: essays, promises, every change of a promise."""
    items = essay_items(publication, publication.essays_of.get(leader.slug, ()))
    for pledge in publication.pledges_of.get(leader.slug, ()):
        items += event_items(publication, pledge)
    feed = _empty(publication, f"feed-{leader.id}", leader.name, address.leader(leader.slug))
    return _filled(publication, feed, items)


def essays_feed(publication: Publication) -> Feed:
    """Return the site's essays, in full."""
    feed = _site_feed(publication, "essays", address.ESSAYS)
    return _filled(publication, feed, essay_items(publication, publication.essay_list))


def pledges_feed(publication: Publication) -> Feed:
    """Return the site's promises: each making, and each change of state as an entry of its own."""
    items = [item for pledge in publication.pledges.values() for item in event_items(publication, pledge)]
    return _filled(publication, _site_feed(publication, "pledges", address.PLEDGES), items)


def term_feed(publication: Publication, term: Term) -> Feed:
    """Return the essays of a category, or the essays and promises of a tag."""
    items = essay_items(publication, term.essays)
    for pledge in term.pledges:
        items += event_items(publication, pledge)
    path = address.term(term.kind, term.slug)
    feed = _empty(publication, f"feed-{term.kind}-{term.slug}", term.label, path)
    feed = _only_atom(publication, feed, address.term_feed(term.kind, term.slug))
    return _filled(publication, feed, items)


def author_feed(publication: Publication, leader: Leader) -> Feed:
    """Return one author's essays."""
    path = address.leader(leader.slug)
    feed = _empty(
        publication, f"feed-author-{leader.id}", publication.say("Essays by %(name)s", name=leader.name), path
    )
    feed = _only_atom(publication, feed, address.term_feed("author", leader.slug))
    return _filled(publication, feed, essay_items(publication, publication.essays_of.get(leader.slug, ())))


# --- the conversation of the whole site, with archives (RFC 5005) ------------------------------------


def conversation_feed(publication: Publication) -> Feed:
    """Return the current feed: all that stands in no archive yet, and at least the newest FEED_SIZE."""
    newest = publication.newest(publication.settings.feed_size, open_since(publication))
    items = [
        made(item)
        for target, responses in publication.said_between(newest[0] if newest else END, END)
        for item in items_of(publication, target, responses)
    ]
    past = archives(publication)
    previous = archive_url(publication, past[-1].name if past else "")
    current = _replace(conversation_head(publication), previous_archive_url=previous)
    shown = _filled(publication, current, items, size=len(items))
    return _replace(shown, updated=max(publication.last_moments, default=current.updated))


def conversation_head(publication: Publication) -> Feed:
    """Return the feed of the whole conversation without entries: what its archives say of it, too."""
    return _site_feed(publication, "conversation", address.FRONT)


def shortened(publication: Publication, feed: Feed) -> Feed:
    """Return the feed with the newest FEED_SIZE entries, for the forms that have no archives."""
    return _replace(feed, entries=feed.entries[: publication.settings.feed_size])


# --- making feeds -------------------------------------------------------------------------------------


def _site_feed(publication: Publication, name: str, page: str) -> Feed:
    title = f"{publication.settings.sitename}: {publication.say(SITE_FEEDS[name])}"
    urls = {form: publication.absolute(address.site_feed(name, form)) for form in FeedFormat}
    return _made(publication, f"feed-{name}", title, page, urls)


def _empty(publication: Publication, identity: str, title: str, page: str) -> Feed:
    """Return the feed that stands beside a page, without entries yet."""
    urls = {form: publication.absolute(address.feed(page, form)) for form in FeedFormat}
    return _made(publication, identity, title, page, urls)


def _made(
    publication: Publication, identity: str, title: str, page: str, urls: dict[FeedFormat, str]
) -> Feed:
    settings = publication.settings
    return Feed(
        id=publication.tag_uri(identity),
        title=title,
        subtitle=settings.sitesubtitle,
        absolute_url=publication.absolute(page),
        atom_url=urls[FeedFormat.ATOM],
        rss_url=urls[FeedFormat.RSS],
        json_url=urls[FeedFormat.JSON],
        updated=settings.founded,
        author=settings.sitename,
        lang=settings.default_lang,
        icon_url=publication.absolute("/favicon.svg"),
        style_url=publication.url(address.FEED_STYLE),
        hub_urls=settings.websub_hubs,
    )


def _filled(
    publication: Publication,
    feed: Feed,
    items: Sequence[Item],
    erased: Iterable[dt.datetime] = (),
    size: int = 0,
) -> Feed:
    """Return the feed with the newest ``size`` (by default FEED_SIZE) items; only those are made.

    Its ``updated`` looks at all items, so that it does not move back when one is pushed off.
    """
    newest = sorted(items, key=_age, reverse=True)[: size or publication.settings.feed_size]
    moments = (*(item.changed for item in items), *erased)
    return _replace(
        feed,
        entries=tuple(item.make() for item in newest),
        updated=max(moments, default=feed.updated),
    )


def _only_atom(publication: Publication, feed: Feed, path: str) -> Feed:
    """Return the feed as one that exists in Atom only, at ``path``."""
    return _replace(feed, atom_url=publication.absolute(path), rss_url="", json_url="")


def _replace(feed: Feed, **changes: object) -> Feed:
    return msgspec.structs.replace(feed, **changes)


def _age(item: Item) -> tuple[dt.datetime, int, str]:
    return item.published, item.rank, item.id
