"""Where a page wants to be told of links to it: Webmention, Pingback and TrackBack discovery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from pledges.protocols.decoding import html_text, media_type
from pledges.protocols.trackback import find_ping_url
from pledges.protocols.web_url import resolve, web_url

__all__ = ["HTML_TYPES", "base_of", "find_ping_url", "pingback_endpoint", "webmention_endpoint"]

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})

_MAX_HEADER_CHARACTERS = 16_384
_TARGET = re.compile(r"<([^<>]*)>")
_PARAMETER = re.compile(r';\s*([^\s;,="<>]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?\s*')
# Pingback 1.0 section 2: clients are told to match exactly this, and to decode these four only.
_PINGBACK_LINK = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
_FOUR_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def webmention_endpoint(
    link_headers: Iterable[str], content_type: str, html: bytes, page_url: str
) -> str | None:
    """Return the absolute address that takes a page's webmentions, or None.

    ``page_url`` is the address after redirects. Webmention 3.1.2: the first HTTP ``Link`` header,
    whatever the content type; else the first ``<link>`` or ``<a>`` in the document's order.
    """
    for header in link_headers:
        for target, parameters in _links(header):
            if _is_webmention(parameters.get("rel", "")) and "anchor" not in parameters:
                return resolve(page_url, target) or None
    if media_type(content_type) not in HTML_TYPES:
        return None
    return _endpoint_in(html_text(html, content_type), page_url)


def pingback_endpoint(
    pingback_headers: Iterable[str], content_type: str, html: bytes, page_url: str
) -> str | None:
    """Return the absolute address that takes a page's pingbacks, or None.

    Pingback 1.0, section 2: the first ``X-Pingback`` header wins; else the first ``<link>`` that is
    written exactly as the specification says. Relative addresses are not allowed.
    """
    for header in pingback_headers:
        return web_url(header) or None
    if media_type(content_type) not in HTML_TYPES:
        return None
    found = _PINGBACK_LINK.search(html_text(html, content_type))
    if found is None:
        return None
    address = found.group(1)
    for entity, character in _FOUR_ENTITIES:
        address = address.replace(entity, character)
    return web_url(address) or None


def base_of(tree: LexborHTMLParser, page_url: str) -> str:
    """Return the address that a document's relative links start from."""
    base = tree.css_first("base[href]")
    return resolve(page_url, base.attributes.get("href") or "") or page_url if base else page_url


def _endpoint_in(html: str, page_url: str) -> str | None:
    tree = LexborHTMLParser(html)
    for element in tree.css("link[rel][href], a[rel][href]"):
        if _is_webmention(element.attributes.get("rel") or ""):
            href = (element.attributes.get("href") or "").strip()
            return resolve(base_of(tree, page_url), href) or None
    return None


def _is_webmention(rel: str) -> bool:
    return "webmention" in rel.lower().split()


def _links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each target of a ``Link`` header with its parameters, the first of each name.

    RFC 8288, section 3. Targets are searched after the parameters of the one before, so that a
    bracket in a quoted title is no link.
    """
    header, position = header[:_MAX_HEADER_CHARACTERS], 0
    while (target := _TARGET.search(header, position)) is not None:
        parameters: dict[str, str] = {}
        position = target.end() + _spaces(header, target.end())
        while (parameter := _PARAMETER.match(header, position)) is not None:
            name, quoted, token = parameter.groups()
            parameters.setdefault(name.lower(), quoted if quoted is not None else token or "")
            position = parameter.end()
        yield target.group(1).strip(), parameters


def _spaces(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip())
