"""``pledges inbox rules``: what is published or put aside without a moderator."""

from __future__ import annotations

from pathlib import Path

import click

from pledges.cli.inbox_project import actor, open_project_inbox
from pledges.cli.project import settings_option
from pledges.errors import CommandError
from pledges.inbox.rules import RuleKind

kind_argument = click.argument("kind", type=click.Choice([kind.value for kind in RuleKind]))
value_argument = click.argument("value", required=False, default="")
own_settings_option = click.option(
    "--settings", "-s", "own_settings", type=click.Path(path_type=Path), help="The settings file of the site."
)


@click.group("rules", invoke_without_command=True)
@settings_option
@click.pass_context
def command(ctx: click.Context, settings_file: Path) -> None:
    """List the rules; `add` and `remove` change them. Without a rule, everything waits.

    \b
    Example:
      pledges inbox rules
      pledges inbox rules add "approve known commenters"
      pledges inbox rules add "block host" casino.example
      pledges inbox rules remove "block word" viagra
    """
    ctx.obj = settings_file
    if ctx.invoked_subcommand is not None:
        return
    from pledges.inbox import service

    with open_project_inbox(settings_file) as inbox:
        rules = service.rule_book(inbox)
    for rule in rules:
        click.echo(f"{rule.kind.value}\t{rule.value}".rstrip())
    if not rules:
        click.echo(
            'No rules: everything waits. For example: pledges inbox rules add "approve known commenters"'
        )


@command.command("add")
@kind_argument
@value_argument
@own_settings_option
@click.pass_obj
def add(settings_file: Path, kind: str, value: str, own_settings: Path | None) -> None:
    """Add a rule for what comes from now on.

    \b
    Example:
      pledges inbox rules add "block word" viagra
    """
    from pledges.inbox import service

    with open_project_inbox(own_settings or settings_file) as inbox:
        rule = service.add_rule(inbox, RuleKind(kind), value, actor=actor())
    click.echo(f"added: {rule.kind.value} {rule.value}".rstrip())


@command.command("remove")
@kind_argument
@value_argument
@own_settings_option
@click.pass_obj
def remove(settings_file: Path, kind: str, value: str, own_settings: Path | None) -> None:
    """Remove a rule. An address may be given as itself, or as the list shows it.

    \b
    Example:
      pledges inbox rules remove "block word" viagra
    """
    from pledges.inbox import service

    with open_project_inbox(own_settings or settings_file) as inbox:
        if not service.remove_rule(inbox, RuleKind(kind), value, actor=actor()):
            raise CommandError(f"there is no rule {f'{kind} {value}'.strip()}; see pledges inbox rules")
    click.echo("removed")
