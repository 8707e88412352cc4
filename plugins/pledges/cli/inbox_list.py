"""``pledges inbox list``: what waits, or whatever else is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.inbox_project import open_project_inbox
from pledges.cli.inbox_text import print_submissions
from pledges.cli.project import settings_option
from pledges.domain.submission import State, Submission, SubmissionKind

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox


@click.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([s.value for s in State]),
    help="In this state instead of waiting.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([k.value for k in SubmissionKind]),
    help="Only what came in this way.",
)
@click.option("--search", "text", default="", help="What says this, comes from this address, in any state.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@settings_option
def command(
    states: tuple[str, ...], kinds: tuple[str, ...], text: str, limit: int, as_json: bool, settings_file: Path
) -> None:
    """List what waits for a decision: what looks best first, then the longest waiting.

    \b
    Example:
      pledges inbox list
      pledges inbox list --state spam --limit 20
      pledges inbox list --search "night agents"
    """
    with open_project_inbox(settings_file) as inbox:
        found = _found(inbox, states, kinds, text, limit)
        if as_json:
            _print_json(found)
        elif found:
            print_submissions(inbox, found)
            _hint_at_more(inbox, len(found), waiting=not states and not text and not kinds)
        else:
            click.echo(_nothing(waiting=not states and not text))


def _found(
    inbox: Inbox, states: tuple[str, ...], kinds: tuple[str, ...], text: str, limit: int
) -> list[Submission]:
    from pledges.inbox import service
    from pledges.inbox.service.reading import search_text

    if not states and not text:
        return service.queue(inbox, kinds=[SubmissionKind(kind) for kind in kinds], limit=limit)
    found = search_text(inbox, text, states=[State(state) for state in states], limit=limit)
    return [one for one in found if not kinds or one.kind.value in kinds]


def _nothing(*, waiting: bool) -> str:
    if not waiting:
        return "Nothing found."
    return (
        "Nothing waits. What readers and other sites send appears here before anybody else sees it.\n"
        "What was decided: pledges inbox list --state approved (or rejected, spam)."
    )


def _hint_at_more(inbox: Inbox, shown: int, *, waiting: bool) -> None:
    from pledges.inbox import service

    total = service.queue_length(inbox) if waiting else shown
    if total > shown:
        click.echo(f"{total - shown} more wait; show them with --limit {total}", err=True)


def _print_json(found: list[Submission]) -> None:
    import msgspec

    click.echo(json.dumps([msgspec.to_builtins(one) for one in found], ensure_ascii=False, indent=2))
