"""The guides as tests read them: their texts, and the commands that they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pledges

PACKAGE = Path(pledges.__file__).parent
ROOT = PACKAGE.parents[1]
DOCS = PACKAGE / "docs"
README = ROOT / "README.md"
CHANGES = PACKAGE / "CHANGELOG.md"
GUIDES = [README, CHANGES, *sorted(DOCS.rglob("*.md"))]

#: A block of code, between fences or indented.
BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```|((?:^(?: {4}|\t)[^\n]*\n?)+)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """One ``pledges …`` as a guide shows it: its arguments, and the variables before it."""

    words: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


def text_of(guide: Path) -> str:
    """Return a guide's text."""
    return guide.read_text(encoding="utf-8")


def blocks_of(guide: Path) -> list[str]:
    """Return a guide's blocks of code, in order."""
    return [fenced or indented for fenced, indented in BLOCK.findall(text_of(guide))]


def typed_in(guide: Path) -> Iterator[Typed]:
    """Yield the commands of a guide's blocks in order, without what a shell takes for itself.

    Two spaces end a command: what follows explains it.
    """
    for block in blocks_of(guide):
        for line in re.sub(r"\\\n\s*", "", block).splitlines():
            bare = re.sub(r'^PLEDGES_HOOK="(.*)"$', r"\1", line.strip()).removeprefix("ExecStart=")
            for part in re.split(r"\s(?:&&|;|\|)\s", re.split(r"\s{2,}", bare)[0]):
                if match := re.match(r"((?:[A-Z_]+=\S*\s)*)(?:\S*/)?pledges\s(.*)", part):
                    words = shlex.split(re.split(r"\s[<>]\s", match[2])[0], comments=True)
                    yield Typed(tuple(words), tuple(tuple(one.split("=", 1)) for one in match[1].split()))  # type: ignore[misc]
