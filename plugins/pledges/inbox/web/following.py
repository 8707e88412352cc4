"""The form that asks for weekly mails."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.scope import scope_at
from pledges.inbox.service.following import follow
from pledges.inbox.web import forms
from pledges.inbox.web.answers import json_answer, page, problem_page, told, wants_json
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import AskPage, FollowPage
from pledges.inbox.web.sender import sender_of
from pledges.language import N_
from pledges.views.models import LinkView

blueprint = Blueprint("following", __name__)

FIELDS = ("about", "email")
TITLE = N_("A mail a week")


@blueprint.get("/follow")
def follow_form() -> Response:
    """Show the form, for the whole site or what ``about`` (an address of the site) stands for."""
    desk = the_desk()
    if not desk.inbox.settings.sends_weekly:
        return _closed()
    return page("follow.html", _form(desk, forms.asked(FIELDS), {}))


@blueprint.post("/follow")
def ask_to_follow() -> AnyResponse:
    """Have the address's owner asked: 303 to what happens next, JSON 202, or 422 with the form."""
    desk = the_desk()
    if not desk.inbox.settings.sends_weekly:
        return _closed()
    values = forms.typed(FIELDS)
    try:
        follow(desk.inbox, scope_at(desk.inbox, values["about"]), values["email"], sender_of(desk.inbox))
    except InvalidSubmission as error:
        errors = forms.mistakes_by_field(error, FIELDS, told)
        if wants_json():
            return json_answer(422, error="mistakes in the form", fields=errors)
        return page("follow.html", _form(desk, values, errors), 422)
    if wants_json():
        return json_answer(202, state="asked")
    return redirect(desk.url("/follow/asked"), 303)


@blueprint.get("/follow/asked")
def asked() -> Response:
    """Say what happens next; the same whether or not the address was known."""
    desk = the_desk()
    title = desk.say("Look into your mailbox")
    view = AskPage(
        head=desk.head(title),
        title=title,
        text=desk.say(
            "A mail with a link is on its way to you, unless you get the weekly mails already."
            " Nothing else is sent before you have opened the link and said yes."
        ),
        back=desk.home(),
    )
    return page("ask.html", view)


def _form(desk: Desk, values: dict[str, str], errors: dict[str, str]) -> FollowPage:
    scope = scope_at(desk.inbox, values["about"])
    path = scope.path(desk.inbox)
    return FollowPage(
        head=desk.head(desk.say(TITLE), wrong=bool(errors)),
        title=desk.say(TITLE),
        action=desk.url("/follow"),
        about=LinkView(title=scope.title(desk.inbox), url=desk.site.base + path),
        values={**values, "about": path},
        errors=errors,
    )


def _closed() -> Response:
    return problem_page(403, N_("No mails"), N_("This site sends no weekly mails. It has feeds."))
