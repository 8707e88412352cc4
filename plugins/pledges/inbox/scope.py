"""What somebody follows by mail: the whole site, one leader, or one promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.leader import Leader
from pledges.domain.slug import is_slug
from pledges.domain.submission import TargetRef
from pledges.files.leader_file import parse_leader
from pledges.files.text import decode
from pledges.inbox.errors import UnknownTarget

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox

_NEWS = "news"


@dataclass(frozen=True, slots=True)
class Scope:
    """``leader`` is a leader's id, ``target`` ``pledges/<id>``; both empty: the whole site."""

    leader: str = ""
    target: str = ""

    @property
    def thread(self) -> str:
        """The word under which a subscription to this is kept; no response has such an id."""
        if self.leader:
            return f"{_NEWS} {Folder.LEADERS}/{self.leader}"
        return f"{_NEWS} {self.target}".rstrip()

    @classmethod
    def of(cls, thread: str) -> Scope:
        """Return the scope that is kept under ``thread``."""
        what = thread.removeprefix(_NEWS).strip()
        kind, _, identity = what.partition("/")
        return cls(leader=identity) if kind == Folder.LEADERS else cls(target=what)

    def title(self, inbox: Inbox) -> str:
        """Return what is followed in words: a leader's name, a promise's title, else the site's name."""
        return self._place(inbox)[0] or inbox.settings.sitename

    def path(self, inbox: Inbox) -> str:
        """Return where on the site it stands."""
        return self._place(inbox)[1]

    def _place(self, inbox: Inbox) -> tuple[str, str]:
        if self.leader:
            for leader in _leaders(inbox):
                if leader.id == self.leader:
                    return leader.name, address.leader(leader.slug)
        if self.target:
            kind, _, identity = self.target.partition("/")
            if target := inbox.targets.find_ref(TargetRef(kind, identity)):
                return target.title, target.path
        return "", address.FRONT


EVERYTHING = Scope()


def is_news(thread: str) -> bool:
    """Tell whether a subscription is one to weekly mails; else it is to replies."""
    return thread.partition(" ")[0] == _NEWS


def scope_at(inbox: Inbox, about: str) -> Scope:
    """Return what the page at a site address stands for: a leader, a promise, else the whole site."""
    try:
        asked = urlsplit(about).path
    except ValueError:  # no address at all: "http://["
        return EVERYTHING
    path = unquote(asked).removeprefix(urlsplit(inbox.settings.siteurl).path.rstrip("/"))
    folder, _, slug = path.strip("/").partition("/")
    if folder == Folder.PLEDGES and is_slug(slug):
        try:
            ref = inbox.targets.find(address.pledge(slug)).ref
        except UnknownTarget:
            return EVERYTHING
        return Scope(target=f"{ref.kind}/{ref.id}")
    if folder == Folder.LEADERS and is_slug(slug):
        by_slug = _leader(inbox.content / Folder.LEADERS / f"{slug}.md")
        if by_slug:
            return Scope(leader=by_slug.id)
        for leader in _leaders(inbox):
            if slug in leader.aliases:
                return Scope(leader=leader.id)
    return EVERYTHING


def _leaders(inbox: Inbox) -> Iterator[Leader]:
    """Yield the leaders that the site shows."""
    for file in sorted((inbox.content / Folder.LEADERS).glob("*.md")):
        if leader := _leader(file):
            yield leader


def _leader(file: Path) -> Leader | None:
    path = f"{Folder.LEADERS}/{file.name}"
    try:
        leader = parse_leader(path, decode(path, file.read_bytes())[0])[0]
    except OSError:
        return None
    return leader if leader and not leader.draft else None
