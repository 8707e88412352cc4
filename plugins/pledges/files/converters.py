"""A YAML node → the value a header field holds, or a message that says what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

import yaml

from pledges.domain.document import Image, Link
from pledges.domain.essay import Epigraph, Video
from pledges.domain.slug import is_slug, slugify
from pledges.errors import did_you_mean
from pledges.files.dates import not_a_date, read_date, read_instant
from pledges.files.text import CONTROL

T = TypeVar("T")
Report = Callable[[yaml.Node, str], None]
Converter = Callable[[yaml.Node, Report], T | None]

_TEXT = "tag:yaml.org,2002:str"
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_YES = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On"})
_NO = frozenset({"false", "False", "FALSE", "no", "No", "NO", "off", "Off"})
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ODD = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>\"\\^`{|}]")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def is_empty(node: yaml.Node) -> bool:
    """Whether a field was left without a value."""
    if isinstance(node, yaml.ScalarNode):
        return node.value in _NOTHING if not node.style else not node.value.strip()
    return not node.value


def prose(node: yaml.Node, report: Report) -> str | None:
    """Read a text of one or more lines."""
    if not isinstance(node, yaml.ScalarNode):
        report(node, f'is a {_shape(node)}, not a text; put the text in "quotes"')
        return None
    if node.tag != _TEXT:
        report(node, f'begins with "{_written_tag(node.tag)}"; put the whole text in "quotes"')
        return None
    value: str = node.value.strip()
    if node.style == '"' and (found := CONTROL.search(value)):  # written as an escape such as \x07
        report(node, f"control character U+{ord(found.group()):04X}; delete it")
        return None
    return value


def line(node: yaml.Node, report: Report) -> str | None:
    """Read a text of one line."""
    value = prose(node, report)
    if value and "\n" in value:
        report(node, "has more than one line; write one")
        return None
    return value


def slug(node: yaml.Node, report: Report) -> str | None:
    """Read the slug of a document: small letters, digits and single hyphens."""
    value = line(node, report)
    if value is None or is_slug(value):
        return value
    report(node, wrong_slug(value))
    return None


def wrong_slug(value: str) -> str:
    """Return the message for a text that should have been a document's slug."""
    return f'"{value}" is not a slug; write {slugify(value.removesuffix(".md"))}'


def date(node: yaml.Node, report: Report) -> dt.date | None:
    """Read an ISO date."""
    value = line(node, report)
    if value is None:
        return None
    day = read_date(value)
    if day is None:
        report(node, not_a_date(value))
    return day


def moment(node: yaml.Node, report: Report) -> dt.date | None:
    """Read an ISO date, or an instant with its zone: ``2026-03-31T08:00:00Z``."""
    if isinstance(node, yaml.ScalarNode) and (instant := read_instant(node.value)):
        return instant
    return date(node, report)


def truth(node: yaml.Node, report: Report) -> bool | None:
    """Read yes or no."""
    value = line(node, report)
    if value is None or value in _YES or value in _NO:
        return value in _YES if value is not None else None
    report(node, f'"{value}" is neither true nor false; write one of them')
    return None


def whole(least: int) -> Converter[int]:
    """Return a converter for whole numbers from ``least`` on."""

    def read(node: yaml.Node, report: Report) -> int | None:
        value = line(node, report)
        if value is None:
            return None
        if re.fullmatch(r"[0-9]{1,6}", value) and int(value) >= least:
            return int(value)
        report(node, f'"{value}" is not a whole number from {least} on; write it in digits')
        return None

    return read


def language(node: yaml.Node, report: Report) -> str | None:
    """Read a BCP 47 language tag."""
    value = line(node, report)
    if value is None or _LANG.fullmatch(value):
        return value
    report(node, f'"{value}" is not a language tag; write one such as en or pt-BR')
    return None


def wrong_address(value: str) -> str:
    """Return why a text is not an address to link to, or an empty string when it is one.

    http and https, and paths of the site itself.
    """
    if _ODD.search(value):
        return f'"{value}" is not an address; write it whole, spaces as %20'
    if value.startswith("/") and not value.startswith("//"):
        return ""
    if value.startswith(("http://", "https://")):
        try:
            return "" if urlsplit(value).hostname else f'"{value}" names no host; write https://host/path'
        except ValueError:
            return f'"{value}" is not an address; write https://host/path'
    if _HAS_SCHEME.match(value):
        return f'"{value}" is not a web address; write one that begins with https://'
    return f'"{value}" is not a web address; write https://{value.lstrip("/")}'


def address(node: yaml.Node, report: Report) -> str | None:
    """Read a web address."""
    value = line(node, report)
    if value and (message := wrong_address(value)):
        report(node, message)
        return None
    return value


def many(read: Converter[T]) -> Converter[tuple[T, ...]]:
    """Return a converter for a list of what ``read`` reads, none of them empty or twice."""

    def read_all(node: yaml.Node, report: Report) -> tuple[T, ...] | None:
        if not isinstance(node, yaml.SequenceNode):
            report(node, _not_a_list(node))
            return None
        values: list[T] = []
        for item in node.value:
            if is_empty(item):
                report(item, "has an empty entry; delete it")
            elif (value := read(item, report)) is not None:
                if value in values:
                    report(item, f'has "{item.value}" twice; delete one')
                values.append(value)
        return tuple(values)

    return read_all


def _not_a_list(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return f'"{node.value}" is not a list; write [{node.value}]'
    return "is a group of fields, not a list; write [one, another]"


def parts(node: yaml.Node, report: Report, example: str, **readers: Converter[str]) -> dict[str, str] | None:
    """Read a group of texts such as ``{src: …, alt: …}``; each name is a keyword with its converter."""
    if not isinstance(node, yaml.MappingNode):
        report(node, f"is not a group of fields; write {example}")
        return None
    values: dict[str, str] = {}
    for key, item in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in readers:
            near = did_you_mean(name, [*readers]) or f"; write {example}"
            report(key, f'"{name}" is not a part of it{near}')
        elif name in values:
            report(key, f'has "{name}" twice; keep one')
        elif not is_empty(item):
            values[name] = readers[name](item, report) or ""
    return values


def _group(
    node: yaml.Node, report: Report, example: str, required: str, **readers: Converter[str]
) -> dict[str, str] | None:
    """Read a group whose ``required`` parts (names with spaces between) are all there, or else reported."""
    values = parts(node, report, example, **readers)
    if values is None:
        return None
    wrong = [
        key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value not in readers
    ]
    absent = [name for name in required.split() if name not in values]
    for name in absent:
        if not any(did_you_mean(word, [name]) for word in wrong):  # a misspelled name was reported
            report(node, f'has no "{name}"; write {example}')
    return {**dict.fromkeys(absent, ""), **values}


def image(node: yaml.Node, report: Report) -> Image | None:
    """Read ``{src, alt, caption}``; the picture stands under ``content/images/``."""
    example = "{src: /images/name.jpg, alt: what it shows}"
    values = _group(node, report, example, "src alt", src=_image_path, alt=line, caption=prose)
    return Image(**values) if values else None


def _image_path(node: yaml.Node, report: Report) -> str | None:
    value = line(node, report)
    if value and (not value.lstrip("/").startswith("images/") or ".." in value.split("/") or "\\" in value):
        report(node, f'"{value}" is not under content/images/; write /images/{value.rsplit("/", 1)[-1]}')
        return None
    return value


def link(node: yaml.Node, report: Report) -> Link | None:
    """Read ``{title, url}``."""
    example = "{title: its name, url: https://…}"
    values = _group(node, report, example, "title url", title=line, url=address)
    return Link(**values) if values else None


def epigraph(node: yaml.Node, report: Report) -> Epigraph | None:
    """Read ``{text, source}``."""
    example = "{text: the words, source: whose they are}"
    values = _group(node, report, example, "text source", text=prose, source=line)
    return Epigraph(**values) if values else None


def video(node: yaml.Node, report: Report) -> Video | None:
    """Read ``{title, url, duration}``; the duration is ``2:27`` or ``1:02:27``."""
    example = "{title: its name, url: https://…, duration: 2:27}"
    values = _group(node, report, example, "title url", title=line, url=address, duration=_duration)
    return Video(**values) if values else None


def _duration(node: yaml.Node, report: Report) -> str | None:
    value = line(node, report)
    if value and not re.fullmatch(r"(\d{1,2}:)?\d{1,2}:\d{2}", value):
        report(node, f'"{value}" is not a duration; write minutes and seconds such as 2:27')
        return None
    return value


def _shape(node: yaml.Node) -> str:
    return "list" if isinstance(node, yaml.SequenceNode) else "group of fields"


def _written_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
