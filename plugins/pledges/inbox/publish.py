"""Writes into ``content/`` what the database says should stand there, exactly once.

The wish is stored in the same transaction as the decision; carrying it out makes the file agree
with the wish and can be repeated; only then is it noted as done. A crash between any two of these is
repaired by :func:`recover`. See ``docs/decisions`` for why lines are not simply appended.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from pledges.domain.response import Response
from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.errors import ContentError
from pledges.files.alone import alone
from pledges.files.conversation_edit import sweep
from pledges.files.response_line import encode_response
from pledges.files.sealing import put_sealed, remove_sealed
from pledges.files.whole import sync_folder, write_whole
from pledges.inbox import store_publications
from pledges.inbox.context import Inbox
from pledges.inbox.errors import StorageFull, Unpublished
from pledges.inbox.store import Tx
from pledges.inbox.store_publications import Form, Publication

_log = logging.getLogger(__name__)


def wish(tx: Tx, submission: Submission) -> None:
    """Store what ``content/`` should hold of a submission, from its state. Part of the decision.

    What was never public needs nothing, but an invited customer's word that is refused leaves a note,
    which stays when the word itself is erased. Proposals' files are wished for by their own use case.
    """
    if submission.kind is SubmissionKind.PLEDGE:
        return
    before = store_publications.publications_of(tx, submission.id)
    if not _concerns_the_record(submission, before):
        return
    tombstone = encode_response(submission.tombstone()).decode()
    form, content = Form.NONE, ""
    if submission.state is State.APPROVED:
        form, content = Form.LINE, encode_response(submission.response()).decode()
    elif submission.leaves_note:
        form, content = Form.LINE, encode_response(_note(submission, before)).decode()
    elif submission.state in (State.ERASED, State.WITHDRAWN) and before[0].form is Form.LINE:
        form, content = Form.LINE, tombstone
    path = conversation_path(submission)
    store_publications.want(tx, path, submission.id, form, content=content, tombstone=tombstone)


def _concerns_the_record(submission: Submission, before: list[Publication]) -> bool:
    if submission.state is State.APPROVED or submission.leaves_note:
        return True
    gone = submission.state in (State.ERASED, State.WITHDRAWN)
    return bool(before) and not (gone and before[0].holds_note)


def _note(submission: Submission, before: list[Publication]) -> Response:
    """Return the note; in the place of words that were public it is a change, and says when."""
    was_public = bool(before) and before[0].form is Form.LINE and not before[0].holds_note
    note = submission.refusal_note()
    return replace(note, updated=submission.decided_at) if was_public else note


def conversation_path(submission: Submission) -> str:
    """Return the conversation file of a submission's target, relative to ``content/``."""
    if submission.target is None:
        raise ValueError(f"{submission.id} answers nothing")
    return submission.target.conversation


def paths_of(content: Path, publication: Publication) -> list[str]:
    """Return what a publication touches, relative to ``content``: its own file, and the promise's ledger."""
    paths = [publication.path]
    if publication.path.startswith("responses/pledges/"):
        ledger = publication.path.replace("responses/pledges/", "ledger/")
        paths += [ledger] if (content / ledger).exists() else []
    return paths


def catch_up(inbox: Inbox) -> int:
    """Bring ``content/`` in line with every wish that is not known to be there; return how many.

    Raises Unpublished when that cannot be done: the wishes stay, and the next call goes on with them.
    """
    try:
        return _catch_up(inbox)
    except Unpublished:
        raise
    except (StorageFull, OSError) as error:  # what was decided is stored all the same
        raise Unpublished(str(error)) from error


def _catch_up(inbox: Inbox) -> int:
    if not inbox.store.read(store_publications.count_unfinished):
        return 0
    with inbox.store.alone(), alone(inbox.content):
        # Read again behind the lock: nobody may carry out a wish that was replaced meanwhile.
        waiting = inbox.store.read(store_publications.unfinished)
        done = [publication for publication in waiting if _carry_out(inbox.content, publication)]

        def note(tx: Tx) -> None:
            for publication in done:
                store_publications.mark_done(tx, publication)

        inbox.store.write(note)
    return len(done)


def recover(inbox: Inbox) -> int:
    """Finish what a crash has interrupted, and clear up behind it; return how many wishes were left."""
    with inbox.store.alone():
        for folder in ("responses/essays", "responses/pledges", "ledger"):
            sweep(inbox.content / folder)
    return catch_up(inbox)


def _carry_out(content: Path, publication: Publication) -> bool:
    """Make the file agree with the wish; return False when somebody else's file is in the way."""
    path = content / publication.path
    try:
        if publication.path.startswith("responses/"):
            return _carry_out_line(content, publication)
        return _carry_out_file(path, publication)
    except OSError as error:  # no room, no permission, something in the way: the operator's to mend
        raise Unpublished(f"{publication.path}: {error.strerror}") from error


def _carry_out_line(content: Path, publication: Publication) -> bool:
    """Put the line in or take it out, and say so in the promise's ledger."""
    path, submission = publication.path, publication.submission
    try:
        if publication.form is Form.LINE:
            put_sealed(content, path, submission, publication.content.encode())
        else:
            remove_sealed(content, path, submission, publication.tombstone.encode())
    except ContentError as error:
        _log.error("%s is not sealed: %s", submission, error)
        return False
    return True


def _carry_out_file(path: Path, publication: Publication) -> bool:
    now = path.read_text(encoding="utf-8") if path.exists() else ""
    if now == publication.content:
        return True
    if now and now != publication.previous:
        _log.error("%s is in the way of what was to be published there; move it", publication.path)
        return False
    if publication.form is Form.FILE:
        write_whole(path, publication.content.encode())
    else:
        path.unlink()
        sync_folder(path.parent)
    return True
