"""``POST /pingback``: Pingback 1.0, acknowledged at once and verified afterwards.

So the sender never learns from us what a third server answers: no faults 16, 17 and 50.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from pledges.domain.address import Folder
from pledges.domain.submission import SubmissionKind
from pledges.inbox.errors import InvalidSubmission, StorageFull, TooMany, UnknownTarget
from pledges.inbox.service.intake import Sender
from pledges.inbox.service.mentions import submit_mention
from pledges.inbox.web.answers import problem_page
from pledges.inbox.web.bodies import read_body
from pledges.inbox.web.desk import Desk, the_desk
from pledges.language import N_
from pledges.protocols import pingback as wire
from pledges.protocols.pingback import Fault, PingbackPing
from pledges.protocols.web_url import web_url

blueprint = Blueprint("pingbacks", __name__)
logger = logging.getLogger(__name__)


@blueprint.post("/pingback")
def pingback() -> Response:
    """Take in a ping. Faults have status 200, as XML-RPC has it; a flood has 429, a full disk 503."""
    desk = the_desk()
    body = read_body(wire.MAX_BYTES)
    if body is None:
        return _fault(Fault(wire.NOT_WELL_FORMED, f"The call is longer than {wire.MAX_BYTES} bytes."))
    ping = wire.parse_call(body)
    if isinstance(ping, Fault):
        return _fault(ping)
    if not desk.inbox.settings.pingback:
        return _fault(Fault(wire.TARGET_UNUSABLE, "Pingbacks are not taken in here."))
    return _take_in(desk, ping)


@blueprint.get("/pingback")
def about_pingback() -> Response:
    """Tell a person who opens the address what it is for."""
    text = N_("Blog software sends pingbacks here, by POST.")
    answer = problem_page(405, N_("An address for programs"), text)
    answer.headers["Allow"] = "POST"
    return answer


def _take_in(desk: Desk, ping: PingbackPing) -> Response:
    sender = Sender(address=request.remote_addr or "")
    try:
        receipt = submit_mention(desk.inbox, SubmissionKind.PINGBACK, ping.source, ping.target, sender)
    except UnknownTarget:
        return _fault(_unknown(desk, ping.target))
    except InvalidSubmission as error:
        return _fault(Fault(wire.GENERIC, f"sourceURI {error.mistakes[0].message}."))
    except TooMany as error:
        flood = _fault(Fault(wire.ACCESS_DENIED, "Too many pings; try again later."), 429)
        flood.headers["Retry-After"] = str(error.retry_after_s)
        return flood
    except StorageFull as error:
        logger.error("the inbox cannot store: %s", error)
        return _fault(Fault(wire.GENERIC, "The ping could not be stored; try again later."), 503)
    if not receipt.new:
        return _fault(Fault(wire.ALREADY_REGISTERED, "This pingback has been registered before."))
    return _answer(
        wire.success("Received. It appears once its link has been found and a person has read it.")
    )


def _unknown(desk: Desk, target: str) -> Fault:
    """Return fault 32 where a page of this sort would stand, else 33 (Pingback 1.0, section 3)."""
    ours, theirs = urlsplit(desk.inbox.settings.absolute_site_url), urlsplit(web_url(target))
    folder = theirs.path.removeprefix(ours.path).strip("/").partition("/")[0]
    if theirs.netloc == ours.netloc and folder in (Folder.ESSAYS, Folder.PLEDGES):
        return Fault(wire.TARGET_MISSING, "There is no essay or promise at targetURI.")
    return Fault(wire.TARGET_UNUSABLE, "targetURI is not an essay or a promise of this site.")


def _fault(fault: Fault, status: int = 200) -> Response:
    return _answer(wire.fault(fault.code, fault.text), status)


def _answer(document: bytes, status: int = 200) -> Response:
    return Response(document, status, content_type=wire.CONTENT_TYPE)
