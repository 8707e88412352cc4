"""What a moderator decides, every decision with its undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pledges.domain.response import Standing
from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.inbox import (
    jobs,
    publish,
    store_actions,
    store_submissions,
)
from pledges.inbox.context import Inbox
from pledges.inbox.errors import Conflict, InboxError, NotThere, StorageFull
from pledges.inbox.service import intake, proposals
from pledges.inbox.service.mentions import verify_again
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import Action
from pledges.inbox.words import state_word
from pledges.language import N_, Message

Guard = Callable[[Tx, Submission], None]
REASONS = (
    N_("spam"),
    N_("abuse"),
    N_("off topic"),
    N_("not a real person"),
    N_("repeats what was said"),
    N_("private details"),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was done: the submission as it is now; ``action`` undoes it, None when nothing changed."""

    submission: Submission
    action: int | None


def queue(
    inbox: Inbox, *, limit: int = 50, offset: int = 0, kinds: Iterable[SubmissionKind] = ()
) -> list[Submission]:
    """Return what waits for a decision, what looks best first, then the longest waiting."""
    kinds = tuple(kinds)
    return inbox.store.read(
        lambda tx: store_submissions.list_submissions(tx, waits=True, kinds=kinds, limit=limit, offset=offset)
    )


def queue_length(inbox: Inbox) -> int:
    """Return how much waits."""
    return inbox.store.read(lambda tx: store_submissions.count_submissions(tx, waits=True))


def find(inbox: Inbox, submission_id: str) -> Submission:
    """Return one submission. Raises NotThere."""
    found = inbox.store.read(lambda tx: store_submissions.find_submission(tx, submission_id))
    if found is None:
        raise NotThere(Message("there is no submission %(id)s", id=submission_id))
    return found


def history(inbox: Inbox, submission_id: str = "", *, limit: int = 100) -> list[Action]:
    """Return what was done, to one submission or at all, the latest first."""
    return inbox.store.read(lambda tx: store_actions.list_actions(tx, submission=submission_id, limit=limit))


def approve(
    inbox: Inbox,
    submission_id: str,
    *,
    actor: str,
    leader: str = "",
    guard: Guard | None = None,
    batch: str = "",
) -> Decision:
    """Publish a submission, or the new words of one that is public; on return it is in ``content/``.

    A proposal becomes a pledge of ``leader`` (a slug), or of a new leader when empty. Approving
    twice does it once. Raises NotThere, Conflict, StorageFull (then it is decided, and is
    published as soon as there is room).
    """

    def change(tx: Tx, before: Submission) -> Submission:
        if before.state is State.ERASED or before.state is State.WITHDRAWN:
            raise Conflict(
                Message("it was %(state)s and cannot be published", state=state_word(before.state))
            )
        if before.kind.is_mention and before.state in (State.RECEIVED, State.VERIFYING, State.FAILED):
            raise Conflict(Message("its source has not been seen to link here"))
        if before.kind.is_mention and before.words == before.emptied().words:
            raise Conflict(Message("what its source said has been deleted, so there is nothing to publish"))
        after = replace(before, state=State.APPROVED, reason="", revision=None)
        if before.revision is not None:
            after = replace(after, words=before.revision, updated_at=inbox.now())
        if before.kind is SubmissionKind.PLEDGE and before.state is not State.APPROVED:
            proposals.wish_files(inbox, tx, before, leader)
        return after

    return _decide(inbox, submission_id, "approve", actor, change, guard=guard, batch=batch)


def reject(
    inbox: Inbox,
    submission_id: str,
    *,
    actor: str,
    reason: str = "",
    guard: Guard | None = None,
    batch: str = "",
) -> Decision:
    """Refuse a submission; ``reason`` is counted in the public tally. Of something public only the new
    words are refused, if there are any. Raises NotThere, Conflict.
    """

    def change(_tx: Tx, before: Submission) -> Submission:
        _check_living(before)
        if before.revision is not None:
            return replace(before, revision=None)
        if before.standing is Standing.INVITED and not reason:
            raise Conflict(
                Message("give a reason: why an invited customer's word is refused stands on the page")
            )
        return replace(before, state=State.REJECTED, reason=reason)

    return _decide(inbox, submission_id, "reject", actor, change, note=reason, guard=guard, batch=batch)


def mark_spam(
    inbox: Inbox, submission_id: str, *, actor: str, guard: Guard | None = None, batch: str = ""
) -> Decision:
    """Refuse a submission as spam and let the classifier learn from it. Raises NotThere, Conflict."""

    def change(_tx: Tx, before: Submission) -> Submission:
        _check_living(before)
        return replace(before, state=State.SPAM, reason="", revision=None)

    return _decide(inbox, submission_id, "spam", actor, change, guard=guard, batch=batch)


def erase(inbox: Inbox, submission_id: str, *, actor: str, batch: str = "") -> Decision:
    """Take out everything the sender wrote; a public response keeps its id, date and place.

    It can be undone for a while. For a person's wish to be forgotten, ``people.erase_address`` is
    final. Raises NotThere, Conflict for a pledge, whose file is the author's.
    """

    def change(_tx: Tx, before: Submission) -> Submission:
        if before.kind is SubmissionKind.PLEDGE and before.state is State.APPROVED:
            raise Conflict(Message("a published promise stays; withdraw it with an update in its file"))
        if before.standing is Standing.INVITED and before.state is State.HELD:
            raise Conflict(
                Message("an invited customer's word is not dropped in silence; reject it with a reason first")
            )
        return replace(before.emptied(), state=State.ERASED)

    return _decide(inbox, submission_id, "erase", actor, change, batch=batch)


def undo(inbox: Inbox, submission_id: str, *, actor: str, action_id: int | None = None) -> Decision:
    """Put a submission back as it was before its last decision, on the site too.

    Raises NotThere when there is nothing to undo, Conflict when ``action_id`` is not the last.
    """
    decision = inbox.store.write(lambda tx: _undo(inbox, tx, submission_id, actor, action_id))
    publish.catch_up(inbox)
    return decision


def as_seen(words_hash: str) -> Guard | None:
    """Return what keeps from publishing other words than the moderator saw; None without their hash."""

    def guard(_tx: Tx, submission: Submission) -> None:
        if store_submissions.words_hash(submission) != words_hash:
            raise Conflict(Message("its sender has changed it since this page was shown; read it again"))

    return guard if words_hash else None


def decide_batch(
    inbox: Inbox,
    verb: str,
    submission_ids: Sequence[str],
    *,
    actor: str,
    reason: str = "",
    seen: Mapping[str, str] | None = None,
) -> tuple[str, dict[str, str]]:
    """Approve, reject, spam or erase several; return the batch (for ``undo_batch``) and what failed why.

    ``seen``: by id, the hash of the words that the moderator saw; others are not approved.
    """
    seen = seen or {}
    batch, failed = inbox.new_id(), {}
    decide: dict[str, Callable[[str], Decision]] = {
        "approve": lambda one: approve(
            inbox, one, actor=actor, batch=batch, guard=as_seen(seen.get(one, ""))
        ),
        "reject": lambda one: reject(inbox, one, actor=actor, reason=reason, batch=batch),
        "spam": lambda one: mark_spam(inbox, one, actor=actor, batch=batch),
        "erase": lambda one: erase(inbox, one, actor=actor, batch=batch),
    }
    for submission_id in submission_ids:
        try:
            decide[verb](submission_id)
        except StorageFull:
            raise
        except InboxError as error:
            failed[submission_id] = error.args[0]
    return batch, failed


def undo_batch(inbox: Inbox, batch: str, *, actor: str) -> list[Decision]:
    """Undo every decision of a batch that is still the last one on its submission."""
    actions = inbox.store.read(lambda tx: store_actions.list_actions(tx, batch=batch, limit=10_000))
    undone = []
    for action in actions:
        try:
            undone.append(undo(inbox, action.submission, actor=actor, action_id=action.id))
        except (Conflict, NotThere):
            continue
    return undone


# --- one decision -----------------------------------------------------------------------------


def _decide(
    inbox: Inbox,
    submission_id: str,
    verb: str,
    actor: str,
    change: Callable[[Tx, Submission], Submission],
    *,
    note: str = "",
    guard: Guard | None = None,
    batch: str = "",
) -> Decision:
    def work(tx: Tx) -> Decision:
        before = store_submissions.lock_submission(tx, submission_id)
        if guard is not None:
            guard(tx, before)
        after = change(tx, before)
        if after == before:
            return Decision(before, None)
        return _record(inbox, tx, verb, actor, before, after, note, batch)

    decision = inbox.store.write(work)
    publish.catch_up(inbox)
    return decision


def _record(
    inbox: Inbox,
    tx: Tx,
    verb: str,
    actor: str,
    before: Submission,
    after: Submission,
    note: str,
    batch: str,
) -> Decision:
    """Store the decision with all that follows from it."""
    after = after if after.state is before.state else replace(after, decided_at=inbox.now())
    after = intake.learn(inbox, tx, after)
    store_submissions.save_submission(tx, after)
    image = store_submissions.encode_submission(before)
    action = store_actions.add_action(
        tx, at=inbox.now(), actor=actor, verb=verb, submission=after.id, before=image, note=note, batch=batch
    )
    _follow(inbox, tx, before, after)
    return Decision(after, action)


def _follow(inbox: Inbox, tx: Tx, before: Submission, after: Submission) -> None:
    publish.wish(tx, after)
    if after.kind is SubmissionKind.PLEDGE and after.state is not State.APPROVED:
        proposals.unwish_files(inbox, tx, after)
    if after.state is State.APPROVED and before.state is not State.APPROVED:
        intake.notify_later(inbox, tx, after.id)
        if after.kind.is_mention:
            verify_again(inbox, tx, after.id)
    told = [State.APPROVED in (before.state, after.state), before.leaves_note, after.leaves_note]
    jobs.after_change(inbox, tx, after.id, published=any(told))


def _undo(inbox: Inbox, tx: Tx, submission_id: str, actor: str, action_id: int | None) -> Decision:
    now_is = store_submissions.lock_submission(tx, submission_id)
    action = store_actions.last_action(tx, submission_id)
    if action is None:
        raise NotThere(Message("there is nothing to undo for %(id)s", id=submission_id))
    if action_id not in (None, action.id):
        raise Conflict(Message("something else was decided since; undo that first"))
    if now_is.state is State.WITHDRAWN:
        raise Conflict(Message("its sender has withdrawn it"))
    earlier = _with_later_words(store_submissions.decode_submission(action.before), now_is)
    earlier = replace(earlier, trained=now_is.trained)
    after = intake.learn(inbox, tx, earlier)
    store_submissions.save_submission(tx, after)
    store_actions.mark_undone(tx, action.id, inbox.now())
    done = store_actions.add_action(
        tx, at=inbox.now(), actor=actor, verb="undo", submission=after.id, note=action.verb
    )
    if after.kind is SubmissionKind.PLEDGE and after.state is State.APPROVED:
        proposals.wish_files_again(tx, after)
    _follow(inbox, tx, now_is, after)
    return Decision(after, done)


def _with_later_words(earlier: Submission, now_is: Submission) -> Submission:
    """Return the earlier state with what its sender has written since: undoing loses no words."""
    if now_is.revision is None:
        return earlier
    if earlier.state is State.APPROVED:
        return replace(earlier, revision=now_is.revision)
    return replace(earlier, words=now_is.revision)


def _check_living(submission: Submission) -> None:
    if submission.state in (State.ERASED, State.WITHDRAWN):
        raise Conflict(
            Message("it is %(state)s; there is nothing left to refuse", state=state_word(submission.state))
        )
