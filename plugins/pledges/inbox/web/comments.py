"""Comments and replies: the form, the sending, and what the sender can do afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask import Blueprint, Response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from pledges.domain.submission import State, Submission
from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.service import comments as use_cases
from pledges.inbox.service.comments import CommentForm
from pledges.inbox.targets import Target
from pledges.inbox.web.answers import json_answer, page, wants_json
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import CommentFormPage, MinePage
from pledges.inbox.web.sender import opened_now, sender_of
from pledges.markup import clean_line, render_stranger
from pledges.views.models import FormView, LinkView

blueprint = Blueprint("comments", __name__)

_FIELDS = ("target", "name", "email", "url", "text", "in_reply_to", "verdict", "about", "notify")


@blueprint.get("/comments")
def comment_form() -> Response:
    """Show the form on a page of its own, for a reply or a comment."""
    desk = the_desk()
    target = desk.inbox.targets.find(request.args.get("target", ""))
    values = {"in_reply_to": request.args.get("in_reply_to", ""), "about": request.args.get("about", "")}
    return page("comment.html", _form_page(desk, target, values))


@blueprint.post("/comments")
def send_comment() -> AnyResponse:
    """Take in a comment: 303 to the private page, JSON 202, or 422 with the form as it was typed."""
    desk = the_desk()
    values = {name: request.form.get(name, "") for name in _FIELDS}
    target = desk.inbox.targets.find(values["target"])
    if request.form.get("preview"):
        return page("comment.html", _form_page(desk, target, values, preview=True))
    try:
        receipt = use_cases.submit_comment(desk.inbox, _typed(values), sender_of(desk.inbox))
    except InvalidSubmission as error:
        errors = {mistake.field: mistake.message for mistake in error.mistakes}
        if wants_json():
            return json_answer(422, error="mistakes in the form", fields=errors)
        return page("comment.html", _form_page(desk, target, values, errors=errors), 422)
    if wants_json():
        return json_answer(202, id=receipt.id, state=str(receipt.state), url=desk.links.mine(receipt.token))
    return redirect(desk.links.mine(receipt.token), 303)


@blueprint.get("/mine/<token>")
def mine(token: str) -> Response:
    """Show its sender what became of a submission."""
    desk = the_desk()
    submission, can_edit = use_cases.look(desk.inbox, token)
    return page("mine.html", _mine_page(desk, token, submission, can_edit))


@blueprint.post("/mine/<token>/edit")
def edit(token: str) -> AnyResponse:
    """Change the words within the first minutes."""
    desk = the_desk()
    values = {name: request.form.get(name, "") for name in _FIELDS}
    try:
        use_cases.edit(desk.inbox, token, _typed(values))
    except InvalidSubmission as error:
        submission, can_edit = use_cases.look(desk.inbox, token)
        errors = {mistake.field: mistake.message for mistake in error.mistakes}
        return page("mine.html", _mine_page(desk, token, submission, can_edit, values, errors), 422)
    return redirect(desk.links.mine(token), 303)


@blueprint.post("/mine/<token>/withdraw")
def withdraw(token: str) -> AnyResponse:
    """Take the submission back."""
    desk = the_desk()
    use_cases.withdraw(desk.inbox, token)
    return redirect(desk.links.mine(token), 303)


def _typed(values: Mapping[str, str]) -> CommentForm:
    return CommentForm(
        target=values["target"],
        name=values["name"],
        text=values["text"],
        email=values["email"],
        url=values["url"],
        in_reply_to=values["in_reply_to"],
        verdict=values["verdict"],
        about=values["about"],
        notify=bool(values["notify"]),
    )


def _form_page(
    desk: Desk,
    target: Target,
    values: Mapping[str, str],
    *,
    errors: dict[str, str] | None = None,
    preview: bool = False,
) -> CommentFormPage:
    title = "Reply" if values.get("in_reply_to") else "Enter a comment"
    shown = {name: values.get(name, "") for name in _FIELDS}
    return CommentFormPage(
        head=desk.head(title, wrong=bool(errors)),
        title=title,
        target=target_link(desk, target),
        form=FormView(
            action=f"{desk.site.inbox_url}/comments",
            target=target.path,
            asks_verdict=desk.inbox.targets.asks_verdict(target, desk.inbox.local_now().date()),
            title=title,
        ),
        values=shown,
        errors=errors or {},
        in_reply_to=shown["in_reply_to"],
        preview_html=render_stranger(shown["text"]) if preview else Markup(""),
        opened=opened_now(desk.inbox),
    )


def target_link(desk: Desk, target: Target) -> LinkView:
    """Return a link to an essay or pledge."""
    return LinkView(title=target.title, url=desk.site.base + target.path)


_STATE_TEXT = {
    State.RECEIVED: "It is stored, and waits for a moderator.",
    State.VERIFYING: "It is stored, and is being checked.",
    State.HELD: "It is stored. A person reads it before it appears; that can take a day.",
    State.APPROVED: "It has been published.",
    State.REJECTED: "A moderator has decided not to publish it.",
    State.SPAM: "A moderator has decided not to publish it.",
    State.WITHDRAWN: "You have taken it back.",
}


def _mine_page(
    desk: Desk,
    token: str,
    submission: Submission,
    can_edit: bool,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> MinePage:
    target = desk.inbox.targets.find_ref(submission.target) if submission.target else None
    words = submission.judged
    minutes = dt.timedelta(minutes=desk.inbox.settings.edit_minutes)
    current = {"name": words.name, "url": words.url, "text": words.text}
    gone = submission.state is State.WITHDRAWN
    title = "Taken back" if gone else "Your comment"
    return MinePage(
        head=desk.head(title, wrong=bool(errors)),
        title=title,
        text=_STATE_TEXT.get(submission.state, "It is no longer shown."),
        target=target_link(desk, target) if target else None,
        name=clean_line(words.name),
        body_html=render_stranger(words.text),
        received_at=submission.received_at,
        edit_until=submission.received_at + minutes if can_edit else None,
        edit_url=f"{desk.links.mine(token)}/edit" if can_edit else "",
        withdraw_url="" if gone else f"{desk.links.mine(token)}/withdraw",
        values=values or current,
        errors=errors or {},
    )
