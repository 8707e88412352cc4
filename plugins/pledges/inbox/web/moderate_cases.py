"""Submissions and deeds as the moderator's pages show them."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.response import ResponseType, Role, Standing, VerdictValue
from pledges.domain.slug import is_slug
from pledges.domain.submission import Proposal, State, Submission, SubmissionKind, Words
from pledges.inbox.service import reading
from pledges.inbox.service.reading import Deed
from pledges.inbox.store_submissions import words_hash
from pledges.inbox.targets import Target
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.models import RowView
from pledges.inbox.web.moderate_models import CaseView, DeedView, HintView, ParentView
from pledges.markup import clean_line, host_of, plain_text, render_stranger, safe_web_url
from pledges.templates import long_date
from pledges.views.models import LinkView, TagView

KINDS = {
    SubmissionKind.COMMENT: "Comment",
    SubmissionKind.PLEDGE: "Promise",
    SubmissionKind.TRACKBACK: "Trackback",
    SubmissionKind.PINGBACK: "Pingback",
    SubmissionKind.WEBMENTION: "Webmention",
}
STATES = {
    State.RECEIVED: TagView(word="Source not looked at yet", tone="open"),
    State.VERIFYING: TagView(word="Source does not answer", tone="open"),
    State.HELD: TagView(word="Waits", tone="progress"),
    State.APPROVED: TagView(word="Published", tone="kept"),
    State.REJECTED: TagView(word="Rejected", tone="withdrawn"),
    State.SPAM: TagView(word="Spam", tone="overdue"),
    State.WITHDRAWN: TagView(word="Withdrawn", tone="withdrawn"),
    State.HIDDEN: TagView(word="Hidden: source fails", tone="partly"),
    State.GONE: TagView(word="Source gone", tone="withdrawn"),
    State.FAILED: TagView(word="Source never linked here", tone="withdrawn"),
    State.ERASED: TagView(word="Erased", tone="withdrawn"),
}
_VERDICTS = {
    VerdictValue.KEPT: TagView(word="Kept", tone="kept"),
    VerdictValue.PARTLY: TagView(word="Partly kept", tone="partly"),
    VerdictValue.NOT_KEPT: TagView(word="Not kept", tone="broken"),
    VerdictValue.ACCEPTED: TagView(word="Repair accepted", tone="kept"),
    VerdictValue.REFUSED: TagView(word="Repair refused", tone="broken"),
}
_ACCEPTED = TagView(word="Promise accepted", tone="kept")
_STANDINGS = {Standing.INVITED: "Invited customer", Standing.OPEN: "Reader"}
_PLAIN = (ResponseType.REPLY, ResponseType.MENTION, ResponseType.VERDICT)
_UNSEEN = (State.RECEIVED, State.VERIFYING, State.FAILED)
_CLOSED = (State.ERASED, State.WITHDRAWN)
EXCERPT = 240


def case_view(desk: Desk, submission: Submission) -> CaseView:
    """Return a submission as it is decided about."""
    words, revised = submission.judged, submission.revision is not None
    target = desk.inbox.targets.find_ref(submission.target) if submission.target else None
    is_proposal = submission.proposal is not None
    text = render_stranger(words.text) if words.text else Markup("")
    old = render_stranger(submission.words.text) if revised else Markup("")
    public = submission.state is State.APPROVED and target is not None
    url = desk.url(f"/moderate/{submission.id}")
    return CaseView(
        id=submission.id,
        url=url,
        action=url,
        seen=words_hash(submission),
        kind=_kind(submission),
        state=None if submission.state is State.HELD else STATES[submission.state],
        reason=submission.reason,
        author=clean_line(words.name) or host_of(words.source) or "Somebody",
        author_url=safe_web_url(words.url),
        role=submission.role.value if submission.role else "",
        verdict=_verdict(words),
        standing=_STANDINGS[submission.standing] if submission.standing else "",
        received=moment(desk, submission.received_at),
        target=desk.target_link(target) if target else None,
        parent=_parent(desk, submission),
        about=_about(desk, target, words.about) if target and words.about else None,
        title=clean_line(words.title),
        source_url=safe_web_url(words.source),
        host=host_of(words.source),
        excerpt=clean_line(words.excerpt),
        body_html=Markup("") if is_proposal else text,
        note_html=text if is_proposal else Markup(""),
        old_html=old,
        edited=revised,
        rows=_rows(submission.proposal) if submission.proposal else (),
        hints=tuple(HintView(text=hint.reason, against=hint.weight > 0) for hint in submission.hints),
        public=_permalink(desk, target.path, submission.id) if public and target else None,
        verbs=_verbs(submission),
        answerable=public and submission.kind is not SubmissionKind.PLEDGE,
    )


def _verdict(words: Words) -> TagView | None:
    if words.type is ResponseType.ACCEPTANCE:
        return _ACCEPTED
    return _VERDICTS[words.verdict] if words.verdict else None


def deed_view(desk: Desk, deed: Deed, *, names_it: bool = True) -> DeedView:
    """Return one act of the log; with ``names_it`` it says on what."""
    action = deed.action
    link = None
    if names_it and action.submission:
        link = LinkView(title=_name(deed.submission), url=desk.url(f"/moderate/{action.submission}"))
    return DeedView(
        when=moment(desk, action.at),
        actor=clean_line(action.actor),
        what=_UNDID.get(action.note, "Undid") if action.verb == "undo" else past(action.verb),
        note="" if action.verb == "undo" else clean_line(action.note),
        link=link,
        undo=str(action.id) if deed.undoable else "",
        undone=action.undone_at is not None,
    )


def moment(desk: Desk, instant: dt.datetime) -> str:
    """Return an instant for people, in the site's zone: 22 November 2026, 14:05."""
    local = instant.astimezone(desk.inbox.local_now().tzinfo)
    return f"{long_date(local.date())}, {local:%H:%M}"


_PAST = {
    "approve": "Approved",
    "reject": "Rejected",
    "spam": "Called spam",
    "erase": "Erased",
    "undo": "Undid",
    "reply": "Replied",
    "edit": "Edited",
    "withdraw": "Withdrawn",
    "forget": "Forgotten for good",
    "take down": "Taken down",
    "hide": "Hidden",
    "show again": "Shown again",
    "add rule": "Added a rule",
    "remove rule": "Removed a rule",
    "set contact": "Set a contact",
    "invite": "Invited a customer",
}


_UNDID = {
    "approve": "Undid the approval:",
    "reject": "Undid the rejection:",
    "spam": "Called spam no more:",
    "erase": "Undid the erasure:",
    "reply": "Took the reply back:",
}


def past(verb: str) -> str:
    """Return what was done, in words: approve → Approved."""
    return _PAST.get(verb, verb.capitalize())


def one_line(text: str, longest: int = EXCERPT) -> str:
    """Return the beginning of a text on one line."""
    line = clean_line(plain_text(text, 4 * longest))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def name_of(submission: Submission) -> str:
    """Return what a submission is called in a sentence: comment by Ada."""
    words = submission.judged
    who = clean_line(words.name) or host_of(words.source)
    kind = KINDS[submission.kind].lower()
    return f"{kind} by {one_line(who, 60)}" if who else kind


def _kind(submission: Submission) -> str:
    """Return what came, in words: Comment; Webmention, like."""
    kind, sort = KINDS[submission.kind], submission.judged.type
    return kind if sort in _PLAIN else f"{kind}, {sort.value.replace('-', ' ')}"


def _about(desk: Desk, target: Target, update_id: str) -> LinkView:
    url = f"{desk.site.base}{target.path}#{update_id}" if is_slug(update_id) else ""
    return LinkView(title=clean_line(update_id), url=url)


def _name(submission: Submission | None) -> str:
    return name_of(submission) if submission else "something that was deleted since"


def _verbs(submission: Submission) -> tuple[str, ...]:
    if submission.state in _CLOSED:
        return ()
    public = submission.state is State.APPROVED and submission.revision is None
    can_approve = not public and not (submission.kind.is_mention and submission.state in _UNSEEN)
    is_file = submission.kind is SubmissionKind.PLEDGE and submission.state is State.APPROVED
    must_say_why = submission.standing is Standing.INVITED and submission.state is State.HELD
    wanted = (
        ("approve", can_approve),
        ("reject", submission.state is not State.REJECTED),
        ("spam", submission.state is not State.SPAM),
        ("erase", not is_file and not must_say_why),
    )
    return tuple(verb for verb, possible in wanted if possible)


def _parent(desk: Desk, submission: Submission) -> ParentView | None:
    parent = reading.parent_of(desk.inbox, submission)
    if parent is None:
        return None
    target = desk.inbox.targets.find_ref(submission.target) if submission.target else None
    url = _permalink(desk, target.path, submission.in_reply_to).url if target else ""
    return ParentView(author=clean_line(parent.name) or "Somebody", excerpt=one_line(parent.text), url=url)


def _permalink(desk: Desk, path: str, response_id: str) -> LinkView:
    return LinkView(title="On the site", url=f"{desk.site.base}{path}#{address.anchor(response_id)}")


def _rows(proposal: Proposal) -> tuple[RowView, ...]:
    rows = (
        ("Title", (proposal.title,)),
        ("Promise", (proposal.promise,)),
        ("Outcome", (proposal.outcome,)),
        ("Why", (proposal.why,)),
        ("To", proposal.customers),
        ("Due", (long_date(proposal.due),)),
        ("On behalf of", (proposal.on_behalf_of,)),
        ("Experience", (", ".join(proposal.experience),)),
    )
    return tuple(RowView(label=label, lines=lines) for label, lines in rows if any(lines))


ROLES = tuple(role.value for role in Role)
