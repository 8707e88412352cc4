"""Disqus: the XML file that its "Export" sends by mail."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml.etree import _Element

from pledges.errors import ContentError, Problem
from pledges.importers.dates import instant_of
from pledges.importers.imported import ImportedResponse, Status
from pledges.importers.xml_events import elements

SYSTEM = "disqus"
_NAMESPACE = "{http://disqus.com}"
_ID = "{http://disqus.com/disqus-internals}id"
_THREAD, _POST = f"{_NAMESPACE}thread", f"{_NAMESPACE}post"
_YES = ("true", "1")
_TRACKED = re.compile(r"https?://disq\.us/url\?url=([^\s\"'&<>]+)(?:&(?:amp;)?[^\s\"'<>]*)?")
_MARK = re.compile(r":[\w-]{20,}$")


def read_disqus(path: Path) -> Iterator[ImportedResponse | Problem]:
    """Yield the posts of an export. Raises ContentError when it is not one, or torn off."""
    addresses: dict[str, str] = {}
    is_disqus = False
    for element in elements(path, (_THREAD, _POST)):
        is_disqus = True
        if _is_within_post(element):
            continue
        if element.tag == _THREAD:
            addresses[element.get(_ID, "")] = _address(element)
        else:
            yield _post(path, element, addresses)
    if not is_disqus:
        message = "has no threads of Disqus; give the XML file of its export, unpacked"
        raise ContentError([Problem(str(path), 0, "", message)])


def _is_within_post(element: _Element) -> bool:
    """Whether this is the reference of a post to its thread."""
    parent = element.getparent()
    return parent is not None and parent.tag == _POST


def _address(thread: _Element) -> str:
    """Return where a thread stands: its link, else the old page's identifier, else its title."""
    return _text(thread, "link") or _text(thread, "id") or _text(thread, "title")


def _post(path: Path, post: _Element, addresses: dict[str, str]) -> ImportedResponse | Problem:
    key, line = post.get(_ID, ""), _line(post)
    thread = _reference(post, "thread")
    if not key or not thread:
        what = "thread" if key else "dsq:id"
        return Problem(str(path), line, "post", f"has no {what}, so nothing names its place")
    return ImportedResponse(
        key=key,
        target=addresses.get(thread) or f"Disqus thread {thread}",
        parent=_reference(post, "parent"),
        date=instant_of(_text(post, "createdAt")),
        status=_status(post),
        name=_text(post, "author/name") or _text(post, "author/username"),
        html=_TRACKED.sub(_untracked, _text(post, "message")),
        place=f"line {line}",
    )


def _untracked(found: re.Match[str]) -> str:
    """Return where a link led before Disqus put its own address and a mark around it."""
    address = unquote(html.unescape(found[1]))
    return html.escape(_MARK.sub("", address))


def _status(post: _Element) -> Status:
    if _text(post, "isSpam").lower() in _YES:
        return Status.SPAM
    return Status.DELETED if _text(post, "isDeleted").lower() in _YES else Status.LIVE


def _line(element: _Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _reference(post: _Element, name: str) -> str:
    found = post.find(f"{_NAMESPACE}{name}")
    return "" if found is None else found.get(_ID, "")


def _text(element: _Element, path: str) -> str:
    return (element.findtext("/".join(f"{_NAMESPACE}{name}" for name in path.split("/"))) or "").strip()
