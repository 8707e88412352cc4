"""A reader's own promise: proposed, and on approval a leader's file and a pledge's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.slug import is_slug, slug_complaint, slugify
from pledges.domain.submission import (
    Proposal,
    State,
    Submission,
    SubmissionKind,
    Words,
    clean_line,
    clean_text,
)
from pledges.errors import ContentError, did_you_mean
from pledges.files.leader_file import format_leader
from pledges.files.pledge_file import format_pledge
from pledges.inbox import store_people, store_publications
from pledges.inbox.context import Inbox
from pledges.inbox.errors import Conflict, InvalidSubmission, Mistake
from pledges.inbox.service import intake
from pledges.inbox.service.comments import Receipt, Sender, check_person, private_token
from pledges.inbox.service.intake import Origin
from pledges.inbox.spam import Signals
from pledges.inbox.store import Tx
from pledges.inbox.store_publications import Form
from pledges.inbox.store_submissions import insert_submission
from pledges.language import Message
from pledges.protocols.web_url import web_url

MAX_LINE = 300
MAX_PROSE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalForm:
    """A promise as typed. ``customers`` one a line; ``due`` as YYYY-MM-DD; ``experience`` words with
    commas. ``text`` is a note to the moderator, never published.
    """

    name: str
    title: str
    promise: str
    outcome: str
    why: str
    customers: str
    due: str
    on_behalf_of: str = ""
    experience: str = ""
    email: str = ""
    url: str = ""
    text: str = ""


def submit_pledge(inbox: Inbox, form: ProposalForm, sender: Sender) -> Receipt:
    """Take in a proposed promise; when this returns it is on disk.

    Raises InvalidSubmission with every mistake, TooMany, StorageFull.
    """
    words = Words(name=clean_line(form.name), url=web_url(form.url), text=clean_text(form.text))
    submission = Submission(
        id=inbox.new_id(),
        kind=SubmissionKind.PLEDGE,
        state=State.RECEIVED,
        received_at=inbox.now(),
        words=words,
        proposal=_checked(inbox, form, words),
    )
    email = form.email.strip()
    keys = inbox.keys.fingerprints(email) if email else ()

    def store(tx: Tx) -> Submission:
        recent = intake.count_reader(inbox, tx, sender)
        signals = Signals(honeypot=sender.honeypot, filled_in_s=sender.filled_in_s, recent=recent)
        weighed = intake.weigh(inbox, tx, submission, Origin(signals, keys))
        insert_submission(tx, weighed, keys[0] if keys else "")
        intake.keep_address(inbox, tx, weighed.id, email, notify=False)
        intake.settle(inbox, tx, weighed)
        return weighed

    stored = inbox.store.write(store)
    return Receipt(stored.id, stored.state, private_token(inbox, stored.id))


def published_path(inbox: Inbox, submission_id: str) -> str:
    """Return the site-relative address of the pledge that a proposal has become, or an empty string."""
    wishes = inbox.store.read(lambda tx: store_publications.publications_of(tx, submission_id))
    files = (wish.path for wish in wishes if wish.form is Form.FILE)
    pledge = next((path for path in files if path.startswith(f"{Folder.PLEDGES}/")), "")
    return address.document(Folder.PLEDGES, Path(pledge).stem) if pledge else ""


def leader_slugs(inbox: Inbox) -> tuple[str, ...]:
    """Return the slugs of the leaders in the record, in order."""
    files = (inbox.content / Folder.LEADERS).glob("*.md")
    return tuple(sorted(file.stem for file in files if is_slug(file.stem)))


def wish_files(inbox: Inbox, tx: Tx, submission: Submission, leader: str) -> None:
    """Store that the pledge, and a new leader when ``leader`` is empty, are to be files of the record.

    Raises Conflict when there is no such leader or the text cannot stand in a file.
    """
    if store_publications.publications_of(tx, submission.id):
        wish_files_again(tx, submission)
        return
    known = leader_slugs(inbox)
    if leader and leader not in known:
        raise Conflict(f'there is no leader "{leader}"{did_you_mean(leader, known)}')
    documents: list[tuple[str, str]] = []
    if not leader:
        new = _leader(inbox, tx, submission)
        leader = new.slug
        documents.append((new.path, format_leader(new)))
        store_people.move_contact(tx, submission.id, f"leader:{new.id}")
    pledge = _pledge(inbox, tx, submission, leader)
    try:
        documents.append((pledge.path, format_pledge(pledge)))
    except ContentError as error:
        raise Conflict(str(error)) from error
    for path, text in documents:
        store_publications.want(tx, path, submission.id, Form.FILE, content=text)


def wish_files_again(tx: Tx, submission: Submission) -> None:
    """Store that files which were taken out are to stand there again."""
    for known in store_publications.publications_of(tx, submission.id):
        if known.form is Form.NONE:
            store_publications.want(tx, known.path, submission.id, Form.FILE, content=known.previous)


def unwish_files(inbox: Inbox, tx: Tx, submission: Submission) -> None:
    """Store that a proposal's files are to be taken out. Raises Conflict when someone has edited them."""
    for known in store_publications.publications_of(tx, submission.id):
        if known.form is not Form.FILE:
            continue
        path = inbox.content / known.path
        if path.exists() and path.read_text(encoding="utf-8") != known.content:
            raise Conflict(Message("%(path)s has been changed since; edit it by hand", path=known.path))
        store_publications.want(tx, known.path, submission.id, Form.NONE)


# --- documents --------------------------------------------------------------------------------


def _leader(inbox: Inbox, tx: Tx, submission: Submission) -> Leader:
    words, proposal = submission.words, _proposal(submission)
    slug = _free_slug(inbox, tx, "leaders", words.name)
    return Leader(
        id=f"{slug}-{inbox.new_id()[:4]}",
        slug=slug,
        title=words.name,
        organisation=proposal.on_behalf_of,
        url=words.url,
        path=f"leaders/{slug}.md",
    )


def _pledge(inbox: Inbox, tx: Tx, submission: Submission, leader: str) -> Pledge:
    proposal = _proposal(submission)
    slug = _free_slug(inbox, tx, "pledges", proposal.title)
    return replace(_draft(inbox, proposal, submission.received_at, slug, inbox.new_id()[:4]), leader=leader)


def _draft(
    inbox: Inbox, proposal: Proposal, sent: dt.datetime, slug: str = "draft", ending: str = "0000"
) -> Pledge:
    return Pledge(
        id=f"{slug}-{ending}",
        slug=slug,
        path=f"pledges/{slug}.md",
        title=proposal.title,
        leader="draft",
        customers=proposal.customers,
        promise=proposal.promise,
        outcome=proposal.outcome,
        why=proposal.why,
        made=sent.astimezone(inbox.local_now().tzinfo).date(),
        due=proposal.due,
        on_behalf_of=proposal.on_behalf_of,
        experience=proposal.experience,
    )


def _free_slug(inbox: Inbox, tx: Tx, folder: str, title: str) -> str:
    """Return the title's slug, with a number where it is taken."""
    stem = slugify(title)[:90].strip("-")
    for number in range(1, 1000):
        slug = stem if number == 1 else f"{stem}-{number}"
        path = f"{folder}/{slug}.md"
        free = not (inbox.content / path).exists() and not store_publications.is_wished(tx, path)
        if free and not slug_complaint(folder, slug):
            return slug
    raise Conflict(Message('every name like "%(name)s" is taken', name=stem))


def _proposal(submission: Submission) -> Proposal:
    if submission.proposal is None:
        raise Conflict(f"{submission.id} is not a proposal")
    return submission.proposal


# --- what was typed ---------------------------------------------------------------------------


def _checked(inbox: Inbox, form: ProposalForm, words: Words) -> Proposal:
    """Return the proposal of a form without mistakes. Raises InvalidSubmission with all of them."""
    mistakes = check_person(form.name, form.email, form.url) + _missing(form)
    customers = tuple(line for part in form.customers.splitlines() if (line := clean_line(part)))
    due = _date(form.due)
    today = inbox.local_now().date()
    if form.due.strip() and due is None:
        mistakes.append(Mistake("due", Message("Enter the date as 2027-03-31")))
    elif due is not None and due <= today:
        mistakes.append(Mistake("due", Message("Enter a day that is still to come")))
    if len(words.text) > inbox.settings.max_text:
        mistakes.append(Mistake("text", _at_most(inbox.settings.max_text)))
    if mistakes or due is None:
        raise InvalidSubmission(tuple(mistakes))
    proposal = Proposal(
        title=clean_line(form.title),
        promise=clean_line(form.promise),
        outcome=clean_line(form.outcome),
        why=clean_line(form.why),
        customers=customers,
        due=due,
        on_behalf_of=clean_line(form.on_behalf_of),
        experience=tuple(word for part in form.experience.split(",") if (word := clean_line(part))),
    )
    try:
        format_pledge(_draft(inbox, proposal, inbox.now()))
    except ContentError as error:
        raise InvalidSubmission(tuple(Mistake(p.field, p.message) for p in error.problems)) from error
    return proposal


_FIELDS = (
    ("title", Message("Enter a short title"), 100),
    ("promise", Message("Enter the exact words of your promise"), MAX_PROSE),
    ("outcome", Message("Enter what those counting on you can check"), MAX_PROSE),
    ("why", Message("Enter why it is of value to them"), MAX_PROSE),
    ("customers", Message("Enter whom you promise it to, one a line"), MAX_PROSE),
    ("due", Message("Enter the day by which it will be kept"), MAX_LINE),
)


def _at_most(count: int) -> Message:
    return Message("Enter at most %(count)s characters", count=count)


def _missing(form: ProposalForm) -> list[Mistake]:
    found = []
    for field, message, longest in _FIELDS:
        typed = clean_text(getattr(form, field))
        if not typed:
            found.append(Mistake(field, message))
        elif len(typed) > longest:
            found.append(Mistake(field, _at_most(longest)))
    for field in ("on_behalf_of", "experience"):
        if len(getattr(form, field)) > MAX_LINE:
            found.append(Mistake(field, _at_most(MAX_LINE)))
    return found


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
