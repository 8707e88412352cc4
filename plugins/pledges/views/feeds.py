"""Which feeds there are, and what is in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.domain.document import Document
from pledges.domain.events import Event, events
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.views.conversation import target_path
from pledges.views.entries import essay_entry, event_entry, response_entries
from pledges.views.feed import Feed, FeedEntry
from pledges.views.head import SITE_FEEDS
from pledges.views.lists import Term
from pledges.views.publication import Publication


def target_feed(publication: Publication, target: Document) -> Feed:
    """Return the feed of one essay's conversation, or of one promise and its conversation."""
    entries = response_entries(publication, target)
    if isinstance(target, Pledge):
        entries += [event_entry(publication, target, event) for event in pledge_events(publication, target)]
    title = f"{target.title}: conversation"
    return _feed(publication, f"feed-{target.id}", title, target_path(target), entries)


def leader_feed(publication: Publication, leader: Leader) -> Feed:
    """Return everything about one leader: essays, promises, every change of a promise."""
    entries = [essay_entry(publication, essay) for essay in publication.essays_of.get(leader.slug, ())]
    for pledge in publication.pledges_of.get(leader.slug, ()):
        entries += [event_entry(publication, pledge, event) for event in pledge_events(publication, pledge)]
    return _feed(publication, f"feed-{leader.id}", leader.name, address.leader(leader.slug), entries)


def pledge_events(publication: Publication, pledge: Pledge) -> tuple[Event, ...]:
    """Return what happened to a promise until today."""
    return events(
        pledge,
        publication.responses(pledge),
        publication.today,
        publication.thresholds,
        publication.settings.zone,
    )


def essays_feed(publication: Publication) -> Feed:
    """Return the site's essays, in full."""
    newest = publication.essay_list[: publication.settings.feed_size]
    entries = [essay_entry(publication, essay) for essay in newest]
    return _site_feed(publication, "essays", address.ESSAYS, entries)


def pledges_feed(publication: Publication) -> Feed:
    """Return the site's promises: each making, and each change of state as an entry of its own."""
    happened = [
        (event.instant, pledge.id, place, pledge, event)
        for pledge in publication.pledges.values()
        for place, event in enumerate(pledge_events(publication, pledge))
    ]
    happened.sort(key=lambda row: row[:3], reverse=True)
    newest = happened[: publication.settings.feed_size]
    entries = [event_entry(publication, pledge, event) for *_, pledge, event in newest]
    return _site_feed(publication, "pledges", address.PLEDGES, entries)


def term_feed(publication: Publication, term: Term) -> Feed:
    """Return the essays of a category, or the essays and promises of a tag."""
    entries = [essay_entry(publication, essay) for essay in term.essays[: publication.settings.feed_size]]
    for pledge in term.pledges:
        entries += [event_entry(publication, pledge, event) for event in pledge_events(publication, pledge)]
    path = address.term(term.kind, term.slug)
    feed = _feed(publication, f"feed-{term.kind}-{term.slug}", term.label, path, entries)
    return _only_atom(publication, feed, address.term_feed(term.kind, term.slug))


def author_feed(publication: Publication, leader: Leader) -> Feed:
    """Return one author's essays."""
    essays = publication.essays_of.get(leader.slug, ())[: publication.settings.feed_size]
    path = address.leader(leader.slug)
    entries = [essay_entry(publication, essay) for essay in essays]
    feed = _feed(publication, f"feed-author-{leader.id}", f"Essays by {leader.name}", path, entries)
    return _only_atom(publication, feed, address.term_feed("author", leader.slug))


# --- the conversation of the whole site, with archives (RFC 5005) ------------------------------------


def conversation_feeds(publication: Publication) -> Iterator[tuple[int, Feed]]:
    """Yield the site's conversation: number 0 is the current feed, 1 and on its archives, oldest first.

    An archive holds one past quarter that had responses; the current feed holds all since the
    last of them and at least the newest FEED_SIZE.
    """
    entries = [entry for target in publication.targets for entry in response_entries(publication, target)]
    entries.sort(key=_age)
    this_quarter = _quarter(publication.midnight(publication.today))
    past = [
        list(group)
        for quarter, group in groupby(entries, key=lambda entry: _quarter(entry.published))
        if quarter < this_quarter
    ]
    current = _site_feed(publication, "conversation", address.FRONT, entries)
    newest = max(
        publication.settings.feed_size,
        sum(1 for entry in entries if _quarter(entry.published) >= this_quarter),
    )
    yield 0, _cut(current, newest, previous_archive_url=_archive_url(publication, len(past)))
    for number, group in enumerate(past, 1):
        yield number, _archive(publication, number, len(past), group)


def _archive(publication: Publication, number: int, last: int, entries: list[FeedEntry]) -> Feed:
    feed = _site_feed(publication, "conversation", address.FRONT, entries)
    return _replace(
        _only_atom(publication, feed, address.feed_archive("conversation", number)),
        in_archive=True,
        current_url=feed.atom_url,
        previous_archive_url=_archive_url(publication, number - 1),
        next_archive_url=_archive_url(publication, number + 1) if number < last else "",
    )


def _archive_url(publication: Publication, number: int) -> str:
    return publication.absolute(address.feed_archive("conversation", number)) if number else ""


def _quarter(instant: dt.datetime) -> tuple[int, int]:
    """Return year and quarter in UTC: a response's archive never changes."""
    moment = instant.astimezone(dt.UTC)
    return moment.year, (moment.month - 1) // 3


# --- making feeds -------------------------------------------------------------------------------------


def _site_feed(publication: Publication, name: str, page: str, entries: list[FeedEntry]) -> Feed:
    title = f"{publication.settings.sitename}: {SITE_FEEDS[name]}"
    urls = {form: publication.absolute(address.site_feed(name, form)) for form in FeedFormat}
    return _made(publication, f"feed-{name}", title, page, urls, entries)


def _feed(publication: Publication, identity: str, title: str, page: str, entries: list[FeedEntry]) -> Feed:
    urls = {form: publication.absolute(address.feed(page, form)) for form in FeedFormat}
    feed = _made(publication, identity, title, page, urls, entries)
    return _cut(feed, publication.settings.feed_size)


def _made(
    publication: Publication,
    identity: str,
    title: str,
    page: str,
    urls: dict[FeedFormat, str],
    entries: Iterable[FeedEntry],
) -> Feed:
    newest_first = tuple(sorted(entries, key=_age, reverse=True))
    settings = publication.settings
    return Feed(
        id=publication.tag_uri(identity),
        title=title,
        subtitle=settings.sitesubtitle,
        absolute_url=publication.absolute(page),
        atom_url=urls[FeedFormat.ATOM],
        rss_url=urls[FeedFormat.RSS],
        json_url=urls[FeedFormat.JSON],
        updated=max((entry.updated for entry in newest_first), default=settings.founded),
        author=settings.sitename,
        lang=settings.default_lang,
        icon_url=publication.absolute("/favicon.svg"),
        entries=newest_first,
    )


def _cut(feed: Feed, size: int, **changes: str) -> Feed:
    return _replace(feed, entries=feed.entries[:size], **changes)


def _only_atom(publication: Publication, feed: Feed, path: str) -> Feed:
    """Return the feed as one that exists in Atom only, at ``path``."""
    return _replace(feed, atom_url=publication.absolute(path), rss_url="", json_url="")


def _replace(feed: Feed, **changes: object) -> Feed:
    return msgspec.structs.replace(feed, **changes)


def _age(entry: FeedEntry) -> tuple[dt.datetime, str]:
    return entry.published, entry.id
