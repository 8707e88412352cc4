"""E-mail addresses (encrypted) and who wants to hear of what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from pledges.inbox.store import Tx
from pledges.inbox.store_sql import upsert
from pledges.inbox.store_tables import contacts, submissions, subscriptions


class Wish(StrEnum):
    """How far a subscription has come. Nothing is sent on replies before ``CONFIRMED``."""

    WANTED = "wanted"  # ticked in the form; nobody has been written to
    ASKED = "asked"  # the one mail that asks for confirmation is on its way
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody wants to hear of replies to ``thread`` (a response's id), or has a weekly mail (a scope's).

    ``address`` is encrypted.
    """

    id: str
    thread: str
    address_key: str
    address: str
    state: Wish
    created_at: dt.datetime


def put_contact(tx: Tx, owner: str, address_key: str, address: str, now: dt.datetime) -> None:
    """Keep the encrypted address of a submission's sender, or of ``leader:<id>``."""
    values = {"owner": owner, "address_key": address_key, "address": address, "created_at": now}
    tx.execute(upsert(tx, contacts, ("owner",), _new_address), values)


def _new_address(new: Any) -> dict[str, Any]:
    return {"address_key": new.address_key, "address": new.address, "created_at": new.created_at}


def contact_of(tx: Tx, owner: str) -> str:
    """Return the encrypted address, or an empty string."""
    return tx.execute(select(contacts.c.address).where(contacts.c.owner == owner)).scalar_one_or_none() or ""


def move_contact(tx: Tx, owner: str, to: str) -> None:
    """Give an address a new owner: a proposal's sender becomes a leader."""
    tx.execute(delete(contacts).where(contacts.c.owner == to))
    tx.execute(update(contacts).where(contacts.c.owner == owner).values(owner=to))


def drop_contact(tx: Tx, owner: str) -> None:
    """Forget the address of one submission's sender, its subscription included."""
    tx.execute(delete(contacts).where(contacts.c.owner == owner))
    tx.execute(delete(subscriptions).where(subscriptions.c.thread == owner))
    tx.execute(update(submissions).where(submissions.c.id == owner).values(address_key=""))


def owners_with(tx: Tx, address_keys: Sequence[str]) -> list[str]:
    """Return what an address is kept for."""
    query = (
        select(contacts.c.owner).where(contacts.c.address_key.in_(address_keys)).order_by(contacts.c.owner)
    )
    return list(tx.execute(query).scalars())


def forget_address_everywhere(tx: Tx, address_keys: Sequence[str]) -> None:
    """Delete an address from contacts and subscriptions."""
    tx.execute(delete(contacts).where(contacts.c.address_key.in_(address_keys)))
    tx.execute(delete(subscriptions).where(subscriptions.c.address_key.in_(address_keys)))


def want_subscription(
    tx: Tx, subscription_id: str, thread: str, address_key: str, address: str, now: dt.datetime
) -> None:
    """Note that somebody wants to hear of replies; once for each thread and address."""
    values = {
        "id": subscription_id,
        "thread": thread,
        "address_key": address_key,
        "address": address,
        "state": Wish.WANTED.value,
        "created_at": now,
    }
    tx.execute(upsert(tx, subscriptions, ("thread", "address_key")), values)


def find_subscription(tx: Tx, subscription_id: str) -> Subscription | None:
    """Return the subscription, or None when it has ended."""
    row = tx.execute(select(subscriptions).where(subscriptions.c.id == subscription_id)).first()
    return _subscription(row) if row else None


def subscriptions_to(tx: Tx, threads: Sequence[str], state: Wish) -> list[Subscription]:
    """Return who wants to hear of these threads, and is at this stage."""
    query = select(subscriptions).where(
        subscriptions.c.thread.in_(threads), subscriptions.c.state == state.value
    )
    return [_subscription(row) for row in tx.execute(query.order_by(subscriptions.c.id))]


def followers(tx: Tx, thread: str, state: Wish) -> list[Subscription]:
    """Return who has subscribed to ``thread``, or to a part of it (``<thread> <part>``), at this stage."""
    query = select(subscriptions).where(
        or_(subscriptions.c.thread == thread, subscriptions.c.thread.startswith(f"{thread} ")),
        subscriptions.c.state == state.value,
    )
    return [_subscription(row) for row in tx.execute(query.order_by(subscriptions.c.id))]


def subscriptions_with(tx: Tx, address_keys: Sequence[str]) -> list[Subscription]:
    """Return all subscriptions of an address."""
    query = select(subscriptions).where(subscriptions.c.address_key.in_(address_keys))
    return [_subscription(row) for row in tx.execute(query.order_by(subscriptions.c.id))]


def set_subscription(tx: Tx, subscription_id: str, state: Wish, now: dt.datetime) -> None:
    """Move a subscription on. Who is asked has the time to answer from now on."""
    values: dict[str, Any] = {"state": state.value}
    if state is Wish.ASKED:
        values["created_at"] = now
    if state is Wish.CONFIRMED:
        values["confirmed_at"] = now
    tx.execute(update(subscriptions).where(subscriptions.c.id == subscription_id).values(values))


def end_subscription(tx: Tx, subscription_id: str) -> None:
    """Delete a subscription and the address in it."""
    tx.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id))


def drop_unconfirmed(tx: Tx, before: dt.datetime) -> None:
    """Delete the addresses of those who were asked and did not answer."""
    tx.execute(
        delete(subscriptions).where(
            subscriptions.c.state == Wish.ASKED.value, subscriptions.c.created_at < before
        )
    )


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(row.id, row.thread, row.address_key, row.address, Wish(row.state), row.created_at)
