"""Looking through submissions and the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, or_, select

from pledges.domain.submission import State, Submission
from pledges.inbox.store import Tx
from pledges.inbox.store_actions import Action, find_action
from pledges.inbox.store_submissions import find_submission
from pledges.inbox.store_tables import actions, submissions


def find_text(
    tx: Tx, text: str, states: Sequence[State], address_keys: Sequence[str] = ()
) -> Iterator[Submission]:
    """Yield submissions in these states (none named: in any) in which ``text`` stands, the newest first.

    What was sent under one of ``address_keys``, and the submission with the id ``text``, count too.
    """
    table = submissions
    query = select(table.c.id, table.c.address_key).order_by(table.c.received_at.desc(), table.c.id)
    if states:
        query = query.where(table.c.state.in_([state.value for state in states]))
    if text.isascii() and text and '"' not in text and "\\" not in text:  # the stored JSON has it as it is
        pattern = text.lower()
        query = query.where(
            or_(
                *(
                    func.lower(column).contains(pattern, autoescape=True)
                    for column in (table.c.words, table.c.revision, table.c.proposal, table.c.id)
                ),
                table.c.address_key.in_(address_keys),
            )
        )
    keys = frozenset(address_keys)
    for submission_id, address_key in tx.execute(query).all():
        submission = find_submission(tx, submission_id)
        if submission is not None and (
            not text or address_key in keys or submission_id == text or says(submission, text)
        ):
            yield submission


def says(submission: Submission, text: str) -> bool:
    """Tell whether a text stands in what was sent, whatever its case."""
    texts = []
    for words in (submission.words, submission.revision):
        if words is not None:
            texts += [words.name, words.url, words.text, words.title, words.excerpt, words.source]
    if submission.proposal is not None:
        proposal = submission.proposal
        texts += [proposal.title, proposal.promise, proposal.outcome, proposal.why, *proposal.customers]
    needle = text.casefold()
    return any(needle in one.casefold() for one in texts)


def list_log(tx: Tx, limit: int, offset: int) -> list[Action]:
    """Return acts, the latest first."""
    query = select(actions.c.id).order_by(actions.c.id.desc()).limit(limit).offset(offset)
    found = [find_action(tx, action_id) for action_id in tx.execute(query).scalars().all()]
    return [action for action in found if action is not None]
