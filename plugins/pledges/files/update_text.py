"""The updates below a pledge's body: headings, Markdown and the fields at their ends."""

from __future__ import annotations

import datetime as dt
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


@dataclass(slots=True)
class Updates:
    """A pledge's Markdown: what stands before the first update, and the updates as far as they can be read.

    ``wrong``: the numbers of those with problems; ``undated`` and ``unclear`` those of them with a
    blank for their date, and for their date or claim. ``is_cut``: not all of the text was looked at.
    """

    body: str
    updates: list[Update]
    problems: list[Problem]
    wrong: set[int]
    undated: set[int]
    unclear: set[int]
    is_cut: bool


def read_updates(path: str, text: str, first_line: int) -> Updates:
    """Take a pledge's Markdown apart; ``first_line`` is its line in the file."""
    headings, unclosed = _headings(path, text, first_line)
    body = trim(text[: headings[0].start])[0] if headings else text
    updates = []
    problems = [] if headings else unclosed
    wrong, undated, unclear = set[int](), set[int](), set[int]()
    for number, heading in enumerate(headings, start=1):
        end = headings[number].start if number < len(headings) else len(text)
        on, claim, complaints = _read_heading(path, heading)
        words, values, more = _read_text(path, heading.line, claim, text[heading.end : end])
        if unclosed and number == len(headings):  # what ends it stands in code
            more = unclosed
        on_day, said = on or dt.date.min, claim or Claim.ON_TRACK
        updates.append(Update(number=number, on=on_day, claim=said, text=words, line=heading.line, **values))
        if complaints or more:
            problems += complaints + more
            wrong.add(number)
            undated.update(() if on else (number,))
            unclear.update(() if on and claim else (number,))
    return Updates(body, updates, problems, wrong, undated, unclear, bool(unclosed))


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


def _read_heading(path: str, heading: _Heading) -> tuple[dt.date | None, Claim | None, list[Problem]]:
    found = _UPDATE.fullmatch(heading.text)
    if not found or not heading.well_placed:
        return None, None, [Problem(path, heading.line, "update", _malformed(heading.text))]
    on, claim = read_date(found[1]), CLAIMS.get(found[2])
    problems = []
    if not on:
        problems.append(Problem(path, heading.line, "update", not_a_date(found[1])))
    if not claim:
        problems.append(Problem(path, heading.line, "update", _unknown_claim(found[2])))
    return on, claim, problems


def _read_text(
    path: str, line: int, claim: Claim | None, text: str
) -> tuple[str, dict[str, Any], list[Problem]]:
    """Return an update's words, its fields, and what is wrong with them."""
    words, fields, problems = update_fields.split_fields(path, text, line)
    values, wrong = update_fields.read_fields(path, claim, fields)
    problems += wrong
    if claim and not problems:
        problems += update_fields.incomplete(path, line, claim, words, values)
    return words, values, problems


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
