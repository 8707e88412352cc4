"""Submissions in the database."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, Select, bindparam, delete, func, insert, select, update

from pledges.domain.response import Role, Standing
from pledges.domain.submission import (
    Hint,
    Proposal,
    State,
    Submission,
    SubmissionKind,
    TargetRef,
    Words,
)
from pledges.inbox.errors import NotThere
from pledges.inbox.store import Tx
from pledges.inbox.store_tables import submissions
from pledges.language import Message

_table = submissions


def insert_submission(tx: Tx, submission: Submission, address_key: str = "") -> None:
    """Store a new submission. ``address_key`` is the keyed hash of its sender's e-mail address."""
    tx.execute(_INSERT, {**_columns(submission), "address_key": address_key})


def save_submission(tx: Tx, submission: Submission) -> None:
    """Store what has changed of a submission that is there."""
    tx.execute(update(_table).where(_table.c.id == submission.id).values(_columns(submission)))


def find_submission(tx: Tx, submission_id: str) -> Submission | None:
    """Return the submission, or None."""
    row = tx.execute(select(_table).where(_table.c.id == submission_id)).first()
    return _submission(row) if row else None


def lock_submission(tx: Tx, submission_id: str) -> Submission:
    """Return the submission; nobody else changes it before this transaction ends. Raises NotThere."""
    row = tx.execute(select(_table).where(_table.c.id == submission_id).with_for_update()).first()
    if row is None:
        raise NotThere(Message("there is no submission %(id)s", id=submission_id))
    return _submission(row)


def list_submissions(
    tx: Tx,
    *,
    waits: bool | None = None,
    states: Iterable[State] = (),
    kinds: Iterable[SubmissionKind] = (),
    limit: int = 50,
    offset: int = 0,
) -> list[Submission]:
    """Return submissions, those that look best first, then the longest waiting."""
    query = _filtered(select(_table), waits, states, kinds)
    order = (_table.c.score, _table.c.received_at, _table.c.id)
    if not waits:
        order = (_table.c.received_at.desc(), _table.c.id)  # type: ignore[assignment]
    return [_submission(row) for row in tx.execute(query.order_by(*order).limit(limit).offset(offset))]


def count_submissions(
    tx: Tx,
    *,
    waits: bool | None = None,
    states: Iterable[State] = (),
    kinds: Iterable[SubmissionKind] = (),
) -> int:
    """Return how many there are."""
    query = _filtered(select(func.count()).select_from(_table), waits, states, kinds)
    return int(tx.execute(query).scalar_one())


def _filtered(
    query: Select[Any],
    waits: bool | None,
    states: Iterable[State],
    kinds: Iterable[SubmissionKind],
) -> Select[Any]:
    if waits is not None:
        query = query.where(_table.c.waits == int(waits))
    if states := list(states):
        query = query.where(_table.c.state.in_([state.value for state in states]))
    if kinds := list(kinds):
        query = query.where(_table.c.kind.in_([kind.value for kind in kinds]))
    return query


def find_repeat(tx: Tx, submission: Submission, since: dt.datetime, address_key: str) -> Submission | None:
    """Return a submission of the same words, target and address that still waits, or None."""
    given = {"digest": digest_of(submission), "since": since, "key": address_key}
    row = tx.execute(_REPEAT, given).first()
    return _submission(row) if row else None


def count_repeats(tx: Tx, submission: Submission) -> int:
    """Return how many other submissions had the same words, whatever became of them."""
    given = {"digest": digest_of(submission), "own": submission.id}
    return int(tx.execute(_REPEATS, given).scalar_one())


_INSERT = insert(_table)
_REPEAT = (
    select(_table)
    .where(
        _table.c.digest == bindparam("digest"),
        _table.c.received_at >= bindparam("since"),
        _table.c.waits == 1,
        _table.c.address_key == bindparam("key"),
    )
    .order_by(_table.c.received_at)
    .limit(1)
)
_REPEATS = select(func.count()).where(_table.c.digest == bindparam("digest"), _table.c.id != bindparam("own"))


def is_known_commenter(tx: Tx, address_keys: Sequence[str], name: str) -> bool:
    """Return whether this address and name had a comment approved, and never one called spam."""
    mine = _table.c.address_key.in_(address_keys)
    if not tx.execute(
        select(_table.c.id).where(mine, _table.c.state == State.APPROVED.value).limit(1)
    ).first():
        return False
    if tx.execute(select(_table.c.id).where(mine, _table.c.state == State.SPAM.value).limit(1)).first():
        return False
    rows = tx.execute(select(_table.c.words).where(mine, _table.c.state == State.APPROVED.value))
    return any(_words(words).name.casefold() == name.casefold() for (words,) in rows)


def by_address(tx: Tx, address_keys: Sequence[str]) -> list[Submission]:
    """Return everything sent from one e-mail address, oldest first."""
    query = select(_table).where(_table.c.address_key.in_(address_keys)).order_by(_table.c.received_at)
    return [_submission(row) for row in tx.execute(query)]


def forget_address(tx: Tx, submission_id: str) -> None:
    """Cut the tie between a submission and its sender's address."""
    tx.execute(update(_table).where(_table.c.id == submission_id).values(address_key="", digest=""))


def old_submissions(tx: Tx, states: Iterable[State], before: dt.datetime, limit: int) -> list[Submission]:
    """Return submissions that reached one of these states before an instant and were not yet emptied."""
    query = select(_table).where(
        _table.c.state.in_([state.value for state in states]),
        _table.c.decided_at < before,
        _table.c.digest != "",
    )
    return [_submission(row) for row in tx.execute(query.order_by(_table.c.decided_at).limit(limit))]


def delete_submission(tx: Tx, submission_id: str) -> None:
    """Delete a submission for good."""
    tx.execute(delete(_table).where(_table.c.id == submission_id))


def refused_counts(tx: Tx) -> dict[tuple[State, str], int]:
    """Return how many stand in each refused state, by reason."""
    refused = [State.REJECTED.value, State.SPAM.value]
    query = (
        select(_table.c.state, _table.c.reason, func.count())
        .where(_table.c.state.in_(refused))
        .group_by(_table.c.state, _table.c.reason)
    )
    return {(State(state), reason): int(number) for state, reason, number in tx.execute(query)}


def encode_submission(submission: Submission) -> str:
    """Return the submission as JSON, for the log of actions."""
    return msgspec.json.encode(submission).decode()


def decode_submission(text: str) -> Submission:
    """Return the submission that :func:`encode_submission` wrote."""
    return msgspec.json.decode(text, type=Submission)


def digest_of(submission: Submission) -> str:
    """Return the hash of what was sent to which target: equal for a repeat.

    Two invited customers may well say the same in the same words.
    """
    invited = [submission.customer] if submission.customer else []
    return _hash(submission.kind, _place(submission), submission.judged, submission.proposal, *invited)


def content_hash(submission: Submission) -> str:
    """Return the hash of all that a moderator sees and decides about. A link in a mail is bound to it."""
    return _hash(
        submission.state, submission.judged, submission.proposal, submission.in_reply_to, submission.target
    )


def words_hash(submission: Submission) -> str:
    """Return the hash of what its sender says: another one after an edit."""
    return _hash(submission.judged, submission.proposal)


def _hash(*parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]


def _place(submission: Submission) -> tuple[str, str, str]:
    target = submission.target or TargetRef("", "")
    return (target.kind, target.id, submission.in_reply_to)


def _columns(submission: Submission) -> dict[str, Any]:
    target = submission.target or TargetRef("", "")
    return {
        "id": submission.id,
        "kind": submission.kind.value,
        "state": submission.state.value,
        "waits": int(submission.waits),
        "score": submission.score,
        "received_at": submission.received_at,
        "updated_at": submission.updated_at,
        "decided_at": submission.decided_at,
        "target_kind": target.kind,
        "target_id": target.id,
        "target_url": submission.target_url,
        "in_reply_to": submission.in_reply_to,
        "words": _json(submission.words),
        "revision": _json(submission.revision) if submission.revision else "",
        "proposal": _json(submission.proposal) if submission.proposal else "",
        "role": submission.role.value if submission.role else "",
        "customer": submission.customer,
        "standing": submission.standing.value if submission.standing else "",
        "hints": _json(submission.hints),
        "reason": submission.reason,
        "trained": submission.trained,
        "digest": digest_of(submission),
    }


def _submission(row: Row[Any]) -> Submission:
    return Submission(
        id=row.id,
        kind=SubmissionKind(row.kind),
        state=State(row.state),
        received_at=row.received_at,
        target=TargetRef(row.target_kind, row.target_id) if row.target_kind else None,
        target_url=row.target_url,
        in_reply_to=row.in_reply_to,
        words=_words(row.words),
        revision=_words(row.revision) if row.revision else None,
        proposal=msgspec.json.decode(row.proposal, type=Proposal) if row.proposal else None,
        role=Role(row.role) if row.role else None,
        customer=row.customer,
        standing=Standing(row.standing) if row.standing else None,
        hints=msgspec.json.decode(row.hints, type=tuple[Hint, ...]),
        reason=row.reason,
        updated_at=row.updated_at,
        decided_at=row.decided_at,
        trained=row.trained,
    )


def _words(text: str) -> Words:
    return msgspec.json.decode(text, type=Words)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def address_key_of(tx: Tx, submission_id: str) -> str:
    """Return the keyed hash of its sender's e-mail address, or an empty string."""
    query = select(_table.c.address_key).where(_table.c.id == submission_id)
    return tx.execute(query).scalar_one_or_none() or ""
