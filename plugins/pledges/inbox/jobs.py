"""What the inbox puts off: the kinds of job and when each is due."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pledges.inbox.context import Inbox
from pledges.inbox.store import Tx
from pledges.inbox.store_jobs import add_job

NOTICE_DELAY = dt.timedelta(minutes=2)  # time to undo before anybody is written to
TALLY_DELAY = dt.timedelta(seconds=2)  # a batch of decisions is one new tally


class JobKind(StrEnum):
    """One kind of work; :mod:`pledges.inbox.worker` knows how each is done."""

    VERIFY = "verify"  # look at a mention's source
    TELL = "tell"  # the moderator, of one submission
    DIGEST = "digest"  # the moderator, once a day
    NOTIFY = "notify"  # those who wait for replies
    CONFIRM = "confirm"  # ask whether somebody really wants to hear of replies
    REPLIED = "replied"  # tell one subscriber of one reply
    FOLLOW = "follow"  # ask whether somebody really wants the weekly mails
    WEEK = "week"  # gather what is new, once a week
    WEEKLY = "weekly"  # tell one follower of it
    TALLY = "tally"  # write moderation.json
    GIT = "git"  # commit what was published
    HOOK = "hook"  # run the operator's command
    RETENTION = "retention"  # delete what need not be kept


def after_change(inbox: Inbox, tx: Tx, submission_id: str, *, published: bool) -> None:
    """Queue what follows a decision: the tally, and for a change in ``content/`` its commit and hook."""
    now = inbox.now()
    add_job(tx, JobKind.TALLY, now + TALLY_DELAY, once=JobKind.TALLY)
    if published and inbox.settings.git_commit:
        add_job(tx, JobKind.GIT, now, submission=submission_id)
    if published and inbox.settings.hook:
        add_job(tx, JobKind.HOOK, now, once=JobKind.HOOK)


def tell_moderators(inbox: Inbox, tx: Tx, submission_id: str) -> None:
    """Queue a mail to the moderators, as they want it: one each, one a day, or none."""
    settings = inbox.settings
    if not settings.moderators or not settings.mail_from or settings.mail_when == "never":
        return
    if settings.mail_when == "each":
        add_job(
            tx, JobKind.TELL, inbox.now(), once=f"{JobKind.TELL} {submission_id}", submission=submission_id
        )
    else:
        add_job(tx, JobKind.DIGEST, next_digest(inbox), once=JobKind.DIGEST)


def next_digest(inbox: Inbox) -> dt.datetime:
    """Return when the next digest is due: at its hour of the site's day."""
    local = inbox.local_now()
    due = local.replace(hour=inbox.settings.digest_hour % 24, minute=0, second=0, microsecond=0)
    return (due if due > local else due + dt.timedelta(days=1)).astimezone(dt.UTC)
