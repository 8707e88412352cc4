"""TrackBack 1.2 (Six Apart, 2004): the ping, its two answers, and discovery."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlencode

from pledges.markup.text import clean_line
from pledges.protocols import xml_document
from pledges.protocols.decoding import declared_charset, form_charset, media_type, strictly
from pledges.protocols.web_url import same_target, web_url

CONTENT_TYPE = "text/xml; charset=utf-8"
REQUEST_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
MAX_BYTES = 64 * 1024
MAX_TITLE, MAX_EXCERPT, MAX_BLOG_NAME = 250, 1000, 250

_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_MAX_FIELDS = 32
_MAX_BLOCKS = 50
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PING = "{http://madskills.com/public/xml/rss/module/trackback/}ping"


@dataclass(frozen=True, slots=True)
class TrackbackPing:
    """What a sender says of itself; nothing of it is proven until its page was fetched."""

    url: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


@dataclass(frozen=True, slots=True)
class TrackbackError:
    """Why a request is no ping; ``message`` is for :func:`failure`."""

    message: str


def parse_ping(body: bytes, content_type: str) -> TrackbackPing | TrackbackError:
    """Return the ping in a form-encoded body, whatever its charset.

    The body must be the raw bytes: a framework that decoded them as UTF-8 has lost the text.
    """
    if len(body) > MAX_BYTES:
        return TrackbackError("The ping is too long.")
    if media_type(content_type) == "multipart/form-data":
        return TrackbackError("Send the ping as application/x-www-form-urlencoded.")
    fields = _decoded(_octets(body), content_type)
    if not fields.get("url", "").strip():
        return TrackbackError("The url field is missing.")
    url = web_url(fields["url"].replace("&amp;", "&").replace("&#038;", "&"))
    if not url:
        return TrackbackError("The url field is not an http or https address.")
    return TrackbackPing(
        url=url,
        title=_clean(fields.get("title", ""), MAX_TITLE),
        excerpt=_clean(fields.get("excerpt", ""), MAX_EXCERPT),
        blog_name=_clean(fields.get("blog_name", ""), MAX_BLOG_NAME),
    )


def request(ping: TrackbackPing) -> bytes:
    """Return the body of our own ping; POST it as ``REQUEST_TYPE``. What is empty is left out."""
    fields = {"url": ping.url, "title": ping.title, "excerpt": ping.excerpt, "blog_name": ping.blog_name}
    return urlencode({name: value for name, value in fields.items() if value}).encode("ascii")


def success() -> bytes:
    """Return the document that says the ping was received."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>0</error>\n</response>\n'


def failure(message: str) -> bytes:
    """Return the document that says why it was not; sent with status 200, or 429 for a flood."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<response>\n<error>1</error>\n'
        f"<message>{xml_document.escaped(message)}</message>\n</response>\n"
    ).encode()


def parse_answer(document: bytes) -> str:
    """Return an empty string if the other side took our ping, else its reason."""
    root = xml_document.parse(document.lstrip())
    if root is None or (error := root.find("error")) is None:
        return "The answer is no TrackBack response."
    if (error.text or "").strip() == "0":
        return ""
    return (root.findtext("message") or "").strip() or "Refused without a reason."


def rdf(page_url: str, title: str, ping_url: str) -> str:
    """Return the discovery block, in the HTML comment that keeps validators quiet.

    No ``--`` may stand in a comment, so hyphens that meet are written as references.
    """
    about, name, ping = (_in_comment(value) for value in (page_url, title, ping_url))
    return (
        '<!--\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
        '  xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        '  xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">\n'
        f'<rdf:Description rdf:about="{about}"\n  dc:identifier="{about}"\n'
        f'  dc:title="{name}"\n  trackback:ping="{ping}" />\n</rdf:RDF>\n-->'
    )


def find_ping_url(page: str, page_url: str) -> str | None:
    """Return the ping address that the page gives for ``page_url``, not for another entry on it."""
    blocks = [found for block in _rdf_blocks(page) if (found := _described(block)) is not None]
    for matches in (str.__eq__, same_target):
        for identifier, ping_url in blocks:
            if matches(identifier, page_url) and web_url(ping_url):
                return web_url(ping_url)
    return None


def _octets(body: bytes) -> dict[str, bytes]:
    """Split the form and undo its percent-encoding without deciding what the bytes mean."""
    fields: dict[str, bytes] = {}
    for pair in body.split(b"&", _MAX_FIELDS)[:_MAX_FIELDS]:
        name, _, value = pair.partition(b"=")
        key = unquote_to_bytes(name.strip()).decode("ascii", "replace")
        fields.setdefault(key, unquote_to_bytes(value.replace(b"+", b" ")))
    return fields


def _decoded(fields: dict[str, bytes], content_type: str) -> dict[str, str]:
    in_form = fields.get("charset", b"").decode("ascii", "replace").strip()
    named = {key: fields[key] for key in ("url", "title", "excerpt", "blog_name") if key in fields}
    charset = form_charset(b"\n".join(named.values()), (declared_charset(content_type), in_form))
    return {key: _decoded_field(value, charset) for key, value in named.items()}


def _decoded_field(octets: bytes, charset: str) -> str:
    text = strictly(octets, charset)
    return text if text is not None else octets.decode("windows-1252", "replace")


def _clean(text: str, max_characters: int) -> str:
    """WordPress leaves entities in its UTF-8, so they are undone here, once."""
    return clean_line(_TAG.sub(" ", html.unescape(text)), max_characters)


def _in_comment(value: str) -> str:
    escaped = xml_document.escaped(value).replace("--", "&#45;&#45;")
    return escaped.replace("-&#45;", "&#45;&#45;")


def _rdf_blocks(page: str) -> Iterator[str]:
    """Yield each RDF block, in a comment or not, by plain searching: linear on any page."""
    end = 0
    for _ in range(_MAX_BLOCKS):
        start = page.find("<rdf:RDF", end)
        end = page.find("</rdf:RDF>", start) + len("</rdf:RDF>")
        if start < 0 or end < start:
            return
        yield page[start:end]


def _described(block: str) -> tuple[str, str] | None:
    root = xml_document.parse(block)
    description = root.find(f"{_RDF}Description") if root is not None else None
    if description is None or _PING not in description.attrib:
        return None
    return description.get(f"{_DC}identifier", "").strip(), description.attrib[_PING].strip()
