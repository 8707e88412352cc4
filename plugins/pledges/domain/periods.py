"""The periods that a long list of dated things is cut into, for archives of it.

Which there are follows from the things alone. A quarter of a year is one period while it holds at most
``LARGEST``; a larger one is cut in halves, between days and within a day between seconds, and they again. So
what is added or taken away in the past changes the period that it belongs to, and no other one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: How many things a period holds at most.
LARGEST = 100

#: Behind all places.
END = 1 << 63

_MARK_BYTES = 3
_SECOND = 1 << 8 * _MARK_BYTES
_DAY = 86_400 * _SECOND
_BEGIN = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def place_of(instant: dt.datetime, identity: str) -> int:
    """Return where a thing stands among all others: by its second (in UTC), within one by a mark of its id.

    So that no second is too full to be cut.
    """
    since = instant - _BEGIN
    mark = hashlib.blake2b(identity.encode(), digest_size=_MARK_BYTES).digest()
    return (since.days * 86_400 + since.seconds) * _SECOND + int.from_bytes(mark)


@dataclass(frozen=True, slots=True)
class Period:
    """The places from ``first`` on, before the first one of the next period.

    ``name``: ``2026-q3`` for the first period of a quarter, for others the moment at which they begin:
    ``2026-08-16``. ``quarter`` counts quarters, as :func:`quarter_at` does.
    """

    name: str
    first: int
    quarter: int


def periods(places: Sequence[int], largest: int = LARGEST) -> list[Period]:
    """Return the periods in which there is something, the oldest first; ``places`` are in order."""
    found: list[Period] = []
    start = 0
    while start < len(places):
        quarter = quarter_at(places[start])
        first, end = _first_of(quarter), _first_of(quarter + 1)
        stop = bisect_left(places, end, start)
        begins = [*_halves(places[start:stop], first, end, largest)]
        found.append(Period(f"{quarter // 4:04}-q{quarter % 4 + 1}", begins[0], quarter))
        found += [Period(_moment(begin), begin, quarter) for begin in begins[1:]]
        start = stop
    return found


def period_at(firsts: Sequence[int], place: int) -> int | None:
    """Return which of the periods that begin at ``firsts`` a place is in; None before all of them."""
    number = bisect_right(firsts, place)
    return firsts[number - 1] if number else None


def _halves(places: Sequence[int], first: int, end: int, largest: int) -> Iterator[int]:
    """Yield where the periods begin that hold these places, which are all from ``first`` to ``end``."""
    if len(places) <= largest or end - first == 1:
        yield first
        return
    middle = _middle(first, end)
    cut = bisect_left(places, middle)
    if cut:
        yield from _halves(places[:cut], first, middle, largest)
    if cut < len(places):
        yield from _halves(places[cut:], middle, end, largest)


def _middle(first: int, end: int) -> int:
    """Return the middle of whole days, of one day's whole seconds, or of one second's marks."""
    unit = next(unit for unit in (_DAY, _SECOND, 1) if end - first > unit)
    return first + (end - first) // (2 * unit) * unit


def quarter_at(place: int) -> int:
    """Return the number of the quarter of a year that a place is in, by UTC, whatever the site's zone."""
    day = _BEGIN + dt.timedelta(seconds=place // _SECOND)
    return day.year * 4 + (day.month - 1) // 3


def _first_of(quarter: int) -> int:
    year, number = divmod(quarter, 4)
    days = (dt.date(min(year, 9999), number * 3 + 1, 1) - _BEGIN.date()).days
    return (days if year <= 9999 else days + 366) * _DAY


def _moment(place: int) -> str:
    """Return year, month and day; where these do not say it, the time (UTC), and the mark within a second."""
    moment = _BEGIN + dt.timedelta(seconds=place // _SECOND)
    time = f"t{moment:%H%M%S}" if place % _DAY else ""
    mark = f"-{place % _SECOND:06x}" if place % _SECOND else ""
    return f"{moment.year:04}{moment:-%m-%d}{time}{mark}"
