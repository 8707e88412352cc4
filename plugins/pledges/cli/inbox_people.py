"""``pledges inbox export|erase|contact``: a person's rights over what is kept of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.inbox_decide import decide_all
from pledges.cli.inbox_project import actor, open_project_inbox
from pledges.cli.project import settings_option
from pledges.errors import CommandError, did_you_mean

if TYPE_CHECKING:
    from pledges.inbox.context import Inbox


@click.command("export")
@click.argument("address")
@settings_option
def export(address: str, settings_file: Path) -> None:
    """Print everything kept under an e-mail address, as JSON, to hand over to its owner.

    \b
    Example:
      pledges inbox export ada@example.org > ada.json
    """
    from pledges.inbox import service

    _require_address(address)
    with open_project_inbox(settings_file) as inbox:
        found = service.export_address(inbox, address)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    if not any(found[name] for name in ("kept_for", "submissions", "subscriptions")):
        print("Nothing is kept under this address.", file=sys.stderr)


@click.command("erase")
@click.argument("whats", nargs=-1, required=True, metavar="ID...|ADDRESS")
@click.option("--yes", is_flag=True, help="Do not ask; an address cannot be brought back.")
@settings_option
def erase(whats: tuple[str, ...], yes: bool, settings_file: Path) -> None:
    """Take out what somebody wrote: submissions by id, or all that was sent under an e-mail address.

    What was public leaves its place, so threads stay whole. Ids can be undone for a while; an address
    is forgotten for good. Commits that still hold the text are listed.

    \b
    Example:
      pledges inbox erase 4k2d9m3txw
      pledges inbox erase ada@example.org
    """
    with open_project_inbox(settings_file) as inbox:
        if "@" not in "".join(whats):
            decide_all(inbox, "erase", whats)
            return
        if len(whats) > 1:
            raise CommandError("erase one address at a time")
        _require_address(whats[0])
        _ask(whats[0], yes)
        _erase_address(inbox, whats[0])


def _erase_address(inbox: Inbox, address: str) -> None:
    from pledges.inbox import service

    erased = service.erase_address(inbox, address, actor=actor())
    for one in erased.submissions:
        click.echo(f"erased {one}")
    for one in erased.kept:
        click.echo(f"kept {one}: a published promise stays; its contact address is forgotten")
    if not erased.submissions and not erased.kept:
        click.echo("Nothing was sent under this address; it is on no list any more.")
    if erased.commits:
        click.echo("These commits still hold the text; rewrite the history if it must go from there too:")
        for commit in erased.commits:
            click.echo(f"  {commit}")


@click.command("contact")
@click.argument("leader")
@click.argument("address", required=False, default="")
@settings_option
def contact(leader: str, address: str, settings_file: Path) -> None:
    """Keep a leader's e-mail address, encrypted, in the inbox alone; without ADDRESS it is forgotten.

    \b
    Example:
      pledges inbox contact maya-okafor maya@northwind.example
    """
    from pledges.files.leader_file import parse_leader
    from pledges.files.text import decode
    from pledges.inbox import service
    from pledges.inbox.service.proposals import leader_slugs

    with open_project_inbox(settings_file) as inbox:
        known = leader_slugs(inbox)
        if leader not in known:
            near = did_you_mean(leader, known) or "; the name of a file in leaders/ is wanted"
            raise CommandError(f'there is no leader "{leader}"{near}')
        path = f"leaders/{leader}.md"
        found, _ = parse_leader(path, decode(path, (inbox.content / path).read_bytes())[0])
        if found is None:
            raise CommandError(f"{path} has problems; see pledges check")
        service.set_leader_address(inbox, found.id, address, actor=actor())
    click.echo(f"{'kept' if address else 'forgotten'}: {leader}")


def _require_address(address: str) -> None:
    from pledges.inbox.privacy import is_address

    if not is_address(address):
        raise CommandError(f'"{address}" is not an e-mail address; write for example ada@example.org')


def _ask(address: str, yes: bool) -> None:
    """Make sure. Raises CommandError where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandError("this cannot be undone; say --yes")
    click.confirm(f"Forget everything sent under {address}, for good?", abort=True)
