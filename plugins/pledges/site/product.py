"""What a site consists of: products, each with all that it is printed from, in units and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from pledges.errors import PledgesError
from pledges.views.feed import Feed
from pledges.views.models import SocialCardView, View


class BundleError(PledgesError):
    """A bundle could not be made; the message says why. The site is built without it."""


@dataclass(frozen=True, slots=True)
class PageProduct:
    """A page: its path in the output, its template and its view model."""

    path: str
    template: str
    page: View


@dataclass(frozen=True, slots=True)
class FeedProduct:
    """A feed in one form: atom, rss or json."""

    path: str
    form: str
    feed: Feed


@dataclass(frozen=True, slots=True)
class FileProduct:
    """A file whose bytes are known: a style sheet, a font, an image, a site map."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DataProduct:
    """A file for machines in one form: calendar, badge or pledge; what it says comes from ``content``."""

    path: str
    form: str
    content: Struct


@dataclass(frozen=True, slots=True)
class BundleProduct:
    """All files of one folder (``path``, ends in ``/``), which another program makes as a whole.

    They are made anew only when ``digest`` changes, so ``make`` may give other bytes each time. It returns
    the files by their path in the folder and raises BundleError.
    """

    path: str
    digest: bytes
    make: Callable[[], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class CardProduct:
    """A social card: drawn anew only when what stands on it changes, or what cards are drawn with."""

    path: str
    card: SocialCardView


@dataclass(frozen=True, slots=True)
class MadeProduct:
    """A file that is made only when ``digest`` changes, which says all that its bytes depend on."""

    path: str
    digest: bytes
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class LateProduct:
    """A file of a late unit that is made only if ``content`` has changed: all that its bytes depend on.

    Before anything is printed, ``want`` is told that it will be made.
    """

    path: str
    form: str
    content: Struct
    want: Callable[[], None]
    make: Callable[[], bytes]


FileOf = PageProduct | FeedProduct | DataProduct | CardProduct | MadeProduct | LateProduct | FileProduct
"""What is one file."""

Product = FileOf | BundleProduct


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the site that is printed, or left as it stands, as a whole; ``key`` never changes.

    Units of one ``group`` are printed by one process; a late one when all others are printed, by the process
    that others were forked from.
    """

    key: str
    make: Callable[[], Iterable[Product]]
    group: int = 0
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Units that are found together, and only when one of them is due. What finding them has read counts
    as read by each, unless ``keys_say_all`` that came of the answers.
    """

    name: str
    find: Callable[[], Iterable[Unit]]
    keys_say_all: bool = False
