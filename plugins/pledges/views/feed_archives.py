"""The archives of the site's conversation feed (RFC 5005): all that was said, each response in one of them.

An archive is put together from printed entries, the same as in the feeds of their essays and pledges.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import msgspec

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.periods import END, Period, place_of, quarter_at
from pledges.domain.response import Response
from pledges.domain.summary import places_in
from pledges.views.atom import atom_entry, atom_of
from pledges.views.conversation import target_path
from pledges.views.entries import ResponseEntries
from pledges.views.feed import Feed, FeedEntry
from pledges.views.models import View
from pledges.views.publication import Publication


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive ``name``: what was said from the place ``first`` on and before ``end``. ``before`` and
    ``after`` are the names of its neighbours, empty where there is none.
    """

    name: str
    first: int
    end: int
    before: str
    after: str


class ArchivedEntry(msgspec.Struct, array_like=True, frozen=True):
    """A printed entry with what archives sort by, and when it last changed."""

    published: dt.datetime
    id: str
    updated: dt.datetime
    atom: str


class ArchiveView(View, frozen=True, kw_only=True):
    """All that an archive is made from: the feed it is part of, a digest of its entries, their number."""

    feed: Feed
    entries: bytes
    size: int


def archives(publication: Publication) -> list[Archive]:
    """Return the archives, the oldest first: the periods that others followed, and past quarters."""
    periods = publication.periods
    today = quarter_at(place_of(publication.midnight(publication.today), ""))
    past = [*periods[:-1], *(last for last in periods[-1:] if last.quarter < today)]
    return [_archive(periods, past, number) for number in range(len(past))]


def _archive(periods: Sequence[Period], past: Sequence[Period], number: int) -> Archive:
    period = past[number]
    return Archive(
        name=period.name,
        first=period.first,
        end=periods[number + 1].first if number + 1 < len(periods) else END,
        before=past[number - 1].name if number else "",
        after=past[number + 1].name if number + 1 < len(past) else "",
    )


def open_since(publication: Publication) -> int:
    """Return the place from which on what was said is in no archive yet."""
    past = archives(publication)
    return past[-1].end if past else 0


def archive_url(publication: Publication, name: str) -> str:
    """Return the full address of the archive of that name; empty where there is none."""
    return publication.absolute(address.feed_archive("conversation", name)) if name else ""


def archive_views(
    publication: Publication, feed: Feed, found: Sequence[Archive]
) -> Iterator[tuple[Archive, ArchiveView]]:
    """Yield each archive of a feed with all that it is made from; no conversation is read for that."""
    firsts = [*(archive.first for archive in found), *(archive.end for archive in found[-1:])]
    contents = _contents(publication, firsts) if found else []
    for archive, (digest, size) in zip(found, contents, strict=False):
        yield archive, ArchiveView(feed=_feed_of(publication, feed, archive), entries=digest, size=size)


def _feed_of(publication: Publication, feed: Feed, archive: Archive) -> Feed:
    """Return what an archive says of itself."""
    changes = {
        "atom_url": archive_url(publication, archive.name),
        "rss_url": "",
        "json_url": "",
        "in_archive": True,
        "hub_urls": (),  # nobody subscribes to what does not change
        "current_url": feed.atom_url,
        "previous_archive_url": archive_url(publication, archive.before),
        "next_archive_url": archive_url(publication, archive.after),
    }
    return msgspec.structs.replace(feed, **changes)


def _contents(publication: Publication, firsts: Sequence[int]) -> list[tuple[bytes, int]]:
    """Return for each period a digest of its entries (with what they name of their target), and how many."""
    digests = [hashlib.blake2b(digest_size=16) for _ in firsts]
    sizes = [0] * len(firsts)
    for target in sorted(publication.targets, key=attrgetter("id")):  # in an order that says nothing
        about = (publication.entry_id(target), target_path(target), target.title)
        for number, rows in publication.summary(target).parts(firsts):
            digests[number].update(msgspec.msgpack.encode((about, rows)))
            sizes[number] += len(places_in(rows))
    return [(digest.digest(), size) for digest, size in zip(digests, sizes, strict=True)]


def archived_entries(
    publication: Publication, target: Document, said: Iterable[Response], made: Iterable[FeedEntry] = ()
) -> Iterator[ArchivedEntry]:
    """Yield responses as printed entries; ``made``: those of them that are made already."""
    known = {entry.id: entry for entry in made}
    lang = publication.settings.default_lang
    make = ResponseEntries(publication, target).entry
    for response in said:
        entry = known.get(publication.tag_uri(response.id)) or make(response)
        yield ArchivedEntry(entry.published, response.id, entry.updated, atom_entry(lang, entry))


def print_archive(feed: Feed, entries: Iterable[ArchivedEntry]) -> bytes:
    """Return an archive with these entries, the newest first."""
    newest = sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)
    updated = max((entry.updated for entry in newest), default=feed.updated)
    return atom_of(msgspec.structs.replace(feed, updated=updated), (entry.atom for entry in newest))
