"""``POST /trackback/<essays|pledges>/<slug>``: answered at once, proven later (TrackBack 1.2)."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request

from pledges.domain.submission import SubmissionKind
from pledges.inbox.errors import InvalidSubmission, StorageFull, TooMany, UnknownTarget
from pledges.inbox.service.intake import Sender
from pledges.inbox.service.mentions import submit_mention
from pledges.inbox.web.answers import problem_page
from pledges.inbox.web.bodies import read_body
from pledges.inbox.web.desk import the_desk
from pledges.language import N_
from pledges.protocols.trackback import (
    CONTENT_TYPE,
    MAX_BYTES,
    TrackbackError,
    TrackbackPing,
    failure,
    parse_ping,
    success,
)

blueprint = Blueprint("trackbacks", __name__)
logger = logging.getLogger(__name__)


@blueprint.post("/trackback/<path:place>")
def trackback(place: str) -> Response:
    """Take in a ping. Old senders read only the body, so refusals have status 200; a flood has 429."""
    desk = the_desk()
    body = read_body(MAX_BYTES)
    if not desk.inbox.settings.trackback:
        return _answer(failure("Trackbacks are not taken in here."))
    ping = (
        TrackbackError("The ping is too long.")
        if body is None
        else parse_ping(body, request.content_type or "")
    )
    if isinstance(ping, TrackbackError):
        return _answer(failure(ping.message))
    return _take_in(place, ping)


@blueprint.get("/trackback/<path:place>")
def about_trackback(place: str) -> Response:
    """Tell a person who opens the address what it is for; pings by GET were withdrawn in 1.1."""
    answer = problem_page(
        405,
        N_("An address for programs"),
        N_("Blog software sends trackbacks here, by POST. Give it this address as it stands."),
    )
    answer.headers["Allow"] = "POST"
    return answer


def _take_in(place: str, ping: TrackbackPing) -> Response:
    desk = the_desk()
    parts = place.strip("/").split("/")
    try:
        if len(parts) != 2:
            raise UnknownTarget(place)
        target_url = desk.links.on_site(f"/{parts[0]}/{parts[1]}/")
        submit_mention(
            desk.inbox,
            SubmissionKind.TRACKBACK,
            ping.url,
            target_url,
            Sender(address=request.remote_addr or ""),
            title=ping.title,
            name=ping.blog_name,
        )
    except UnknownTarget:
        return _answer(failure("There is no essay or promise at this address."))
    except InvalidSubmission as error:
        return _answer(failure(f"The url {error.mistakes[0].message}."))
    except TooMany as error:
        flood = _answer(failure("Too many pings; try again later."), 429)
        flood.headers["Retry-After"] = str(error.retry_after_s)
        return flood
    except StorageFull as error:
        logger.error("the inbox cannot store: %s", error)
        return _answer(failure("The ping could not be stored; try again later."), 503)
    return _answer(success())


def _answer(document: bytes, status: int = 200) -> Response:
    return Response(document, status, content_type=CONTENT_TYPE)
