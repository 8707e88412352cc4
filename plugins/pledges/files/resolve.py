"""What authors write as internal links → addresses on the site."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.record import Record

_PELICAN = ("{filename}", "{static}", "{attach}", "|filename|", "|static|")


class Resolver:
    """Resolves links against what is known to exist.

    Accepted: site paths (``/pledges/x/``, with or without the last slash), the record's own files as
    Pelican names them (``{filename}/pledges/x.md``, ``{static}/images/x.png``) and ``images/x.png``.
    """

    def __init__(self, known: frozenset[str], record: Record, base: str) -> None:
        self._known = known
        self._base = base
        self._files = {
            f"/{document.path}": address.document(folder, document.slug)
            for folder in Folder
            for document in getattr(record, folder.value)
        }

    def resolve(self, url: str) -> str | None:
        """Return the address to print, or None where nothing stands."""
        path = self._site_path(url)
        if path is None:
            return None
        return self._base + path

    def _site_path(self, url: str) -> str | None:
        plain, _, query = url.partition("?")
        for marker in _PELICAN:
            plain = plain.removeprefix(marker)
        path = posixpath.normpath("/" + unquote(plain).lstrip("/"))
        for candidate in (self._files.get(path, path), f"{path.rstrip('/')}/"):
            if candidate in self._known:
                return f"{candidate}?{query}" if query else candidate
        return None
