"""Where an import took something from, and the id that follows from it: the same in every run."""

from __future__ import annotations

import hashlib

from pledges.domain.slug import slugify
from pledges.domain.submission import clean_line
from pledges.files.minting import ALPHABET

ID_CHARACTERS = 14  # 30 to the power of 14: twice the same among a million, once in 10^9 tries
_MAX_ORIGIN = 300


def origin_of(system: str, key: str) -> str:
    """Return what the record says of where a response came from: ``<system>:<key>``."""
    return clean_line(f"{system}:{key}"[: 2 * _MAX_ORIGIN])[:_MAX_ORIGIN]


def response_id(system: str, key: str) -> str:
    """Return a response's id, ``<system>-<characters>``, made from its key and nothing else."""
    return f"{slugify(system)}-{short_hash(f'{system}:{key}')}"


def short_hash(text: str, length: int = ID_CHARACTERS) -> str:
    """Return characters that always follow from the text, out of those that ids are minted from."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    found = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        found.append(ALPHABET[place])
    return "".join(found)
