"""Bytes of a content file → text that can be trusted to be text."""

from __future__ import annotations

import re

from pledges.errors import Problem

BOM = b"\xef\xbb\xbf"
_EMPTY_LINES = re.compile(r"(?:[^\S\n]*(?:\n|\Z))*")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def decode(path: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the file's text with ``\\n`` line ends and without a byte order mark, and its problems.

    Bytes that are not UTF-8 and control characters are problems; they are replaced in the text, so
    that the rest of the file can still be read and all its problems found in one run.
    """
    data = data.removeprefix(BOM)
    try:
        text = data.decode()
        problems = []
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
        problems = _broken_bytes(path, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        problems += _control_characters(path, text)
        text = CONTROL.sub(" ", text)
    return text, problems


def _broken_bytes(path: str, data: bytes) -> list[Problem]:
    problems = []
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), start=1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            byte = line[error.start]
            message = (
                f"byte 0x{byte:02x} after {_end_of(line[: error.start])} is not UTF-8; save the file as UTF-8"
            )
            problems.append(Problem(path, number, "", message))
    return problems


def _control_characters(path: str, text: str) -> list[Problem]:
    return [
        Problem(path, number, "", f"control character U+{ord(found.group()):04X}; delete it")
        for number, line in enumerate(text.split("\n"), start=1)
        if (found := CONTROL.search(line))
    ]


def _end_of(start: bytes) -> str:
    words = start.decode(errors="replace")[-20:]
    return f'"{words}"' if words else "the line's beginning"


def slug_of(path: str) -> str:
    """Return the slug that a file's name gives."""
    return path.rpartition("/")[2].rpartition(".")[0]


def trim(text: str) -> tuple[str, int]:
    """Return the text without empty lines around it, and how many were left out before it.

    What a first line is indented by stays: in Markdown it has a meaning.
    """
    start = _EMPTY_LINES.match(text).end()  # type: ignore[union-attr]  # it matches the empty string too
    return text[start:].rstrip(), text.count("\n", 0, start)
