"""A document as far as it could be read: no problem of a file hides its others, or brings forth more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pledges.domain.document import Document
from pledges.errors import Problem
from pledges.files.fields import Table, read_fields, uncertain
from pledges.files.header import Header, read_header

D = TypeVar("D", bound=Document)

_BLANKS: Mapping[str, Any] = {
    "customers": (),
    "made": dt.date.min,
    "due": dt.date.max,
    "date_written": dt.date.min,
}
_ID_LINE = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What nobody can say of a document before its problems are repaired.

    ``fields``: names of header fields; with ``any_field`` every field but the id. ``updates``: numbers of
    the updates with problems, ``unclear`` those of them with a blank for their date or claim. ``is_cut``:
    there may be other updates. ``lines``: those with broken characters.
    """

    fields: frozenset[str] = frozenset()
    any_field: bool = False
    updates: frozenset[int] = frozenset()
    unclear: frozenset[int] = frozenset()
    is_cut: bool = False
    lines: frozenset[int] = frozenset()

    def cover(self, field: str) -> bool:
        """Whether a header field is among them."""
        return field in self.fields or (self.any_field and field != "id")

    def and_of(self, lines: frozenset[int], path: str, text: str) -> Doubts:
        """Return them with those that broken characters on some lines leave."""
        header, _ = read_header(path, text)
        fields = {
            name
            for name, entry in header.entries.items()
            if any(entry.line <= line <= entry.node.end_mark.line + 2 for line in lines)
        }
        is_cut = self.is_cut or any(line >= header.body_line for line in lines)
        return replace(self, fields=self.fields | fields, lines=lines, is_cut=is_cut)


NO_DOUBTS = Doubts()


@dataclass(slots=True)
class Reading(Generic[D]):
    """What a file gave. Where there are problems, blanks stand for what could not be read."""

    document: D
    problems: list[Problem]
    doubts: Doubts = NO_DOUBTS

    def whole(self) -> tuple[D | None, list[Problem]]:
        """Return the document, or None if the file has problems, and every problem."""
        return None if self.problems else self.document, self.problems


def read_values(path: str, text: str, table: Table) -> tuple[Header, dict[str, Any], list[Problem]]:
    """Return a file taken apart, a value for each required field at least, and every problem.

    The blank for an id is the path, which is no other document's id.
    """
    header, problems = read_header(path, text)
    values, wrong = read_fields(path, header, table)
    if not problems and not wrong:
        return header, values, []
    for problem in problems:  # a field that stands twice, or that a comment cuts off
        if field := table.fields.get(problem.field):
            values.pop(field.attribute or field.name, None)
    for field in table.fields.values():
        if field.write:
            values.setdefault(field.attribute or field.name, _BLANKS.get(field.attribute or field.name, ""))
    values["id"] = values["id"] or _id_in(text, header) or path
    return header, values, problems + wrong


def _id_in(text: str, header: Header) -> str:
    found = None if "id" in header.entries else _ID_LINE.search(text)
    return found[1] if found else ""


def doubts_of(header: Header, table: Table, problems: list[Problem], document: Document) -> Doubts:
    """Return the doubts that the problems of a header leave."""
    fields = {problem.field for problem in problems} | uncertain(header, table)
    if document.id == document.path:
        fields.add("id")
    elif "id" not in header.entries:
        fields.discard("id")
    return Doubts(frozenset(fields), any_field=not header.readable and not header.is_missing)
