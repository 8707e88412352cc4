"""Decisions by mail: a link shows, and only a POST behind it acts, once, on the text as it was mailed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pledges.domain.submission import Submission
from pledges.inbox import store_rules, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.errors import TokenRefused
from pledges.inbox.service import moderation
from pledges.inbox.service.moderation import Decision
from pledges.inbox.store import Tx
from pledges.inbox.tokens import Purpose, Token

BY_MAIL = "mail"
ACTIONS = ("approve", "reject", "spam")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link in a mail would do: ``action`` (approve, reject or spam) on ``submission``."""

    action: str
    submission: Submission


def make_link_token(inbox: Inbox, submission: Submission, action: str) -> str:
    """Return a token for one action on this submission, in its present words and state."""
    return inbox.tokens.make(
        Purpose.MODERATE,
        once=True,
        id=submission.id,
        action=action,
        hash=store_submissions.content_hash(submission),
    )


def peek(inbox: Inbox, token: str) -> Offer:
    """Return what the link would do, and change nothing. Raises TokenRefused, saying why it would not."""
    opened = _open(inbox, token)

    def look(tx: Tx) -> Submission:
        submission = store_submissions.find_submission(tx, opened.fields["id"])
        if store_rules.is_used(tx, opened.nonce):
            raise TokenRefused("used")
        if submission is None or store_submissions.content_hash(submission) != opened.fields["hash"]:
            raise TokenRefused("changed")
        return submission

    return Offer(opened.fields["action"], inbox.store.read(look))


def act(inbox: Inbox, token: str) -> Decision:
    """Do what the link says, once. Raises TokenRefused when it is forged, expired, used, or the submission
    is no longer as it was mailed; Conflict, StorageFull.
    """
    opened = _open(inbox, token)

    def guard(tx: Tx, submission: Submission) -> None:
        if not store_rules.use_token(tx, opened.nonce, inbox.now()):
            raise TokenRefused("used")
        if store_submissions.content_hash(submission) != opened.fields["hash"]:
            raise TokenRefused("changed")

    submission_id = opened.fields["id"]
    if opened.fields["action"] == "approve":
        return moderation.approve(inbox, submission_id, actor=BY_MAIL, guard=guard)
    if opened.fields["action"] == "spam":
        return moderation.mark_spam(inbox, submission_id, actor=BY_MAIL, guard=guard)
    return moderation.reject(inbox, submission_id, actor=BY_MAIL, guard=guard)


def _open(inbox: Inbox, token: str) -> Token:
    opened = inbox.tokens.open(Purpose.MODERATE, token, dt.timedelta(days=inbox.settings.link_days))
    if not opened.nonce or opened.fields.get("action") not in ACTIONS:
        raise TokenRefused("forged")
    return opened
