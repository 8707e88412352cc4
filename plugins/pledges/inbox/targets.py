"""Which essay or pledge an address means. Reads ``content/``, so what was just written counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.pledge import Pledge
from pledges.domain.slug import is_slug
from pledges.domain.submission import TargetRef
from pledges.domain.update import Claim
from pledges.files.conversation_edit import has_response
from pledges.files.header import Header, read_header
from pledges.files.pledge_file import parse_pledge
from pledges.files.text import decode
from pledges.inbox.errors import UnknownTarget
from pledges.protocols.web_url import web_url

_FOLDERS = (Folder.ESSAYS, Folder.PLEDGES)


@dataclass(frozen=True, slots=True)
class Target:
    """An essay or pledge that can be answered. ``path`` is its address below the site's base."""

    ref: TargetRef
    slug: str
    title: str
    aliases: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its address, ``/pledges/<slug>/``."""
        return address.document(self.ref.kind, self.slug)

    def urls(self, siteurl: str) -> tuple[str, ...]:
        """Return every absolute address it is or was known by, the present one first."""
        slugs = (self.slug, *self.aliases)
        return tuple(f"{siteurl}{address.document(self.ref.kind, slug)}" for slug in slugs)


class Targets:
    """Finds targets in one content folder, for a site at ``siteurl``."""

    def __init__(self, content: Path, siteurl: str) -> None:
        self._content = content
        self._siteurl = siteurl.rstrip("/")
        self._aliases: dict[str, tuple[int, tuple[str, ...]]] = {}

    def find(self, url: str) -> Target:
        """Return what an absolute or site-relative address means; fragment and query do not count.

        Raises UnknownTarget for anything that is not a published essay or pledge of this site.
        """
        folder, slug = self._place(url)
        target = self._read(folder, slug) or self._by_alias(folder, slug)
        if target is None:
            raise UnknownTarget(f"{url} is not an essay or a promise of this site")
        return target

    def find_ref(self, ref: TargetRef) -> Target | None:
        """Return the target with this permanent id, or None. The id mostly begins with the slug."""
        likely = self._read(Folder(ref.kind), ref.id.rpartition("-")[0])
        if likely and likely.ref == ref:
            return likely
        files = self._files(Folder(ref.kind))
        read = (
            self._read(Folder(ref.kind), file.stem) for file in files if ref.id.encode() in file.read_bytes()
        )
        return next((target for target in read if target and target.ref == ref), None)

    def text_of(self, target: Target) -> str:
        """Return the target's Markdown, to know our own words on a page that copies them."""
        header = _header(self._content / target.ref.kind / f"{target.slug}.md")
        return header.body if header else ""

    def has_response(self, ref: TargetRef, response_id: str) -> bool:
        """Tell whether a response with this id is public on the target."""
        return has_response(self._content / ref.conversation, response_id)

    def asks_verdict(self, target: Target, today: dt.date) -> bool:
        """Tell whether readers are asked if the promise was kept: it is due, or declared."""
        pledge = self._pledge(target)
        if pledge is None:
            return False
        declared = any(u.claim in (Claim.KEPT, Claim.BROKEN) for u in pledge.updates_until(today))
        return declared or pledge.due_on(today) <= today

    def has_update(self, target: Target, update_id: str, today: dt.date) -> bool:
        """Tell whether a pledge has a published update with this id, so that somebody can speak of it."""
        pledge = self._pledge(target)
        known = (pledge.update_id(update) for update in pledge.updates_until(today)) if pledge else ()
        return update_id in known

    def _pledge(self, target: Target) -> Pledge | None:
        if target.ref.kind != Folder.PLEDGES:
            return None
        path = f"{Folder.PLEDGES}/{target.slug}.md"
        text, _ = decode(path, (self._content / path).read_bytes())
        return parse_pledge(path, text)[0]

    def _place(self, url: str) -> tuple[Folder, str]:
        path = url.partition("#")[0].partition("?")[0]
        if not path.startswith("/"):
            ours, theirs = urlsplit(self._siteurl), urlsplit(web_url(url))
            is_host = theirs.netloc == urlsplit(web_url(self._siteurl)).netloc
            if not is_host or not theirs.path.startswith(f"{ours.path}/"):
                raise UnknownTarget(f"{url} is not an address of this site")
            path = theirs.path.removeprefix(ours.path)
        parts = unquote(path).strip("/").split("/")
        if len(parts) < 2 or parts[0] not in _FOLDERS or not is_slug(parts[1]):
            raise UnknownTarget(f"{url} is not an essay or a promise of this site")
        return Folder(parts[0]), parts[1]

    def _read(self, folder: Folder, slug: str) -> Target | None:
        header = _header(self._content / folder / f"{slug}.md")
        if header is None or not _value(header, "id") or _value(header, "draft").lower() == "true":
            return None
        return Target(
            TargetRef(folder.value, _value(header, "id")), slug, _value(header, "title"), _values(header)
        )

    def _by_alias(self, folder: Folder, slug: str) -> Target | None:
        for file in self._files(folder):
            if slug in self._aliases_of(file):
                return self._read(folder, file.stem)
        return None

    def _aliases_of(self, file: Path) -> tuple[str, ...]:
        changed = file.stat().st_mtime_ns
        known = self._aliases.get(str(file))
        if known is None or known[0] != changed:
            header = _header(file)
            known = (changed, _values(header) if header else ())
            self._aliases[str(file)] = known
        return known[1]

    def _files(self, folder: Folder) -> Iterator[Path]:
        return (file for file in (self._content / folder).glob("*.md") if is_slug(file.stem))


def _header(file: Path) -> Header | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return _read_header(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _read_header(file: Path, _changed_ns: int, _size: int) -> Header | None:
    """Return the header of this version of a file: most answers of a minute are to a few pages."""
    try:
        text, _ = decode(file.name, file.read_bytes())
    except OSError:
        return None
    return read_header(file.name, text)[0]


def _value(header: Header, name: str) -> str:
    entry = header.entries.get(name)
    return str(entry.node.value) if entry and isinstance(entry.node, yaml.ScalarNode) else ""


def _values(header: Header) -> tuple[str, ...]:
    entry = header.entries.get("aliases")
    if entry is None or not isinstance(entry.node, yaml.SequenceNode):
        return ()
    return tuple(str(node.value) for node in entry.node.value if isinstance(node, yaml.ScalarNode))
