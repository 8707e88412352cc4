"""Answers of authors, promisors and moderators. Only these doors, behind sign-in or a shell, set a role."""

from __future__ import annotations

from dataclasses import replace

from pledges.domain.response import ResponseType, Role
from pledges.domain.submission import (
    State,
    Submission,
    SubmissionKind,
    TargetRef,
    Words,
    clean_line,
    clean_text,
)
from pledges.inbox import jobs, publish, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.errors import InvalidSubmission, Mistake, NotThere
from pledges.inbox.service import intake
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import add_action
from pledges.language import Message
from pledges.protocols.web_url import web_url


def reply(
    inbox: Inbox,
    target_url: str,
    *,
    name: str,
    text: str,
    role: Role,
    actor: str,
    in_reply_to: str = "",
    url: str = "",
) -> Submission:
    """Publish an answer of the house; on return it is in ``content/``. It can be undone.

    Raises UnknownTarget, InvalidSubmission, StorageFull.
    """
    target = inbox.targets.find(target_url)
    mistakes = [
        Mistake(field, message)
        for wrong, field, message in (
            (not clean_line(name), "name", Message("Enter a name")),
            (not clean_text(text), "text", Message("Enter your answer")),
            (
                bool(in_reply_to) and not inbox.targets.has_response(target.ref, in_reply_to),
                "in_reply_to",
                Message("What is answered is not public"),
            ),
        )
        if wrong
    ]
    if mistakes:
        raise InvalidSubmission(tuple(mistakes))
    words = Words(name=clean_line(name), url=web_url(url), text=clean_text(text), type=ResponseType.REPLY)
    return _publish(inbox, target.ref, target_url, words, in_reply_to, role, actor)


def reply_to(inbox: Inbox, response_id: str, *, name: str, text: str, role: Role, actor: str) -> Submission:
    """Publish an answer to a response that came in by this inbox. Raises NotThere and as :func:`reply`."""
    found = inbox.store.read(lambda tx: store_submissions.find_submission(tx, response_id))
    if found is None or found.target is None:
        raise NotThere(Message("there is no response %(id)s here", id=response_id))
    target = inbox.targets.find_ref(found.target)
    if target is None:
        raise NotThere(Message("what %(id)s answers is no longer there", id=response_id))
    return reply(inbox, target.path, name=name, text=text, role=role, actor=actor, in_reply_to=response_id)


def _publish(
    inbox: Inbox,
    ref: TargetRef,
    target_url: str,
    words: Words,
    in_reply_to: str,
    role: Role,
    actor: str,
) -> Submission:
    now = inbox.now()
    submission = Submission(
        id=inbox.new_id(),
        kind=SubmissionKind.COMMENT,
        state=State.APPROVED,
        received_at=now,
        decided_at=now,
        target=ref,
        target_url=target_url,
        in_reply_to=in_reply_to,
        words=words,
        role=role,
    )

    def store(tx: Tx) -> None:
        store_submissions.insert_submission(tx, submission)
        # Undone, it waits like any other and can be published after all.
        image = store_submissions.encode_submission(replace(submission, state=State.HELD))
        add_action(tx, at=now, actor=actor, verb="reply", submission=submission.id, before=image)
        publish.wish(tx, submission)
        intake.notify_later(inbox, tx, submission.id)
        jobs.after_change(inbox, tx, submission.id, published=True)

    inbox.store.write(store)
    publish.catch_up(inbox)
    return submission
