"""A WordPress export: its posts become essays, its pages pages, its authors leaders; its comments follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pledges.errors import Problem
from pledges.files.alone import alone
from pledges.importers.here import Here, read_here
from pledges.importers.html_tree import Notes
from pledges.importers.imported import ImportedResponse
from pledges.importers.new_files import NewFiles
from pledges.importers.old_site import OldSite
from pledges.importers.targets import Targets
from pledges.importers.uploads import Uploads
from pledges.importers.wordpress_documents import USERS_PAGE, Documents, read_users
from pledges.importers.wordpress_index import read_index
from pledges.importers.wordpress_places import Place, settle_places
from pledges.importers.wordpress_responses import response_of
from pledges.importers.wordpress_text import WordPressText
from pledges.importers.wxr import WxrComment, WxrPost, read_wxr

SYSTEM = "wordpress"


class WordPress:
    """One export, and what becomes of it. Use it in a ``with`` statement: it holds files on disk.

    Made, it has read the export once and knows where everything goes; :meth:`responses` reads it
    again, yields the responses and makes the files on the way; :meth:`write` puts them into the record.
    ``uploads`` is a copy of ``wp-content/uploads``, ``users`` a saved page of ``/wp-json/wp/v2/users``.
    """

    def __init__(
        self,
        export: Path,
        content: Path,
        targets: Targets,
        *,
        uploads: Path | None = None,
        users: Path | None = None,
    ) -> None:
        self._export, self._content = export, content
        described = read_users(users)
        self._index = read_index(export)
        self._here: Here = read_here(content)
        self._site = OldSite(self._index.bases)
        self._uploads = Uploads(uploads, content)
        self._places = settle_places(self._index, self._here, targets, self._site)
        text = WordPressText(self._site, self._uploads, self._index.media, self._index.reusable)
        self._documents = Documents(self._index, self._places, text, described)
        self._described = bool(described)
        self._files = NewFiles()
        self._notes: dict[str, list[str]] = {}

    def responses(self) -> Iterator[ImportedResponse | Problem]:
        """Yield the responses of the export; essays, pages and leaders are made ready to be written."""
        for login, place in self._places.leaders.items():
            notes = Notes()
            if place.is_new:
                self._keep(place, self._documents.leader(login, notes), notes)
        for found in read_wxr(self._export):
            if isinstance(found, WxrComment):
                author = self._index.author_of(found.post.author)
                yield response_of(found, self._index.blog, author.id, str(self._export))
            elif isinstance(found, WxrPost):
                self._make(found)

    def lines(self) -> Iterator[str]:
        """Yield the report about everything but the responses; nothing when nothing is new."""
        if not len(self._files):
            return
        counts = self._files.count_by_folder()
        named = (f"{count} {folder if count > 1 else folder[:-1]}" for folder, count in counts.items())
        yield f"To import: {', '.join(named)}."
        if self._uploads.copies:
            yield f"Files to copy from the uploads to images: {len(self._uploads.copies)}."
        yield from (f"Not imported: {count} {what}." for what, count in sorted(self._index.left_out.items()))
        if not self._described and "leaders" in counts:
            yield f"Biographies are in no export: save {USERS_PAGE} of the old site, name it with --users."
        for path, notes in sorted(self._notes.items()):
            yield from (f"{self._content.name}/{path}: {note}" for note in notes)

    def write(self) -> int:
        """Write the new files, each whole; nothing that is there is changed. Return how many there were."""
        with alone(self._content):
            return self._uploads.write() + self._files.write(self._content)

    def redirects(self) -> Iterator[str]:
        """Yield a line for every old path: it, the new one, and the status 301."""
        yield from (f"{old} {new} 301" for old, new in self._site.redirects())
        yield from (f"{old} {new} 301" for old, new in self._uploads.redirects())

    def close(self) -> None:
        """Give the disk back."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make(self, post: WxrPost) -> None:
        place = self._places.posts.get(post.id)
        if place is not None and place.is_new:
            notes = Notes()
            self._keep(place, self._documents.document(post, notes), notes)

    def _keep(self, place: Place, text: str, notes: Notes) -> None:
        self._files.add(place.path, text)
        if notes.lines:
            self._notes[place.path] = notes.lines
