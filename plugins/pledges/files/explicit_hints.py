"""Where in their files promises could be more explicit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from pledges.domain.explicit import Hint, hints, wording_on
from pledges.domain.pledge import Pledge
from pledges.domain.update import Claim
from pledges.errors import Problem
from pledges.files.lines import header_line, update_line
from pledges.files.text import decode

#: A hint's place and words, and the name of its rule.
Found = tuple[Problem, str]

LANGUAGE = "en"
"""The language that the rules read."""


def explicit_hints(
    content: Path, name: str, pledges: Iterable[Pledge], today: dt.date, off: Iterable[str], default_lang: str
) -> list[Found]:
    """Return what could be more explicit in the promises that can still be amended, in file order.

    ``name`` is what messages call the content folder, ``off`` the rules to leave out. Promises in
    another language than English are passed over.
    """
    read = (pledge for pledge in pledges if (pledge.lang or default_lang).split("-")[0] == LANGUAGE)
    found = [
        _placed(content, name, pledge, hint)
        for pledge in read
        if _is_open(pledge, today)
        for hint in hints(wording_on(pledge, today), off)
    ]
    return sorted(found)


def _is_open(pledge: Pledge, today: dt.date) -> bool:
    declared = (Claim.KEPT, Claim.BROKEN, Claim.WITHDRAWN)
    return all(update.claim not in declared for update in pledge.updates_until(today))


def _placed(content: Path, name: str, pledge: Pledge, hint: Hint) -> Found:
    file = content / pledge.path
    field, line = _place(file, pledge, hint)
    quoted = f'"{_shortened(hint.words)}" ' if hint.words else "it "
    return Problem(f"{name}/{pledge.path}", line, field, f"{quoted}{hint.message} [{hint.rule}]"), hint.rule


def _place(file: Path, pledge: Pledge, hint: Hint) -> tuple[str, int]:
    """Return the field as the file has it and the line of the words: an amendment's, or the header's."""
    for update in reversed(pledge.updates):
        if getattr(update, hint.field, ""):
            field = hint.field.capitalize()
            return field, update_line(file, update.line, field)
    if hint.field == "customers":
        return hint.field, header_line(file, hint.field, hint.words)
    return hint.field, _line_of(file, header_line(file, hint.field), hint.words)


def _line_of(file: Path, first: int, words: str) -> int:
    """Return the line on which the words stand in the header field that begins on line ``first``."""
    for number, line in enumerate(_field_lines(file, first), start=first):
        if words and words in line:
            return number
    return first


def _field_lines(file: Path, first: int) -> Iterator[str]:
    lines = decode("", file.read_bytes())[0].split("\n")[first - 1 :]
    yield from lines[:1]
    for line in lines[1:]:
        if not line.startswith((" ", "\t")):
            return
        yield line


def _shortened(words: str, most: int = 60) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
