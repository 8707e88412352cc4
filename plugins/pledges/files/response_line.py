"""One response ⇄ one line of JSON with a closed list of keys in a fixed order (DESIGN section 3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import json

from pledges.domain.response import Kind, Response, ResponseType, Role, Standing, VerdictValue
from pledges.errors import Problem, did_you_mean

Instant = Annotated[dt.datetime, msgspec.Meta(tz=True)]


class _AuthorPart(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """``author`` within a line."""

    name: str
    url: str = ""
    role: Role | None = None


class _Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A line as it may stand in a file; what is absent has its default."""

    id: str
    kind: Kind
    type: ResponseType = ResponseType.REPLY
    author: _AuthorPart | None = None
    date: Instant
    in_reply_to: str = ""
    title: str = ""
    source: str = ""
    excerpt: str = ""
    text: str = ""
    verdict: VerdictValue | None = None
    about: str = ""
    customer: str = ""
    standing: Standing | None = None
    origin: str = ""
    updated: Instant | None = None
    salt: str = ""
    erased: Instant | None = None


KEYS = _Line.__struct_fields__
_ENUMS = {"kind": Kind, "type": ResponseType, "role": Role, "verdict": VerdictValue, "standing": Standing}
_VALUES: Mapping[ResponseType, tuple[VerdictValue, ...]] = {
    ResponseType.VERDICT: (VerdictValue.KEPT, VerdictValue.PARTLY, VerdictValue.NOT_KEPT),
    ResponseType.REPAIR_VERDICT: (VerdictValue.ACCEPTED, VerdictValue.REFUSED),
    ResponseType.ACCEPTANCE: (),
}
_HINTS = {
    "id": "an id that no other response has",
    "kind": "one of " + ", ".join(Kind),
    "date": "the instant it came as 2026-03-31T09:30:00Z",
    "name": "what its author is called",
}
_PERSONAL = ("author", "title", "source", "excerpt", "text", "customer", "origin", "salt")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AT = re.compile(r"^(.*?)(?: - at `\$\.?(.*)`)?$", re.DOTALL)

_decode_response = json.Decoder(Response).decode
_decode_line = json.Decoder(_Line).decode


def encode_response(response: Response) -> bytes:
    """Return the response's line with its line end."""
    return json.encode(_line(response)) + b"\n"


def encode_unsalted(response: Response) -> bytes:
    """Return the response's line without its salt in canonical form (RFC 8785): what a ledger commits to."""
    line = _line(response)
    line.salt = ""
    return json.encode(line, order="sorted")


def _line(response: Response) -> _Line:
    values = {name: getattr(response, name) for name in KEYS}
    if author := response.author:
        values["author"] = _AuthorPart(author.name, author.url, author.role)
    return _Line(**values)


def decode_response(path: str, number: int, line: bytes) -> tuple[Response | None, list[Problem]]:
    """Return the response on a line, or None, and every problem of it."""
    try:
        _decode_line(line)  # strict, but made for JSON …
        response = _decode_response(line)  # … and lenient, but made for the domain
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if not line.strip():
            return None, [Problem(path, number, "", "the line is empty; delete it")]
        field, message = _explain(line, error)
        return None, [Problem(path, number, field, message)]
    wrong = mistakes(response)
    return (None if wrong else response), [Problem(path, number, *mistake) for mistake in wrong]


def decode_again(line: bytes) -> Response:
    """Return the response on a line that has no problem."""
    return _decode_response(line)


def mistakes(response: Response) -> list[tuple[str, str]]:
    """Return what the types alone cannot say, as pairs of field and message."""
    found = []
    if not ID.fullmatch(response.id):
        found.append(("id", f'"{response.id}" is not an id; use a-z, 0-9 and hyphens'))
    for name, instant in (
        ("date", response.date),
        ("updated", response.updated),
        ("erased", response.erased),
    ):
        if instant and instant.tzinfo is not dt.UTC:
            found.append((name, f'"{instant.isoformat()}" is not in UTC; write {rfc3339(instant)}'))
    return found + (_erased_mistakes(response) if response.erased else _living_mistakes(response))


def _erased_mistakes(response: Response) -> list[tuple[str, str]]:
    return [
        (name, "is still here although the response is erased; delete it")
        for name in _PERSONAL
        if getattr(response, name)
    ]


def _living_mistakes(response: Response) -> list[tuple[str, str]]:
    found = []
    if response.kind is not Kind.COMMENT and not response.source:
        found.append(("source", f"is missing; write the address the {response.kind} came from"))
    if response.kind is Kind.COMMENT and response.type is ResponseType.REPLY and not response.text.strip():
        found.append(("text", "is missing; write what was said"))
    if response.standing is Standing.INVITED and not response.customer:
        found.append(("customer", "is missing; write the id of the invited customer"))
    if response.type in _VALUES:
        return found + _verdict_mistakes(response, _VALUES[response.type])
    if response.verdict:
        found.append(("verdict", f'goes with a verdict only, not with the type "{response.type}"'))
    return found


def _verdict_mistakes(response: Response, values: tuple[VerdictValue, ...]) -> list[tuple[str, str]]:
    found = []
    if values and response.verdict not in values:
        is_wrong = (
            f'"{response.verdict}" does not go with a {response.type}' if response.verdict else "is missing"
        )
        found.append(("verdict", f"{is_wrong}; write one of {', '.join(values)}"))
    if not values and response.verdict:
        found.append(("verdict", f'goes with a verdict only, not with the type "{response.type}"'))
    if not response.standing:
        found.append(("standing", "is missing; write invited or open"))
    return found


def rfc3339(instant: dt.datetime) -> str:
    """Return the instant as the record writes it: UTC, ``Z`` at the end."""
    return instant.astimezone(dt.UTC).isoformat().removesuffix("+00:00") + "Z"


def _explain(line: bytes, error: Exception) -> tuple[str, str]:
    """Return field and message for what msgspec found."""
    said, place = _AT.fullmatch(str(error)).groups(default="")  # type: ignore[union-attr]  # always matches
    name = re.search(r"`(.*?)`", said)
    if "unknown field" in said and name:
        known = _AuthorPart.__struct_fields__ if place == "author" else KEYS
        return _join(place, name[1]), f"is not a key of a response{did_you_mean(name[1], known)}"
    if "missing required field" in said and name:
        return _join(place, name[1]), f"is missing; write {_HINTS[name[1]]}"
    if not isinstance(error, msgspec.ValidationError):
        return "", _broken_json(said)
    if not place:
        return "", 'is not a response; write one JSON object {"id": …} on a line of its own'
    return place, _wrong_value(place.rpartition(".")[2], _value_at(line, place), said)


def _wrong_value(name: str, value: object, said: str) -> str:
    written = f'"{value}"' if isinstance(value, str) else json.encode(value).decode()
    if name in _ENUMS:
        known = [member.value for member in _ENUMS[name]]
        near = did_you_mean(value, known) if isinstance(value, str) else ""
        return f"{written} is not a {name}{near or '; write one of ' + ', '.join(known)}"
    if "datetime" in said.lower() or name in ("date", "updated", "erased"):
        return f"{written} is not an instant; write one such as 2026-03-31T09:30:00Z"
    if name == "author":
        return f'{written} is not an author; write {{"name": …}}'
    return f'{written} is not a text; put it in "quotes"'


def _broken_json(said: str) -> str:
    if "truncated" in said:
        return "the line is torn off: its JSON does not end; complete it or delete it"
    if "utf-8" in said.lower():
        return "the line is not UTF-8; save the file as UTF-8"
    reason = said.removeprefix("JSON is malformed: ")
    return f"the line is not JSON: {reason}"


def _value_at(line: bytes, place: str) -> object:
    try:
        value: object = json.decode(line)
    except RecursionError:  # hostile nesting; what it was is not worth quoting
        return None
    for key in place.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
