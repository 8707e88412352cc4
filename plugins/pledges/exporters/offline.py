"""Pages made for a web server, changed so that a browser shows them from a folder (``file://``).

Links to files of the copy become relative and name ``index.html``; links to what is not in the copy lead
to the site itself. What a page may load is said anew: ``'self'`` means nothing for a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pledges.domain import address

_LINKING = {"a": "href", "area": "href", "img": "src", "source": "src", "video": "poster", "form": "action"}
_LINKED = {"stylesheet", "icon", "alternate", "next", "prev", "help", "search", "license"}
_SAFE = "/:@!$&'()*+,;=~"
_REFRESH = re.compile(r"(\s*\d+\s*;\s*url=)(.*)", re.IGNORECASE | re.DOTALL)
_FEED_STYLE = re.compile(rb'(<\?xml-stylesheet [^>]*href=")([^"]*)(")')
_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self' file:; img-src 'self' file:; "
    "font-src 'self' file:; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class OfflineSite:
    """The copy that pages are changed for: its files' paths, and the address it was built for."""

    siteurl: str
    paths: Collection[str]
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def changed(self, path: str, data: bytes) -> bytes:
        """Return one file of the copy with links that work from a folder."""
        if path.endswith(".html"):
            return self._page(path, data)
        if path.endswith(".xml"):
            return _FEED_STYLE.sub(lambda found: self._style(path, found), data, count=1)
        return data

    def link(self, path: str, url: str) -> str:
        """Return ``url`` as it must stand in the file at ``path``: up to the copy's root, and down again."""
        if url not in self._known:
            self._known[url] = self._resolved(url)
        file, rest = self._known[url]
        return f"{'../' * path.count('/')}{quote(file, safe=_SAFE)}{rest}" if file else rest

    def _resolved(self, url: str) -> tuple[str, str]:
        """Return the file of the copy that an address leads to, and its query and fragment.

        Where it leads to none of them the file is empty, and the rest is the address.
        """
        found = self._local(url)
        if found is not None:
            name = address.file_of(found[0])
            for file in (name, f"{name}/index.html"):
                if file in self.paths:
                    return file, found[1]
        is_ours = url.startswith("/") and not url.startswith("//")
        return "", f"{self._origin}{url}" if is_ours else url

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.siteurl)
        return f"{parts.scheme}://{parts.netloc}"

    def _local(self, url: str) -> tuple[str, str] | None:
        """Return the path on the site that an address leads to, and its query and fragment; else None."""
        if url.startswith(self.siteurl + "/"):
            url = urlsplit(self.siteurl).path + url.removeprefix(self.siteurl)
        if not url.startswith("/") or url.startswith("//"):
            return None
        split = re.search(r"[?#]", url)
        place, rest = (url[: split.start()], url[split.start() :]) if split else (url, "")
        base = urlsplit(self.siteurl).path.rstrip("/")
        is_ours = place == base or place.startswith(f"{base}/")
        return (unquote(place.removeprefix(base) or "/"), rest) if is_ours else None

    def _style(self, path: str, found: re.Match[bytes]) -> bytes:
        return found[1] + self.link(path, found[2].decode()).encode() + found[3]

    def _page(self, path: str, data: bytes) -> bytes:
        tree = LexborHTMLParser(data)
        for tag, attribute in _LINKING.items():
            for node in tree.css(f"{tag}[{attribute}]"):
                _set(node, attribute, lambda url: self.link(path, url))
        for node in tree.css("[srcset]"):
            _set(node, "srcset", lambda urls: self._srcset(path, urls))
        for node in tree.css("link[href]"):
            if _LINKED & set((node.attributes.get("rel") or "").split()):
                _set(node, "href", lambda url: self.link(path, url))
        for node in tree.css("meta[http-equiv]"):
            self._meta(path, node)
        return (tree.html or "").encode()

    def _srcset(self, path: str, urls: str) -> str:
        words = (one.split(maxsplit=1) for one in urls.split(",") if one.strip())
        return ", ".join(" ".join([self.link(path, url), *rest]) for url, *rest in words)

    def _meta(self, path: str, node: LexborNode) -> None:
        name = (node.attributes.get("http-equiv") or "").lower()
        if name == "content-security-policy":
            node.attrs["content"] = _POLICY
        elif name == "refresh":
            _set(node, "content", lambda text: _REFRESH.sub(lambda f: f[1] + self.link(path, f[2]), text))


def _set(node: LexborNode, name: str, change: Callable[[str], str]) -> None:
    value = node.attributes.get(name)
    if value and (new := change(value)) != value:
        node.attrs[name] = new
