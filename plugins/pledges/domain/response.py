"""An accepted comment, trackback, pingback or webmention."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The door a response came in by."""

    COMMENT = "comment"
    TRACKBACK = "trackback"
    PINGBACK = "pingback"
    WEBMENTION = "webmention"


class ResponseType(StrEnum):
    """What a response is to its target."""

    REPLY = "reply"
    MENTION = "mention"
    LIKE = "like"
    REPOST = "repost"
    BOOKMARK = "bookmark"
    RSVP = "rsvp"
    VERDICT = "verdict"
    ACCEPTANCE = "acceptance"
    REPAIR_VERDICT = "repair-verdict"


class Role(StrEnum):
    """Who speaks, as an authenticated door has found; never from a typed name."""

    AUTHOR = "author"
    PROMISOR = "promisor"
    MODERATOR = "moderator"


class VerdictValue(StrEnum):
    """A customer's word: on the outcome (first three), on a repair (last two)."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not kept"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Standing(StrEnum):
    """Whether the giver of a verdict was invited as a customer, or is any reader."""

    INVITED = "invited"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a response, as they named themselves."""

    name: str
    url: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One line of a conversation file (DESIGN section 3).

    ``date``, ``updated`` and ``erased`` are UTC instants. ``text`` and every other string are as
    the stranger sent them: they are made safe where they are printed. An erased response keeps
    its id, kind, date and place, and nothing else.
    """

    id: str
    kind: Kind
    date: dt.datetime
    type: ResponseType = ResponseType.REPLY
    author: Author | None = None
    in_reply_to: str = ""
    title: str = ""
    source: str = ""
    excerpt: str = ""
    text: str = ""
    verdict: VerdictValue | None = None
    about: str = ""
    customer: str = ""
    standing: Standing | None = None
    origin: str = ""
    updated: dt.datetime | None = None
    salt: str = ""
    erased: dt.datetime | None = None

    @property
    def is_linkback(self) -> bool:
        """Linkbacks stand in a section of their own, after the threads."""
        return self.kind is not Kind.COMMENT

    def day_in(self, zone: dt.tzinfo = dt.UTC) -> dt.date:
        """Return the day of ``date`` in the site's time zone."""
        return self.date.astimezone(zone).date()
