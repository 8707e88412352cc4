"""Staticman: a folder of YAML, JSON or front-matter files, one a comment, a folder a page.

Sites choose the names of the fields themselves; what they are called in most is understood.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from pledges.errors import Problem
from pledges.importers.dates import instant_of
from pledges.importers.folders import Leaf, leaves, read_leaf
from pledges.importers.imported import ImportedResponse

SYSTEM = "staticman"
_ENDINGS = (".yml", ".yaml", ".json", ".md", ".markdown")
_NAMES = ("name", "author", "username", "nickname")
_URLS = ("url", "website", "site", "authorurl", "link")
_TEXTS = ("message", "comment", "text", "body", "content")
_DATES = ("date", "timestamp", "created")
_PARENTS = ("replying_to_uid", "reply_to", "replying_to", "replyto", "parent_id")
_PAGES = ("_parent", "parent")  # or a comment, by its id
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?(.*)", re.DOTALL | re.MULTILINE)

Fields = Mapping[str, str]


def read_staticman(root: Path, zone: dt.tzinfo = dt.UTC) -> Iterator[ImportedResponse | Problem]:
    """Yield the comments below a folder. A date without an offset is of ``zone``."""
    for files in leaves(root, _ENDINGS):
        read = [(leaf, _read(leaf)) for leaf in files]
        yield from (fields for _, fields in read if isinstance(fields, Problem))
        entries = [(leaf, fields) for leaf, fields in read if not isinstance(fields, Problem)]
        parents = _Parents(entries)
        for leaf, fields in entries:
            yield _comment(leaf, fields, parents, zone)


def _comment(leaf: Leaf, fields: Fields, parents: _Parents, zone: dt.tzinfo) -> ImportedResponse:
    parent = parents.of(fields)
    page = next((fields[name] for name in _PAGES if parents.is_page(fields.get(name, ""))), "")
    is_told = _ADDRESS.match(page) or leaf.is_at_root
    return ImportedResponse(
        key=_key(leaf, fields),
        target=page if page and is_told else leaf.folder,
        parent=parent,
        date=instant_of(_first(fields, _DATES), zone),
        name=_first(fields, _NAMES),
        url=_first(fields, _URLS),
        text=_first(fields, _TEXTS),
        place=leaf.key,
    )


class _Parents:
    """What the comments of one folder answer: named by id, or by number among those that answer nothing."""

    def __init__(self, entries: Sequence[tuple[Leaf, Fields]]) -> None:
        self._keys = {_key(leaf, fields) for leaf, fields in entries}
        roots = [(leaf, fields) for leaf, fields in entries if not self._named(fields)]
        self._by_number = {str(number): _key(*root) for number, root in enumerate(roots, start=1)}

    def is_page(self, name: str) -> bool:
        """Tell whether a name is that of a page: its address or its slug."""
        return bool(name.strip()) and name not in self._keys and not _UUID.fullmatch(name.strip())

    def of(self, fields: Fields) -> str:
        """Return the key of what a comment answers; one that is not here stays as it is named."""
        named = self._named(fields)
        return next((name for name in named if name in self._keys), "") or self._numbered(named)

    def _numbered(self, named: Sequence[str]) -> str:
        return next((self._by_number[name] for name in named if name in self._by_number), "".join(named[:1]))

    def _named(self, fields: Fields) -> list[str]:
        found = [fields.get(name, "").strip() for name in _PARENTS]
        found += [name for field in _PAGES if not self.is_page(name := fields.get(field, "").strip())]
        return [name for name in found if name and name != fields.get("_id", "")]


def _key(leaf: Leaf, fields: Fields) -> str:
    return fields.get("_id", "").strip() or leaf.key


def _first(fields: Fields, names: Sequence[str]) -> str:
    return next((fields[name] for name in names if fields.get(name, "").strip()), "")


def _read(leaf: Leaf) -> Fields | Problem:
    text, problem = read_leaf(leaf)
    if problem:
        return problem
    try:
        found = _parse(leaf.path.suffix.lower(), text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return Problem(str(leaf.path), line, "", f"is not YAML ({error.problem}); repair it")
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        return Problem(str(leaf.path), 0, "", f"cannot be read ({error}); repair it")
    if not isinstance(found, dict):
        return Problem(str(leaf.path), 0, "", 'has no fields; a comment has lines like "name: Ada"')
    return {str(name): value for name, value in found.items() if isinstance(value, str)}


def _parse(ending: str, text: str) -> object:
    if ending == ".json":
        found = json.loads(text)
        return (
            {k: str(v) if isinstance(v, int | float) else v for k, v in found.items()}
            if isinstance(found, dict)
            else found
        )
    if ending.startswith(".m"):
        front = _FRONT.match(text)
        fields = yaml.load(front[1], yaml.CBaseLoader) if front else None  # noqa: S506 (strings only)
        return {"message": front[2], **fields} if front and isinstance(fields, dict) else fields
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 (it makes strings, lists and mappings only)
