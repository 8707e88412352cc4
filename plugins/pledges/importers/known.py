"""What the record has already: the ids of its responses, and the linkbacks that came in by another door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from pledges.domain.response import Kind
from pledges.domain.slug import slugify
from pledges.files.scan import scan
from pledges.importers.targets import Target
from pledges.protocols.web_url import comparable


class _Line(msgspec.Struct):
    id: str = ""
    kind: str = ""
    type: str = "reply"
    source: str = ""
    origin: str = ""


@dataclass(slots=True)
class Known:
    """``ids``: of each response that this system's import has brought, its file.

    ``linkbacks``: file, type and source of each that came otherwise, so that none stands there twice.
    """

    ids: dict[str, str] = field(default_factory=dict)
    linkbacks: set[tuple[str, str, str]] = field(default_factory=set)

    def has(self, identity: str) -> bool:
        """Whether a response with this id stands anywhere."""
        return identity in self.ids

    def stands_in(self, target: Target, identity: str) -> bool:
        """Whether a response with this id stands in the target's conversation."""
        return self.ids.get(identity) == target.path

    def has_linkback(self, target: Target, kind: str, source: str) -> bool:
        """Whether the target was told of this source already, by another door."""
        return bool(source) and (target.path, kind, comparable(source)) in self.linkbacks


def read_known(content: Path, system: str) -> Known:
    """Read the conversations of a content folder, one line at a time.

    Lines that cannot be read do not count.
    """
    known, start = Known(), f"{slugify(system)}-"
    decode = msgspec.json.Decoder(_Line).decode
    for path, line in _lines(content):
        try:
            row = decode(line)
        except msgspec.DecodeError:
            continue
        if row.id.startswith(start):
            known.ids[row.id] = path
        elif row.kind not in ("", Kind.COMMENT) and row.source:
            known.linkbacks.add((path, row.type, comparable(row.source)))
    return known


def _lines(content: Path) -> Iterator[tuple[str, bytes]]:
    found, _ = scan(content)
    for paths in found.conversations.values():
        for path in paths:
            with (content / path).open("rb") as file:
                yield from ((path, line) for line in file)
