"""``POST /webmention`` (W3C Recommendation, 2017), its status page, and a form to send one by hand."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request

from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.inbox.conversations import response_path
from pledges.inbox.errors import InvalidSubmission, NotThere, UnknownTarget
from pledges.inbox.service import find
from pledges.inbox.service.intake import Receipt, Sender
from pledges.inbox.service.mentions import submit_mention
from pledges.inbox.web import forms
from pledges.inbox.web.answers import json_answer, page, wants_json
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import AskPage, WebmentionPage
from pledges.language import N_, Message
from pledges.protocols.webmention import WebmentionError, parse_request
from pledges.views.models import LinkView

blueprint = Blueprint("webmentions", __name__)

TITLE = N_("Written about this elsewhere?")
_CLOSED = N_("Webmentions are not taken in here.")
_RECEIVED = N_("It is looked at for its link first, and then read by a person before it appears.")


@blueprint.post("/webmention")
def webmention() -> Response:
    """Take in a mention: 201 with the address of its status, or 400 that says what is wrong."""
    desk = the_desk()
    values = forms.typed(("source", "target"))
    taken = _taken_in(desk, values)
    if isinstance(taken, WebmentionError):
        return _refusal(desk, values, taken)
    answer = _receipt(desk, taken)
    answer.headers["Location"] = desk.links.status(taken.id)
    return answer


@blueprint.get("/webmention")
def webmention_form() -> Response:
    """Show the form for people whose software sends nothing."""
    return page("webmention.html", _form(the_desk(), forms.asked(("source", "target")), {}))


@blueprint.get("/webmention/<submission_id>")
def status(submission_id: str) -> Response:
    """Tell the sender how far a mention has come, and nothing of what its source answered."""
    desk = the_desk()
    submission = find(desk.inbox, submission_id)
    if not submission.kind.is_mention:
        raise NotThere(Message("There is no mention of that name."))
    word, text = _standing(submission)
    public = _public(desk, submission)
    if wants_json():
        return json_answer(200, state=word, detail=text, **({"url": public.url} if public else {}))
    title = desk.say("Your mention")
    view = AskPage(head=desk.head(title), title=title, text=desk.say(text), back=public or desk.home())
    return page("ask.html", view)


def _taken_in(desk: Desk, values: Mapping[str, str]) -> Receipt | WebmentionError:
    if not desk.inbox.settings.webmention:
        return WebmentionError(_CLOSED)
    ping = parse_request(values)
    if isinstance(ping, WebmentionError):
        return ping
    sender = Sender(address=request.remote_addr or "")
    try:
        return submit_mention(desk.inbox, SubmissionKind.WEBMENTION, ping.source, ping.target, sender)
    except UnknownTarget:
        return WebmentionError(N_("The target is not an essay or a promise of this site."))
    except InvalidSubmission as error:
        return WebmentionError(f"The source {error.mistakes[0].message}.")


def _receipt(desk: Desk, receipt: Receipt) -> Response:
    if wants_json():
        return json_answer(201, state="received", url=desk.links.status(receipt.id))
    if not _wants_page():
        return Response(f"Received. {_RECEIVED}\n", 201, content_type="text/plain; charset=utf-8")
    title = desk.say("Thank you")
    follow = LinkView(title=desk.say("See how far it has come"), url=desk.url(f"/webmention/{receipt.id}"))
    view = AskPage(head=desk.head(title), title=title, text=desk.say(_RECEIVED), back=follow)
    return page("ask.html", view, 201)


def _refusal(desk: Desk, values: dict[str, str], error: WebmentionError) -> Response:
    if wants_json():
        return json_answer(error.status, error="not taken in", detail=error.message)
    if not _wants_page():
        return Response(f"{error.message}\n", error.status, content_type="text/plain; charset=utf-8")
    field = "target" if error.message.startswith("The target") else "source"
    return page("webmention.html", _form(desk, values, {field: desk.say(error.message)}), error.status)


def _wants_page() -> bool:
    """Tell whether a browser asks; what accepts anything is a program."""
    return request.accept_mimetypes.quality("text/html") > request.accept_mimetypes.quality("text/x-any")


def _form(desk: Desk, values: dict[str, str], errors: dict[str, str]) -> WebmentionPage:
    try:
        target = desk.inbox.targets.find(values["target"]) if values["target"] else None
    except UnknownTarget:
        target = None
    if target is not None:
        values = values | {"target": desk.links.on_site(target.path)}
    return WebmentionPage(
        head=desk.head(desk.say(TITLE), wrong=bool(errors)),
        title=desk.say(TITLE),
        action=desk.url("/webmention"),
        target=desk.target_link(target) if target else None,
        values=values,
        errors=errors,
    )


#: What a use case finds wrong with a source, as people read it.
SOURCE_MISTAKES = (N_("The source is the target itself."),)

_REFUSED = (
    "not published",
    N_(
        "It has not been published. If the page did not link here when it was looked at,"
        " send it again once it does."
    ),
)
_STANDINGS = {
    State.RECEIVED: ("received", N_("It has been received, and is looked at shortly.")),
    State.VERIFYING: ("received", N_("It has been received, and is looked at shortly.")),
    State.HELD: ("waiting", N_("A person reads it before it appears; that can take a day.")),
    State.APPROVED: ("published", N_("It has been published.")),
    State.FAILED: _REFUSED,  # one answer for all three: why a source failed is no sender's business
    State.REJECTED: _REFUSED,
    State.SPAM: _REFUSED,
}


def _standing(submission: Submission) -> tuple[str, str]:
    return _STANDINGS.get(submission.state, ("gone", N_("It is no longer shown.")))


def _public(desk: Desk, submission: Submission) -> LinkView | None:
    target = desk.inbox.targets.find_ref(submission.target) if submission.target else None
    if target is None or submission.state is not State.APPROVED:
        return None
    url = desk.links.on_site(response_path(desk.inbox, target, submission.id))
    return LinkView(title=desk.say("Read it on its page"), url=url)
