"""What a moderator reads: found texts, what was done, and what a submission answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from pledges.domain.submission import State, Submission, clean_line
from pledges.inbox import store_actions, store_search, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.conversations import find_published
from pledges.inbox.privacy import is_address
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import Action


@dataclass(frozen=True, slots=True)
class Deed:
    """One act in the log. ``undoable``: it is the last one on its submission, and its undo is kept."""

    action: Action
    submission: Submission | None
    undoable: bool


@dataclass(frozen=True, slots=True)
class Parent:
    """What a submission replies to, as far as it is known: who wrote it and what they wrote."""

    name: str
    text: str


def search_text(
    inbox: Inbox, text: str, *, states: Iterable[State] = (), limit: int = 50, offset: int = 0
) -> list[Submission]:
    """Return submissions that say ``text`` somewhere, the newest first; an e-mail address finds what was
    sent under it, an id the one that has it. Empty text: all in these states (none named: in any).
    """
    text, states = clean_line(text), tuple(states)
    keys = inbox.keys.fingerprints(text) if is_address(text) else ()
    return inbox.store.read(
        lambda tx: list(
            islice(store_search.find_text(tx, text, states, keys), offset, offset + limit),
        )
    )


def log(inbox: Inbox, *, limit: int = 50, offset: int = 0) -> list[Deed]:
    """Return what was done, the latest first."""

    def look(tx: Tx) -> list[Deed]:
        return [_deed(tx, action) for action in store_search.list_log(tx, limit, offset)]

    return inbox.store.read(look)


def deed(inbox: Inbox, action_id: int) -> Deed | None:
    """Return one act, or None."""

    def look(tx: Tx) -> Deed | None:
        action = store_actions.find_action(tx, action_id)
        return _deed(tx, action) if action else None

    return inbox.store.read(look)


def batch(inbox: Inbox, batch_id: str) -> list[Deed]:
    """Return what was done at once, the latest first; empty for an unknown batch."""

    def look(tx: Tx) -> list[Deed]:
        if not batch_id:
            return []
        return [_deed(tx, action) for action in store_actions.list_actions(tx, batch=batch_id, limit=10_000)]

    return inbox.store.read(look)


def deeds_of(inbox: Inbox, submission_id: str) -> list[Deed]:
    """Return what was done to one submission, the latest first."""

    def look(tx: Tx) -> list[Deed]:
        return [_deed(tx, action) for action in store_actions.list_actions(tx, submission=submission_id)]

    return inbox.store.read(look)


def parent_of(inbox: Inbox, submission: Submission) -> Parent | None:
    """Return what a submission replies to: from the inbox, else from the record; None when it is neither."""
    if not submission.in_reply_to:
        return None
    found = inbox.store.read(lambda tx: store_submissions.find_submission(tx, submission.in_reply_to))
    if found is not None:
        return Parent(found.words.name, found.words.text or found.words.excerpt or found.words.title)
    response = find_published(inbox, submission.target, submission.in_reply_to) if submission.target else None
    if response is None:
        return None
    name = response.author.name if response.author else ""
    return Parent(name, response.text or response.excerpt or response.title)


def _deed(tx: Tx, action: Action) -> Deed:
    if not action.submission:
        return Deed(action, None, undoable=False)
    submission = store_submissions.find_submission(tx, action.submission)
    last = store_actions.last_action(tx, action.submission) if action.before else None
    return Deed(action, submission, undoable=last is not None and last.id == action.id)
