"""webmention.io: pages of its JF2 feed, saved as files or fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pledges.domain.response import Kind, ResponseType
from pledges.errors import CommandError, ContentError, Problem
from pledges.fetch import Fetch, FetchError
from pledges.importers.dates import instant_of
from pledges.importers.imported import ImportedResponse, Status
from pledges.protocols.excerpt import shortened

SYSTEM = "webmention.io"
API = "https://webmention.io/api/mentions.jf2"
PER_PAGE = 100
MAX_PAGES = 10_000
MAX_BYTES = 32 * 1024 * 1024
_MAX_EXCERPT = 300

_TYPES = {
    "in-reply-to": ResponseType.REPLY,
    "like-of": ResponseType.LIKE,
    "repost-of": ResponseType.REPOST,
    "bookmark-of": ResponseType.BOOKMARK,
    "mention-of": ResponseType.MENTION,
    "rsvp": ResponseType.RSVP,
}
_KINDS = {"webmention": Kind.WEBMENTION, "pingback": Kind.PINGBACK}
Entry = Mapping[str, Any]


def read_webmention_io(path: Path) -> Iterator[ImportedResponse | Problem]:
    """Yield the mentions of a saved page. Raises ContentError when it is not JF2."""
    if path.stat().st_size > MAX_BYTES:
        raise ContentError(
            [Problem(str(path), 0, "", f"has more than {MAX_BYTES} bytes; save smaller pages")]
        )
    yield from mentions(_children(path.read_bytes(), str(path)), str(path))


def fetch_webmention_io(
    domain: str, token: str, fetch: Fetch, api: str = API
) -> Iterator[ImportedResponse | Problem]:
    """Yield all mentions of a domain, asked for page by page.

    Raises CommandError, which never says the token, when the service does not answer as it should.
    """
    before: list[Any] = []
    for number in range(MAX_PAGES):
        query = {"domain": domain, "token": token, "per-page": PER_PAGE, "page": number}
        query |= {"sort-by": "created", "sort-dir": "up"}
        children = _page(f"{api}?{urlencode(query)}", fetch, number)
        if not children:  # not "fewer than asked for": how many it gives at most is for the service to say
            return
        if children == before:
            raise CommandError(
                f"webmention.io gives the same page again as page {number}; save the pages yourself"
            )
        yield from mentions(children, f"page {number}")
        before = children


def mentions(children: list[Any], place: str) -> Iterator[ImportedResponse | Problem]:
    """Yield the mentions among a page's children."""
    for number, entry in enumerate(children):
        if isinstance(entry, dict):
            yield _mention(entry, place)
        else:
            yield Problem(place, 0, f"children[{number}]", "is not an entry")


def _page(address: str, fetch: Fetch, number: int) -> list[Any]:
    try:
        answer = fetch(address, accept="application/json")
    except FetchError as error:
        why = f"webmention.io did not give page {number} ({type(error).__name__}); try again later"
        raise CommandError(why) from None  # the error names the address, and that has the token
    if answer.status != 200:
        raise CommandError(
            f"webmention.io answered {answer.status} to page {number}; are the domain and the token right?"
        )
    return _children(answer.body, f"page {number} of webmention.io")


def _children(data: bytes, place: str) -> list[Any]:
    try:
        document = json.loads(data)
        children = document["children"]
        if isinstance(children, list):
            return children
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    message = 'is not a page of mentions; it begins with {"type":"feed" and has "children"'
    raise ContentError([Problem(place, 0, "", message)])


def _mention(entry: Entry, place: str) -> ImportedResponse | Problem:
    key, source, target = (_text(entry, name) for name in ("wm-id", "wm-source", "wm-target"))
    label = f"wm-id {key}" if key else "a mention"
    if not (key and source and target):
        return Problem(place, 0, label, "has not all of wm-id, wm-source and wm-target")
    kind = _TYPES.get(_text(entry, "wm-property"))
    if kind is None:
        return Problem(
            place,
            0,
            label,
            f'has the wm-property "{_text(entry, "wm-property")[:80]}", which has no type here',
        )
    author, content = _part(entry, "author"), _part(entry, "content")
    words, html = _text(content, "text") or _text(content, "value"), _text(content, "html")
    is_reply = kind is ResponseType.REPLY
    return ImportedResponse(
        key=key,
        target=target,
        kind=_KINDS.get(_text(entry, "wm-protocol") or "webmention", Kind.WEBMENTION),
        type=kind,
        date=instant_of(_text(entry, "wm-received")) or instant_of(_text(entry, "published")),
        status=Status.PRIVATE if entry.get("wm-private") is True else Status.LIVE,
        name=_text(author, "name"),
        url=_text(author, "url"),
        title=_title(_text(entry, "name"), words),
        source=source,
        text=_text(entry, "rsvp") if kind is ResponseType.RSVP else words if is_reply and not html else "",
        html=html if is_reply else "",
        excerpt="" if is_reply else shortened(words, _MAX_EXCERPT),
        place=f"{place}, {label}",
    )


def _title(name: str, words: str) -> str:
    """Return an entry's name, unless it is only its own text again."""
    start = " ".join(name.split()).removesuffix("…").rstrip()
    return "" if start and " ".join(words.split()).startswith(start) else name


def _part(entry: Entry, name: str) -> Entry:
    part = entry.get(name)
    return part if isinstance(part, dict) else {}


def _text(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
