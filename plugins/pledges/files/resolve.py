"""What authors write as internal links → addresses on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.record import Record
from pledges.files.reading import Doubts
from pledges.markup.links import Resolve

#: Fields, and the folders of the lists that their values make.
_LISTS = {
    "category": "category",
    "customers": "customer",
    "date": "archive",
    "due": "due",
    "experience": "experience",
    "series": "series",
    "tags": "tag",
}
_PELICAN = ("{filename}", "{static}", "{attach}", "|filename|", "|static|")


class Resolver:
    """Resolves links against what is known to exist, now or (``later``) once its date has come.

    Accepted: site paths (``/pledges/x/``, with or without the last slash), the record's own files as
    Pelican names them (``{filename}/pledges/x.md``, ``{static}/images/x.png``) and ``images/x.png``.
    """

    def __init__(
        self, known: frozenset[str], record: Record, base: str, later: frozenset[str] = frozenset()
    ) -> None:
        """``record`` is the whole one: its files are known by their names, published or not."""
        self._known = known
        self._later = later
        self._base = base
        self._files = {
            f"/{document.path}": address.document(folder, document.slug)
            for folder in Folder
            for document in getattr(record, folder.value)
        }

    def resolve(self, url: str) -> str | None:
        """Return the address to print, an empty text for what is published later, None for nothing."""
        plain, _, query = url.partition("?")
        for marker in _PELICAN:
            plain = plain.removeprefix(marker)
        path = posixpath.normpath("/" + unquote(plain).lstrip("/"))
        candidates = (self._files.get(path, path), f"{path.rstrip('/')}/")
        for candidate in candidates:
            if candidate in self._known:
                return self._base + quote(candidate) + (f"?{query}" if query else "")
        return "" if self._later.intersection(candidates) else None


def unless_doubtful(resolve: Resolve, doubts: Mapping[str, Doubts]) -> Resolve:
    """Return ``resolve`` with an empty text for what a document with problems, by path, may lead to."""
    places = {place for path, doubt in doubts.items() for place in _places(path, doubt)}
    doubtful = re.compile("|".join(places) or "(?!)")

    def resolve_or_wait(url: str) -> str | None:
        address = resolve(url)
        return "" if address is None and doubtful.match(f"/{url.lstrip('/')}") else address

    return resolve_or_wait


def _places(path: str, doubts: Doubts) -> Iterator[str]:
    """Yield patterns of the lists and the old names that a document's doubtful fields may give."""
    folder = path.partition("/")[0]
    if doubts.cover("aliases"):
        yield r"/[^/]+/?\Z" if folder == Folder.PAGES else f"/{folder}/"
    for field, kind in _LISTS.items():
        if doubts.cover(field):
            yield f"/{kind}/"
            yield f"/feeds/{kind}/"
    if doubts.updates or doubts.is_cut:  # an amendment moves the due date
        yield f"/{_LISTS['due']}/"
