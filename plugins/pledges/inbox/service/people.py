"""A person's rights: everything kept under their e-mail address, given out or forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.inbox import (
    jobs,
    publish,
    store_actions,
    store_invitations,
    store_people,
    store_publications,
    store_submissions,
    versions,
)
from pledges.inbox.context import Inbox
from pledges.inbox.errors import InvalidSubmission, Mistake
from pledges.inbox.privacy import is_address
from pledges.inbox.store import Tx
from pledges.language import Message


@dataclass(frozen=True, slots=True)
class Erased:
    """What was forgotten. ``commits`` still hold the text of what was public, where git is used;
    ``kept`` are published promises, which stay.
    """

    submissions: tuple[str, ...]
    commits: tuple[str, ...]
    kept: tuple[str, ...]


def export_address(inbox: Inbox, address: str) -> dict[str, Any]:
    """Return everything kept under an e-mail address, ready for JSON."""
    keys = inbox.keys.fingerprints(address)

    def gather(tx: Tx) -> dict[str, Any]:
        owners = store_people.owners_with(tx, keys)
        return {
            "address": address,
            "kept_for": owners,
            "invited": [
                {"pledge": one.pledge, "name": one.name, "since": one.created_at.isoformat()}
                for one in store_invitations.customers_among(tx, owners)
            ],
            "submissions": [msgspec.to_builtins(one) for one in store_submissions.by_address(tx, keys)],
            "subscriptions": [
                {"thread": one.thread, "state": one.state.value, "since": one.created_at.isoformat()}
                for one in store_people.subscriptions_with(tx, keys)
            ],
        }

    return inbox.store.read(gather)


def erase_address(inbox: Inbox, address: str, *, actor: str) -> Erased:
    """Forget an e-mail address and all that was sent under it, for good.

    What was public leaves a tombstone, so threads stay whole. It cannot be undone.
    """
    keys = inbox.keys.fingerprints(address)

    def forget(tx: Tx) -> tuple[list[Submission], list[str]]:
        found = store_submissions.by_address(tx, keys)
        kept = [one.id for one in found if _stays(one)]
        for one in found:
            if not _stays(one):
                _forget(inbox, tx, one, actor)
            store_submissions.forget_address(tx, one.id)
        store_invitations.forget_customers(tx, store_people.owners_with(tx, keys))
        store_people.forget_address_everywhere(tx, keys)
        return [one for one in found if not _stays(one)], kept

    erased, kept = inbox.store.write(forget)
    publish.catch_up(inbox)
    inbox.store.wipe()
    commits = [commit for one in erased for commit in _commits(inbox, one)]
    return Erased(tuple(one.id for one in erased), tuple(dict.fromkeys(commits)), tuple(kept))


def set_leader_address(inbox: Inbox, leader_id: str, address: str, *, actor: str) -> None:
    """Keep a leader's e-mail address, encrypted, here and nowhere in ``content/``; empty: forget it."""
    if address and not is_address(address):
        raise InvalidSubmission(
            (Mistake("email", Message("Enter an e-mail address such as name@example.org")),)
        )
    owner = f"leader:{leader_id}"

    def change(tx: Tx) -> None:
        if address:
            key, sealed = inbox.keys.fingerprint(address), inbox.keys.encrypt(address)
            store_people.put_contact(tx, owner, key, sealed, inbox.now())
        else:
            store_people.drop_contact(tx, owner)
        store_actions.add_action(tx, at=inbox.now(), actor=actor, verb="set contact", note=owner)

    inbox.store.write(change)


def leader_address(inbox: Inbox, leader_id: str) -> str:
    """Return a leader's e-mail address, or an empty string."""
    sealed = inbox.store.read(lambda tx: store_people.contact_of(tx, f"leader:{leader_id}"))
    return inbox.keys.decrypt(sealed) if sealed else ""


def _stays(submission: Submission) -> bool:
    return submission.kind is SubmissionKind.PLEDGE and submission.state is State.APPROVED


def _forget(inbox: Inbox, tx: Tx, submission: Submission, actor: str) -> None:
    after = replace(submission.emptied(), state=State.ERASED, decided_at=inbox.now())
    store_submissions.save_submission(tx, after)
    publish.wish(tx, after)
    store_publications.forget_content(tx, after.id)
    store_people.drop_contact(tx, after.id)
    store_actions.forget_before(tx, submissions=[after.id])
    store_actions.add_action(tx, at=inbox.now(), actor=actor, verb="forget", submission=after.id)
    jobs.after_change(inbox, tx, after.id, published=submission.state is State.APPROVED)


def _commits(inbox: Inbox, submission: Submission) -> list[str]:
    if submission.target is None or submission.state not in (State.APPROVED, State.HIDDEN, State.GONE):
        return []
    return versions.commits_with(inbox.content, publish.conversation_path(submission), submission.id)
