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

blueprint = Blueprint("act", __name__)

_BUTTONS = {"approve": "Approve", "reject": "Reject", "spam": "Call it spam"}
_TEXTS = {
    "approve": "This will be published when you press the button.",
    "reject": "This will be refused when you press the button. Its sender is told that it is not published.",
    "spam": "This will be put aside as spam when you press the button, and the inbox learns from it.",
}


@blueprint.get("/act/<token>")
def show(token: str) -> Response:
    """Show what the link would do. Nothing changes, however often it is looked at."""
    desk = the_desk()
    offer = mail_links.peek(desk.inbox, token)
    title = f"{_BUTTONS[offer.action]}?"
    view = ActPage(
        head=desk.head(title),
        title=title,
        text=_TEXTS[offer.action],
        button=_BUTTONS[offer.action],
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
        head=desk.head("Done"),
        title=f"{past(offer.action)}: {name_of(decision.submission)}",
        text="It can be undone on the moderator's pages.",
        back=desk.home(),
    )
    return page("ask.html", view)
