"""What a linking page is to ours, in its own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pledges.domain.response import ResponseType


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A source page's relation to a target. Every text is plain, on one line, and a stranger's claim.

    ``host`` is where the page really stands; show it beside the name, for authorship can be spoofed.
    ``author_page``, when not empty, is one more page to fetch, which may name the author better
    (:func:`pledges.protocols.microformats.author_on`). ``published`` is a UTC instant; ``rsvp`` is yes, no,
    maybe or interested.
    """

    host: str
    type: ResponseType = ResponseType.MENTION
    rsvp: str = ""
    author_name: str = ""
    author_url: str = ""
    author_page: str = ""
    title: str = ""
    excerpt: str = ""
    published: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A person or organisation as their own page names them."""

    name: str
    url: str = ""


NOBODY = Card("")
