"""The ledger of one promise: all that was said of it, sealed in a chain of hashes.

What a line looks like, and what makes it fit, is written once, in :mod:`pledges.verify_ledger`, the file
that readers download. Here is what is sealed: the words of promise and update, and which response.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pledges.domain.pledge import Pledge
from pledges.domain.response import Response, ResponseType
from pledges.domain.update import Claim, Update
from pledges.verify_ledger import canonical, digest

#: What an entry commits to: texts, lists and objects of texts; nothing that is empty.
Body = dict[str, Any]
#: A slug to the id that never changes, of leaders or of pledges.
IdOf = Callable[[str], str]


class EntryKind(StrEnum):
    """What an entry speaks of. One that supersedes another has the kind of what holds now."""

    WORDING = "wording"
    UPDATE = "update"
    AMENDMENT = "amendment"
    RESPONSE = "response"
    VERDICT = "verdict"  # also an acceptance and a repair-verdict
    ERASURE = "erasure"


BY_PROMISOR = (EntryKind.WORDING, EntryKind.UPDATE, EntryKind.AMENDMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something to be sealed: whose words they are, and when they were said (a day, or a UTC instant).

    ``salt`` keeps what is erased later from being guessed from its hash.
    """

    kind: EntryKind
    id: str
    date: str
    body: Body
    salt: str

    @property
    def is_open(self) -> bool:
        """Whether the ledger carries the words; a response's stand beside it, where they can be erased."""
        return self.kind in BY_PROMISOR


def first_prev(pledge_id: str) -> str:
    """Return what the first entry of a promise's ledger continues."""
    return digest({"ledger": pledge_id})


def seal(statement: Statement, number: int, prev: str, supersedes: int | None = None) -> tuple[str, bytes]:
    """Return the entry's hash, and its line with the line end. ``supersedes``: the entry it replaces."""
    opening = {"body": statement.body, "salt": statement.salt}
    entry: dict[str, Any] = {
        "commitment": digest(opening),
        "date": statement.date,
        "id": statement.id,
        "kind": statement.kind.value,
        "n": number,
        "prev": prev,
    }
    if supersedes is not None:
        entry["supersedes"] = supersedes
    line = {"entry": entry, "hash": digest(entry)}
    if statement.is_open:
        line["opening"] = opening
    return digest(entry), canonical(line) + b"\n"


# --- what is sealed -----------------------------------------------------------------------------


def wording_body(pledge: Pledge, leader_id: IdOf) -> Body:
    """Return the promise as it was made: every word that is printed, who, to whom and until when."""
    return _without_empty(
        title=pledge.title,
        leader=leader_id(pledge.leader),
        on_behalf_of=pledge.on_behalf_of,
        customers=list(pledge.customers),
        promise=pledge.promise,
        outcome=pledge.outcome,
        why=pledge.why,
        made=pledge.made.isoformat(),
        due=pledge.due.isoformat(),
        text=pledge.body,
    )


def update_body(update: Update, pledge_id: IdOf) -> Body:
    """Return everything an update says."""
    return _without_empty(
        claim=update.claim.value,
        date=update.on.isoformat(),
        text=update.text,
        evidence=list(update.evidence),
        customer=update.customer,
        promise=update.promise,
        outcome=update.outcome,
        due=update.due.isoformat() if update.due else "",
        repair=pledge_id(update.repair) if update.repair else "",
    )


def _without_empty(**values: Any) -> Body:
    return {name: value for name, value in values.items() if value}


def update_kind(update: Update) -> EntryKind:
    """Return what kind of entry an update is."""
    return EntryKind.AMENDMENT if update.claim is Claim.AMENDED else EntryKind.UPDATE


_WORDS_OF_CUSTOMERS = (ResponseType.VERDICT, ResponseType.ACCEPTANCE, ResponseType.REPAIR_VERDICT)


def response_kind(response: Response) -> EntryKind:
    """Return what kind of entry a response is."""
    if response.erased:
        return EntryKind.ERASURE
    return EntryKind.VERDICT if response.type in _WORDS_OF_CUSTOMERS else EntryKind.RESPONSE


# --- how far it has come ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries a ledger has, the hash of the last one, and how many bytes hold them."""

    entries: int
    hash: str
    size: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A promise's ledger as it grew: the head it had after each day, the first day first."""

    heads: tuple[tuple[dt.date, Head], ...]

    @property
    def head(self) -> Head:
        """The head as it stands."""
        return self.heads[-1][1]

    def until(self, day: dt.date) -> Ledger | None:
        """Return the ledger up to the first entry dated after ``day``; None when that leaves nothing."""
        heads = tuple(head for head in self.heads if head[0] <= day)
        return Ledger(heads) if heads else None
