"""The page behind a customer's invitation: a GET shows it, only an answer that is taken in uses it up."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import InvalidSubmission, TokenRefused
from pledges.inbox.service import invitations
from pledges.inbox.service.invitations import AnswerForm
from pledges.inbox.web import forms, invitation_page
from pledges.inbox.web.answers import json_answer, page, problem_page, told, wants_json
from pledges.inbox.web.desk import the_desk
from pledges.inbox.web.sender import sender_of
from pledges.language import N_

blueprint = Blueprint("invitation", __name__)

_TITLES = {
    "used": N_("You have answered already"),
    "replaced": N_("There is a newer link"),
    "expired": N_("This link has expired"),
    "gone": N_("This invitation is no longer here"),
}
_TEXTS = {
    "used": N_(
        "This link was good for one answer, and that has been taken in. To say something else, ask for a"
        " new link: your latest word is the one that counts."
    ),
    "replaced": N_(
        "You were sent another link since, and only the newest one works. Look for it, or ask for a new one."
    ),
    "expired": N_("It was good for a while only, and that time is over. Ask whoever sent it for a new one."),
    "gone": N_(
        "It was taken back, or the promise is no longer at its place. Ask whoever sent it for a new one."
    ),
}
_FORGED = N_(
    "It is not one that was sent from here, or a part of it is missing. Copy the whole link from the mail,"
    " or ask whoever sent it for a new one."
)


@blueprint.get("/invitation/<token>")
def show(token: str) -> Response:
    """Show a customer the promise and ask for their word; ``?ask=`` chooses among the questions."""
    desk = the_desk()
    invitation, promise = invitations.open_invitation(desk.inbox, token)
    values = invitation_page.empty(desk, invitation, promise, request.args.get("ask", ""))
    return page("invitation.html", invitation_page.view(desk, token, invitation, promise, values))


@blueprint.post("/invitation/<token>")
def send(token: str) -> AnyResponse:
    """Take in a customer's word: 303 to the private page, 202, or 422 with everything as it was typed."""
    desk = the_desk()
    values = forms.typed((*invitation_page.FIELDS, "preview"))
    if values["preview"]:
        return _again(token, values, preview=True)
    form = AnswerForm(**{name: values[name] for name in invitation_page.ASKED})
    try:
        receipt = invitations.answer(desk.inbox, token, form, sender_of(desk.inbox))
    except InvalidSubmission as error:
        errors = forms.mistakes_by_field(error, invitation_page.ASKED, told)
        if wants_json():
            return json_answer(422, error="mistakes in the form", fields=errors)
        return _again(token, values, errors=errors)
    if wants_json():
        return json_answer(202, id=receipt.id, state=str(receipt.state), url=desk.links.mine(receipt.token))
    return redirect(desk.url(f"/mine/{receipt.token}"), 303)


def _again(
    token: str, values: dict[str, str], *, errors: dict[str, str] | None = None, preview: bool = False
) -> Response:
    """Show the page with all that was typed: a preview, or an attempt with mistakes."""
    desk = the_desk()
    invitation, promise = invitations.open_invitation(desk.inbox, token)
    view = invitation_page.view(desk, token, invitation, promise, values, errors=errors, preview=preview)
    return page("invitation.html", view, 422 if errors else 200)


@blueprint.errorhandler(TokenRefused)
def refused(error: TokenRefused) -> Response:
    """Say why a link cannot be used, and what to do."""
    title = _TITLES.get(error.reason, N_("This link cannot be used"))
    return problem_page(403, title, _TEXTS.get(error.reason, _FORGED))
