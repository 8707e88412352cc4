"""``pledges inbox reply``: the house answers, with its role."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pledges.cli.inbox_project import actor, open_project_inbox
from pledges.cli.project import settings_option
from pledges.domain.response import Role
from pledges.errors import CommandError


@click.command("reply")
@click.argument("to", metavar="ID|ADDRESS")
@click.option("--name", required=True, help="Who answers.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="As what.")
@click.option("--text", help="The answer.  [default: standard input]")
@click.option("--in-reply-to", default="", help="The response on the page ADDRESS that is answered.")
@settings_option
def command(to: str, name: str, role: str, text: str | None, in_reply_to: str, settings_file: Path) -> None:
    """Publish an answer of the author, the promisor or a moderator, marked as theirs.

    TO is the id of a response that came in by this inbox, or the address of an essay or a promise.

    \b
    Example:
      pledges inbox reply 4k2d9m3txw --name "Maya Okafor" --role promisor --text "Thank you."
      pledges inbox reply /pledges/a-person-answers/ --name Maya --role promisor < answer.txt
    """
    from pledges.inbox.service import replies

    if text is None:
        if sys.stdin.isatty():
            raise CommandError("say it with --text, or on standard input")
        text = sys.stdin.read()
    with open_project_inbox(settings_file) as inbox:
        if "/" in to:
            answer = replies.reply(
                inbox, to, name=name, text=text, role=Role(role), actor=actor(), in_reply_to=in_reply_to
            )
        else:
            answer = replies.reply_to(inbox, to, name=name, text=text, role=Role(role), actor=actor())
        click.echo(f"published {answer.id}; take it back with: pledges inbox undo {answer.id}")
