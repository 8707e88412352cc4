"""What becomes of a mention once its source was looked at: held, changed, hidden, taken down."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pledges.domain.submission import State, Submission, Words
from pledges.inbox import jobs, publish, spam, store_mentions, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.service import intake
from pledges.inbox.service.intake import Origin
from pledges.inbox.service.mentions import verify_again, verify_later
from pledges.inbox.spam import Signals
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action
from pledges.language import Message

BY_WORKER = "worker"
RETRIES: Sequence[dt.timedelta] = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=10),
    dt.timedelta(hours=1),
    dt.timedelta(hours=6),
    dt.timedelta(days=1),
    dt.timedelta(days=3),
)
SETTLED = frozenset({State.REJECTED, State.SPAM, State.WITHDRAWN, State.ERASED})
_UNPROVEN = frozenset({State.RECEIVED, State.VERIFYING, State.FAILED})


class Finding(StrEnum):
    """What a look at the source has found."""

    LINKS = "links"
    GONE = "gone"  # 410, or a page that says so
    NO_LINK = "no link"
    FAILED = "failed"  # not found, not answered, not readable


@dataclass(frozen=True, slots=True)
class Look:
    """The outcome of one look; ``words`` are there if and only if the source links.

    ``lasts``: what has failed fails again until the source is another; else it may be better next time.
    """

    finding: Finding
    words: Words | None = None
    copied: float = 0.0
    why: str = ""
    lasts: bool = False


def apply_look(inbox: Inbox, submission_id: str, look: Look) -> Submission:
    """Move a mention on by what its source was found to be; when this returns the site agrees.

    Decisions of moderators stand: what was rejected or called spam stays so. Raises NotThere, StorageFull.
    """
    after = inbox.store.write(lambda tx: _apply(inbox, tx, submission_id, look))
    publish.catch_up(inbox)
    return after


def _apply(inbox: Inbox, tx: Tx, submission_id: str, look: Look) -> Submission:
    before = store_submissions.lock_submission(tx, submission_id)
    failures = _failures(tx, before, look)
    store_mentions.note_check(tx, before.id, failures, inbox.now())
    if before.state in SETTLED:
        return before
    gives_up = _gives_up(before, look, failures)
    after = _moved_on(inbox, tx, before, look, gives_up=gives_up)
    if look.finding is Finding.FAILED and not gives_up:
        verify_later(tx, after.id, inbox.now() + RETRIES[failures - 1])
    elif after.state in (State.APPROVED, State.HIDDEN):
        verify_again(inbox, tx, after.id)
    if after == before:
        return before
    after = after if after.state is before.state else replace(after, decided_at=inbox.now())
    store_submissions.save_submission(tx, after)
    _follow(inbox, tx, before, after, look)
    return after


def _failures(tx: Tx, submission: Submission, look: Look) -> int:
    if look.finding is not Finding.FAILED:
        return 0
    seen = store_mentions.find_mention(tx, submission.id)
    return (seen.failures if seen else 0) + 1


def _gives_up(before: Submission, look: Look, failures: int) -> bool:
    """Tell whether a source that failed is not tried again soon. What was shown once is given its time."""
    return failures > len(RETRIES) or (look.lasts and before.state in _UNPROVEN)


def _moved_on(inbox: Inbox, tx: Tx, before: Submission, look: Look, *, gives_up: bool) -> Submission:
    """Return the submission as the look leaves it."""
    if look.finding is Finding.LINKS and look.words is not None:
        return _linking(inbox, tx, before, look.words, look.copied)
    if look.finding is Finding.FAILED:
        told = replace(look, why=inbox.language.said(look.why))
        return _failing(before, told, gives_up=gives_up)
    unlinked = look.finding is Finding.NO_LINK
    why = Message("its source no longer links here") if unlinked else Message("its source is gone")
    if before.state not in _UNPROVEN:
        return replace(before, state=State.GONE, reason=inbox.language.said(why), revision=None)
    unproven = look.why or Message("its source does not link here")
    return replace(before, state=State.FAILED, reason=inbox.language.said(unproven))


def _failing(before: Submission, look: Look, *, gives_up: bool) -> Submission:
    if before.state in (State.RECEIVED, State.VERIFYING):
        state = State.FAILED if gives_up else State.VERIFYING
        return replace(before, state=state, reason=look.why)
    if before.state is State.APPROVED and gives_up:
        return replace(before, state=State.HIDDEN, reason=look.why)
    return before


def _linking(inbox: Inbox, tx: Tx, before: Submission, words: Words, copied: float) -> Submission:
    if before.state is State.HIDDEN and not _is_forgotten(before):
        before = replace(before, state=State.APPROVED, reason="")
    if before.state is State.APPROVED:
        return _changed(inbox, before, words)
    origin = Origin(Signals(copied=copied))
    weighed = intake.weigh(inbox, tx, replace(before, words=words), origin)
    if before.state is State.HELD:  # only new mentions are for the rules
        return replace(weighed, state=State.HELD, reason="", decided_at=before.decided_at)
    return weighed


def _is_forgotten(submission: Submission) -> bool:
    """Tell whether a mention was hidden for so long that its words were deleted: it begins anew."""
    return submission.state is State.HIDDEN and submission.words == submission.emptied().words


def _changed(inbox: Inbox, before: Submission, words: Words) -> Submission:
    """Return an approved mention with its source's new words: waiting if they matter, else in place."""
    if words == before.words:
        return replace(before, revision=None)
    if matters(before.words, words):
        return replace(before, revision=words)
    return replace(before, words=words, revision=None, updated_at=inbox.now())


def matters(old: Words, new: Words) -> bool:
    """Tell whether a moderator should see the change: another author, type or link, or other words."""
    if (old.name, old.url, old.type, old.source) != (new.name, new.url, new.type, new.source):
        return True
    one, other = (" ".join(f"{w.title} {w.excerpt} {w.text}".casefold().split()) for w in (old, new))
    if spam.links_in(one) != spam.links_in(other):
        return True
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() < 0.9


def _follow(inbox: Inbox, tx: Tx, before: Submission, after: Submission, look: Look) -> None:
    begins = before.state in (*_UNPROVEN, State.GONE)
    if (begins or _is_forgotten(before)) and after.state in (State.HELD, State.APPROVED, State.SPAM):
        after = intake.learn(inbox, tx, after) if after.state is State.APPROVED else after
        store_submissions.save_submission(tx, after)
        intake.settle(inbox, tx, after)
        return
    if after.revision is not None and after.revision != before.revision:
        jobs.tell_moderators(inbox, tx, after.id)
    was_seen = before.state in (State.HELD, State.APPROVED, State.HIDDEN)
    if was_seen and after.state is not before.state:
        verb = {State.GONE: "take down", State.HIDDEN: "hide", State.APPROVED: "show again"}[after.state]
        image = store_submissions.encode_submission(before)
        add_action(
            tx, at=inbox.now(), actor=BY_WORKER, verb=verb, submission=after.id, before=image, note=look.why
        )
    publish.wish(tx, after)
    if State.APPROVED in (before.state, after.state):
        jobs.after_change(inbox, tx, after.id, published=True)
