"""Which essay or pledge an old address means."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.slug import slugify
from pledges.errors import Problem, did_you_mean
from pledges.files.essay_file import read_essay
from pledges.files.pledge_file import read_pledge
from pledges.files.reading import Reading
from pledges.files.scan import TARGETS, conversation_path, scan
from pledges.files.text import decode
from pledges.importers.target_map import Choice
from pledges.markup.web_address import MAX_URL_CHARS
from pledges.protocols.web_url import comparable

_FILE_ENDING = re.compile(r"\.(?:html?|xhtml|php|aspx?|jsp|md|markdown|rst)$", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"/(?:index|default)\.[a-z]+$", re.IGNORECASE)
_LATER_PAGE = re.compile(r"/(?:conversation|page|comment-page)[/-]\d+$")
_DATED = re.compile(r"^\d{4}-\d\d-\d\d-")
_READERS: dict[Folder, Callable[[str, str], Reading[Any]]] = {
    Folder.ESSAYS: read_essay,
    Folder.PLEDGES: read_pledge,
}


@dataclass(frozen=True, slots=True)
class Target:
    """An essay or pledge of the record: its folder and its permanent id."""

    folder: Folder
    id: str

    @property
    def path(self) -> str:
        """Its conversation's file, relative to the content folder."""
        return conversation_path(self.folder, self.id)


class Miss(StrEnum):
    """Why an address means nothing here; the value completes "is kept aside: …"."""

    UNKNOWN = "no essay or pledge is known by this address"
    UNCLEAR = "an essay and a pledge are both called this; name one of them in the map"
    OTHER_HOST = "its address is on a host that was not asked for"
    LEFT_OUT = "the map leaves it out"


@dataclass(slots=True)
class Targets:
    """Finds targets. ``choices`` come from a map file, ``hosts`` (empty: any) from the command line.

    In this order: what the map says of the address, or of its path on any host; an address that was
    added; a feed id; the slug, now or once, that is the address's last part.
    """

    choices: Sequence[Choice] = ()
    hosts: Collection[str] = ()
    _by_name: dict[str, Target] = field(default_factory=dict)
    _by_slug: dict[tuple[Folder, str], Target] = field(default_factory=dict)
    _chosen: dict[str, Choice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for choice in self.choices:
            for name in _names(choice.old):
                self._chosen.setdefault(name, choice)
        self.hosts = {host.lower() for host in self.hosts}

    def add(
        self,
        folder: Folder,
        identity: str,
        slug: str,
        *,
        aliases: Iterable[str] = (),
        feed_id: str = "",
        addresses: Iterable[str] = (),
    ) -> Target:
        """Make one more essay or pledge known; what another one is known by already stays with that."""
        target = Target(folder, identity)
        for name in (slug, *aliases):
            self._by_slug.setdefault((folder, name), target)
        for address in (feed_id, *addresses):
            for name in _names(address):
                self._by_name.setdefault(name, target)
        return target

    def find(self, address: str) -> Target | Miss:
        """Return what the address, path, slug or other name means."""
        address = address[:MAX_URL_CHARS]
        names = _names(address)
        choice = next((self._chosen[name] for name in names if name in self._chosen), None)
        if choice:
            return (self._named(choice.new) or Miss.UNKNOWN) if choice.new else Miss.LEFT_OUT
        known = next((self._by_name[name] for name in names if name in self._by_name), None)
        if self.hosts and (host := comparable(address).partition("/")[0]) and host not in self.hosts:
            return Miss.OTHER_HOST
        return known or self._by_last_part(address)

    def problems(self, path: str) -> Iterator[Problem]:
        """Yield the lines of the map (the file at ``path``) that name no essay or pledge."""
        known = [name for folder, slug in self._by_slug for name in (f"{folder}/{slug}", slug)]
        for choice in self.choices:
            if choice.new and not self._named(choice.new):
                near = did_you_mean(choice.new.strip("/"), known)
                hint = near or "; write essays/<slug>, pledges/<slug>, or - to leave it out"
                yield Problem(path, choice.line, "", f'"{choice.new}" is no essay or pledge{hint}')

    def _named(self, name: str) -> Target | None:
        folder, _, slug = name.strip("/").rpartition("/")
        folders = [one for one in TARGETS if folder in ("", one)]
        found = [self._by_slug[one, slug] for one in folders if (one, slug) in self._by_slug]
        return found[0] if found else None

    def _by_last_part(self, address: str) -> Target | Miss:
        parts = _parts(address)
        if not parts:
            return Miss.UNKNOWN
        folders = [folder for folder in TARGETS if folder in parts[-2:-1]] or TARGETS
        for slug in _slugs(parts[-1]):
            found = [self._by_slug[folder, slug] for folder in folders if (folder, slug) in self._by_slug]
            if found:
                return found[0] if len(found) == 1 else Miss.UNCLEAR
        return Miss.UNKNOWN


def read_targets(content: Path, choices: Sequence[Choice] = (), hosts: Collection[str] = ()) -> Targets:
    """Return the essays and pledges of a content folder. One without an id cannot be answered yet."""
    targets = Targets(choices, hosts)
    for folder, document in _documents(content):
        targets.add(folder, document.id, document.slug, aliases=document.aliases, feed_id=document.feed_id)
    return targets


def _documents(content: Path) -> Iterator[tuple[Folder, Document]]:
    found, _ = scan(content)
    for folder in TARGETS:
        for path in found.documents[folder]:
            text, _ = decode(path, (content / path).read_bytes())
            document: Document = _READERS[folder](path, text).document
            if document.id and document.id != path:
                yield folder, document


@lru_cache(maxsize=4_096)  # comments come in threads
def _names(address: str) -> tuple[str, ...]:
    """Return what an address is looked up by: itself, without what does not count, its path on any host."""
    address = address.strip()
    plain = comparable(address)
    host, slash, rest = plain.partition("/")
    path = slash + rest if host else address.partition("#")[0].rstrip("/")
    return tuple(name for name in dict.fromkeys((address, plain, path)) if name)


@lru_cache(maxsize=4_096)
def _parts(address: str) -> tuple[str, ...]:
    plain = comparable(address)
    path = plain.partition("/")[2] if plain else address.strip()
    path = "/" + path.partition("#")[0].partition("?")[0].strip("/")
    path = _LATER_PAGE.sub("", _FIRST_PAGE.sub("", path))
    return tuple(part for part in unquote(path).split("/") if part)


def _slugs(part: str) -> Iterator[str]:
    """Yield the slugs that the last part of an address may stand for."""
    stem = _FILE_ENDING.sub("", part)
    yield part
    yield slugify(stem)
    if _DATED.match(stem):
        yield slugify(_DATED.sub("", stem))
