"""What a fetched page says about our page: whether it links to it, and what it is to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from pledges.domain.response import ResponseType
from pledges.markup.text import clean_line
from pledges.markup.web_address import host_of
from pledges.protocols.copies import copied_share
from pledges.protocols.decoding import html_text, media_type
from pledges.protocols.discovery import HTML_TYPES, base_of
from pledges.protocols.excerpt import excerpt_around, page_text, shortened
from pledges.protocols.mention import Mention
from pledges.protocols.microformats import Entry, entry_about, instant
from pledges.protocols.web_url import comparable, resolve

_LINKING = (
    "a[href], area[href], img[src], img[srcset], audio[src], video[src], source[src], source[srcset], "
    "track[src], embed[src], object[data], blockquote[cite], q[cite], ins[cite], del[cite]"
)
_ATTRIBUTES = ("href", "src", "cite", "data")
_URL_IN_TEXT = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_AFTER_URL = ".,;:!?)]}"


@dataclass(frozen=True, slots=True)
class SourceReading:
    """All that is learnt from one fetch of a source page.

    ``gone`` is a page that says of itself that it was deleted. ``mention`` is there if and only if
    the page ``links`` to a target. ``copied`` is the share, 0 to 1, of our text's sentences on it.
    """

    links: bool
    gone: bool = False
    mention: Mention | None = None
    copied: float = 0.0


def read(
    body: bytes,
    content_type: str,
    source_url: str,
    targets: Iterable[str],
    our_text: str = "",
    *,
    microformats: bool = True,
) -> SourceReading:
    """Return what a source page says about the page that all ``targets`` are addresses of.

    For a stranger's page call :func:`pledges.protocols.confined.read_source`, which does the same in a
    process that can be killed: a hostile page can make parsing last for hours.
    """
    targets = tuple(targets)
    if is_gone(body, content_type):
        return SourceReading(links=False, gone=True)
    if not links_to(body, content_type, source_url, targets):
        return SourceReading(links=False)
    mention = describe(body, content_type, source_url, targets, microformats=microformats)
    copied = copied_share(page_text(html_text(body, content_type)), our_text) if our_text else 0.0
    return SourceReading(links=True, mention=mention, copied=copied)


def links_to(body: bytes, content_type: str, source_url: str, targets: Iterable[str]) -> bool:
    """Tell whether the page really links to one of ``targets``: Webmention 3.2.2.

    HTML: an attribute that holds an address, exactly; JSON: a value, exactly; plain text: an
    address, whole. Other kinds of document cannot prove a link.
    """
    wanted = {key for target in targets if (key := comparable(target))}
    kind = media_type(content_type)
    if kind in HTML_TYPES:
        found = _html_links(html_text(body, content_type), source_url)
    elif kind == "application/json" or kind.endswith("+json"):
        found = _json_strings(body)
    elif kind == "text/plain":
        found = _text_links(html_text(body, content_type))
    else:
        return False
    return any(comparable(url) in wanted for url in found) if wanted else False


def is_gone(body: bytes, content_type: str) -> bool:
    """Tell whether a page that cannot send status 410 says so in a ``<meta http-equiv=Status>``."""
    if media_type(content_type) not in HTML_TYPES or b"410" not in body:
        return False
    for meta in LexborHTMLParser(html_text(body, content_type)).css("meta[http-equiv][content]"):
        if (meta.attributes.get("http-equiv") or "").strip().lower() == "status":
            return (meta.attributes.get("content") or "").strip().startswith("410")
    return False


def describe(
    body: bytes, content_type: str, source_url: str, targets: Iterable[str], *, microformats: bool = True
) -> Mention:
    """Return what a page is to the one that all ``targets`` name, in its own words, as plain text."""
    targets = tuple(targets)
    if media_type(content_type) not in HTML_TYPES:
        return Mention(host=host_of(source_url))
    text = html_text(body, content_type)
    head, entry = _head(text), Entry()
    if microformats:
        entry = entry_about(text, source_url, targets) or entry
    return Mention(
        host=host_of(source_url),
        type=entry.type,
        rsvp=entry.rsvp,
        author_name=entry.author.name or head["author"],
        author_url=entry.author.url,
        author_page=entry.author_page,
        title=entry.title or head["title"],
        excerpt=_excerpt(entry, text, source_url, targets),
        published=entry.published or instant(head["published"]),
    )


def _excerpt(entry: Entry, html: str, source_url: str, targets: tuple[str, ...]) -> str:
    """A reaction is quoted from its beginning, for its link stands outside its text; a mention is
    quoted around the link.
    """
    if entry.type is not ResponseType.MENTION:
        return shortened(entry.content)
    return excerpt_around(html, source_url, targets)


def _head(html: str) -> dict[str, str]:
    """Return what the page's ``<head>`` says, each from the first place that has it."""
    tree = LexborHTMLParser(html)
    title = tree.css_first("head > title")
    return {
        "title": clean_line(_meta(tree, "og:title") or (title.text() if title else "")),
        "author": clean_line(_meta(tree, "author") or _meta(tree, "og:site_name"), 100),
        "published": _meta(tree, "article:published_time"),
    }


def _meta(tree: LexborHTMLParser, name: str) -> str:
    found = tree.css_first(f'meta[name="{name}"][content], meta[property="{name}"][content]')
    return (found.attributes.get("content") or "").strip() if found else ""


def _html_links(html: str, source_url: str) -> Iterator[str]:
    tree = LexborHTMLParser(html)
    base = base_of(tree, source_url)
    for element in tree.css(_LINKING):
        attributes = element.attributes
        for name in _ATTRIBUTES:
            if value := attributes.get(name):
                yield resolve(base, value)
        for candidate in (attributes.get("srcset") or "").split():
            yield resolve(base, candidate.strip(","))


def _json_strings(body: bytes) -> Iterator[str]:
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _text_links(text: str) -> Iterator[str]:
    for found in _URL_IN_TEXT.finditer(text):
        yield found.group().rstrip(_AFTER_URL)
