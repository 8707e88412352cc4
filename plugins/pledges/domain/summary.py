"""What of a conversation matters beyond its own page: lists, statuses and feeds need no more than this."""

from __future__ import annotations

import datetime as dt
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pledges.domain.response import Response

#: How many of a conversation's voices are known without reading it.
VOICES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A conversation as it can be seen on one day.

    ``count``: how many responses can be read; ``changed``: when the latest of them was last changed;
    ``erased``: when something was last taken away. ``words``: customers' words and what is erased, in
    file order. ``voices``: when the latest readers spoke, and the ids of what they said. ``said``: a row
    for each response that can be read (see :func:`row_of`), in order of their places in time.
    """

    count: int = 0
    changed: dt.datetime | None = None
    erased: dt.datetime | None = None
    words: tuple[Response, ...] = ()
    voices: tuple[tuple[dt.datetime, str], ...] = ()
    said: bytes = b""

    @property
    def places(self) -> Sequence[int]:
        """Where each response that can be read stands in time, in order."""
        return places_in(self.said)

    @property
    def rows(self) -> Sequence[bytes]:
        """The rows of ``said``."""
        return [self.said[start : start + _ROW] for start in range(0, len(self.said), _ROW)]

    def between(self, first: int, end: int) -> bytes:
        """Return the rows of what was said from the place ``first`` on and before ``end``."""
        low, high = place_bytes(first), place_bytes(end)
        if self.said[-_ROW:] < low or self.said[:8] >= high:
            return b""
        numbers = range(len(self.said) // _ROW)
        start = bisect_left(numbers, low, key=self._row)
        stop = bisect_left(numbers, high, start, key=self._row)
        return self.said[start * _ROW : stop * _ROW]

    def _row(self, number: int) -> bytes:
        return self.said[number * _ROW : (number + 1) * _ROW]

    def parts(self, firsts: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the rows in each of the periods that begin at ``firsts``, with the number of the period."""
        places = self.places
        start = 0
        while start < len(places):
            number = bisect_right(firsts, places[start]) - 1
            is_last = number + 1 == len(firsts)
            stop = len(places) if is_last else bisect_left(places, firsts[number + 1], start)
            yield number, self.said[start * _ROW : stop * _ROW]
            start = stop


_DIGEST = 8
_PLACE = struct.Struct(f">Q{_DIGEST}x")
_ROW = _PLACE.size


def row_of(place: int, digest: bytes) -> bytes:
    """Return what a summary holds of a response: its place in time; a digest of it and of where it stands."""
    return place_bytes(place) + digest[:_DIGEST]


def place_bytes(place: int) -> bytes:
    """Return a place as rows begin with it, so that they are in the order of their places."""
    return place.to_bytes(8)


def places_in(rows: bytes) -> list[int]:
    """Return the places that rows begin with."""
    return [place for (place,) in _PLACE.iter_unpack(rows)]


NOTHING_SAID = Summary()
"""Sums up a conversation that nobody has begun."""


def is_voice(response: Response) -> bool:
    """Tell whether a reader speaks here; the promisors' and authors' own words do not count."""
    has_role = response.author is not None and response.author.role is not None
    return response.erased is None and not has_role and bool(response.text)
