"""What the record holds before an import: which names are taken, and what was imported earlier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.slug import MAX_SLUG, RESERVED
from pledges.files.essay_file import read_essay
from pledges.files.leader_file import read_leader
from pledges.files.minting import MAX_STEM
from pledges.files.page_file import read_page
from pledges.files.pledge_file import read_pledge
from pledges.files.reading import Reading
from pledges.files.scan import scan
from pledges.files.text import decode, slug_of
from pledges.importers.origin import short_hash

_READERS: Mapping[Folder, Callable[[str, str], Reading[Any]]] = {
    Folder.ESSAYS: read_essay,
    Folder.PLEDGES: read_pledge,
    Folder.LEADERS: read_leader,
    Folder.PAGES: read_page,
}
_ID_CHARACTERS = 4


@dataclass(slots=True)
class Here:
    """Documents of the record by slug (old ones too), by feed id and by id; slugs that are given away join
    the taken ones.
    """

    by_slug: dict[tuple[Folder, str], Document] = field(default_factory=dict)
    by_feed_id: dict[str, Document] = field(default_factory=dict)
    by_id: dict[str, Document] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _slugs: set[tuple[Folder, str]] = field(default_factory=set)

    def take_slug(self, folder: Folder, wanted: str) -> str:
        """Return ``wanted``, or with a number where it is taken or the site's own, and note it as taken."""
        slug, number = wanted, 1
        while (folder, slug) in self._slugs or slug in RESERVED[folder]:
            number += 1
            ending = f"-{number}"
            slug = wanted[: MAX_SLUG - len(ending)].rstrip("-") + ending
        self._slugs.add((folder, slug))
        return slug

    def is_free(self, folder: Folder, slug: str) -> bool:
        """Tell whether nothing has this slug and the site itself does not need it."""
        return (folder, slug) not in self._slugs and slug not in RESERVED[folder]

    def take_id(self, slug: str, origin: str) -> str:
        """Return a new id, which is the same in every run for what has this ``origin``."""
        number = 1
        while (identity := identity_of(slug, origin if number == 1 else f"{origin} {number}")) in self._ids:
            number += 1
        self._ids.add(identity)
        return identity


def identity_of(slug: str, origin: str) -> str:
    """Return the id that an import gives: as ``pledges new`` would, but its end follows from the origin."""
    return f"{slug[:MAX_STEM].strip('-')}-{short_hash(origin, _ID_CHARACTERS)}"


def read_here(content: Path) -> Here:
    """Return what a content folder holds; files that cannot be read still have their names."""
    here = Here()
    found, _ = scan(content)
    here._slugs.update((folder, slug_of(path)) for folder in Folder for path in found.documents[folder])
    for folder, document in _documents(content):
        for slug in (document.slug, *document.aliases):
            here.by_slug.setdefault((folder, slug), document)
        here._slugs.update((folder, alias) for alias in document.aliases)
        if document.feed_id:
            here.by_feed_id.setdefault(document.feed_id, document)
        here.by_id.setdefault(document.id, document)
    # Not those that only a conversation has: what comes back gets its old id, and its conversation with it.
    here._ids.update(here.by_id)
    return here


def _documents(content: Path) -> Iterator[tuple[Folder, Document]]:
    found, _ = scan(content)
    for folder, read in _READERS.items():
        for path in found.documents[folder]:
            text, _ = decode(path, (content / path).read_bytes())
            document: Document = read(path, text).document
            yield folder, document
