"""Answers that every route can give: a page for a person, JSON for a program, errors as statuses."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from pledges.inbox.errors import (
    Conflict,
    NotThere,
    StorageFull,
    TokenRefused,
    TooMany,
    UnknownTarget,
    Unpublished,
)
from pledges.inbox.web.desk import the_desk
from pledges.inbox.web.models import ProblemPage
from pledges.language import N_
from pledges.views.models import View

logger = logging.getLogger(__name__)

_REFUSED = {
    "ended": N_("The mails this link is about have ended, or were not confirmed in time."),
    "expired": N_("This link was only good for a while, and that time is over."),
    "used": N_("This link has been used already. It works once."),
    "changed": N_("What this link is about has changed since it was sent."),
    "gone": N_("What this link is about is no longer there."),
}


def wants_json() -> bool:
    """Tell whether the sender is a program that asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def page(template: str, view: View, status: int = 200) -> Response:
    """Answer with a page."""
    return Response(the_desk().print(template, view), status, content_type="text/html; charset=utf-8")


def json_answer(status: int, **fields: Any) -> Response:
    """Answer a program."""
    answer: Response = jsonify(fields)
    answer.status_code = status
    return answer


def told(message: str) -> str:
    """Return a message as the sender reads it: a person in the site's language, a program in English."""
    return message if wants_json() else the_desk().say(message)


def problem_page(status: int, title: str, text: str) -> Response:
    """Answer that something did not work and what to do, as a page or as JSON, which stays English."""
    if wants_json():
        return json_answer(status, error=title, detail=text)
    desk = the_desk()
    view = ProblemPage(
        head=desk.head(desk.say(title), wrong=True),
        title=desk.say(title),
        text=desk.say(text),
        back=desk.home(),
    )
    return page("problem.html", view, status)


def register_errors(app: Flask) -> None:
    """Turn the inbox's errors, and what nobody foresaw, into answers without a traceback."""
    app.register_error_handler(UnknownTarget, _unknown_target)
    app.register_error_handler(NotThere, _not_there)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(TokenRefused, _token_refused)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(StorageFull, _storage_full)
    app.register_error_handler(Unpublished, _unpublished)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _unknown_target(error: UnknownTarget) -> Response:
    text = N_(
        "This is not the address of an essay or a promise of this site. Go to the page and use its own form."
    )
    return problem_page(400, N_("Nothing to answer there"), text)


def _not_there(error: NotThere) -> Response:
    return problem_page(404, N_("Not here"), N_("There is nothing at this address, or not any more."))


def _conflict(error: Conflict) -> Response:
    return problem_page(409, N_("Not possible any more"), error.args[0])


def _token_refused(error: TokenRefused) -> Response:
    text = _REFUSED.get(error.reason, N_("This link is not one that was sent from here, or it was cut off."))
    return problem_page(403, N_("This link cannot be used"), text)


def _too_many(error: TooMany) -> Response:
    answer = problem_page(
        429,
        N_("A little slower, please"),
        N_("Too much came from your network just now. Try again in a while."),
    )
    answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


def _storage_full(error: StorageFull) -> Response:
    logger.error("the inbox cannot store: %s", error)
    answer = problem_page(
        503,
        N_("Not stored"),
        N_("The inbox has no room just now, so nothing was taken in. Please try again later."),
    )
    answer.headers["Retry-After"] = "600"
    return answer


def _unpublished(error: Unpublished) -> Response:
    logger.error("the inbox cannot publish: %s", error)
    text = N_(
        "What was decided is stored, but the site's folder cannot be written just now."
        " It is done as soon as it can be; nothing needs to be sent again."
    )
    return problem_page(503, N_("Stored, but not on the page yet"), text)


def _too_large(error: RequestEntityTooLarge) -> Response:
    return problem_page(413, N_("Too long"), N_("This is longer than the inbox reads. Please shorten it."))


#: What HTTP calls its errors, of those that people meet.
HTTP_NAMES = (N_("Bad Request"), N_("Not Found"), N_("Method Not Allowed"), N_("Internal Server Error"))


def _http(error: HTTPException) -> Response:
    text = N_("Check the address, or go back and try again.")
    answer = problem_page(error.code or 500, error.name, text)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "retry-after", "location"):
            answer.headers[name] = value
    return answer


def _unforeseen(error: Exception) -> Response:
    """The outermost edge: logged with its place, told without a trace.

    The address may hold a private link, and the error's message what a visitor wrote: neither is logged.
    """
    place = "".join(traceback.format_tb(error.__traceback__))
    route = request.url_rule.rule if request.url_rule else "no route"
    logger.error("unforeseen: %s %s: %s\n%s", request.method, route, type(error).__name__, place)
    text = N_("This is our fault and has been noted. Please try again.")
    return problem_page(500, N_("Something broke"), text)
