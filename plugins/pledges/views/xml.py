"""Text in XML: one escape for all that our feeds print, whatever it holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from pledges.markup import clean_line, hide_mail, printable

MAX_LINE_CHARS = 1_000

_encode = msgspec.json.encode
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def escaped(text: str) -> str:
    """Return ``text`` for an element or a double-quoted attribute, without what XML 1.0 does not allow or
    discourages.
    """
    return escaped_text(printable(text))


def escaped_text(text: str) -> str:
    """Return a text that is :func:`printable` escaped; ``]]>`` is safe, as ">" is escaped too.

    The methods of str are called by name because a :class:`markupsafe.Markup` would escape their
    arguments.
    """
    text = str.replace(text, "&", "&amp;")
    text = str.replace(text, "<", "&lt;")
    text = str.replace(text, ">", "&gt;")
    return str.replace(text, '"', "&quot;")


@lru_cache(maxsize=1024)
def printed_line(text: str) -> str:
    """Return a title or a name on one line, without bidi overrides and without mail addresses."""
    return hide_mail(clean_line(text, MAX_LINE_CHARS))


def escaped_line(text: str) -> str:
    """Return :func:`printed_line` escaped."""
    return escaped_text(printed_line(text))


def printed_tags(tags: Iterable[str]) -> list[str]:
    """Return the tags as :func:`printed_line`, without those of which nothing is left."""
    return [tag for tag in map(printed_line, tags) if tag]


def utc(moment: dt.datetime) -> str:
    """Return an aware instant as RFC 3339 in UTC, to the second."""
    if moment.tzinfo is not dt.UTC:
        moment = moment.astimezone(dt.UTC)
    return f"{_encode(moment)[1:20].decode()}Z"  # a tenth of the time that isoformat() takes


@lru_cache(maxsize=256)
def language(tag: str) -> str:
    """Return a language tag that has the form of one (BCP 47), else an empty string."""
    return tag if _LANGUAGE.match(tag) else ""


def styled_by(url: str) -> str:
    """Return what names a document's style sheet to browsers (W3C, Associating Style Sheets with XML)."""
    return f'<?xml-stylesheet type="text/css" href="{escaped(url)}"?>\n' if url else ""
