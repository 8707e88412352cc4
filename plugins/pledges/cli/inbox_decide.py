"""``pledges inbox approve|reject|spam|undo``: decisions, on one submission or on several."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.inbox_project import actor, open_project_inbox
from pledges.cli.project import settings_option
from pledges.errors import CommandError

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox

ids_argument = click.argument("ids", nargs=-1, required=True, metavar="ID...")
PAST = {"approve": "approved", "reject": "rejected", "spam": "called spam", "erase": "erased"}


@click.command("approve")
@ids_argument
@click.option("--leader", default="", help="Whose promise a proposed one becomes.  [default: a new leader]")
@settings_option
def approve(ids: tuple[str, ...], leader: str, settings_file: Path) -> None:
    """Publish submissions; when the command ends they are in content/.

    \b
    Example:
      pledges inbox approve 4k2d9m3txw
      pledges inbox approve 4k2d9m3txw 9m3txw4k2d
    """
    from pledges.inbox import service

    with open_project_inbox(settings_file) as inbox:
        if not leader:
            decide_all(inbox, "approve", ids)
            return
        if len(ids) > 1:
            raise CommandError("--leader is for one promise at a time")
        service.approve(inbox, ids[0], actor=actor(), leader=leader)
        click.echo(f"approved {ids[0]}")


@click.command("reject")
@ids_argument
@click.option("--reason", default="", help="Counted in the public tally; for example: off topic, abuse.")
@settings_option
def reject(ids: tuple[str, ...], reason: str, settings_file: Path) -> None:
    """Refuse submissions. Of something public, only its new words are refused, if it has any.

    \b
    Example:
      pledges inbox reject 4k2d9m3txw --reason "off topic"
    """
    with open_project_inbox(settings_file) as inbox:
        decide_all(inbox, "reject", ids, reason)


@click.command("spam")
@ids_argument
@settings_option
def spam(ids: tuple[str, ...], settings_file: Path) -> None:
    """Refuse submissions as spam; the hints learn from it.

    \b
    Example:
      pledges inbox spam 4k2d9m3txw 9m3txw4k2d
    """
    with open_project_inbox(settings_file) as inbox:
        decide_all(inbox, "spam", ids)


@click.command("undo")
@ids_argument
@settings_option
def undo(ids: tuple[str, ...], settings_file: Path) -> None:
    """Undo the last decision on a submission, or all of a batch, on the site too.

    \b
    Example:
      pledges inbox undo 4k2d9m3txw
    """
    with open_project_inbox(settings_file) as inbox:
        for one in ids:
            _undo(inbox, one)


def _undo(inbox: Inbox, wanted: str) -> None:
    """Undo by a submission's id, or by a batch's."""
    from pledges.inbox import service
    from pledges.inbox.service import reading

    if not reading.batch(inbox, wanted):
        decision = service.undo(inbox, wanted, actor=actor())
        click.echo(f"undone {wanted}: it is {decision.submission.state.value} again")
        return
    undone = service.undo_batch(inbox, wanted, actor=actor())
    for decision in undone:
        click.echo(f"undone {decision.submission.id}: it is {decision.submission.state.value} again")
    if not undone:
        raise CommandError(f"nothing of {wanted} can be undone any more")


def decide_all(inbox: Inbox, verb: str, ids: tuple[str, ...], reason: str = "") -> None:
    """Decide about each, tell what was done and how to undo it; ends with status 1 when one failed."""
    from pledges.inbox import service

    batch, failed = service.decide_batch(inbox, verb, ids, actor=actor(), reason=reason)
    for one in ids:
        if one not in failed:
            click.echo(f"{PAST[verb]} {one}")
    if len(ids) - len(failed) > 1:
        click.echo(f"undo all: pledges inbox undo {batch}")
    for one, why in failed.items():
        print(f"{one}: {why}", file=sys.stderr)
    if failed:
        sys.exit(1)
