"""A reader's comment: sent, looked at, edited, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from pledges.domain.response import ResponseType, Standing, VerdictValue
from pledges.domain.submission import State, Submission, SubmissionKind, Words, clean_line, clean_text
from pledges.inbox import jobs, publish, store_people, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.errors import Conflict, InvalidSubmission, Mistake, TokenRefused, Unpublished
from pledges.inbox.privacy import is_address
from pledges.inbox.service import intake
from pledges.inbox.service.intake import Origin, Receipt, Sender
from pledges.inbox.spam import Signals
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action, forget_before
from pledges.inbox.store_publications import forget_content
from pledges.inbox.targets import Target
from pledges.inbox.tokens import Purpose, Token
from pledges.inbox.words import state_word
from pledges.language import Message
from pledges.protocols.web_url import web_url

__all__ = ["CommentForm", "Receipt", "Sender", "edit", "look", "submit_comment", "withdraw"]

BY_SENDER = "sender"
MAX_NAME = 100
_PUBLIC_VERDICTS = (VerdictValue.KEPT, VerdictValue.PARTLY, VerdictValue.NOT_KEPT)
Also = Callable[[Tx, Submission], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentForm:
    """A comment as typed. ``target`` is the address of the essay or pledge, absolute or site-relative.

    ``verdict`` is kept, partly or not kept; an invited customer's may also be accepted or refused (of
    a repair). ``accepts``: an invited customer takes the promise as made to them. ``notify``: the
    sender wants to hear of replies.
    """

    target: str
    name: str
    text: str
    email: str = ""
    url: str = ""
    in_reply_to: str = ""
    verdict: str = ""
    about: str = ""
    accepts: bool = False
    notify: bool = False


def submit_comment(inbox: Inbox, form: CommentForm, sender: Sender, *, also: Also | None = None) -> Receipt:
    """Take in a comment; when this returns it is on disk. The same comment sent again is one.

    ``also`` is done in the same transaction, with what is stored; what it raises undoes all of it.
    Raises UnknownTarget, InvalidSubmission with every mistake, TooMany, StorageFull.
    """
    target = inbox.targets.find(form.target)
    words = _checked(inbox, form, target, sender)
    submission = Submission(
        id=inbox.new_id(),
        kind=SubmissionKind.COMMENT,
        state=State.RECEIVED,
        received_at=inbox.now(),
        target=target.ref,
        target_url=form.target,
        in_reply_to=form.in_reply_to,
        words=words,
        customer=sender.customer,
        standing=sender.standing or (Standing.OPEN if words.verdict else None),
    )
    keys = inbox.keys.fingerprints(form.email) if form.email else ()

    def take_in(tx: Tx) -> tuple[Submission, bool]:
        stored, new = _store(inbox, tx, submission, form, sender, keys)
        if also is not None:
            also(tx, stored)
        return stored, new

    stored, new = inbox.store.write(take_in)
    if stored.state is State.APPROVED:
        with suppress(Unpublished):  # it is received all the same, and not to be sent again
            publish.catch_up(inbox)
    return Receipt(stored.id, stored.state, private_token(inbox, stored.id), new)


def private_token(inbox: Inbox, submission_id: str) -> str:
    """Return what lets its sender look at, edit and withdraw a submission."""
    return inbox.tokens.make(Purpose.MINE, id=submission_id)


def look(inbox: Inbox, token: str) -> tuple[Submission, bool]:
    """Return what the private link leads to, and whether it can still be edited. Raises TokenRefused."""
    opened = _open(inbox, token)
    submission = inbox.store.read(lambda tx: store_submissions.find_submission(tx, opened.fields["id"]))
    if submission is None:
        raise TokenRefused("gone")
    return submission, _can_edit(inbox, opened, submission)


def edit(inbox: Inbox, token: str, form: CommentForm) -> Submission:
    """Change the words of one's own comment within its first minutes.

    What still waits is changed; what is public stays until a moderator has seen the new words.
    Raises TokenRefused, Conflict when it is too late or no longer there, InvalidSubmission.
    """
    opened = _open(inbox, token)

    def change(tx: Tx) -> Submission:
        before = store_submissions.lock_submission(tx, opened.fields["id"])
        if not _can_edit(inbox, opened, before):
            raise Conflict(
                Message("it can no longer be edited; it is %(state)s", state=state_word(before.state))
            )
        sender = Sender(customer=before.customer, standing=before.standing)
        asked = replace(
            form,
            verdict=before.words.verdict or "",
            about=before.words.about,
            accepts=before.words.type is ResponseType.ACCEPTANCE,
        )
        words = replace(_checked(inbox, asked, None, sender), type=before.words.type)
        return _store_edit(inbox, tx, before, words)

    return inbox.store.write(change)


def withdraw(inbox: Inbox, token: str) -> Submission:
    """Take back one's own submission: its words are deleted, on the site its place stays.

    Raises TokenRefused; Conflict for a published promise. Doing it twice does it once.
    """
    opened = _open(inbox, token)

    def change(tx: Tx) -> Submission:
        before = store_submissions.lock_submission(tx, opened.fields["id"])
        if before.state in (State.WITHDRAWN, State.ERASED):
            return before
        if before.kind is SubmissionKind.PLEDGE and before.state is State.APPROVED:
            raise Conflict(Message("a published promise stays; it is withdrawn with an update"))
        after = replace(before.emptied(), state=State.WITHDRAWN, decided_at=inbox.now())
        store_submissions.save_submission(tx, after)
        store_submissions.forget_address(tx, after.id)
        store_people.drop_contact(tx, after.id)
        add_action(tx, at=inbox.now(), actor=BY_SENDER, verb="withdraw", submission=after.id)
        forget_before(tx, submissions=[after.id])
        publish.wish(tx, after)
        forget_content(tx, after.id)
        jobs.after_change(inbox, tx, after.id, published=before.state is State.APPROVED)
        return after

    after = inbox.store.write(change)
    publish.catch_up(inbox)
    return after


def _store(
    inbox: Inbox,
    tx: Tx,
    submission: Submission,
    form: CommentForm,
    sender: Sender,
    keys: tuple[str, ...],
) -> tuple[Submission, bool]:
    recent = intake.count_reader(inbox, tx, sender)
    since = inbox.now() - intake.REPEAT_WINDOW
    again = store_submissions.find_repeat(tx, submission, since, keys[0] if keys else "")
    if again is not None:
        return again, False
    signals = Signals(honeypot=sender.honeypot, filled_in_s=sender.filled_in_s, recent=recent)
    weighed = intake.weigh(inbox, tx, submission, Origin(signals, keys))
    weighed = intake.learn(inbox, tx, weighed) if weighed.state is State.APPROVED else weighed
    store_submissions.insert_submission(tx, weighed, keys[0] if keys else "")
    intake.keep_address(inbox, tx, weighed.id, form.email.strip(), notify=form.notify)
    intake.settle(inbox, tx, weighed)
    return weighed, True


def _store_edit(inbox: Inbox, tx: Tx, before: Submission, words: Words) -> Submission:
    if words == before.judged:
        return before
    if before.state is State.APPROVED:
        revision = words if words != before.words else None
        after = replace(before, revision=revision)
    else:
        after = intake.weigh(inbox, tx, replace(before, words=words), Origin(Signals()))
        after = replace(after, state=before.state, reason=before.reason)
    store_submissions.save_submission(tx, after)
    add_action(tx, at=inbox.now(), actor=BY_SENDER, verb="edit", submission=after.id)
    if after.waits:
        jobs.tell_moderators(inbox, tx, after.id)
    return after


def _open(inbox: Inbox, token: str) -> Token:
    return inbox.tokens.open(Purpose.MINE, token, dt.timedelta(days=inbox.settings.withdraw_days))


def _can_edit(inbox: Inbox, opened: Token, submission: Submission) -> bool:
    young = inbox.now() - submission.received_at <= dt.timedelta(minutes=inbox.settings.edit_minutes)
    there = submission.state in (State.HELD, State.APPROVED)
    return young and there and submission.kind is SubmissionKind.COMMENT and bool(opened.fields)


# --- what was typed ---------------------------------------------------------------------------


def _checked(inbox: Inbox, form: CommentForm, target: Target | None, sender: Sender) -> Words:
    """Return the words of a form without mistakes. Raises InvalidSubmission with all of them.

    ``target`` is None for an edit, which cannot change what it answers.
    """
    words = Words(
        name=clean_line(form.name),
        url=web_url(form.url),
        text=clean_text(form.text),
        type=_type_of(form, sender),
        verdict=VerdictValue(form.verdict) if form.verdict in list(VerdictValue) else None,
        about=_about(inbox, form, target),
    )
    mistakes = [
        *check_person(form.name, form.email, form.url, notify=form.notify),
        *_text_mistakes(inbox, form, words),
    ]
    if target is not None:
        mistakes += _place_mistakes(inbox, form, target, sender)
    if mistakes:
        raise InvalidSubmission(tuple(mistakes))
    return words


def _about(inbox: Inbox, form: CommentForm, target: Target | None) -> str:
    """Return which update is spoken of. It stands in a hidden field, so one that is not there is left out."""
    about = clean_line(form.about)
    if not about or target is None:
        return about
    return about if inbox.targets.has_update(target, about, inbox.local_now().date()) else ""


def check_person(name: str, email: str, url: str, *, notify: bool = False) -> list[Mistake]:
    """Return the mistakes in who somebody says they are."""
    checks: tuple[tuple[bool, str, str], ...] = (
        (not clean_line(name), "name", Message("Enter your name")),
        (
            len(clean_line(name)) > MAX_NAME,
            "name",
            Message("Enter a name of at most %(count)s characters", count=MAX_NAME),
        ),
        (
            bool(email.strip()) and not is_address(email.strip()),
            "email",
            Message("Enter an e-mail address such as name@example.org, or leave it empty"),
        ),
        (notify and not email.strip(), "email", Message("Enter your e-mail address to hear of replies")),
        (
            bool(url.strip()) and not web_url(url),
            "url",
            Message("Enter a web address that begins with https://, or leave it empty"),
        ),
    )
    return [Mistake(field, message) for wrong, field, message in checks if wrong]


def _text_mistakes(inbox: Inbox, form: CommentForm, words: Words) -> list[Mistake]:
    longest = inbox.settings.max_text
    if not words.text and not form.verdict and words.type is ResponseType.REPLY:
        return [Mistake("text", Message("Enter your comment"))]
    if len(words.text) > longest:
        over = len(words.text) - longest
        asked = Message(
            "Shorten your comment by %(over)s characters; %(longest)s fit", over=over, longest=longest
        )
        return [Mistake("text", asked)]
    return []


def _place_mistakes(inbox: Inbox, form: CommentForm, target: Target, sender: Sender) -> list[Mistake]:
    found = []
    if form.in_reply_to and not inbox.targets.has_response(target.ref, form.in_reply_to):
        lost = Message("What you reply to is no longer here; reply to the page instead")
        found.append(Mistake("in_reply_to", lost))
    if form.verdict:
        invited = sender.standing is Standing.INVITED  # that door knows what may be asked when
        allowed = tuple(VerdictValue) if invited else _PUBLIC_VERDICTS
        if form.verdict not in allowed:
            found.append(Mistake("verdict", Message("Choose one of %(words)s", words=", ".join(allowed))))
        elif not invited and not inbox.targets.asks_verdict(target, inbox.local_now().date()):
            early = Message("This promise is not due yet; leave the question unanswered")
            found.append(Mistake("verdict", early))
    return found


def _type_of(form: CommentForm, sender: Sender) -> ResponseType:
    if form.verdict in (VerdictValue.ACCEPTED, VerdictValue.REFUSED):
        return ResponseType.REPAIR_VERDICT
    if form.verdict:
        return ResponseType.VERDICT
    if form.accepts and sender.standing is Standing.INVITED:
        return ResponseType.ACCEPTANCE
    return ResponseType.REPLY
