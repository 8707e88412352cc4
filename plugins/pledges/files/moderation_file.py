"""``moderation.json`` ⇄ :class:`Moderation`, the public tally."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pledges.domain.record import Moderation
from pledges.errors import Problem

Count = Annotated[int, msgspec.Meta(ge=0)]


class _Tally(msgspec.Struct, forbid_unknown_fields=True):
    """The file's object."""

    held: Count = 0
    published: Count = 0
    refused: dict[str, Count] = {}


def parse_moderation(path: str, data: bytes) -> tuple[Moderation, list[Problem]]:
    """Return the tally, an empty one if the file cannot be read, and its problem."""
    try:
        tally = msgspec.json.decode(data, type=_Tally)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        example = '{"held": 0, "published": 0, "refused": {"spam": 0}}'
        said, _, place = str(error).replace("`", "").partition(" - at $.")
        return Moderation(), [Problem(path, 0, place, f"{said[:1].lower()}{said[1:]}; write {example}")]
    return Moderation(tally.held, tally.published, tally.refused), []


def format_moderation(moderation: Moderation) -> bytes:
    """Return the file's bytes, indented for people and their diffs."""
    tally = _Tally(moderation.held, moderation.published, dict(moderation.refused))
    return msgspec.json.format(msgspec.json.encode(tally), indent=2) + b"\n"
