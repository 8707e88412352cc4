"""Ids: minted once from the first slug and four random characters, never changed (DESIGN section 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from pledges.domain.address import Folder
from pledges.domain.slug import slugify
from pledges.files.scan import scan
from pledges.files.text import BOM, slug_of
from pledges.files.whole import write_whole

Choose = Callable[[Sequence[str]], str]
"""Picks one of several: ``secrets.choice``, or the ``choice`` of a seeded ``random.Random``."""

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""No 0 and o, no 1, i and l, and no u, so that ids can be read aloud and spell nothing rude."""

MAX_STEM = 60
_RANDOM_CHARACTERS = 4

_HEADER = re.compile(rb"(---[ \t]*\r?\n)(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_ID = re.compile(rb"^id:[ \t]*([^\r\n]*)", re.MULTILINE)
_EMPTY_ID = re.compile(rb"(?:\"\"|''|~|null|)[ \t]*(?:#.*)?")


def mint_id(slug: str, taken: Collection[str], choose: Choose) -> str:
    """Return a new id, ``<slug>-<four characters>``, that is not ``taken``. A long slug is cut."""
    stem = slugify(slug)[:MAX_STEM].strip("-")
    while True:
        ending = "".join(choose(ALPHABET) for _ in range(_RANDOM_CHARACTERS))
        if (identity := f"{stem}-{ending}") not in taken:
            return identity


def taken_ids(content: Path) -> set[str]:
    """Return every id that a document has or a conversation is kept under."""
    found, _ = scan(content)
    targets = {slug_of(path) for paths in found.conversations.values() for path in paths}
    documents = (content / path for paths in found.documents.values() for path in paths)
    return targets | {identity for file in documents if (identity := _id_in(file.read_bytes()))}


def fix_missing_ids(content: Path, choose: Choose) -> list[tuple[str, str]]:
    """Give every document without an id one, as the first field of its header.

    Nothing else in the files is touched; a file without a header is left alone. Returns the paths,
    relative to the folder that ``content`` is in, and the new ids.
    """
    found, _ = scan(content)
    taken = taken_ids(content)
    minted = []
    for path in (path for folder in Folder for path in found.documents[folder]):
        data = (content / path).read_bytes()
        identity = mint_id(slug_of(path), taken, choose)
        with_id = insert_id(data, identity)
        if with_id != data:
            write_whole(content / path, with_id)
            taken.add(identity)
            minted.append((f"{content.absolute().name}/{path}", identity))
    return minted


def insert_id(data: bytes, identity: str) -> bytes:
    """Return the file with ``id:`` as the header's first line, unchanged if it has an id."""
    header = _header(data)
    if not header:
        return data
    line = b"id: " + identity.encode()
    found = _ID.search(data, header.start(2), header.end(2))
    if not found:
        end = b"\r\n" if header[1].endswith(b"\r\n") else b"\n"
        return data[: header.end(1)] + line + end + data[header.end(1) :]
    if not _EMPTY_ID.fullmatch(found[1].strip()):
        return data
    return data[: found.start()] + line + data[found.end() :]


def _id_in(data: bytes) -> str:
    header = _header(data)
    found = _ID.search(data, header.start(2), header.end(2)) if header else None
    return found[1].split(b"#")[0].strip(b" \t\"'").decode(errors="replace") if found else ""


def _header(data: bytes) -> re.Match[bytes] | None:
    return _HEADER.match(data, len(BOM) if data.startswith(BOM) else 0)
