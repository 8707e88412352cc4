"""What an invited customer reads: the promise in its exact words, and the one question that is due."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from pledges.domain.response import VerdictValue
from pledges.domain.submission import clean_line
from pledges.domain.update import Update
from pledges.inbox.promises import Promise, Question, last_word
from pledges.inbox.service.invitations import NO, YES
from pledges.inbox.store_invitations import Invitation
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.models import InvitationPage, PreviewView, RowView
from pledges.inbox.web.sender import opened_now
from pledges.language import N_
from pledges.markup import render_author, render_stranger
from pledges.views import tags
from pledges.views.models import LinkView

#: What an answer is made of, in the order of the form.
ASKED = ("question", "answer", "about", "text", "name")
FIELDS = (*ASKED, "opened")

_TITLES = {
    Question.REPAIR: N_("Has it been made right for you?"),
    Question.OUTCOME: N_("Was it kept for you?"),
    Question.ACCEPTANCE: N_("Is this the promise you want?"),
}
_SO_FAR = N_("Is it being kept for you so far?")
_NOTHING = N_("Nothing is asked today")
_LINKS = {
    Question.REPAIR: N_("Say whether it has been made right"),
    Question.OUTCOME: N_("Say whether it was kept"),
    Question.ACCEPTANCE: N_("Say whether you accept the promise"),
}
Choices = tuple[tuple[str, str], ...]
_CHOICES: dict[Question, Choices] = {
    Question.REPAIR: (
        (VerdictValue.ACCEPTED, N_("Yes, I accept the repair")),
        (VerdictValue.REFUSED, N_("No, not yet")),
    ),
    Question.OUTCOME: (
        (VerdictValue.KEPT, N_("Yes, it was kept")),
        (VerdictValue.PARTLY, N_("Partly")),
        (VerdictValue.NOT_KEPT, N_("No, it was not kept")),
    ),
    Question.ACCEPTANCE: ((YES, N_("Yes, I accept it")), (NO, N_("No, not as it stands"))),
}
_KEPT_SO_FAR: Choices = (
    (VerdictValue.KEPT, N_("Yes, so far")),
    (VerdictValue.PARTLY, N_("Partly")),
    (VerdictValue.NOT_KEPT, N_("No")),
)


def empty(desk: Desk, invitation: Invitation, promise: Promise, asked: str) -> dict[str, str]:
    """Return the form as it is first shown: the question asked for if it is due, else the first."""
    questions = promise.questions(invitation.customer.id)
    question = next((one for one in questions if one == asked), questions[0] if questions else None)
    about = promise.abouts(question)[0] if question else ""
    return dict.fromkeys(FIELDS, "") | {
        "question": question or "",
        "about": about,
        "name": invitation.customer.name,
        "opened": opened_now(desk.inbox),
    }


def view(
    desk: Desk,
    token: str,
    invitation: Invitation,
    promise: Promise,
    values: Mapping[str, str],
    *,
    errors: dict[str, str] | None = None,
    preview: bool = False,
) -> InvitationPage:
    """Return the page; with ``errors``, of an attempt with mistakes."""
    questions = promise.questions(invitation.customer.id)
    question = next((one for one in questions if one == values["question"]), None)
    title = desk.say(_title(promise, question))
    pledge, today = promise.pledge, promise.status.as_of
    url = desk.url(f"/invitation/{token}")
    return InvitationPage(
        head=desk.head(title, wrong=bool(errors)),
        title=title,
        intro=_intro(desk, promise, invitation),
        promise=pledge.promise_on(today),
        outcome=pledge.outcome_on(today),
        due=promise.status.due,
        made=pledge.made,
        promisor=promise.promisor,
        on_behalf_of=pledge.on_behalf_of,
        target=desk.target_link(promise.target),
        lang=pledge.lang,
        reports=tuple(_report(desk, update) for update in promise.reports(question)) if question else (),
        earlier=_earlier(desk, promise, invitation),
        question=question or "",
        choices=_choices(desk, promise, question),
        abouts=_abouts(desk, promise, question),
        others=tuple(
            LinkView(title=desk.say(_LINKS[one]), url=f"{url}?{urlencode({'ask': one})}")
            for one in questions
            if one != question
        ),
        action=url,
        until=invitation.expires_at.astimezone(desk.inbox.local_now().tzinfo).date(),
        values={name: values.get(name, "") for name in FIELDS},
        errors=errors or {},
        preview=_preview(desk, values) if preview else None,
    )


def _title(promise: Promise, question: Question | None) -> str:
    if question is None:
        return _NOTHING
    if question is Question.OUTCOME and not promise.is_decided:
        return _SO_FAR
    return _TITLES[question]


def _intro(desk: Desk, promise: Promise, invitation: Invitation) -> str:
    who = invitation.customer
    asked = who.name
    if who.belongs_to:
        asked = desk.say("%(name)s, for %(customer)s", name=who.name, customer=who.belongs_to)
    return desk.say(
        "Asked of %(asked)s. %(promisor)s made this promise; only its customers say whether it is kept.",
        asked=asked,
        promisor=promise.promisor,
    )


def _choices(desk: Desk, promise: Promise, question: Question | None) -> Choices:
    if question is None:
        return ()
    so_far = question is Question.OUTCOME and not promise.is_decided
    choices = _KEPT_SO_FAR if so_far else _CHOICES[question]
    return tuple((value, desk.say(words)) for value, words in choices)


def _abouts(desk: Desk, promise: Promise, question: Question | None) -> Choices:
    """Return what can be spoken of where there is a choice."""
    abouts = promise.abouts(question) if question else ()
    if len(abouts) < 2:
        return ()
    updates = {promise.pledge.update_id(update): update for update in promise.updates}
    whole = desk.say("The promise as a whole")
    return tuple((one, _label(desk, updates[one]) if one else whole) for one in abouts)


def _label(desk: Desk, update: Update) -> str:
    return f"{desk.tag(tags.update_tag(update.claim)).word}, {desk.language.day(update.on)}"


def _report(desk: Desk, update: Update) -> RowView:
    said = render_author(update.text, resolve=lambda link: link, size_of=lambda _: None)
    return RowView(label=_label(desk, update), lines=(said.plain,))


def _earlier(desk: Desk, promise: Promise, invitation: Invitation) -> str:
    said = last_word(promise.responses, invitation.customer.id)
    if said is None or said.verdict is None:
        return ""
    day = said.date.astimezone(desk.inbox.local_now().tzinfo).date()
    return desk.say(
        "On %(day)s you said: %(word)s. Your latest word is the one that counts.",
        day=desk.language.day(day),
        word=desk.say(tags.value_said(said.verdict)),
    )


def _preview(desk: Desk, values: Mapping[str, str]) -> PreviewView:
    answer = values["answer"]
    known = answer in list(VerdictValue)
    tag = tags.value_tag(VerdictValue(answer)) if known else tags.ACCEPTANCE if answer == YES else None
    return PreviewView(
        author=clean_line(values["name"]) or desk.say("Your name"),
        verdict=desk.tag(tag) if tag else None,
        body_html=render_stranger(values["text"], desk.inbox.settings.max_text),
    )
