"""A trackback, pingback or webmention: taken in at once, proven later by the worker."""

from __future__ import annotations

import datetime as dt

from pledges.domain.response import ResponseType
from pledges.domain.submission import State, Submission, SubmissionKind, Words, clean_line
from pledges.inbox import spam, store_mentions, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.errors import InvalidSubmission, Mistake
from pledges.inbox.jobs import JobKind
from pledges.inbox.privacy import network
from pledges.inbox.service import intake
from pledges.inbox.service.intake import Receipt, Sender
from pledges.inbox.store import Tx
from pledges.inbox.store_jobs import add_job
from pledges.protocols.web_url import comparable, web_url

AT_MOST_EVERY = dt.timedelta(minutes=1)  # a source and target are looked at


def submit_mention(
    inbox: Inbox,
    kind: SubmissionKind,
    source: str,
    target_url: str,
    sender: Sender,
    *,
    title: str = "",
    name: str = "",
) -> Receipt:
    """Take in the claim that ``source`` links to ``target_url``; when this returns it is on disk.

    One source and target told of by several protocols, or again, is one submission: it is looked
    at again, and ``Receipt.new`` is False. ``title`` and ``name`` are what a trackback says of itself; they
    stand only until its source has been read. Raises UnknownTarget, InvalidSubmission, TooMany, StorageFull.
    """
    target = inbox.targets.find(target_url)
    source_key = comparable(source)
    if not source_key:
        raise InvalidSubmission((Mistake("source", "is not an http or https address"),))
    if source_key in {comparable(url) for url in target.urls(inbox.settings.absolute_site_url)}:
        raise InvalidSubmission((Mistake("source", "is the target itself"),))
    submission = Submission(
        id=inbox.new_id(),
        kind=kind,
        state=State.RECEIVED,
        received_at=inbox.now(),
        decided_at=inbox.now(),
        target=target.ref,
        target_url=target_url,
        words=Words(
            name=clean_line(name)[:200],
            title=clean_line(title)[:300],
            source=web_url(source),
            type=ResponseType.MENTION,
        ),
    )
    stored, new = inbox.store.write(lambda tx: _store(inbox, tx, submission, source_key, sender))
    return Receipt(stored.id, stored.state, "", new)


def _store(
    inbox: Inbox, tx: Tx, submission: Submission, source_key: str, sender: Sender
) -> tuple[Submission, bool]:
    if submission.target is None:
        raise ValueError("a mention has a target")
    intake.count_sender(inbox, tx, "host", spam.host_of(submission.words.source))
    intake.count_sender(inbox, tx, "pinger", network(sender.address))
    place = f"{submission.target.kind}/{submission.target.id}"
    now = inbox.now()
    seen = store_mentions.claim_mention(tx, submission.id, source_key, place, submission.kind.value, now)
    if seen.submission == submission.id:
        store_submissions.insert_submission(tx, submission)
        verify_later(tx, submission.id, now)
        return submission, True
    store_mentions.note_protocol(tx, seen, submission.kind.value, now)
    checked = seen.checked_at or now - AT_MOST_EVERY
    verify_later(tx, seen.submission, max(now, checked + AT_MOST_EVERY))
    return store_submissions.lock_submission(tx, seen.submission), False


def verify_later(tx: Tx, submission_id: str, due_at: dt.datetime) -> None:
    """Queue a look at a mention's source; two that wait are one."""
    add_job(tx, JobKind.VERIFY, due_at, once=f"{JobKind.VERIFY} {submission_id}", submission=submission_id)


def verify_again(inbox: Inbox, tx: Tx, submission_id: str) -> None:
    """Queue the next regular look at a source that is shown, or might be again."""
    verify_later(tx, submission_id, inbox.now() + dt.timedelta(days=inbox.settings.reverify_days))
