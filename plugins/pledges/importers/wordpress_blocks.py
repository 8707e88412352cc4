"""What WordPress's block editor keeps without HTML of its own: reusable blocks, footnotes, lists made anew at
each view.

Source: the block grammar, ``<!-- wp:name {"attribute": …} /-->``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pledges.importers.html_tree import Notes

_BLOCK = re.compile(r"\s*wp:([a-z][a-z0-9/-]{0,80})\s+(?:(\{.*\})\s*)?/\s*", re.DOTALL)
_ANY = "<!-- wp:"
_SILENT = frozenset({"more", "nextpage", "footnotes", "spacer", "separator", "post-content"})
_MAX_DEPTH = 3


def is_of_blocks(content: str) -> bool:
    """Tell whether a text was written with the block editor, where line ends mean nothing."""
    return _ANY in content


def expand_blocks(content: str, reusable: Mapping[str, str], notes: Notes, depth: int = 0) -> str:
    """Return the text with reusable blocks put in, and a note for each block whose words are not in it."""
    parts: list[str] = []
    for text, block in _parts(content):
        parts.append(text)
        if block:
            parts.append(_expanded(block, reusable, notes, depth))
    return "".join(parts)


def _parts(content: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Yield each text between blocks that close themselves, with the block behind it."""
    done = start = 0
    while (opened := content.find("<!--", start)) >= 0 and (closed := content.find("-->", opened + 4)) >= 0:
        start = closed + 3
        if block := _BLOCK.fullmatch(content, opened + 4, closed):
            yield content[done:opened], block
            done = start
    yield content[done:], None


def _expanded(block: re.Match[str], reusable: Mapping[str, str], notes: Notes, depth: int) -> str:
    name, attributes = block[1].removeprefix("core/"), _attributes(block[2])
    if name == "block" and depth < _MAX_DEPTH and (text := reusable.get(str(attributes.get("ref")))):
        return expand_blocks(text, reusable, notes, depth + 1)
    if name == "embed" and isinstance(attributes.get("url"), str):
        return f"\n\n<p>{attributes['url']}</p>\n\n"
    if name not in _SILENT:
        notes.say(f'the block "{name}" shows nothing here: what it showed was made anew at each view')
    return ""


def _attributes(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_footnotes(meta: str) -> dict[str, str]:
    """Return the footnotes' HTML by their ids, as the post's ``footnotes`` meta has them."""
    try:
        found = json.loads(meta or "[]")
    except (ValueError, RecursionError):
        return {}
    notes = found if isinstance(found, list) else []
    return {
        str(note["id"]): str(note.get("content", ""))
        for note in notes
        if isinstance(note, dict) and "id" in note
    }
