"""The lines ``Name: value`` at the end of an update (DESIGN section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pledges.domain.slug import is_slug
from pledges.domain.update import Claim, Update
from pledges.errors import Problem, did_you_mean
from pledges.files.converters import wrong_address, wrong_slug
from pledges.files.dates import not_a_date, read_date
from pledges.files.text import trim

NAMES = ("Evidence", "Customer", "Promise", "Outcome", "Due", "Repair")

_ONLY_WITH = {
    "Customer": Claim.ACCEPTED,
    "Promise": Claim.AMENDED,
    "Outcome": Claim.AMENDED,
    "Due": Claim.AMENDED,
    "Repair": Claim.REPAIR,
}
_FIELD = re.compile(r"([A-Za-z]+):(?:[ \t]+(.*))?")
_STRAY = re.compile(r"^(?:(Evidence): +https?://\S+|(Due): +\d{4}-\d\d-\d\d)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class UpdateField:
    """One line ``Name: value``, not yet understood."""

    line: int
    name: str
    value: str


def split_fields(path: str, text: str, line: int) -> tuple[str, list[UpdateField], list[Problem]]:
    """Split an update into its Markdown and its fields. ``line`` is that of the text's first character."""
    lines = text.split("\n")
    fields: list[UpdateField] = []
    problems = []
    end = len(lines)
    while end:
        words = lines[end - 1].strip()
        found = _FIELD.fullmatch(words)
        if found and found[1] in NAMES:
            fields.append(UpdateField(line + end - 1, found[1], (found[2] or "").strip()))
        elif found and (near := did_you_mean(found[1].capitalize(), NAMES)):
            problems.append(Problem(path, line + end - 1, found[1], f"is not a field of an update{near}"))
        elif words:
            break
        end -= 1
    markdown = "\n".join(lines[:end])
    problems += _stray(path, markdown, line)
    return trim(markdown)[0], fields[::-1], problems


def _stray(path: str, markdown: str, line: int) -> list[Problem]:
    """Find fields that text follows, and that would therefore be printed as text."""
    if "Evidence:" not in markdown and "Due:" not in markdown:
        return []
    return [
        Problem(
            path,
            line + markdown.count("\n", 0, found.start()),
            found[1] or found[2],
            "stands before text; fields stand at the end of an update",
        )
        for found in _STRAY.finditer(markdown)
    ]


def read_fields(
    path: str, claim: Claim | None, fields: Sequence[UpdateField]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the fields as :class:`Update` names them, and what is wrong with them.

    ``claim``: None when nobody can say which fields go with it.
    """
    values: dict[str, Any] = {}
    problems = []
    for field in fields:
        message = _misplaced(field, claim, values) or _wrong_value(field)
        if message:
            problems.append(Problem(path, field.line, field.name, message))
        elif field.name == "Evidence":
            values["evidence"] = (*values.get("evidence", ()), field.value)
        else:
            values[field.name.lower()] = read_date(field.value) if field.name == "Due" else field.value
    return values, problems


def _misplaced(field: UpdateField, claim: Claim | None, values: dict[str, Any]) -> str:
    only_with = _ONLY_WITH.get(field.name, claim)
    if claim and only_with is not claim:
        return f'goes with "{only_with}" only, not with "{claim}"'
    if field.name.lower() in values and field.name != "Evidence":
        return "stands twice; keep one"
    return ""


def _wrong_value(field: UpdateField) -> str:
    if not field.value:
        return "is empty; write its value after the colon"
    if field.name == "Evidence":
        return wrong_address(field.value)
    if field.name == "Due" and not read_date(field.value):
        return not_a_date(field.value)
    if field.name == "Repair" and not is_slug(field.value):
        return wrong_slug(field.value)
    return ""


def incomplete(path: str, line: int, claim: Claim, text: str, values: dict[str, Any]) -> list[Problem]:
    """Return what a step of repair lacks; what an amendment lacks is among the illegal moves."""
    if claim is not Claim.REPAIR or text or "repair" in values:
        return []
    message = "says nothing; write the plan, or end it with Repair: and the new pledge's slug"
    return [Problem(path, line, "update", message)]


def format_fields(update: Update) -> Iterator[str]:
    """Yield the update's field lines."""
    for address in update.evidence:
        yield f"Evidence: {address}"
    for name in NAMES[1:]:
        value = getattr(update, name.lower())
        if value:
            yield f"{name}: {value}"
