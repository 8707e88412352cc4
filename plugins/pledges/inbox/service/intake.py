"""What every door does with a new submission: count its sender, weigh it, apply the rules, store it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pledges.domain.response import Standing
from pledges.domain.submission import State, Submission
from pledges.inbox import (
    jobs,
    publish,
    rules,
    spam,
    store_mentions,
    store_people,
    store_rates,
    store_rules,
    store_submissions,
)
from pledges.inbox.context import Inbox
from pledges.inbox.errors import TooMany
from pledges.inbox.jobs import JobKind
from pledges.inbox.privacy import daily_hash, network
from pledges.inbox.rules import Facts, Rule, RuleKind
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action
from pledges.inbox.store_jobs import add_job
from pledges.inbox.store_rules import published_once

MINUTE = dt.timedelta(minutes=1)
WINDOW = 10 * MINUTE
REPEAT_WINDOW = dt.timedelta(hours=1)
BY_RULE = "rule"


@dataclass(frozen=True, slots=True)
class Sender:
    """What the door knows of who sends. Nothing of it but the customer is stored.

    ``address`` is the IP address. ``customer`` and ``standing`` are set only by a door that has
    checked an invitation.
    """

    address: str = ""
    honeypot: bool = False
    filled_in_s: float | None = None
    customer: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is on disk. ``token`` opens the private link; ``new`` is False for a repeat."""

    id: str
    state: State
    token: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """What is weighed beside the words: how it was sent, and whose address it carries."""

    signals: spam.Signals
    address_keys: tuple[str, ...] = ()


def count_sender(inbox: Inbox, tx: Tx, bucket: str, who: str) -> int:
    """Count one submission from ``who`` and return how many came in ten minutes.

    Raises TooMany at the limits, without counting further.
    """
    now, settings = inbox.now(), inbox.settings
    key = store_rates.key_of_day(tx, now.date(), inbox.random(32))
    hashed = daily_hash(key, who)
    minute = now.replace(second=0, microsecond=0)
    midnight = minute.replace(hour=0, minute=0)
    since = minute - WINDOW + MINUTE
    recent, oldest, today = store_rates.counts(tx, bucket, hashed, recent_from=since, today_from=midnight)
    if recent >= settings.limit_per_10_minutes and oldest is not None:
        raise TooMany(_seconds_until(oldest + WINDOW, now))
    if today >= settings.limit_per_day:
        raise TooMany(_seconds_until(midnight + dt.timedelta(days=1), now))
    store_rates.count_up(tx, bucket, hashed, minute)
    return recent + 1


def _seconds_until(then: dt.datetime, now: dt.datetime) -> int:
    return math.ceil((then - now).total_seconds())


def count_reader(inbox: Inbox, tx: Tx, sender: Sender) -> int:
    """Count a reader by their network; one whose address is not known shares a count with its like."""
    return count_sender(inbox, tx, "reader", network(sender.address))


def weigh(inbox: Inbox, tx: Tx, submission: Submission, origin: Origin) -> Submission:
    """Return the submission with its hints, in the state that the rules give it."""
    book = [Rule(RuleKind(kind), value) for kind, value in store_rules.list_rules(tx)]
    facts = _facts(tx, submission, origin)
    repeats = store_submissions.count_repeats(tx, submission)
    signals = replace(
        origin.signals,
        blocked=rules.blocked_by(book, facts),
        repeats=repeats,
        busy=inbox.settings.busy_per_10_minutes,
    )
    words = spam.features(submission.judged, submission.proposal, inbox.keys.word)
    counts = store_rules.word_counts(tx, [spam.TEXTS, *words])
    found = spam.hints(submission.judged, signals, counts)
    said = inbox.language.said  # hints are kept as the moderators read them
    weighed = replace(submission, hints=tuple(replace(hint, reason=said(hint.reason)) for hint in found))
    state, reason = rules.decide(book, replace(facts, score=weighed.score))
    why = said(reason) if state is State.SPAM else ""
    return replace(weighed, state=state, reason=why, decided_at=inbox.now())


def settle(inbox: Inbox, tx: Tx, submission: Submission) -> None:
    """Do what follows from the state a new or newly proven submission begins in."""
    if submission.state is State.HELD:
        jobs.tell_moderators(inbox, tx, submission.id)
        return
    held = replace(submission, state=State.HELD, reason="")
    add_action(
        tx,
        at=inbox.now(),
        actor=BY_RULE,
        verb="approve" if submission.state is State.APPROVED else submission.state.value,
        submission=submission.id,
        before=store_submissions.encode_submission(held),
        note=submission.reason,
    )
    publish.wish(tx, submission)
    published = submission.state is State.APPROVED
    if published:
        notify_later(inbox, tx, submission.id)
    jobs.after_change(inbox, tx, submission.id, published=published)


def notify_later(inbox: Inbox, tx: Tx, submission_id: str) -> None:
    """Queue the mails that follow a first publication."""
    if inbox.settings.mail_from and store_rules.use_token(tx, published_once(submission_id), inbox.now()):
        add_job(tx, JobKind.NOTIFY, inbox.now() + jobs.NOTICE_DELAY, submission=submission_id)


def keep_address(inbox: Inbox, tx: Tx, submission_id: str, address: str, *, notify: bool) -> None:
    """Keep an e-mail address, encrypted, and the wish to hear of replies."""
    if not address:
        return
    key, sealed, now = inbox.keys.fingerprint(address), inbox.keys.encrypt(address), inbox.now()
    store_people.put_contact(tx, submission_id, key, sealed, now)
    if notify:
        store_people.want_subscription(tx, inbox.new_id(), submission_id, key, sealed, now)


def _facts(tx: Tx, submission: Submission, origin: Origin) -> Facts:
    words, keys = submission.judged, origin.address_keys
    host = spam.host_of(words.source)
    known_host = bool(host) and store_mentions.is_known_host(tx, host)
    return Facts(
        kind=submission.kind,
        words=words,
        proposal=submission.proposal,
        address_keys=keys,
        known_sender=bool(keys) and store_submissions.is_known_commenter(tx, keys, words.name),
        known_host=known_host,
        invited=submission.standing is Standing.INVITED,
    )


def learn(inbox: Inbox, tx: Tx, submission: Submission) -> Submission:
    """Teach the classifier what the state says, once; return the submission with what it has taught."""
    lesson = {State.APPROVED: "good", State.SPAM: "spam"}.get(submission.state, "")
    if submission.state is State.ERASED or lesson == submission.trained:
        return submission
    words: Sequence[str] = spam.features(submission.words, submission.proposal, inbox.keys.word)
    _teach(tx, words, submission.trained, -1)
    _teach(tx, words, lesson, 1)
    return replace(submission, trained=lesson)


def _teach(tx: Tx, words: Sequence[str], lesson: str, by: int) -> None:
    if lesson:
        store_rules.add_words(
            tx, [spam.TEXTS, *words], good=by * (lesson == "good"), spam=by * (lesson == "spam")
        )
