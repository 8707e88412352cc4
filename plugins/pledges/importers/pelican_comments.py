"""Pelican's static comments: the folders of pelican_comment_system and of its successor, minchin's
static-comments. One file a comment, in a folder named after the article's slug.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docutils.core import publish_parts
from docutils.utils import SystemMessage

from pledges.errors import Problem
from pledges.importers.dates import instant_of
from pledges.importers.folders import Leaf, leaves, read_leaf
from pledges.importers.imported import ImportedResponse

SYSTEM = "pelican-comments"
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_ENDINGS = (*_MARKDOWN, ".rst")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)")
_RST_FIELD = re.compile(r":(?P<name>[A-Za-z][\w -]*):[ \t]*(?P<value>.*)")
_NOT_IN_SLUG = re.compile(r"[^\w\s-]")
# Nothing of a comment may be read from the disk or printed raw.
_RST_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 5,
    "warning_stream": "",
    "_disable_config": True,
    "line_length_limit": 100_000,
}


def read_pelican_comments(root: Path, zone: dt.tzinfo = dt.UTC) -> Iterator[ImportedResponse | Problem]:
    """Yield the comments below a folder. A date without an offset is of ``zone``."""
    for files in leaves(root, _ENDINGS):
        keys = _keys(files)
        for leaf in files:
            yield _comment(leaf, keys, zone)


def _comment(leaf: Leaf, keys: Mapping[str, str], zone: dt.tzinfo) -> ImportedResponse | Problem:
    text, problem = read_leaf(leaf)
    if problem:
        return problem
    is_rst = leaf.path.suffix.lower() == ".rst"
    fields, body = _take_apart(text, _RST_FIELD if is_rst else _FIELD)
    if not fields:
        return Problem(str(leaf.path), 1, "", 'has no fields; a comment begins with lines like "author: Ada"')
    parent = fields.get("replyto", "")
    return ImportedResponse(
        key=leaf.key,
        target=fields.get("post_id") or leaf.folder,
        parent=keys.get(_plain(parent)) or (f"{leaf.key.rpartition('/')[0]}/{parent}" if parent else ""),
        date=instant_of(fields.get("date", ""), zone),
        name=fields.get("author", ""),
        url=fields.get("website", "") or fields.get("url", ""),
        text="" if is_rst else body,
        html=_html_of_rst(body) if is_rst else "",
        place=leaf.key,
    )


def _keys(files: Sequence[Leaf]) -> dict[str, str]:
    """Return the keys of a folder's comments by every name that replies know them by.

    A comment is called after its file: "0.md" with its ending, without, or as the slug of that ("0md").
    """
    keys: dict[str, str] = {}
    for leaf in files:
        for name in (leaf.path.name, _NOT_IN_SLUG.sub("", leaf.path.name), leaf.path.stem):
            keys.setdefault(_plain(name), leaf.key)
    return keys


def _plain(name: str) -> str:
    return name.strip().lower()


def _take_apart(text: str, shape: re.Pattern[str]) -> tuple[dict[str, str], str]:
    """Return the fields at the beginning of a file, by lower-case names, and what follows."""
    lines = text.removeprefix("---\n").split("\n")
    fields: dict[str, str] = {}
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and (found := shape.fullmatch(lines[0].strip())):
        fields[found["name"].lower()] = found["value"].strip().strip("\"'")
        lines.pop(0)
    if lines and lines[0].strip() in ("---", "..."):
        lines.pop(0)
    return fields, "\n".join(lines).strip("\n")


def _html_of_rst(text: str) -> str:
    try:
        html: str = publish_parts(text, writer="html5", settings_overrides=_RST_SETTINGS)["body"]
    except (SystemMessage, RecursionError):
        return ""
    return html
