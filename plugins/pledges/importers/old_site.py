"""The addresses of the old site and what they are here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from pledges.protocols.web_url import comparable

_WWW = "www."
_INDEX = re.compile(r"/index\.(?:php|html?)$")


@dataclass(slots=True)
class OldSite:
    """Knows the old site by its ``bases``: its addresses; relative links are read against the first.

    ``places``: for each old page, its address here, and whether it is published.
    """

    bases: list[str] = field(default_factory=list)
    places: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def add(self, old: str, new: str, *, public: bool = True) -> None:
        """Say where a page of the old site is now. What was said first stays."""
        if name := self._name(old):
            self.places.setdefault(name, (new, public))

    def absolute(self, url: str) -> str:
        """Return an address of a text as a browser on the old site would take it; one in a page stays."""
        if not self.bases or url.startswith("#") or re.match(r"[a-z][a-z0-9+.\-]*:", url, re.IGNORECASE):
            return url
        try:
            return urljoin(f"{self.bases[0].rstrip('/')}/", url)
        except ValueError:
            return url

    def has(self, url: str) -> bool:
        """Tell whether an address is one of the old site's."""
        name = _plain(url)
        return bool(name) and any(
            name == base or name.startswith((f"{base}/", f"{base}?")) for base in self._names()
        )

    def new_address(self, url: str, *, from_draft: bool = False) -> str:
        """Return the address here, fragment kept, or an empty text; what is published leads to no draft."""
        place, is_public = self.places.get(self._name(url), ("", False))
        fragment = urlsplit(url).fragment
        if not place or not (is_public or from_draft):
            return ""
        return f"{place}#{fragment}" if fragment else place

    def redirects(self) -> Iterable[tuple[str, str]]:
        """Yield the paths of the old site that mean another one here, with that, in order."""
        for name, (new, is_public) in sorted(self.places.items()):
            if is_public and "/" in name and "?" not in name and self.has(f"https://{name}"):
                path = name[name.find("/") :]
                old = path if "." in path.rpartition("/")[2] else f"{path}/"
                if old != new:
                    yield quote(old), new

    def _name(self, url: str) -> str:
        return unquote(_plain(self.absolute(url)))

    def _names(self) -> Iterable[str]:
        return filter(None, map(_plain, self.bases))


def _plain(url: str) -> str:
    """Return an address without what does not tell pages apart: scheme, ``www.``, last slash, fragment."""
    name = _INDEX.sub("", comparable(url)).removeprefix(_WWW)
    return name.rstrip("/")
