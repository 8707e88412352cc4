"""Hearing of replies: confirmed from the mailbox, ended in one step. A GET only shows."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import TokenRefused
from pledges.inbox.service import subscriptions as use_cases
from pledges.inbox.store_people import Wish
from pledges.inbox.tokens import Purpose
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import AskPage

blueprint = Blueprint("subscriptions", __name__)


@blueprint.get("/confirm/<token>")
def ask_to_confirm(token: str) -> Response:
    """Ask whether mails about replies are really wanted."""
    desk = the_desk()
    wish = use_cases.find_subscription(desk.inbox, Purpose.CONFIRM, token)
    if wish.state is Wish.CONFIRMED:
        text = "You will get a mail when somebody replies. Each mail has a link that ends them."
        return page("ask.html", _told(desk, "You will hear of replies", text))
    title = "Hear of replies?"
    view = AskPage(
        head=desk.head(title),
        title=title,
        text="You asked to be told by mail when somebody replies to your comment."
        " Nothing is sent before you say yes here.",
        action=desk.url(f"/confirm/{token}"),
        button="Yes, tell me",
        back=desk.home(),
    )
    return page("ask.html", view)


@blueprint.post("/confirm/<token>")
def confirm(token: str) -> AnyResponse:
    """Start the mails."""
    desk = the_desk()
    use_cases.confirm(desk.inbox, token)
    return redirect(desk.url(f"/confirm/{token}"), 303)


@blueprint.get("/unsubscribe/<token>")
def ask_to_unsubscribe(token: str) -> Response:
    """Ask whether the mails are to end."""
    desk = the_desk()
    try:
        use_cases.find_subscription(desk.inbox, Purpose.UNSUBSCRIBE, token)
    except TokenRefused as error:
        if error.reason == "ended":
            return _ended(desk)
        raise
    title = "End the mails?"
    view = AskPage(
        head=desk.head(title),
        title=title,
        text="You get no more mails about replies to this comment, and your address is deleted here.",
        action=desk.url(f"/unsubscribe/{token}"),
        button="End the mails",
        back=desk.home(),
    )
    return page("ask.html", view)


@blueprint.post("/unsubscribe/<token>")
def one_click_unsubscribe(token: str) -> Response:
    """End the mails: from the page, or from a mail program in one step.

    RFC 8058: the program sends neither cookies nor an Origin of ours, and a redirect is not allowed.
    """
    desk = the_desk()
    use_cases.unsubscribe(desk.inbox, token)
    return _ended(desk)


def _ended(desk: Desk) -> Response:
    text = "You get no more mails about replies to that comment. Your address has been deleted here."
    return page("ask.html", _told(desk, "No more mails", text))


def _told(desk: Desk, title: str, text: str) -> AskPage:
    return AskPage(head=desk.head(title), title=title, text=text, back=desk.home())
