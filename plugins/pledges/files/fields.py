"""Which header fields each kind of file has: closed lists (DESIGN section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from pledges.errors import Problem, did_you_mean
from pledges.files import converters as read
from pledges.files.header import Header


@dataclass(frozen=True, slots=True)
class Field:
    """One header field. ``write`` says what a missing required one should hold; empty: optional.

    ``attribute`` is its name in the domain where that differs.
    """

    name: str
    read: read.Converter[Any]
    write: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The closed list of one kind of file. ``kind`` is what messages call it: ``a pledge``."""

    kind: str
    fields: Mapping[str, Field]


MINT = 'run "pledges check --fix", which mints it'


def _ident(node: yaml.Node, report: read.Report) -> str | None:
    value = read.line(node, report)
    if value is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        report(node, f'"{value}" is not an id; use a-z, 0-9 and hyphens')
        return None
    return value


def _table(kind: str, *fields: Field) -> Table:
    return Table(kind, {field.name: field for field in fields})


_ID = Field("id", _ident, MINT)
_COMMON = (
    Field("lang", read.language),
    Field("draft", read.truth),
    Field("aliases", read.many(read.slug)),
)
_FEED_ID = Field("feed_id", read.line)
_TEXTS = read.many(read.line)
_SLUGS = read.many(read.slug)

ESSAY = _table(
    "an essay",
    _ID,
    Field("title", read.line, "write the essay's title"),
    Field("date", read.moment, "write the day of publication as YYYY-MM-DD", attribute="date_written"),
    Field("updated", read.date),
    Field("author", read.slug),
    Field("category", read.line),
    Field("tags", _TEXTS),
    Field("series", read.line),
    Field("part", read.whole(1)),
    Field("next", read.prose),
    Field("summary", read.prose),
    Field("epigraph", read.epigraph),
    Field("image", read.image),
    Field("videos", read.many(read.video)),
    Field("question", read.prose),
    Field("pledges", _SLUGS),
    *_COMMON,
    _FEED_ID,
)

PLEDGE = _table(
    "a pledge",
    _ID,
    Field("title", read.line, "write the pledge's title"),
    Field("leader", read.slug, "write the slug of the leader who promises"),
    Field("on_behalf_of", read.line),
    Field("customers", _TEXTS, "write whom it is promised to, as [one, another]"),
    Field("promise", read.prose, "write the exact wording of the promise"),
    Field("outcome", read.prose, "write what the customer can check"),
    Field("why", read.prose, "write why the customer values it"),
    Field("tags", _TEXTS),
    Field("experience", _TEXTS),
    Field("made", read.date, "write the day of the promise as YYYY-MM-DD"),
    Field("due", read.date, "write the day it is due as YYYY-MM-DD"),
    Field("image", read.image),
    Field("essays", _SLUGS),
    Field("due_soon_days", read.whole(0)),
    Field("silent_days", read.whole(1)),
    *_COMMON,
    _FEED_ID,
)

LEADER = _table(
    "a leader",
    _ID,
    Field("name", read.line, "write the leader's name", attribute="title"),
    Field("role", read.line),
    Field("organisation", read.line),
    Field("url", read.address),
    Field("links", read.many(read.link)),
    Field("photo", read.image),
    *_COMMON[1:],
    _FEED_ID,
)

PAGE = _table(
    "a page",
    _ID,
    Field("title", read.line, "write the page's title"),
    Field("summary", read.prose),
    Field("menu", read.line),
    *_COMMON,
)


def read_fields(path: str, header: Header, table: Table) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values by attribute and every problem of the header's fields.

    Of a list or group with a problem the good parts are among the values.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, entry in header.entries.items():
        field = table.fields.get(name)
        if field is None:
            message = f"is not a field of {table.kind}{did_you_mean(name, [*table.fields])}"
            problems.append(Problem(path, entry.line, name, message))
        elif read.is_empty(entry.node):
            if field.write:
                problems.append(Problem(path, entry.line, name, f"is empty; {field.write}"))
        else:
            before = len(problems)
            value = field.read(entry.node, _reporter(path, name, problems))
            if len(problems) == before or value is not None:
                values[field.attribute or name] = value
    if header.readable:
        problems += _missing(path, header, table)
    return values, problems


def uncertain(header: Header, table: Table) -> frozenset[str]:
    """Return the fields that are not in the header, unless under a misspelled or unreadable name."""
    words = {*header.unread, *(name for name in header.entries if name not in table.fields)}
    return frozenset(
        name
        for name in table.fields
        if name not in header.entries and any(did_you_mean(word.lower(), [name]) for word in words)
    )


def _reporter(path: str, name: str, problems: list[Problem]) -> read.Report:
    def report(node: yaml.Node, message: str) -> None:
        problems.append(Problem(path, node.start_mark.line + 2, name, message))

    return report


def _missing(path: str, header: Header, table: Table) -> list[Problem]:
    missing = [field for field in table.fields.values() if field.write and field.name not in header.entries]
    doubtful = uncertain(header, table) if missing else ()
    return [
        Problem(path, 1, field.name, f"is missing; {field.write}")
        for field in missing
        if field.name not in doubtful
    ]
