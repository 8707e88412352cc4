"""Walk a built site as a reader, a feed reader and a crawler would, and say which links lead nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

# The inbox answers these; they are not files of the site.
SERVED_BY_THE_INBOX = ("inbox/",)

HTML_LINKS = ("href", "src", "poster", "data", "cite")
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
SVG_ID = re.compile(r"""\bid\s*=\s*["']([^"']+)["']""")
ROBOTS_SITEMAP = re.compile(r"(?im)^Sitemap:\s*(\S+)")
TEXT_LINKS = {"link", "guid", "comments", "commentRss", "loc", "url", "docs", "icon", "logo", "uri"}
HTML_TEXTS = {"content", "summary", "encoded", "description"}


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands in a file, and how it stands there."""

    address: str
    where: str


def broken_links(
    output: Path, site_url: str, *, served_elsewhere: tuple[str, ...] = SERVED_BY_THE_INBOX
) -> list[str]:
    """Return every internal link of the site in ``output`` that does not resolve, one a line, sorted.

    Reads pages, feeds, the sitemap, OPML, style sheets, SVG and robots.txt. ``site_url`` is the address
    that ``output`` stands for. Paths that begin with one of ``served_elsewhere`` are not looked for.
    """
    site = _Site(output, site_url.rstrip("/") + "/", served_elsewhere)
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return sorted({line for file in files for line in site.broken_links_of(file)})


@dataclass(frozen=True)
class _Site:
    output: Path
    url: str
    served_elsewhere: tuple[str, ...]

    def broken_links_of(self, file: Path) -> Iterator[str]:
        relative = file.relative_to(self.output).as_posix()
        own_address = urljoin(self.url, re.sub(r"(^|/)index\.html$", r"\1", relative))
        for link in links_of(file):
            reason = self._why_broken(urljoin(own_address, link.address.strip()))
            if reason:
                yield f"{relative}: {link.address} ({link.where}): {reason}"

    def _why_broken(self, address: str) -> str | None:
        """Return what is wrong with an absolute address, or None when it resolves or is not ours."""
        address, fragment = urldefrag(address)
        if not self._is_ours(address):
            return None
        path = unquote(urlsplit(address).path).removeprefix(unquote(urlsplit(self.url).path))
        if path.startswith(self.served_elsewhere):
            return None
        target = self.output / path
        if target.is_dir():
            if path and not path.endswith("/"):
                return "needs a slash at its end"
            target /= "index.html"
        if not target.is_file():
            return "no such file"
        return self._why_no_fragment(target, unquote(fragment.partition(":~:")[0]))

    def _why_no_fragment(self, target: Path, fragment: str) -> str | None:
        if fragment in {"", "top"} or target.suffix not in {".html", ".svg"}:
            return None
        return None if fragment in ids_of(target) else "no such fragment"

    def _is_ours(self, address: str) -> bool:
        ours, theirs = urlsplit(self.url), urlsplit(address)
        same_place = (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)
        return same_place and f"{theirs.path}/".startswith(ours.path)


@cache
def ids_of(file: Path) -> frozenset[str]:
    """Return what a fragment of this HTML or SVG file may name."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".svg":
        return frozenset(SVG_ID.findall(text))
    nodes = LexborHTMLParser(text).css("[id], a[name]")
    return frozenset(name for node in nodes for key in ("id", "name") if (name := node.attributes.get(key)))


def links_of(file: Path) -> Iterator[Link]:
    """Yield every link in a file, by its kind; none for kinds that carry none."""
    match file.suffix:
        case ".html":
            yield from _html_links(file.read_text(encoding="utf-8"))
        case ".xml" | ".opml" | ".svg":
            yield from _xml_links(file.read_bytes())
        case ".json":
            yield from _json_links(json.loads(file.read_bytes()))
        case ".css":
            yield from _css_links(file.read_text(encoding="utf-8"), "css")
        case ".txt" if file.name == "robots.txt":
            for address in ROBOTS_SITEMAP.findall(file.read_text(encoding="utf-8")):
                yield Link(address, "sitemap")


def _html_links(text: str) -> Iterator[Link]:
    for node in LexborHTMLParser(text).css("*"):
        yield from _element_links(node)


def _element_links(node: LexborNode) -> Iterator[Link]:
    attributes, tag = node.attributes, node.tag or "?"
    for name in HTML_LINKS:
        if (address := attributes.get(name)) is not None:
            yield Link(address, f"{tag} {name}")
    for candidate in (attributes.get("srcset") or "").split(","):
        if candidate.strip():
            yield Link(candidate.split()[0], f"{tag} srcset")
    content = attributes.get("content") or ""
    if tag == "meta" and content.startswith(("http://", "https://")):
        yield Link(content, "meta content")
    if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "refresh":
        yield Link(content.partition("=")[2].strip("'\" "), "meta refresh")
    css = node.text() if tag == "style" else attributes.get("style") or ""
    yield from _css_links(css, f"{tag} style")


def _css_links(text: str, where: str) -> Iterator[Link]:
    for address in CSS_URL.findall(text):
        yield Link(address, where)


def _xml_links(source: bytes) -> Iterator[Link]:
    root = etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        for name, value in element.attrib.items():
            if etree.QName(name).localname in {"href", "src", "url", "xmlUrl", "htmlUrl"}:
                yield Link(value, f"{tag} {etree.QName(name).localname}")
        text = (element.text or "").strip()
        if _is_link(element) and text:
            yield Link(text, tag)
        if tag in HTML_TEXTS and "<" in text:
            yield from _html_links(text)


def _is_link(element: etree._Element) -> bool:
    """Say whether an element's text is an address; RSS has ``comments``, slash counts them."""
    tag = etree.QName(element)
    counted = tag.localname == "comments" and tag.namespace
    return tag.localname in TEXT_LINKS and not counted and element.get("isPermaLink") != "false"


def _json_links(value: Any) -> Iterator[Link]:
    if isinstance(value, list):
        for one in value:
            yield from _json_links(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(one, str):
                yield from _json_links(one)
            elif key == "content_html":
                yield from _html_links(one)
            elif key == "url" or key.endswith("_url"):
                yield Link(one, key)
