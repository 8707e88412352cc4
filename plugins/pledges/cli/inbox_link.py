"""``pledges inbox link``: a way in for a moderator."""

from __future__ import annotations

from pathlib import Path

import click

from pledges.cli.inbox_project import open_project_inbox
from pledges.cli.project import settings_option


@click.command("link")
@click.option("--name", default="moderator", show_default=True, help="Who it is for, in the log.")
@settings_option
def command(name: str, settings_file: Path) -> None:
    """Print a link that signs a moderator in: once, within the hour.

    \b
    Example:
      pledges inbox link --name maya
    """
    from pledges.inbox.links import Links
    from pledges.inbox.service.sign_in import make_sign_in_token

    with open_project_inbox(settings_file) as inbox:
        click.echo(Links(inbox.settings).sign_in(make_sign_in_token(inbox, name)))
