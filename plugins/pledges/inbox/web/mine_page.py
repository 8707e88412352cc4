"""What a sender reads about their own submission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pledges.domain.response import Standing
from pledges.domain.submission import Proposal, State, Submission, SubmissionKind
from pledges.inbox.conversations import response_path
from pledges.inbox.service.proposals import published_path
from pledges.inbox.targets import Target
from pledges.inbox.web.comment_page import as_printed
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.models import AskPage, MinePage, PreviewView, RowView
from pledges.language import N_
from pledges.views.models import LinkView

_WAITS = (State.RECEIVED, State.VERIFYING, State.HELD)
_GONE = (State.WITHDRAWN, State.ERASED)

_TITLES = {SubmissionKind.COMMENT: N_("Your comment"), SubmissionKind.PLEDGE: N_("Your promise")}
_TEXTS = {
    State.APPROVED: N_("It has been published."),
    State.REJECTED: N_("A moderator has decided not to publish it."),
    State.SPAM: N_("A moderator has decided not to publish it."),
    State.WITHDRAWN: N_("You have taken it back. What you wrote has been deleted here."),
    State.ERASED: N_("It has been removed. What you wrote has been deleted here."),
}
_NEXT = {
    SubmissionKind.COMMENT: N_(
        "Thank you: it is stored. A person reads it before it appears on the page; that can take a day."
    ),
    SubmissionKind.PLEDGE: N_(
        "Thank you: it is stored. A person reads it before it appears; that can take a few days."
        " Once it is published it stays, and you report on it until it is kept."
    ),
}
_CHANGED = N_("It is published. Your change waits for a moderator; until then the first words stand.")


def view(
    desk: Desk,
    token: str,
    submission: Submission,
    can_edit: bool,
    values: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> MinePage:
    """Return the private page; with ``errors``, of an edit that did not work."""
    target = desk.inbox.targets.find_ref(submission.target) if submission.target else None
    words, gone = submission.judged, submission.state in _GONE
    title = desk.say(_title(submission))
    stays = submission.kind is SubmissionKind.PLEDGE and submission.state is State.APPROVED
    return MinePage(
        head=desk.head(title, wrong=bool(errors)),
        title=title,
        text=desk.say(_text(submission)),
        keep="" if gone else _keep(desk, submission),
        target=desk.target_link(target) if target else None,
        public=_public(desk, submission, target),
        sent=None if gone or submission.proposal else _printed(desk, submission),
        rows=_rows(desk, submission.proposal) if submission.proposal else (),
        edit_until=_until(desk, submission) if can_edit else "",
        edit_url=desk.url(f"/mine/{token}/edit") if can_edit else "",
        withdraw_url="" if gone or stays else desk.url(f"/mine/{token}/withdraw"),
        values=dict(values or {"name": words.name, "url": words.url, "text": words.text}),
        errors=errors or {},
    )


def withdrawal(desk: Desk, token: str, submission: Submission) -> AskPage:
    """Return the page that asks before anything is deleted."""
    back = LinkView(title=desk.say("Leave it as it is"), url=desk.url(f"/mine/{token}"))
    if submission.state in _GONE:
        title = desk.say("Taken back")
        text = desk.say(_TEXTS[submission.state])
        return AskPage(head=desk.head(title), title=title, text=text, back=desk.home())
    title = desk.say("Take it back?")
    return AskPage(
        head=desk.head(title),
        title=title,
        text=desk.say(
            "What you wrote is deleted for good. Where others have replied to it, an empty place stays,"
            " so that their words keep their sense."
        ),
        action=desk.url(f"/mine/{token}/withdraw"),
        button=desk.say("Take it back"),
        back=back,
    )


def _title(submission: Submission) -> str:
    if submission.standing is Standing.INVITED:
        return N_("Your word")
    return _TITLES.get(submission.kind, N_("What you sent"))


def _text(submission: Submission) -> str:
    if submission.revision is not None:
        return _CHANGED
    if submission.state in _WAITS:
        return _NEXT.get(submission.kind, N_("It is stored, and waits for a moderator."))
    return _TEXTS.get(submission.state, N_("It is no longer shown."))


def _keep(desk: Desk, submission: Submission) -> str:
    until = submission.received_at + dt.timedelta(days=desk.inbox.settings.withdraw_days)
    return desk.say(
        "Only you have the address of this page. Keep it: it shows what became of what you sent,"
        " and lets you take it back until %(day)s.",
        day=desk.language.day(until),
    )


def _public(desk: Desk, submission: Submission, target: Target | None) -> LinkView | None:
    if submission.state is not State.APPROVED:
        return None
    if target is not None:
        url = desk.links.on_site(response_path(desk.inbox, target, submission.id))
        return LinkView(title=desk.say("Read it on its page"), url=url)
    path = published_path(desk.inbox, submission.id)
    return LinkView(title=desk.say("Read it on its page"), url=f"{desk.site.base}{path}") if path else None


def _printed(desk: Desk, submission: Submission) -> PreviewView:
    words = submission.judged
    return as_printed(
        desk, {"name": words.name, "url": words.url, "text": words.text, "verdict": words.verdict or ""}
    )


def _until(desk: Desk, submission: Submission) -> str:
    end = submission.received_at + dt.timedelta(minutes=desk.inbox.settings.edit_minutes)
    return end.astimezone(desk.inbox.local_now().tzinfo).strftime("%H:%M %Z")


def _rows(desk: Desk, proposal: Proposal) -> tuple[RowView, ...]:
    rows = (
        (N_("Title"), (proposal.title,)),
        (N_("The promise"), (proposal.promise,)),
        (N_("To whom"), proposal.customers),
        (N_("What they can check"), (proposal.outcome,)),
        (N_("Why it matters to them"), (proposal.why,)),
        (N_("Kept by"), (desk.language.day(proposal.due),)),
        (N_("On behalf of"), (proposal.on_behalf_of,)),
        (N_("How it should feel"), proposal.experience),
    )
    return tuple(RowView(label=desk.say(label), lines=tuple(lines)) for label, lines in rows if any(lines))
