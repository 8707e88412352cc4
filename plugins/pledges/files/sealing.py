"""Seals what is public: one response as it is published, or everything that is new in the record.

The response's line goes first and its entry after it, and a removal's entry before its line: whoever builds
between the two finds something that is not sealed yet, never something that was altered.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pledges.domain.address import Folder
from pledges.domain.ledger import (
    EntryKind,
    Statement,
    response_kind,
    update_body,
    update_kind,
    wording_body,
)
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.domain.update import Update
from pledges.errors import ContentError
from pledges.files.alone import alone
from pledges.files.conversation_edit import line_of, put_line, remove_line
from pledges.files.conversation_file import rewrite
from pledges.files.ids import Ids
from pledges.files.ledger_file import Find, append_statements, finder, pending, read_bytes
from pledges.files.ledger_line import response_body, response_commitment
from pledges.files.record import load_record
from pledges.files.response_line import decode_response, encode_response, rfc3339
from pledges.files.scan import RESPONSES, conversation_path
from pledges.files.text import slug_of
from pledges.verify_ledger import Sealed

#: Makes a new salt: 128 random bits as hexadecimal digits.
NewSalt = Callable[[], str]


def random_salt() -> str:
    """Return a salt that nobody can guess."""
    return secrets.token_hex(16)


# --- one response, as it is published ------------------------------------------------------------


def put_sealed(
    content: Path, path: str, response_id: str, line: bytes, new_salt: NewSalt = random_salt
) -> None:
    """Make ``line`` the conversation's only one with this id, and seal it where it answers a promise.

    ``path`` is the conversation file's, relative to ``content``. When this returns both are on disk; doing
    it again changes nothing. Raises OSError when the disk is full, ContentError when the ledger is torn.
    """
    file = content / path
    if not _is_of_pledge(path):
        put_line(file, response_id, line)
        return
    response = _decode(path, line)
    if not response.erased:
        response = dataclasses.replace(response, salt=_salt_of(file, response, new_salt))
    put_line(file, response_id, encode_response(response))
    seal_response(content, slug_of(path), response)


def remove_sealed(content: Path, path: str, response_id: str, tombstone: bytes) -> None:
    """Take the response's line out (or leave the tombstone for its replies), and say so in the ledger."""
    if _is_of_pledge(path):
        seal_response(content, slug_of(path), _decode(path, tombstone))
    remove_line(content / path, response_id, tombstone)


def seal_response(content: Path, pledge_id: str, response: Response) -> None:
    """Append the entry of a response as it stands now, unless it is the latest already.

    The response carries its salt; an erased one is sealed only where it superseded something.
    """
    latest = finder(read_bytes(content, pledge_id), 1)(response.id)
    statement = _response_statement(response, latest)
    append_statements(content, pledge_id, [statement] if statement else [])


def _is_of_pledge(path: str) -> bool:
    return path.startswith(f"{RESPONSES}/{Folder.PLEDGES}/")


def _decode(path: str, line: bytes) -> Response:
    response, problems = decode_response(path, 0, line.rstrip(b"\n"))
    if response is None:
        raise ContentError(problems)
    return response


def _salt_of(file: Path, response: Response, new_salt: NewSalt) -> str:
    """Return the salt that the same words already have in the file, or a new one."""
    standing = line_of(file, response.id)
    before = decode_response("", 0, standing)[0] if standing else None
    if before and before.salt and response_body(before) == response_body(response):
        return before.salt
    return new_salt()


# --- everything that is new ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sealing:
    """What was, or would be, sealed of one promise."""

    pledge: Pledge
    statements: Sequence[Statement]


def seal_record(
    content: Path,
    today: dt.date,
    zone: dt.tzinfo,
    *,
    new_salt: NewSalt = random_salt,
    dry_run: bool = False,
) -> list[Sealing]:
    """Seal all that is public and not sealed yet, in order of date; return it. Twice is as good as once.

    ``dry_run``: only look. Raises ContentError, and seals nothing, when the record has any problem.
    """
    with alone(content):
        record, problems = load_record(content, zone=zone)
        if problems:
            raise ContentError(problems)
        if dry_run:
            return unsealed(content, record, today, zone)
        sealers = _sealers(content, record, today, zone, new_salt)
        return [Sealing(one.pledge, statements) for one in sealers if (statements := one.seal())]


def unsealed(content: Path, record: Record, today: dt.date, zone: dt.tzinfo) -> list[Sealing]:
    """Return what is public in a record without problems, and not sealed yet."""
    sealers = _sealers(content, record, today, zone, random_salt)
    return [Sealing(one.pledge, statements) for one in sealers if (statements := one.look())]


def _sealers(
    content: Path, record: Record, today: dt.date, zone: dt.tzinfo, new_salt: NewSalt
) -> Iterator[_Sealer]:
    ids = Ids(record.leaders, record.pledges)
    for pledge in record.pledges:
        if not pledge.draft and pledge.made <= today:
            yield _Sealer(content, record, today, zone, new_salt, ids, pledge)


@dataclass(frozen=True)
class _Sealer:
    """Seals one promise with its conversation."""

    content: Path
    record: Record
    today: dt.date
    zone: dt.tzinfo
    new_salt: NewSalt
    ids: Ids
    pledge: Pledge

    def look(self) -> list[Statement]:
        return pending(self.content, self.pledge.id, self._statements(self._salted()))

    def seal(self) -> list[Statement]:
        responses = self._salted()
        if responses != self._responses:
            salts = {response.id: response.salt for response in responses}
            path = self.content / conversation_path(Folder.PLEDGES, self.pledge.id)
            rewrite(path, lambda old: [_with_salt(response, salts) for response in old])
        return append_statements(self.content, self.pledge.id, self._statements(responses))

    def _statements(self, responses: Sequence[Response]) -> list[Statement]:
        """Return all there is to say, in order of date; on one day the promisor speaks first."""
        dated = [(self.pledge.made, self._wording())]
        dated += [(update.on, self._update(update)) for update in self.pledge.updates_until(self.today)]
        dated += [
            (response.day_in(self.zone), statement)
            for response in sorted(responses, key=lambda response: (response.date, response.id))
            if (statement := _response_statement(response, self._latest(response.id)))
        ]
        return [statement for _, statement in sorted(dated, key=lambda one: one[0])]

    def _wording(self) -> Statement:
        return Statement(
            kind=EntryKind.WORDING,
            id=self.pledge.id,
            date=self.pledge.made.isoformat(),
            body=wording_body(self.pledge, self.ids.leader),
            salt=self.new_salt(),
        )

    def _update(self, update: Update) -> Statement:
        return Statement(
            kind=update_kind(update),
            id=self.pledge.update_id(update),
            date=update.on.isoformat(),
            body=update_body(update, self.ids.pledge),
            salt=self.new_salt(),
        )

    @cached_property
    def _responses(self) -> list[Response]:
        everything = self.record.responses.get(self.pledge.id, ())
        return [response for response in everything if response.day_in(self.zone) <= self.today]

    @cached_property
    def _latest(self) -> Find:
        return finder(read_bytes(self.content, self.pledge.id), len(self._responses))

    def _salted(self) -> list[Response]:
        """Return the responses, each with a salt of its own for the words that it has now."""
        return [self._with_own_salt(response, self._latest(response.id)) for response in self._responses]

    def _with_own_salt(self, response: Response, latest: Sealed | None) -> Response:
        if response.erased:
            return response
        is_new = latest is None or latest.entry["kind"] == EntryKind.ERASURE
        fits = latest is not None and latest.entry["commitment"] == response_commitment(response)
        if response.salt and (is_new or fits):
            return response
        return dataclasses.replace(response, salt=self.new_salt())


def _with_salt(response: Response, salts: dict[str, str]) -> Response:
    return dataclasses.replace(response, salt=salts.get(response.id, response.salt))


def _response_statement(response: Response, latest: Sealed | None) -> Statement | None:
    """Return what a response says now; None for one that was erased before it was ever sealed."""
    if response.erased and latest is None:
        return None
    is_again = latest is not None and latest.entry["kind"] != EntryKind.ERASURE
    instant = response.erased or (response.updated if is_again else None) or response.date
    return Statement(
        kind=response_kind(response),
        id=response.id,
        date=rfc3339(instant),
        body=response_body(response),
        salt=response.salt,
    )


def sealed_lines(found: Sequence[Sealing]) -> Iterator[str]:
    """Yield a line for people about each statement."""
    for sealing in found:
        for statement in sealing.statements:
            yield f"{sealing.pledge.path}: {statement.kind} {statement.id}, {statement.date[:10]}"
