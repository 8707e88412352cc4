"""One submission: its page, the decision, the answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from pledges.domain.response import Role
from pledges.domain.submission import Submission, SubmissionKind
from pledges.inbox import service
from pledges.inbox.conversations import response_path
from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.service import reading, replies
from pledges.inbox.service.moderation import Decision, as_seen
from pledges.inbox.service.proposals import leader_slugs
from pledges.inbox.web.answers import page, told
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.forms import mistakes_by_field
from pledges.inbox.web.moderate_cases import ROLES, capitalised, case_view, deed_view, name_of, role_links
from pledges.inbox.web.moderate_models import CasePage, ParentView, ReplyPage
from pledges.inbox.web.moderate_page import after, reject_reasons, shared
from pledges.inbox.web.moderate_session import actor, base, require_sign_in

blueprint = Blueprint("case", __name__)
blueprint.before_request(require_sign_in)


@blueprint.get("/<submission_id>")
def show(submission_id: str) -> Response:
    """Show one submission with what was done to it."""
    desk = the_desk()
    return page("moderate_case.html", _case_page(desk, service.find(desk.inbox, submission_id)))


@blueprint.post("/<submission_id>")
def decide(submission_id: str) -> AnyResponse:
    """Approve, reject, call spam or erase one; ``verb`` says which."""
    desk = the_desk()
    on = request.form.get("on", "") or base()
    decisions: dict[str, Callable[[], Decision]] = {
        "approve": lambda: service.approve(
            desk.inbox,
            submission_id,
            actor=actor(),
            leader=request.form.get("leader", ""),
            guard=as_seen(request.form.get("seen", "")),
        ),
        "reject": lambda: service.reject(
            desk.inbox, submission_id, actor=actor(), reason=request.form.get("reason", "")
        ),
        "spam": lambda: service.mark_spam(desk.inbox, submission_id, actor=actor()),
        "erase": lambda: service.erase(desk.inbox, submission_id, actor=actor()),
    }
    decision = decisions.get(request.form.get("verb", ""))
    if decision is None:
        return redirect(after(on), 303)
    action = decision().action
    return redirect(after(on, **({"act": action} if action else {})), 303)


@blueprint.post("/<submission_id>/reply")
def reply(submission_id: str) -> AnyResponse:
    """Publish an answer of the house to a response that is public."""
    desk = the_desk()
    submission = service.find(desk.inbox, submission_id)
    values = _typed()
    try:
        role = _role(values["role"])
        answer = replies.reply_to(
            desk.inbox, submission_id, name=values["name"], text=values["text"], role=role, actor=actor()
        )
    except InvalidSubmission as error:
        errors = mistakes_by_field(error, say=told)
        return page("moderate_case.html", _case_page(desk, submission, values, errors), 422)
    return redirect(_told(desk, answer), 303)


@blueprint.get("/reply")
def reply_form() -> Response:
    """Show the form for an answer of the house to a page, or to a response on it."""
    return page("moderate_reply.html", _reply_page(the_desk(), {"name": "", "text": "", "role": ""}, {}))


@blueprint.post("/reply")
def reply_to_page() -> AnyResponse:
    """Publish an answer of the house to a page, or to a response that came from elsewhere."""
    desk = the_desk()
    values = _typed()
    try:
        answer = replies.reply(
            desk.inbox,
            request.form.get("target", ""),
            name=values["name"],
            text=values["text"],
            role=_role(values["role"]),
            actor=actor(),
            in_reply_to=request.form.get("in_reply_to", ""),
        )
    except InvalidSubmission as error:
        errors = mistakes_by_field(error, say=told)
        return page("moderate_reply.html", _reply_page(desk, values, errors), 422)
    return redirect(_told(desk, answer), 303)


def _told(desk: Desk, answer: Submission) -> str:
    """Return the page of a new answer, which tells of it and offers its undo."""
    deeds = reading.deeds_of(desk.inbox, answer.id)
    return after(f"{base()}/{answer.id}", act=deeds[0].action.id)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("name", "text", "role")}


def _role(word: str) -> Role:
    """Return the role that was chosen; whoever is signed in here may speak as any of them."""
    return Role(word) if word in ROLES else Role.MODERATOR


def _case_page(
    desk: Desk,
    submission: Submission,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> CasePage:
    case = case_view(desk, submission)
    deeds = reading.deeds_of(desk.inbox, submission.id)
    name = name_of(desk, submission)
    return CasePage(
        **shared(desk, capitalised(name), wrong=bool(errors)),
        case=case,
        reasons=reject_reasons(desk),
        deeds=tuple(deed_view(desk, deed, names_it=False) for deed in deeds),
        leaders=leader_slugs(desk.inbox) if submission.kind is SubmissionKind.PLEDGE else (),
        roles=role_links(desk),
        values=values or {"name": "", "text": "", "role": Role.PROMISOR.value},
        errors=errors or {},
    )


def _reply_page(desk: Desk, values: dict[str, str], errors: dict[str, str]) -> ReplyPage:
    target = desk.inbox.targets.find(request.values.get("target", ""))
    in_reply_to = request.values.get("in_reply_to", "")
    parent = None
    if in_reply_to:
        url = desk.site.base + response_path(desk.inbox, target, in_reply_to)
        parent = ParentView(author=in_reply_to, excerpt="", url=url)
    return ReplyPage(
        **shared(desk, desk.say("Answer"), wrong=bool(errors)),
        target=desk.target_link(target),
        parent=parent,
        roles=role_links(desk),
        values={**values, "target": target.path, "in_reply_to": in_reply_to},
        errors=errors,
    )
