"""The archives of the conversation feed, put together when the feeds they share entries with are printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.periods import period_at, place_of
from pledges.domain.summary import places_in
from pledges.site.product import LateProduct, Unit
from pledges.site.spool import Pieces, Spool
from pledges.views.feed import Feed, FeedEntry
from pledges.views.feed_archives import (
    Archive,
    ArchivedEntry,
    ArchiveView,
    archive_views,
    archived_entries,
    archives,
    print_archive,
)
from pledges.views.feeds import conversation_head
from pledges.views.publication import Publication


class Archives:
    """The archives of one build. Entries that are wanted wait in a spool in ``folder``.

    Whoever prints a conversation's feed hands over its entries, which saves reading the conversation and
    printing them again; those that nobody hands over are made from the record.
    """

    def __init__(self, publication: Publication, folder: Path) -> None:
        self._publication = publication
        self._folder = folder
        self._wanted: dict[int, int] = {}  # where they begin, and how many entries they have
        self._firsts: list[int] = []  # where all archives begin, and what is in none
        self._spool: Spool | None = None
        self._pieces: Pieces | None = None

    def units(self) -> Iterator[Unit]:
        """Yield the archives; the key of each says all that it is made from."""
        publication = self._publication
        found = archives(publication)
        self._firsts = [*(archive.first for archive in found), *(archive.end for archive in found[-1:])]
        for archive, view in archive_views(publication, conversation_head(publication), found):
            made_from = hashlib.blake2b(msgspec.msgpack.encode(view), digest_size=16).hexdigest()
            yield Unit(f"{archive.name} {made_from}", partial(self._product, archive, view), is_late=True)

    def _product(self, archive: Archive, view: ArchiveView) -> Iterator[LateProduct]:
        path = address.file_of(address.feed_archive("conversation", archive.name))
        want, make = partial(self._want, archive, view.size), partial(self._make, archive, view.feed)
        yield LateProduct(path, "archive", view, want, make)

    def _want(self, archive: Archive, size: int) -> None:
        self._wanted[archive.first] = size
        self._spool = self._spool or Spool(self._folder)

    def take(self, target: Document, entries: Iterable[FeedEntry] = ()) -> None:
        """Take over what archives want of a conversation; ``entries``: those of it that are made already."""
        if self._spool is None:
            return
        wanted = [
            (place, response)
            for response in self._publication.responses(target)
            if response.erased is None
            and period_at(self._firsts, place := place_of(response.date, response.id)) in self._wanted
        ]
        if wanted:
            printed = archived_entries(
                self._publication, target, (response for _, response in wanted), entries
            )
            self._spool.add(
                (place, msgspec.msgpack.encode(entry))
                for (place, _), entry in zip(wanted, printed, strict=True)
            )

    def _make(self, archive: Archive, feed: Feed) -> bytes:
        """Return an archive; before the first, bring together what is in no feed that was printed."""
        pieces = self._pieces = self._pieces or self._complete()
        entries = (msgspec.msgpack.decode(piece, type=ArchivedEntry) for piece in pieces.of(archive.first))
        return print_archive(feed, {entry.id: entry for entry in entries}.values())

    def _complete(self) -> Pieces:
        """Add to the spool what is missing in it; return all that it holds."""
        assert self._spool is not None
        pieces = self._spool.by_period(self._firsts)
        missing = {first: size for first, size in self._wanted.items() if pieces.places(first) < size}
        if not missing:
            return pieces
        self._wanted = missing
        first, end = min(missing), self._end_of(max(missing))
        with self._publication.covered():
            for target in self._publication.targets:
                rows = self._publication.summary(target).between(first, end)
                if any(period_at(self._firsts, place) in missing for place in places_in(rows)):
                    self.take(target)
        return self._spool.by_period(self._firsts)

    def _end_of(self, first: int) -> int:
        """Return where what begins there ends: where the next begins."""
        return self._firsts[self._firsts.index(first) + 1]

    def close(self) -> None:
        """Drop what was kept for archives."""
        if self._spool is not None:
            self._spool.close()
