"""Who is written to, and when: moderators of what waits, readers of replies they asked for."""

from __future__ import annotations

from pledges.domain.submission import State, Submission
from pledges.inbox import store_jobs, store_people, store_rules, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.conversations import response_path
from pledges.inbox.jobs import JobKind
from pledges.inbox.links import Links
from pledges.inbox.mail import (
    Letter,
    SendMail,
    confirm_letter,
    digest_letter,
    held_letter,
    reply_letter,
    write_message,
)
from pledges.inbox.service import mail_links
from pledges.inbox.store import Tx
from pledges.inbox.store_people import Wish
from pledges.inbox.tokens import Purpose

IN_DIGEST = 50
LONGEST_THREAD = 100  # answers up from a reply whose writers are told


def tell(inbox: Inbox, send: SendMail, submission_id: str) -> None:
    """Mail every moderator about one submission, if it still waits."""
    submission = _find(inbox, submission_id)
    if submission is None or not submission.waits:
        return
    page = _page(inbox, submission)
    key = f"{submission.id}.{store_submissions.content_hash(submission)}"
    for to in inbox.settings.moderators:
        tokens = {
            action: mail_links.make_link_token(inbox, submission, action) for action in mail_links.ACTIONS
        }
        _post(inbox, send, held_letter(inbox.settings, submission, to, page, tokens, key))


def digest(inbox: Inbox, send: SendMail) -> None:
    """Mail every moderator the day's digest, if anything waits."""
    waiting, total = inbox.store.read(
        lambda tx: (
            store_submissions.list_submissions(tx, waits=True, limit=IN_DIGEST),
            store_submissions.count_submissions(tx, waits=True),
        )
    )
    if not waiting:
        return
    day = inbox.local_now().date()
    for to in inbox.settings.moderators:
        _post(inbox, send, digest_letter(inbox.settings, waiting, total, to, day))


def fan_out(inbox: Inbox, submission_id: str) -> None:
    """Queue one mail for each reader who is to hear that this was published. If it was undone, none."""

    def queue(tx: Tx) -> None:
        submission = store_submissions.find_submission(tx, submission_id)
        if submission is None or submission.state is not State.APPROVED:
            store_rules.release_token(tx, store_rules.published_once(submission_id))
            return
        now = inbox.now()
        for wish in store_people.subscriptions_to(tx, [submission.id], Wish.WANTED):
            store_people.set_subscription(tx, wish.id, Wish.ASKED, now)
            store_jobs.add_job(
                tx, JobKind.CONFIRM, now, once=f"{JobKind.CONFIRM} {wish.id}", subscription=wish.id
            )
        own = store_submissions.address_key_of(tx, submission.id)
        told = {own} - {""}
        for wish in store_people.subscriptions_to(tx, _above(tx, submission), Wish.CONFIRMED):
            if wish.address_key in told:
                continue  # their own reply, or told by a nearer thread
            told.add(wish.address_key)
            once = f"{JobKind.REPLIED} {submission.id} {wish.id}"
            store_jobs.add_job(
                tx, JobKind.REPLIED, now, once=once, subscription=wish.id, submission=submission.id
            )

    inbox.store.write(queue)


def ask(inbox: Inbox, send: SendMail, subscription_id: str) -> None:
    """Mail the one question whether replies are really wanted."""
    wish = inbox.store.read(lambda tx: store_people.find_subscription(tx, subscription_id))
    submission = _find(inbox, wish.thread) if wish else None
    if wish is None or submission is None or wish.state is not Wish.ASKED:
        return
    confirm = inbox.tokens.make(Purpose.CONFIRM, id=wish.id)
    end = inbox.tokens.make(Purpose.UNSUBSCRIBE, id=wish.id)
    permalink = _permalink(inbox, submission)
    to = inbox.keys.decrypt(wish.address)
    _post(inbox, send, confirm_letter(inbox.settings, to, wish.id, permalink, confirm, end))


def replied(inbox: Inbox, send: SendMail, subscription_id: str, submission_id: str) -> None:
    """Mail one subscriber one reply, if both are still there."""
    wish = inbox.store.read(lambda tx: store_people.find_subscription(tx, subscription_id))
    reply = _find(inbox, submission_id)
    if wish is None or wish.state is not Wish.CONFIRMED or reply is None or reply.state is not State.APPROVED:
        return
    end = inbox.tokens.make(Purpose.UNSUBSCRIBE, id=wish.id)
    to, key = inbox.keys.decrypt(wish.address), f"reply.{reply.id}.{wish.id}"
    _post(inbox, send, reply_letter(inbox.settings, reply, to, key, _permalink(inbox, reply), end))


def _post(inbox: Inbox, send: SendMail, letter: Letter) -> None:
    if letter.to:  # empty: its key has been taken out, nobody can read the address any more
        send(write_message(inbox.settings, letter, inbox.now()))


def _find(inbox: Inbox, submission_id: str) -> Submission | None:
    return inbox.store.read(lambda tx: store_submissions.find_submission(tx, submission_id))


def _above(tx: Tx, submission: Submission) -> list[str]:
    """Return the ids of what a reply answers, the nearest first."""
    above: list[str] = []
    following: Submission | None = submission
    while following and following.in_reply_to and len(above) < LONGEST_THREAD:
        if following.in_reply_to in above:
            break
        above.append(following.in_reply_to)
        following = store_submissions.find_submission(tx, following.in_reply_to)
    return above


def _page(inbox: Inbox, submission: Submission) -> str:
    target = inbox.targets.find_ref(submission.target) if submission.target else None
    return Links(inbox.settings).on_site(target.path) if target else submission.target_url


def _permalink(inbox: Inbox, submission: Submission) -> str:
    target = inbox.targets.find_ref(submission.target) if submission.target else None
    if target is None:
        return submission.target_url
    return Links(inbox.settings).on_site(response_path(inbox, target, submission.id))
