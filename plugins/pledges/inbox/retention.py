"""Deletes what need not be kept: refused words, counters of senders, old states, used links."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pledges.domain.submission import State, Submission
from pledges.inbox import (
    store_actions,
    store_mentions,
    store_people,
    store_publications,
    store_rates,
    store_rules,
    store_submissions,
    tally,
)
from pledges.inbox.context import Inbox
from pledges.inbox.service.sign_in import SESSION_AGE
from pledges.inbox.store import Tx

AT_ONCE = 200  # submissions a transaction
DAY = dt.timedelta(days=1)

_REFUSED = (State.REJECTED, State.SPAM)
_DROPPED = (*_REFUSED, State.FAILED, State.GONE, State.HIDDEN)


def tidy(inbox: Inbox) -> None:
    """Delete all that is past its time. Decisions about a source are kept, its words are not."""
    now, settings = inbox.now(), inbox.settings
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    refused = now - dt.timedelta(days=settings.keep_refused_days)
    undoable = now - dt.timedelta(days=settings.undo_days)
    links = now - max(SESSION_AGE, dt.timedelta(days=max(settings.link_days, settings.undo_days))) - DAY

    def forget(tx: Tx) -> None:
        store_rates.forget_rates(tx, midnight)
        store_actions.forget_before(tx, older_than=undoable)
        store_rules.forget_tokens(tx, links)
        store_people.drop_unconfirmed(tx, now - dt.timedelta(days=settings.link_days))

    inbox.store.write(forget)
    while inbox.store.write(lambda tx: _drop(tx, refused)) == AT_ONCE:
        pass
    while inbox.store.write(lambda tx: _finish_erasures(tx, undoable)) == AT_ONCE:
        pass
    inbox.store.wipe()


def _drop(tx: Tx, before: dt.datetime) -> int:
    """Delete refused submissions; of a mention the source stays, so that it stays refused."""
    old = store_submissions.old_submissions(tx, _DROPPED, before, AT_ONCE)
    for submission in old:
        store_people.drop_contact(tx, submission.id)
        store_actions.forget_before(tx, submissions=[submission.id])
        if submission.kind.is_mention and submission.state is not State.FAILED:
            _empty(tx, submission)
            continue
        if submission.state in _REFUSED:
            tally.keep_refusal(tx, submission.state, submission.reason)
        store_mentions.drop_mention(tx, submission.id)
        store_rules.release_token(tx, store_rules.published_once(submission.id))
        store_publications.drop_publications(tx, submission.id)
        store_submissions.delete_submission(tx, submission.id)
    return len(old)


def _empty(tx: Tx, submission: Submission) -> None:
    store_submissions.save_submission(tx, replace(submission.emptied(), reason=submission.reason))
    store_submissions.forget_address(tx, submission.id)
    store_publications.forget_content(tx, submission.id)


def _finish_erasures(tx: Tx, before: dt.datetime) -> int:
    """Forget the addresses of erased submissions once the erasure can no longer be undone."""
    old = store_submissions.old_submissions(tx, (State.ERASED, State.WITHDRAWN), before, AT_ONCE)
    for submission in old:
        store_people.drop_contact(tx, submission.id)
        store_actions.forget_before(tx, submissions=[submission.id])
        _empty(tx, submission)
    return len(old)
