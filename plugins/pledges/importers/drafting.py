"""An export's response → the record's, with everything in it made fit, or the reason why not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import TypeGuard

from pledges.domain.response import Author, Kind, Response, ResponseType
from pledges.domain.submission import clean_line, clean_text
from pledges.files.response_line import mistakes
from pledges.importers.comment_text import text_of_html
from pledges.importers.imported import ImportedResponse
from pledges.importers.origin import origin_of, response_id
from pledges.importers.spool import Draft
from pledges.markup.text import plain_text
from pledges.markup.web_address import safe_web_url

ANONYMOUS = "Anonymous"
_MAX_NAME, _MAX_TITLE, _MAX_EXCERPT, _LONG = 100, 300, 1_000, 20_000
_MAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
# Before, nobody commented; at the calendar's ends, other time zones have no such instant.
_POSSIBLE = dt.datetime(1970, 1, 2, tzinfo=dt.UTC), dt.datetime(9998, 1, 1, tzinfo=dt.UTC)


def draft_of(found: ImportedResponse, system: str) -> Draft:
    """Return the response in the record's words. Its id follows from system and key alone."""
    key, parent, target, place = map(_encodable, (found.key, found.parent, found.target, found.place))
    response = Response(
        id=response_id(system, key),
        kind=found.kind,
        type=found.type,
        date=(found.date if _is_possible(found.date) else _POSSIBLE[0]).astimezone(dt.UTC),
        author=Author(_name(found.name) or ANONYMOUS, safe_web_url(found.url), found.role),
        title=_line(found.title, _MAX_TITLE),
        source=safe_web_url(found.source),
        excerpt=_line(found.excerpt, _MAX_EXCERPT),
        text=_text(text_of_html(found.html) if found.html else found.text),
        origin=origin_of(system, key),
        updated=found.updated.astimezone(dt.UTC) if _is_possible(found.updated) else None,
    )
    return Draft(response, key, parent, found.status, target, place, _wrong(found, response))


def id_of(found: ImportedResponse, system: str) -> str:
    """Return the id that a response has, or will have, in the record."""
    return response_id(system, _encodable(found.key))


def wordless(found: ImportedResponse) -> ImportedResponse:
    """Return a response that the record has already without what takes time to make fit."""
    return dataclasses.replace(found, html="", text="", title="", excerpt="")


def _encodable(text: str) -> str:
    """Return a text that UTF-8 can hold: half a character, which JSON can name, is spelt out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _name(name: str) -> str:
    """Return a name on one line; of a mail address typed as one, what stands before the @."""
    line = _line(name, 8 * _MAX_NAME)
    return _MAIL.sub(lambda mail: mail[0].partition("@")[0], line)[:_MAX_NAME].strip()


def _line(text: str, max_chars: int) -> str:
    return clean_line(text[: 8 * max_chars])[:max_chars]


def _text(text: str) -> str:
    """Return a text fit for the record; of a very long one, marks stacked higher than any script does go.

    Composing those takes quadratic time.
    """
    return clean_text(text if len(text) <= _LONG else plain_text(text, len(text)))


def _is_possible(instant: dt.datetime | None) -> TypeGuard[dt.datetime]:
    return instant is not None and _POSSIBLE[0] <= instant <= _POSSIBLE[1]


def _wrong(found: ImportedResponse, response: Response) -> str:
    """Return why the record cannot hold the response, or an empty string."""
    if not _is_possible(found.date):
        return "has no date that can be read"
    if not response.text and response.kind is Kind.COMMENT and response.type is ResponseType.REPLY:
        return "says nothing"
    return "; ".join(f"{field}: {message}" for field, message in mistakes(response))
