"""What of a conversation matters beyond its own page: lists, statuses and feeds need no more than this."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pledges.domain.response import Response

#: How many of a conversation's voices are known without reading it.
VOICES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A conversation as it can be seen on one day.

    ``count``: how many responses can be read; ``changed``: when the latest of them was last changed;
    ``erased``: when something was last taken away. ``words``: customers' words and what is erased, in
    file order. ``voices``: when the latest readers spoke, and the ids of what they said. ``quarters``: for
    each quarter with something to read a digest of it, and of where it stands.
    """

    count: int = 0
    changed: dt.datetime | None = None
    erased: dt.datetime | None = None
    words: tuple[Response, ...] = ()
    voices: tuple[tuple[dt.datetime, str], ...] = ()
    quarters: tuple[tuple[str, bytes], ...] = ()


NOTHING_SAID = Summary()
"""Sums up a conversation that nobody has begun."""


def is_voice(response: Response) -> bool:
    """Tell whether a reader speaks here; the promisors' and authors' own words do not count."""
    has_role = response.author is not None and response.author.role is not None
    return response.erased is None and not has_role and bool(response.text)


def quarter_of(instant: dt.datetime) -> str:
    """Return year and quarter (``2026-q3``) in UTC: it never changes, whatever the site's zone."""
    moment = instant.astimezone(dt.UTC)
    return f"{moment.year}-q{(moment.month + 2) // 3}"
