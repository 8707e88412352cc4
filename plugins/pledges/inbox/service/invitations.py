"""Customers are asked for their word: invited by a signed link, answering once behind it.

The link itself shows only; mail scanners follow it too. An answer uses it up, in the transaction that
stores the answer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from pledges.domain.response import ResponseType, Standing, VerdictValue
from pledges.domain.submission import State, Submission, TargetRef, Words, clean_line, clean_text
from pledges.inbox import store_invitations, store_people, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.errors import Conflict, InvalidSubmission, Mistake, TokenRefused
from pledges.inbox.privacy import is_address
from pledges.inbox.promises import Promise, Question, read_promise
from pledges.inbox.service.comments import MAX_NAME, CommentForm, private_token, submit_comment
from pledges.inbox.service.intake import Receipt, Sender
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action
from pledges.inbox.store_invitations import Customer, Invitation
from pledges.inbox.targets import Target
from pledges.inbox.tokens import Purpose
from pledges.language import Message

MAX_DAYS = 366
DAYS = 30
#: Within this time the same answer, sent again behind a used link, is a second click.
SECOND_CLICK = dt.timedelta(minutes=2)

YES, NO = "yes", "no"
CHOICES: dict[Question, tuple[str, ...]] = {
    Question.REPAIR: (VerdictValue.ACCEPTED, VerdictValue.REFUSED),
    Question.OUTCOME: (VerdictValue.KEPT, VerdictValue.PARTLY, VerdictValue.NOT_KEPT),
    Question.ACCEPTANCE: (YES, NO),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A customer of a pledge, their latest link, and what became of its answer (None: gone, or none)."""

    invitation: Invitation
    answer: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """A customer's word as typed. ``answer`` is one of :data:`CHOICES`; ``about`` an update's id."""

    question: str
    answer: str
    about: str = ""
    name: str
    text: str = ""


def invite(
    inbox: Inbox,
    target: Target,
    name: str,
    *,
    actor: str,
    belongs_to: str = "",
    email: str = "",
    days: int = DAYS,
    again: bool = False,
) -> tuple[Invitation, str]:
    """Ask a customer for their word; return the link's record and its token.

    ``again`` asks somebody anew: the links they were sent before end. ``email`` is kept encrypted.
    Raises InvalidSubmission, Conflict.
    """
    promise = read_promise(inbox, target)
    name = clean_line(name)
    _check_guest(promise, name, email, days)

    def change(tx: Tx) -> Invitation:
        guest = _guest(inbox, tx, target, name, belongs_to, again=again)
        invitation = Invitation(
            id=inbox.new_id(),
            customer=guest,
            made_at=inbox.now(),
            expires_at=inbox.now() + dt.timedelta(days=days),
        )
        store_invitations.put_invitation(tx, invitation)
        if email:
            key, sealed = inbox.keys.fingerprint(email), inbox.keys.encrypt(email)
            store_people.put_contact(tx, _owner(guest), key, sealed, inbox.now())
        add_action(tx, at=inbox.now(), actor=actor, verb="invite", note=f"{target.slug} {guest.id}")
        return invitation

    invitation = inbox.store.write(change)
    return invitation, inbox.tokens.make(Purpose.INVITATION, id=invitation.id)


def guests(inbox: Inbox, target: Target) -> list[Guest]:
    """Return everybody invited to speak on a pledge, with their latest link."""

    def gather(tx: Tx) -> list[Guest]:
        latest = {one.customer.id: one for one in store_invitations.invitations_of(tx, target.ref.id)}
        return [Guest(invitation=one, answer=_answer_of(tx, one)) for one in latest.values()]

    return inbox.store.read(gather)


def open_invitation(inbox: Inbox, token: str) -> tuple[Invitation, Promise]:
    """Return what a link is about, and change nothing. Raises TokenRefused, saying why it cannot be used."""
    invitation = _signed(inbox, token)
    if invitation.submission:
        raise TokenRefused("used")
    if invitation.ended_at is not None:
        raise TokenRefused("replaced")
    if invitation.expires_at <= inbox.now():
        raise TokenRefused("expired")
    target = inbox.targets.find_ref(_ref(invitation))
    if target is None:
        raise TokenRefused("gone")
    return invitation, read_promise(inbox, target)


def answer(inbox: Inbox, token: str, form: AnswerForm, sender: Sender) -> Receipt:
    """Take in a customer's word and use up the link; when this returns it is on disk.

    Raises TokenRefused, InvalidSubmission with every mistake, TooMany, StorageFull: the link then stays
    good.
    """
    try:
        invitation, promise = open_invitation(inbox, token)
        comment = _checked(inbox, invitation, promise, form)
        guest = replace(sender, customer=invitation.customer.id, standing=Standing.INVITED)

        def use_up(tx: Tx, stored: Submission) -> None:
            if not store_invitations.answer_invitation(tx, invitation.id, stored.id, inbox.now()):
                raise TokenRefused("used")

        return submit_comment(inbox, comment, guest, also=use_up)
    except TokenRefused as error:
        if error.reason == "used" and (earlier := _second_click(inbox, token, form)):
            return earlier
        raise


def customer_address(inbox: Inbox, customer: Customer) -> str:
    """Return the e-mail address a customer was invited under, or an empty string."""
    sealed = inbox.store.read(lambda tx: store_people.contact_of(tx, _owner(customer)))
    return inbox.keys.decrypt(sealed) if sealed else ""


def _ref(invitation: Invitation) -> TargetRef:
    return TargetRef("pledges", invitation.customer.pledge)


def _owner(customer: Customer) -> str:
    return f"{store_invitations.OWNER}{customer.id}"


# --- inviting ---------------------------------------------------------------------------------


def _check_guest(promise: Promise, name: str, email: str, days: int) -> None:
    checks = (
        (not name or len(name) > MAX_NAME, "name", f"Enter a name of 1 to {MAX_NAME} characters"),
        (
            promise.names_the_promisor(name),
            "name",
            f'"{name}" made this promise and cannot be its customer',
        ),
        (bool(email) and not is_address(email), "email", f'"{email}" is not an e-mail address'),
        (not 1 <= days <= MAX_DAYS, "days", f"Enter 1 to {MAX_DAYS} days"),
    )
    mistakes = tuple(Mistake(field, message) for wrong, field, message in checks if wrong)
    if mistakes:
        raise InvalidSubmission(mistakes)


def _guest(inbox: Inbox, tx: Tx, target: Target, name: str, belongs_to: str, *, again: bool) -> Customer:
    """Return the customer of that name, a new one if there is none."""
    known = store_invitations.customers_of(tx, target.ref.id)
    found = next((one for one in known if one.name.casefold() == name.casefold()), None)
    if found is None:
        taken = {one.id for one in known}
        guest = Customer(
            id=_opaque_id(inbox, taken),
            pledge=target.ref.id,
            name=name,
            belongs_to=belongs_to,
            created_at=inbox.now(),
        )
        store_invitations.put_customer(tx, guest)
        return guest
    if not again:
        raise Conflict(f'"{found.name}" was invited before; add --again to ask anew with a new link')
    return found


def _opaque_id(inbox: Inbox, taken: set[str]) -> str:
    while (made := f"c-{inbox.new_id()[:6]}") in taken:
        pass
    return made


def _answer_of(tx: Tx, invitation: Invitation) -> State | None:
    if not invitation.submission:
        return None
    submission = store_submissions.find_submission(tx, invitation.submission)
    return submission.state if submission else None


# --- answering --------------------------------------------------------------------------------


def _signed(inbox: Inbox, token: str) -> Invitation:
    opened = inbox.tokens.open(Purpose.INVITATION, token, dt.timedelta(days=MAX_DAYS))
    found = inbox.store.read(lambda tx: store_invitations.find_invitation(tx, opened.fields["id"]))
    if found is None:
        raise TokenRefused("gone")
    return found


def _checked(inbox: Inbox, invitation: Invitation, promise: Promise, form: AnswerForm) -> CommentForm:
    """Return the comment that an answer without mistakes makes. Raises InvalidSubmission."""
    question = _question(invitation, promise, form)
    mistakes = _mistakes(promise, question, form)
    if mistakes:
        raise InvalidSubmission(tuple(mistakes))
    is_verdict = question is not Question.ACCEPTANCE
    return CommentForm(
        target=promise.target.path,
        name=form.name,
        text=form.text,
        email=customer_address(inbox, invitation.customer),
        verdict=form.answer if is_verdict else "",
        about=form.about,
        accepts=form.answer == YES and not is_verdict,
    )


def _question(invitation: Invitation, promise: Promise, form: AnswerForm) -> Question:
    """Return what is answered. Raises Conflict when the promise has moved on since it was asked."""
    asked = promise.questions(invitation.customer.id)
    if form.question not in asked:
        raise Conflict(
            Message("the promise stands differently by now; open the link again to see what is asked")
        )
    return Question(form.question)


def _mistakes(promise: Promise, question: Question, form: AnswerForm) -> list[Mistake]:
    name = clean_line(form.name)
    checks = (
        (form.answer not in CHOICES[question], "answer", Message("Choose one of the answers")),
        (
            form.about not in promise.abouts(question),
            "about",
            Message("Choose what you speak of; what was chosen is not there any more"),
        ),
        (
            form.answer == NO and not clean_text(form.text),
            "text",
            Message("Enter what would have to change for you to accept it"),
        ),
        (not name, "name", Message("Enter the name to be shown")),
        (
            len(name) > MAX_NAME,
            "name",
            Message("Enter a name of at most %(count)s characters", count=MAX_NAME),
        ),
        (
            promise.names_the_promisor(name),
            "name",
            Message("This is the name of who made the promise; enter your own"),
        ),
    )
    return [Mistake(field, message) for wrong, field, message in checks if wrong]


def _second_click(inbox: Inbox, token: str, form: AnswerForm) -> Receipt | None:
    """Return the receipt of the very same answer sent a moment ago, so that it is not lost."""
    invitation = _signed(inbox, token)
    found = inbox.store.read(lambda tx: store_submissions.find_submission(tx, invitation.submission))
    if found is None or inbox.now() - found.received_at > SECOND_CLICK or not _says(found.words, form):
        return None
    return Receipt(found.id, found.state, private_token(inbox, found.id), new=False)


def _says(words: Words, form: AnswerForm) -> bool:
    said = (words.name, words.text, words.about)
    value = YES if words.type is ResponseType.ACCEPTANCE else words.verdict or NO
    return (clean_line(form.name), clean_text(form.text), form.about, form.answer) == (*said, value)
