"""Comments and replies: the form and the sending."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.service import comments as use_cases
from pledges.inbox.service.comments import CommentForm
from pledges.inbox.web import comment_page, forms
from pledges.inbox.web.answers import json_answer, page, problem_page, told, wants_json
from pledges.inbox.web.comment_page import FIELDS
from pledges.inbox.web.desk import the_desk
from pledges.inbox.web.sender import opened_now, sender_of
from pledges.language import N_

blueprint = Blueprint("comments", __name__)


@blueprint.get("/comments")
def comment_form() -> Response:
    """Show the form on a page of its own, for a reply or a comment."""
    desk = the_desk()
    if not desk.inbox.settings.comments:
        return _closed()
    values = forms.asked(("target", "in_reply_to", "about")) | {"opened": opened_now(desk.inbox)}
    target = desk.inbox.targets.find(values["target"])
    return page("comment.html", comment_page.empty(desk, target, values))


@blueprint.post("/comments")
def send_comment() -> AnyResponse:
    """Take in a comment: 303 to the private page, JSON 202, or 422 with the form as it was typed."""
    desk = the_desk()
    if not desk.inbox.settings.comments:
        return _closed()
    values = forms.typed((*FIELDS, "preview"))
    target = desk.inbox.targets.find(values["target"])
    if values["preview"]:
        return page("comment.html", comment_page.preview(desk, target, values))
    try:
        receipt = use_cases.submit_comment(desk.inbox, as_form(values), sender_of(desk.inbox))
    except InvalidSubmission as error:
        errors = forms.mistakes_by_field(error, comment_page.ORDER, told)
        if wants_json():
            return json_answer(422, error="mistakes in the form", fields=errors)
        return page("comment.html", comment_page.refused(desk, target, values, errors), 422)
    if wants_json():
        return json_answer(202, id=receipt.id, state=str(receipt.state), url=desk.links.mine(receipt.token))
    return redirect(desk.url(f"/mine/{receipt.token}"), 303)


def as_form(values: Mapping[str, str]) -> CommentForm:
    """Return the form that the fields make."""
    return CommentForm(
        target=values["target"],
        name=values["name"],
        text=values["text"],
        email=values["email"],
        url=forms.with_scheme(values["url"]),
        in_reply_to=values["in_reply_to"],
        verdict=values["verdict"],
        about=values["about"],
        notify=bool(values["notify"]),
    )


def _closed() -> Response:
    return problem_page(403, N_("Comments are closed"), N_("This site does not take in comments at present."))
