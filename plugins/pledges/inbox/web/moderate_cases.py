"""Submissions and deeds as the moderator's pages show them."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.domain.response import ResponseType, Role, Standing, VerdictValue
from pledges.domain.slug import is_slug
from pledges.domain.submission import Proposal, State, Submission, SubmissionKind, Words
from pledges.inbox.conversations import response_path
from pledges.inbox.service import reading
from pledges.inbox.service.reading import Deed
from pledges.inbox.store_submissions import words_hash
from pledges.inbox.targets import Target
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.models import RowView
from pledges.inbox.web.moderate_models import CaseView, DeedView, HintView, ParentView
from pledges.language import N_
from pledges.markup import clean_line, host_of, plain_text, render_stranger, safe_web_url
from pledges.views.models import LinkView, TagView

KINDS = {
    SubmissionKind.COMMENT: N_("Comment"),
    SubmissionKind.PLEDGE: N_("Promise"),
    SubmissionKind.TRACKBACK: N_("Trackback"),
    SubmissionKind.PINGBACK: N_("Pingback"),
    SubmissionKind.WEBMENTION: N_("Webmention"),
}
STATES = {
    State.RECEIVED: TagView(word=N_("Source not looked at yet"), tone="open"),
    State.VERIFYING: TagView(word=N_("Source does not answer"), tone="open"),
    State.HELD: TagView(word=N_("Waits"), tone="progress"),
    State.APPROVED: TagView(word=N_("Published"), tone="kept"),
    State.REJECTED: TagView(word=N_("Rejected"), tone="withdrawn"),
    State.SPAM: TagView(word=N_("Spam"), tone="overdue"),
    State.WITHDRAWN: TagView(word=N_("Withdrawn"), tone="withdrawn"),
    State.HIDDEN: TagView(word=N_("Hidden: source fails"), tone="partly"),
    State.GONE: TagView(word=N_("Source gone"), tone="withdrawn"),
    State.FAILED: TagView(word=N_("Source never linked here"), tone="withdrawn"),
    State.ERASED: TagView(word=N_("Erased"), tone="withdrawn"),
}
_VERDICTS = {
    VerdictValue.KEPT: TagView(word=N_("Kept"), tone="kept"),
    VerdictValue.PARTLY: TagView(word=N_("Partly kept"), tone="partly"),
    VerdictValue.NOT_KEPT: TagView(word=N_("Not kept"), tone="broken"),
    VerdictValue.ACCEPTED: TagView(word=N_("Repair accepted"), tone="kept"),
    VerdictValue.REFUSED: TagView(word=N_("Repair refused"), tone="broken"),
}
_ACCEPTED = TagView(word=N_("Promise accepted"), tone="kept")
_STANDINGS = {Standing.INVITED: N_("Invited customer"), Standing.OPEN: N_("Reader")}
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
        kind=_kind(desk, submission),
        name=name_of(desk, submission),
        invited=submission.standing is Standing.INVITED,
        state=None if submission.state is State.HELD else desk.tag(STATES[submission.state]),
        reason=desk.say(submission.reason) if submission.reason else "",
        author=clean_line(words.name) or host_of(words.source) or desk.say("Somebody"),
        author_url=safe_web_url(words.url),
        role=capitalised(role_word(desk, submission.role.value)) if submission.role else "",
        verdict=_verdict(desk, words),
        standing=desk.say(_STANDINGS[submission.standing]) if submission.standing else "",
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
        rows=_rows(desk, submission.proposal) if submission.proposal else (),
        hints=tuple(HintView(text=hint.reason, against=hint.weight > 0) for hint in submission.hints),
        public=_permalink(desk, target, submission.id) if public and target else None,
        verbs=_verbs(submission),
        answerable=public and submission.kind is not SubmissionKind.PLEDGE,
    )


def _verdict(desk: Desk, words: Words) -> TagView | None:
    if words.type is ResponseType.ACCEPTANCE:
        return desk.tag(_ACCEPTED)
    return desk.tag(_VERDICTS[words.verdict]) if words.verdict else None


def deed_view(desk: Desk, deed: Deed, *, names_it: bool = True) -> DeedView:
    """Return one act of the log; with ``names_it`` it says on what."""
    action = deed.action
    link = None
    if names_it and action.submission:
        link = LinkView(title=_name(desk, deed.submission), url=desk.url(f"/moderate/{action.submission}"))
    return DeedView(
        when=moment(desk, action.at),
        actor=clean_line(action.actor),
        what=desk.say(_UNDID.get(action.note, N_("Undid")))
        if action.verb == "undo"
        else past(desk, action.verb),
        note="" if action.verb == "undo" else desk.say(clean_line(action.note)),
        link=link,
        undo=str(action.id) if deed.undoable else "",
        undone=action.undone_at is not None,
    )


def moment(desk: Desk, instant: dt.datetime) -> str:
    """Return an instant for people, in the site's zone: 22 November 2026, 14:05."""
    local = instant.astimezone(desk.inbox.local_now().tzinfo)
    return f"{desk.language.day(local.date())}, {local:%H:%M}"


_PAST = {
    "approve": N_("Approved"),
    "reject": N_("Rejected"),
    "spam": N_("Called spam"),
    "erase": N_("Erased"),
    "undo": N_("Undid"),
    "reply": N_("Replied"),
    "edit": N_("Edited"),
    "withdraw": N_("Withdrawn"),
    "forget": N_("Forgotten for good"),
    "take down": N_("Taken down"),
    "hide": N_("Hidden"),
    "show again": N_("Shown again"),
    "add rule": N_("Added a rule"),
    "remove rule": N_("Removed a rule"),
    "set contact": N_("Set a contact"),
    "invite": N_("Invited a customer"),
}


_UNDID = {
    "approve": N_("Undid the approval:"),
    "reject": N_("Undid the rejection:"),
    "spam": N_("Called spam no more:"),
    "erase": N_("Undid the erasure:"),
    "reply": N_("Took the reply back:"),
}


def past(desk: Desk, verb: str) -> str:
    """Return what was done, in words: approve → Approved."""
    return desk.say(_PAST[verb]) if verb in _PAST else verb.capitalize()


def one_line(text: str, longest: int = EXCERPT) -> str:
    """Return the beginning of a text on one line."""
    line = clean_line(plain_text(text, 4 * longest))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


_NAMES = {
    SubmissionKind.COMMENT: (N_("comment by %(name)s"), N_("comment")),
    SubmissionKind.PLEDGE: (N_("promise by %(name)s"), N_("promise")),
    SubmissionKind.TRACKBACK: (N_("trackback by %(name)s"), N_("trackback")),
    SubmissionKind.PINGBACK: (N_("pingback by %(name)s"), N_("pingback")),
    SubmissionKind.WEBMENTION: (N_("webmention by %(name)s"), N_("webmention")),
}
_SORTS = {
    ResponseType.LIKE: N_("like"),
    ResponseType.REPOST: N_("repost"),
    ResponseType.BOOKMARK: N_("bookmark"),
    ResponseType.RSVP: N_("rsvp"),
    ResponseType.ACCEPTANCE: N_("acceptance"),
    ResponseType.REPAIR_VERDICT: N_("repair verdict"),
}


def name_of(desk: Desk, submission: Submission) -> str:
    """Return what a submission is called in a sentence: comment by Ada."""
    words = submission.judged
    who = clean_line(words.name) or host_of(words.source)
    named, nameless = _NAMES[submission.kind]
    return desk.say(named, name=one_line(who, 60)) if who else desk.say(nameless)


def _kind(desk: Desk, submission: Submission) -> str:
    """Return what came, in words: Comment; Webmention, like."""
    kind, sort = desk.say(KINDS[submission.kind]), submission.judged.type
    return kind if sort in _PLAIN else f"{kind}, {desk.say(_SORTS[sort])}"


def _about(desk: Desk, target: Target, update_id: str) -> LinkView:
    url = f"{desk.site.base}{target.path}#{update_id}" if is_slug(update_id) else ""
    return LinkView(title=clean_line(update_id), url=url)


def _name(desk: Desk, submission: Submission | None) -> str:
    return name_of(desk, submission) if submission else desk.say("something that was deleted since")


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
    url = _permalink(desk, target, submission.in_reply_to).url if target else ""
    author = clean_line(parent.name) or desk.say("Somebody")
    return ParentView(author=author, excerpt=one_line(parent.text), url=url)


def _permalink(desk: Desk, target: Target, response_id: str) -> LinkView:
    url = desk.site.base + response_path(desk.inbox, target, response_id)
    return LinkView(title=desk.say("On the site"), url=url)


def _rows(desk: Desk, proposal: Proposal) -> tuple[RowView, ...]:
    rows = (
        (N_("Title"), (proposal.title,)),
        (N_("Promise"), (proposal.promise,)),
        (N_("Outcome"), (proposal.outcome,)),
        (N_("Why"), (proposal.why,)),
        (N_("To"), proposal.customers),
        (N_("Due"), (desk.language.day(proposal.due),)),
        (N_("On behalf of"), (proposal.on_behalf_of,)),
        (N_("Experience"), (", ".join(proposal.experience),)),
    )
    return tuple(RowView(label=desk.say(label), lines=lines) for label, lines in rows if any(lines))


ROLES = tuple(role.value for role in Role)
_ROLE_WORDS = {Role.AUTHOR: N_("author"), Role.PROMISOR: N_("promisor"), Role.MODERATOR: N_("moderator")}


def role_word(desk: Desk, role: str) -> str:
    """Return what somebody speaks as, in words."""
    return desk.say(_ROLE_WORDS[Role(role)])


def role_links(desk: Desk) -> tuple[LinkView, ...]:
    """Return the roles to choose from: what the form sends, and what the moderator reads."""
    return tuple(LinkView(title=capitalised(role_word(desk, role)), url=role) for role in ROLES)


def capitalised(words: str) -> str:
    """Return words as they begin a sentence."""
    return f"{words[:1].upper()}{words[1:]}"
