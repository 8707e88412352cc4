"""``pledges inbox show``: all of one submission, and what was done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.inbox_project import open_project_inbox
from pledges.cli.inbox_text import local, plain, target_of
from pledges.cli.project import settings_option

if TYPE_CHECKING:
    from pledges.domain.submission import Submission, Words
    from pledges.inbox.context import Inbox


@click.command("show")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@settings_option
def command(ids: tuple[str, ...], settings_file: Path) -> None:
    """Show submissions whole: who sent what, from where, the hints, the history.

    \b
    Example:
      pledges inbox show 4k2d9m3txw
    """
    from pledges.inbox import service

    with open_project_inbox(settings_file) as inbox:
        for number, submission_id in enumerate(ids):
            if number:
                click.echo()
            _print(inbox, service.find(inbox, submission_id))


def _print(inbox: Inbox, submission: Submission) -> None:
    for label, value in _facts(inbox, submission):
        if value:
            click.echo(f"{label + ':':<12} {' '.join(plain(value).split())}")
    for hint in submission.hints:
        sign = "Look twice:" if hint.weight > 0 else "For it:"
        click.echo(f"{sign:<12} {plain(hint.reason)}")
    if submission.revision is not None:
        click.echo("\nPublic now:")
        _print_words(submission.words)
        click.echo("\nNew words:")
    _print_words(submission.judged)
    if submission.proposal is not None:
        _print_proposal(submission)
    _print_history(inbox, submission)


def _facts(inbox: Inbox, submission: Submission) -> list[tuple[str, str]]:
    words = submission.judged
    return [
        ("Id", submission.id),
        ("Kind", f"{submission.kind.value} ({words.type.value})"),
        ("State", submission.state.value),
        ("Reason", submission.reason),
        ("From", words.name),
        ("Role", submission.role.value if submission.role else ""),
        ("Website", words.url),
        ("Received", local(inbox, submission.received_at)),
        ("On", target_of(inbox, submission)),
        ("Replies to", submission.in_reply_to),
        ("Source", words.source),
        ("Title", words.title),
        ("Verdict", words.verdict.value if words.verdict else ""),
        ("Standing", submission.standing.value if submission.standing else ""),
    ]


def _print_words(words: Words) -> None:
    for text in (words.excerpt, words.text):
        if text:
            click.echo("\n" + "\n".join(f"  {line}" for line in plain(text).splitlines()))


def _print_proposal(submission: Submission) -> None:
    from pledges.domain.submission import Proposal

    proposal = submission.proposal
    if proposal is None:
        return
    for name in Proposal.__dataclass_fields__:
        value = getattr(proposal, name)
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        if text:
            click.echo(f"{name.replace('_', ' ').capitalize() + ':':<14} {plain(text)}")


def _print_history(inbox: Inbox, submission: Submission) -> None:
    from pledges.inbox import service

    actions = service.history(inbox, submission.id)
    if actions:
        click.echo("\nHistory:")
    for action in actions:
        note = f" ({plain(action.note)})" if action.note else ""
        undone = ", undone since" if action.undone_at else ""
        click.echo(f"  {local(inbox, action.at)}  {action.verb}{note} by {plain(action.actor)}{undone}")
