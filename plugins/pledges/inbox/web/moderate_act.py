"""Decisions by mail: GET shows what a link would do, only a POST does it."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.service import mail_links
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import the_desk
from pledges.inbox.web.models import AskPage
from pledges.inbox.web.moderate_cases import case_view, name_of, past
from pledges.inbox.web.moderate_models import ActPage
from pledges.language import N_

blueprint = Blueprint("act", __name__)

_BUTTONS = {"approve": N_("Approve"), "reject": N_("Reject"), "spam": N_("Call it spam")}
_TEXTS = {
    "approve": N_("This will be published when you press the button."),
    "reject": N_(
        "This will be refused when you press the button. Its sender is told that it is not published."
    ),
    "spam": N_("This will be put aside as spam when you press the button, and the inbox learns from it."),
}


@blueprint.get("/act/<token>")
def show(token: str) -> Response:
    """Show what the link would do. Nothing changes, however often it is looked at."""
    desk = the_desk()
    offer = mail_links.peek(desk.inbox, token)
    button = desk.say(_BUTTONS[offer.action])
    title = f"{button}?"
    view = ActPage(
        head=desk.head(title),
        title=title,
        text=desk.say(_TEXTS[offer.action]),
        button=button,
        action=desk.url(f"/moderate/act/{token}"),
        case=case_view(desk, offer.submission),
        moderate_url=desk.url("/moderate"),
    )
    return page("moderate_act.html", view)


@blueprint.post("/act/<token>")
def act(token: str) -> AnyResponse:
    """Do what the link says, once, if the text is still as it was mailed."""
    desk = the_desk()
    offer = mail_links.peek(desk.inbox, token)
    decision = mail_links.act(desk.inbox, token)
    view = AskPage(
        head=desk.head(desk.say("Done")),
        title=f"{past(desk, offer.action)}: {name_of(desk, decision.submission)}",
        text=desk.say("It can be undone on the moderator's pages."),
        back=desk.home(),
    )
    return page("ask.html", view)
