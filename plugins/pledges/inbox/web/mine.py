"""The private page of a submission: what happens next, and changing or taking back one's words."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.domain.submission import SubmissionKind
from pledges.inbox.errors import Conflict, InvalidSubmission
from pledges.inbox.service import comments as use_cases
from pledges.inbox.web import comment_page, forms, mine_page
from pledges.inbox.web.answers import page, told
from pledges.inbox.web.comments import as_form
from pledges.inbox.web.desk import the_desk
from pledges.language import Message

blueprint = Blueprint("mine", __name__)


@blueprint.get("/mine/<token>")
def mine(token: str) -> Response:
    """Show its sender what became of a submission."""
    desk = the_desk()
    submission, can_edit = use_cases.look(desk.inbox, token)
    return page("mine.html", mine_page.view(desk, token, submission, can_edit))


@blueprint.post("/mine/<token>/edit")
def edit(token: str) -> AnyResponse:
    """Change the words within the first minutes: 303 to the private page, or 422 with what was typed."""
    desk = the_desk()
    values = forms.typed(comment_page.FIELDS)
    submission, can_edit = use_cases.look(desk.inbox, token)
    if submission.kind is not SubmissionKind.COMMENT:
        raise Conflict(Message("only a comment can be edited; take this back and send it anew"))
    try:
        use_cases.edit(desk.inbox, token, as_form(values))
    except InvalidSubmission as error:
        errors = forms.mistakes_by_field(error, comment_page.ORDER, told)
        return page("mine.html", mine_page.view(desk, token, submission, can_edit, values, errors), 422)
    return redirect(desk.url(f"/mine/{token}"), 303)


@blueprint.get("/mine/<token>/withdraw")
def ask_to_withdraw(token: str) -> Response:
    """Ask whether it is really to be taken back."""
    desk = the_desk()
    submission, _ = use_cases.look(desk.inbox, token)
    return page("ask.html", mine_page.withdrawal(desk, token, submission))


@blueprint.post("/mine/<token>/withdraw")
def withdraw(token: str) -> AnyResponse:
    """Take the submission back."""
    desk = the_desk()
    use_cases.withdraw(desk.inbox, token)
    return redirect(desk.url(f"/mine/{token}"), 303)
