"""Mails about replies and weekly mails: confirmed from the mailbox, ended in one step. A GET only shows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import TokenRefused
from pledges.inbox.scope import is_news
from pledges.inbox.service import subscriptions as use_cases
from pledges.inbox.store_people import Subscription, Wish
from pledges.inbox.tokens import Purpose
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import AskPage
from pledges.language import N_

blueprint = Blueprint("subscriptions", __name__)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the pages say of one kind of mail."""

    question: str
    asked: str
    confirmed: str
    promised: str
    ending: str
    ended: str


_REPLIES = _Words(
    question=N_("Hear of replies?"),
    asked=N_(
        "You asked to be told by mail when somebody replies to your comment."
        " Nothing is sent before you say yes here."
    ),
    confirmed=N_("You will hear of replies"),
    promised=N_("You will get a mail when somebody replies. Each mail has a link that ends them."),
    ending=N_("You get no more mails about replies to this comment, and your address is deleted here."),
    ended=N_("You get no more mails about replies to that comment. Your address has been deleted here."),
)
_WEEKLY = _Words(
    question=N_("A mail a week?"),
    asked=N_("You asked for a mail a week about what is new here. Nothing is sent before you say yes here."),
    confirmed=N_("You will have a mail a week"),
    promised=N_("It comes when there is something new. Each mail has a link that ends them."),
    ending=N_("You get no more weekly mails, and your address is deleted here."),
    ended=N_("You get no more of these mails."),
)


@blueprint.get("/confirm/<token>")
def ask_to_confirm(token: str) -> Response:
    """Ask whether the mails are really wanted."""
    desk = the_desk()
    wish = use_cases.find_subscription(desk.inbox, Purpose.CONFIRM, token)
    words = _words(wish)
    if wish.state is Wish.CONFIRMED:
        return page("ask.html", _told(desk, words.confirmed, words.promised))
    title = desk.say(words.question)
    view = AskPage(
        head=desk.head(title),
        title=title,
        text=desk.say(words.asked),
        action=desk.url(f"/confirm/{token}"),
        button=desk.say("Yes, tell me"),
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
        wish = use_cases.find_subscription(desk.inbox, Purpose.UNSUBSCRIBE, token)
    except TokenRefused as error:
        if error.reason == "ended":
            return _ended(desk, _WEEKLY)
        raise
    title = desk.say("End the mails?")
    view = AskPage(
        head=desk.head(title),
        title=title,
        text=desk.say(_words(wish).ending),
        action=desk.url(f"/unsubscribe/{token}"),
        button=desk.say("End the mails"),
        back=desk.home(),
    )
    return page("ask.html", view)


@blueprint.post("/unsubscribe/<token>")
def one_click_unsubscribe(token: str) -> Response:
    """End the mails: from the page, or from a mail program in one step.

    RFC 8058: the program sends neither cookies nor an Origin of ours, and a redirect is not allowed.
    """
    desk = the_desk()
    ended = use_cases.unsubscribe(desk.inbox, token)
    return _ended(desk, _words(ended) if ended else _WEEKLY)


def _words(wish: Subscription) -> _Words:
    return _WEEKLY if is_news(wish.thread) else _REPLIES


def _ended(desk: Desk, words: _Words) -> Response:
    return page("ask.html", _told(desk, N_("No more mails"), words.ended))


def _told(desk: Desk, title: str, text: str) -> AskPage:
    title = desk.say(title)
    return AskPage(head=desk.head(title), title=title, text=desk.say(text), back=desk.home())
