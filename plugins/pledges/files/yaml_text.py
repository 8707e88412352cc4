"""A document → the text of its file: a header that reads well, then the Markdown."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Iterable
from typing import Any

import yaml

from pledges.domain.document import Document
from pledges.files.fields import Table


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as blocks, lists of plain words on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of a list below its name."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write_document(document: Document, table: Table, body: str) -> str:
    """Return the file's text: fields in the table's order, those with default values left out."""
    fields = [(name, value) for name, value in _fields(document, table)]
    header = "".join(_write_field(name, value) for name, value in fields)
    return f"---\n{header}---\n{body}\n" if body else f"---\n{header}---\n"


def _fields(document: Document, table: Table) -> Iterable[tuple[str, Any]]:
    defaults = {field.name: field.default for field in dataclasses.fields(document)}
    for field in table.fields.values():
        attribute = field.attribute or field.name
        value = getattr(document, attribute)
        if field.write or value != defaults[attribute]:
            yield field.name, _plain(value)


def _plain(value: Any) -> Any:
    """Return the value as YAML knows it: tuples as lists, groups as mappings without empty parts."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: part for name, part in dataclasses.asdict(value).items() if part}
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _write_field(name: str, value: Any) -> str:
    return yaml.dump(
        {name: value},
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=None if isinstance(value, list | dict) else False,
        sort_keys=False,
        width=sys.maxsize,
    )
