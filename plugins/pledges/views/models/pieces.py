"""The small pieces that every page is made of."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct


class View(Struct, frozen=True, omit_defaults=True):
    """Base of all view models.

    What is as by default is left out of fingerprints, and msgspec looks whether it is the same object: so no
    default is a text that settings or the record may hold too.
    """


class LinkView(View, frozen=True, kw_only=True):
    """A titled address. ``count`` is shown behind it where there is one."""

    title: str
    url: str
    count: int | None = None
    current: bool = False


class TagView(View, frozen=True, kw_only=True):
    """A status tag: the word that is printed and the ``tone`` that colours it.

    ``tone``: open, progress, kept, partly, overdue, broken, withdrawn.
    """

    word: str
    tone: str


class FigureView(View, frozen=True, kw_only=True):
    """A picture with its text alternative; width and height in pixels where known (else 0)."""

    url: str
    alt: str
    caption: str = ""
    width: int = 0
    height: int = 0
    srcset: str = ""  # where it stands in other widths, as WebP


class PersonView(View, frozen=True, kw_only=True):
    """A leader as named beside a promise or an essay. ``url`` is empty for an unknown author."""

    name: str
    url: str = ""
    role: str = ""
    organisation: str = ""
    photo: FigureView | None = None
    bio_html: Markup = Markup("")


class FeedLinkView(View, frozen=True, kw_only=True):
    """One autodiscovery link; the page's own feed stands first."""

    title: str
    type: str
    url: str


class SocialImageView(View, frozen=True, kw_only=True):
    """The picture that stands for a page elsewhere (Open Graph); width and height in pixels."""

    absolute_url: str
    type: str
    width: int
    height: int
    alt: str
    is_large: bool = True  # shown across, not as a small square


class HeadView(View, frozen=True, kw_only=True):
    """What stands in ``<head>``. ``absolute_url`` is the canonical address."""

    title: str
    absolute_url: str
    description: str = ""
    feeds: tuple[FeedLinkView, ...] = ()
    json_ld: str = ""  # JSON with every "<" written as \\u003c
    image: SocialImageView | None = None
    kind: str = "website"  # Open Graph type: website, article, profile
    lang: str = ""  # when it differs from the site's
    indexed: bool = True
    policy: str = ""  # the Content-Security-Policy, where it is not the site's


class PagingView(View, frozen=True, kw_only=True):
    """Where a paged list stands; ``total`` 0: it is not told.

    ``pages`` are links to pages of it; one without an address stands for those that are left out.
    """

    number: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    pages: tuple[LinkView, ...] = ()
