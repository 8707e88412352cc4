"""The updates below a pledge's body: headings, Markdown and the fields at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pledges.domain.update import Claim, Update
from pledges.errors import Problem, did_you_mean
from pledges.files import update_fields
from pledges.files.dates import guess_date, not_a_date, read_date
from pledges.files.text import trim

CLAIMS: Mapping[str, Claim] = {claim.value: claim for claim in Claim}

_MARK = re.compile(
    r"^ {0,3}(?:(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)"
    r"|(?P<hashes>#{1,6})[ \t]*(?P<heading>[^\n]*))$"
    r"|^(?P<underlined>\d{4}-\d\d-\d\d[ \t]+[·-][ \t][^\n]*)\n {0,3}-+[ \t]*$",
    re.MULTILINE,
)
_UPDATE = re.compile(r"(\d{4}-\d{2}-\d{2})[ \t]+[·-][ \t]+(\S.*)")
_LIKE_A_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d|\d{1,2}[-./]\d{1,2}[-./]\d{4}")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that opens an update, or should: where it begins and ends in the text, its line."""

    start: int
    end: int
    line: int
    text: str
    well_placed: bool


def read_updates(path: str, text: str, first_line: int) -> tuple[str, list[Update], list[Problem]]:
    """Return what stands before the first update, the updates, and every problem in them.

    ``text`` is a pledge's Markdown, ``first_line`` its line in the file.
    """
    headings, problems = _headings(path, text, first_line)
    body = trim(text[: headings[0].start])[0] if headings else text
    updates = []
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(text)
        update, wrong = _read_update(path, heading, text[heading.end : end], index + 1)
        problems += wrong
        if update:
            updates.append(update)
    return body, updates, problems


def _headings(path: str, text: str, first_line: int) -> tuple[list[_Heading], list[Problem]]:
    found: list[_Heading] = []
    fence, fence_line, line, position = "", 0, first_line, 0
    for mark in _MARK.finditer(text):
        line += text.count("\n", position, mark.start())
        position = mark.start()
        if mark["fence"]:
            if not fence:
                fence, fence_line = mark["fence"], line
            elif mark["fence"].startswith(fence) and not mark["info"].strip():
                fence = ""
        elif not fence and (heading := _opening(mark)) is not None:
            well_placed = mark["hashes"] == "##" and mark.group().startswith("## ")
            found.append(_Heading(mark.start(), mark.end(), line, heading, well_placed))
    if fence:
        message = f'the code that "{fence}" opens here is never closed; write {fence} on a line after it'
        return found, [Problem(path, fence_line, "", message)]
    return found, []


def _opening(mark: re.Match[str]) -> str | None:
    """Return the heading's text if it opens an update or is meant to, else None."""
    if mark["underlined"]:
        return mark["underlined"].strip()
    text = re.sub(r"[ \t]+#+$", "", (mark["heading"] or "").rstrip())
    if mark["hashes"] != "##":
        return text if (found := _UPDATE.fullmatch(text)) and found[2] in CLAIMS else None
    return text if _LIKE_A_DATE.match(text) or guess_date(text) else None


def _read_update(path: str, heading: _Heading, text: str, number: int) -> tuple[Update | None, list[Problem]]:
    found = _UPDATE.fullmatch(heading.text)
    if not found or not heading.well_placed:
        return None, [Problem(path, heading.line, "update", _malformed(heading.text))]
    on, claim = read_date(found[1]), CLAIMS.get(found[2])
    problems = []
    if not on:
        problems.append(Problem(path, heading.line, "update", not_a_date(found[1])))
    if not claim:
        problems.append(Problem(path, heading.line, "update", _unknown_claim(found[2])))
    words, fields, wrong = update_fields.split_fields(path, text, heading.line)
    problems += wrong
    values: dict[str, Any] = {}
    if claim:
        values, wrong = update_fields.read_fields(path, claim, fields)
        problems += wrong or update_fields.incomplete(path, heading.line, claim, words, values)
    if problems or not on or not claim:
        return None, problems
    return Update(number=number, on=on, claim=claim, text=words, line=heading.line, **values), []


def _unknown_claim(word: str) -> str:
    near = did_you_mean(word.lower(), [*CLAIMS])
    return f'"{word}" is not a claim{near or "; write one of " + ", ".join(CLAIMS)}'


def _malformed(heading: str) -> str:
    day, claim = guess_date(heading), _claim_in(heading)
    should = f"## {day.isoformat() if day else 'YYYY-MM-DD'} · {claim or Claim.ON_TRACK}"
    if not claim:
        return f'"{heading}" makes no claim; write "{should}", or another claim'
    return f'"{heading}" does not open an update as it stands; write "{should}"'


def _claim_in(heading: str) -> str:
    rest = heading.lower()
    return next((claim for claim in sorted(CLAIMS, key=len, reverse=True) if rest.endswith(claim)), "")


def format_update(update: Update) -> str:
    """Return the update's text, its heading first, without an empty line around it."""
    return "\n".join(_lines(update))


def _lines(update: Update) -> Iterator[str]:
    yield f"## {update.on.isoformat()} · {update.claim.value}"
    if update.text:
        yield update.text
    yield from update_fields.format_fields(update)
