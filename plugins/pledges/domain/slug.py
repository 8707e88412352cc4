"""Slugs: the names of files and words as they stand in addresses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pledges.domain.address import Folder, PledgeList, ScoreList

MAX_SLUG = 100
"""Characters in a slug, so that ids and file names made from it stay within what disks take."""

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?", re.ASCII)
"""What a slug looks like; to be matched whole."""

RESERVED: Mapping[Folder, frozenset[str]] = {
    Folder.ESSAYS: frozenset({"page"}),
    Folder.LEADERS: frozenset({"page"}),
    Folder.PLEDGES: frozenset({"page", *PledgeList, *ScoreList}),
    Folder.PAGES: frozenset(
        {"404", "archive", "author", "category", "css", "customer", "due", "essays", "experience", "feeds"}
        | {"fonts", "images", "inbox", "leaders", "ledger", "page", "pagefind", "pledges", "search"}
        | {"series", "static", "tag", "theme"}
    ),
}
"""Slugs whose addresses are taken by the site itself, for each folder of ``content/``."""

# Letters that Unicode does not take apart into a base letter and a mark.
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_HASH_LENGTH = 8


def is_slug(text: str) -> bool:
    """Tell whether ``text`` can be a file's name and part of an address."""
    return SLUG.fullmatch(text) is not None


def slug_complaint(folder: Folder | str, slug: str) -> str:
    """Return what is wrong with a document's slug and what to write, or an empty string."""
    if not is_slug(slug):
        return (
            f'"{slug}" is not a slug (a to z, 0 to 9 and hyphens between, at most {MAX_SLUG} characters); '
            f'write "{slugify(slug)}"'
        )
    if slug in RESERVED[Folder(folder)]:
        return f'"{slug}" is an address of the site itself; write another, for example "{slug}-2"'
    return ""


@lru_cache(maxsize=16_384)  # the words of a site are few, and come up everywhere
def slugify(text: str) -> str:
    """Return the slug of a tag, category, series or experience word; always a valid one.

    Case and accents do not count: "Ärger" and "arger" are one word. What ASCII cannot spell
    (other scripts, symbols, an over-long text) is told apart by a short hash that never changes.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = unicodedata.normalize("NFKD", folded.translate(_SPELT_OUT))
    stem = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    if stem and len(stem) <= MAX_SLUG and not any(_is_lost(character) for character in plain):
        return stem
    digest = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
    return f"{stem[: MAX_SLUG - _HASH_LENGTH - 1].rstrip('-')}-{digest}".lstrip("-")


def _is_lost(character: str) -> bool:
    """Tell whether dropping ``character`` drops meaning: a letter, a digit or a symbol."""
    return character == "+" or (not character.isascii() and unicodedata.category(character)[0] in "LNS")
