"""What waits, and what is done with several at once."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from pledges.domain.submission import SubmissionKind
from pledges.inbox import service, store_submissions
from pledges.inbox.service import reading
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.moderate_cases import case_view, name_of
from pledges.inbox.web.moderate_models import NoticeView, QueuePage
from pledges.inbox.web.moderate_page import (
    after,
    kind_links,
    page_number,
    reject_reasons,
    shared,
    tell_batch,
    with_page,
)
from pledges.inbox.web.moderate_session import actor, on_from, require_sign_in
from pledges.views.paging import paging

PAGE_SIZE = 20
VERBS = ("approve", "reject", "spam", "erase")

blueprint = Blueprint("queue", __name__)
blueprint.before_request(require_sign_in)


@blueprint.get("/")
def queue() -> Response:
    """Show what waits: what looks best first, then the longest waiting."""
    return page("moderate.html", _queue_page(the_desk()))


@blueprint.post("/batch")
def decide_batch() -> AnyResponse:
    """Do one thing with all that was ticked."""
    desk = the_desk()
    on, verb = request.form.get("on", ""), request.form.get("verb", "")
    ticked = request.form.getlist("shown" if request.form.get("all") else "id")
    if verb not in VERBS or not ticked:
        return redirect(after(on, none=1), 303)
    reason = request.form.get("reason", "") if verb == "reject" else ""
    seen = dict(zip(request.form.getlist("shown"), request.form.getlist("seen"), strict=False))
    batch, failed = service.decide_batch(desk.inbox, verb, ticked, actor=actor(), reason=reason, seen=seen)
    if failed:
        told = [f"{_name(desk, one)}: {desk.say(why)}" for one, why in failed.items()]
        notice = tell_batch(desk, reading.batch(desk.inbox, batch), told)
        return page("moderate.html", _queue_page(desk, notice), 409)
    return redirect(after(on, batch=batch), 303)


@blueprint.post("/undo")
def undo() -> AnyResponse:
    """Undo one act by its number, or a batch as ``batch <id>``."""
    desk = the_desk()
    what, on = request.form.get("what", ""), request.form.get("on", "")
    word, _, batch = what.partition(" ")
    if word == "batch":
        undone = len(service.undo_batch(desk.inbox, batch, actor=actor()))
        return redirect(after(on, undid=undone), 303)
    deed = reading.deed(desk.inbox, int(what)) if what.isdecimal() and len(what) < 18 else None
    if deed is None:
        return redirect(after(on, undid=0), 303)
    service.undo(desk.inbox, deed.action.submission, actor=actor(), action_id=deed.action.id)
    return redirect(after(on_from(on), undid=1), 303)


def _queue_page(desk: Desk, notice: NoticeView | None = None) -> QueuePage:
    kind = request.args.get("kind", "")
    kinds = [SubmissionKind(kind)] if kind in list(SubmissionKind) else []
    number = page_number()
    waiting = service.queue(desk.inbox, kinds=kinds, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    count = desk.inbox.store.read(lambda tx: store_submissions.count_submissions(tx, waits=True, kinds=kinds))
    total = max(1, -(-count // PAGE_SIZE))
    return QueuePage(
        **shared(
            desk,
            desk.say("What waits"),
            "Waiting",
            notice=notice,
            wrong=bool(notice and notice.failed),
        ),
        intro=_intro(desk, count, bool(kinds)),
        filters=kind_links(desk, kind if kinds else ""),
        cases=tuple(case_view(desk, one) for one in waiting),
        reasons=reject_reasons(desk),
        paging=paging(number, max(total, number), lambda n: with_page(n, kind=kind)),
    )


def _intro(desk: Desk, count: int, narrowed: bool) -> str:
    if count:
        return desk.language.ngettext(
            "%(num)s submission waits for you.", "%(num)s submissions wait for you.", count
        )
    if narrowed:
        return desk.say("Nothing of this kind waits.")
    return desk.say(
        "Nothing waits. What readers and other sites send appears here before anybody else sees it."
    )


def _name(desk: Desk, submission_id: str) -> str:
    found = desk.inbox.store.read(lambda tx: store_submissions.find_submission(tx, submission_id))
    return name_of(desk, found) if found else submission_id
