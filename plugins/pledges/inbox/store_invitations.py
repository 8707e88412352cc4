"""Invited customers, and the links they were sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from pledges.inbox.store import Tx
from pledges.inbox.store_tables import customers, invitations

#: Their e-mail addresses are contacts of ``customer:<id>``.
OWNER = "customer:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody asked for a word on the pledge with the id ``pledge``.

    ``id`` is what the record knows them by. ``belongs_to``: which of the pledge's customers a person
    is of; empty for one of those customers itself.
    """

    id: str
    pledge: str
    name: str
    belongs_to: str
    created_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One link. ``submission`` is the answer's id; ended without one, a newer link took its place."""

    id: str
    customer: Customer
    made_at: dt.datetime
    expires_at: dt.datetime
    ended_at: dt.datetime | None = None
    submission: str = ""


def put_customer(tx: Tx, customer: Customer) -> None:
    """Add a customer of a pledge; no other of that pledge has the name."""
    tx.execute(
        insert(customers).values(
            id=customer.id,
            pledge=customer.pledge,
            name=customer.name,
            belongs_to=customer.belongs_to,
            created_at=customer.created_at,
        )
    )


def customers_of(tx: Tx, pledge: str) -> list[Customer]:
    """Return everybody who was asked about a pledge, in the order they first were."""
    query = select(customers).where(customers.c.pledge == pledge)
    return [_customer(row) for row in tx.execute(query.order_by(customers.c.created_at, customers.c.id))]


def put_invitation(tx: Tx, invitation: Invitation) -> None:
    """Add a link; those the customer has not answered end with it."""
    mine = (invitations.c.customer == invitation.customer.id) & invitations.c.ended_at.is_(None)
    tx.execute(update(invitations).where(mine).values(ended_at=invitation.made_at))
    tx.execute(
        insert(invitations).values(
            id=invitation.id,
            customer=invitation.customer.id,
            made_at=invitation.made_at,
            expires_at=invitation.expires_at,
            submission="",
        )
    )


def find_invitation(tx: Tx, invitation_id: str) -> Invitation | None:
    """Return a link with its customer, or None."""
    row = tx.execute(_invited().where(invitations.c.id == invitation_id)).first()
    return _invitation(row) if row else None


def invitations_of(tx: Tx, pledge: str) -> list[Invitation]:
    """Return every link about a pledge, oldest first."""
    query = _invited().where(customers.c.pledge == pledge)
    return [_invitation(row) for row in tx.execute(query.order_by(invitations.c.made_at, invitations.c.id))]


def answer_invitation(tx: Tx, invitation_id: str, submission: str, now: dt.datetime) -> bool:
    """Use up a link; return False when that was done before."""
    mine = (invitations.c.id == invitation_id) & invitations.c.ended_at.is_(None)
    done = tx.execute(
        update(invitations)
        .where(mine)
        .values(ended_at=now, submission=submission)
        .returning(invitations.c.id)
    )
    return done.first() is not None


def customers_among(tx: Tx, owners: Sequence[str]) -> list[Customer]:
    """Return the customers among these owners of addresses, in the order they first were."""
    query = select(customers).where(customers.c.id.in_(_ids(owners)))
    return [_customer(row) for row in tx.execute(query.order_by(customers.c.created_at, customers.c.id))]


def forget_customers(tx: Tx, owners: Sequence[str]) -> None:
    """Delete the customers among these owners of addresses, with their names and their links."""
    ids = _ids(owners)
    tx.execute(delete(invitations).where(invitations.c.customer.in_(ids)))
    tx.execute(delete(customers).where(customers.c.id.in_(ids)))


def _ids(owners: Sequence[str]) -> list[str]:
    return [owner.removeprefix(OWNER) for owner in owners if owner.startswith(OWNER)]


def _invited() -> Select[Any]:
    columns = [column.label(f"invitation_{column.name}") for column in invitations.c]
    return select(customers, *columns).join(invitations, invitations.c.customer == customers.c.id)


def _customer(row: Row[Any]) -> Customer:
    return Customer(
        id=row.id,
        pledge=row.pledge,
        name=row.name,
        belongs_to=row.belongs_to,
        created_at=row.created_at,
    )


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.invitation_id,
        customer=_customer(row),
        made_at=row.invitation_made_at,
        expires_at=row.invitation_expires_at,
        ended_at=row.invitation_ended_at,
        submission=row.invitation_submission,
    )
