"""``pledges seal``: puts what is new in the record into the ledger."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pledges.cli.project import content_folder, content_option, read_pelican_settings, settings_option


@click.command("seal")
@content_option
@click.option("--dry-run", is_flag=True, help="Only say what would be sealed.")
@settings_option
def command(content: Path | None, dry_run: bool, settings_file: Path) -> None:
    """Seal everything public that is new: promises, updates and responses to them.

    Each becomes an entry of its promise's ledger, content/ledger/<id>.jsonl, which no later change can
    pass unseen. Drafts and what is dated later are left for another day. What is sealed stays as it is;
    a second run adds nothing. Run it before you publish.

    \b
    Example:
      pledges seal --dry-run
      pledges seal && pledges build
    """
    from pledges.files.sealing import seal_record, sealed_lines
    from pledges.settings import read_settings

    folder = content_folder(content, settings_file)
    settings = read_settings(read_pelican_settings(settings_file))
    today = settings.today(dt.datetime.now(dt.UTC))
    found = seal_record(folder, today, settings.zone, dry_run=dry_run)
    for line in sealed_lines(found):
        click.echo(line)
    count = sum(len(sealing.statements) for sealing in found)
    click.echo(f"{count} {'entries to seal' if dry_run else 'entries sealed'}.")
