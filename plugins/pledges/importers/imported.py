"""What an export yields, in our words and before anything is decided about it. All of it is hostile.

Nobody's e-mail or IP address has a place here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pledges.domain.response import Kind, ResponseType, Role


class Status(StrEnum):
    """What the old system had decided about a response; the value completes "is not imported: it …"."""

    LIVE = "is public"
    WAITING = "waits for a moderator"
    SPAM = "is spam"
    TRASH = "is in the trash"
    PRIVATE = "is private"
    DELETED = "was deleted"  # its place is kept where others answer it


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedResponse:
    """A comment or linkback as an export has it.

    ``key`` is its name in the old system, never reused there; ``parent`` the key of what it answers.
    ``target`` is the address, slug or other name of what it stands under, as the export calls it. ``date`` is
    a UTC instant, None when the export has none that can be read. Of ``text`` (the record's small Markdown,
    or plain) and ``html`` one is filled. ``role`` only where the old system knew who was signed in.
    ``place`` says where in the export it stands, for messages: ``"comments/17.yml"``, ``"line 204"``.
    """

    key: str
    target: str
    date: dt.datetime | None
    kind: Kind = Kind.COMMENT
    type: ResponseType = ResponseType.REPLY
    status: Status = Status.LIVE
    name: str = ""
    url: str = ""
    role: Role | None = None
    parent: str = ""
    title: str = ""
    source: str = ""
    excerpt: str = ""
    text: str = ""
    html: str = ""
    updated: dt.datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLeader:
    """An author of the old site: ``slug`` as proposed, ``html`` their biography."""

    key: str
    slug: str
    name: str
    url: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedMedia:
    """A file of the old site: its old address and its path below the folder of uploads."""

    key: str
    url: str
    path: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPage:
    """A plain page of the old site. ``addresses`` are those it was known by, its guid is ``feed_id``."""

    key: str
    slug: str
    title: str
    html: str
    addresses: tuple[str, ...] = ()
    feed_id: str = ""
    summary: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEssay(ImportedPage):
    """An essay of the old site. ``author`` is a leader's key, ``image`` a media's."""

    date: dt.datetime
    updated: dt.datetime | None = None
    author: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""


Imported = ImportedResponse | ImportedEssay | ImportedPage | ImportedLeader | ImportedMedia
