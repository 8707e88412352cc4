"""What an export says of a response, in our words and before anything is decided. All of it is hostile.

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
