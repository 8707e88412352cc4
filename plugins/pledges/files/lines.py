"""On which line of its file something stands: looked up only when there is a problem to report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from pledges.files.header import read_header
from pledges.files.text import decode


def header_line(file: Path, field: str, value: str = "") -> int:
    """Return the line of a header field, or of ``value`` within it; 1 when it is not there."""
    header, _ = read_header("", decode("", file.read_bytes())[0])
    entry = header.entries.get(field)
    if entry is None:
        return 1
    return next(_lines_of(entry.node, value), entry.line) if value else entry.line


def update_line(file: Path, heading_line: int, field: str) -> int:
    """Return the line of the first field of that name in the update that begins on ``heading_line``."""
    lines = decode("", file.read_bytes())[0].split("\n")
    for number, line in enumerate(lines[heading_line:], start=heading_line + 1):
        if line.startswith("## "):
            break
        if line.startswith(f"{field}:"):
            return number
    return heading_line


def _lines_of(node: yaml.Node, value: str) -> Iterator[int]:
    if isinstance(node, yaml.ScalarNode):
        if node.value.strip() == value:
            yield node.start_mark.line + 2
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _lines_of(item, value)
    else:
        for _, item in node.value:
            yield from _lines_of(item, value)
