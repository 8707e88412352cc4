"""``pledges import archive``: what ``pledges export`` wrote, put into an empty site."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.project import content_option, read_pelican_settings, settings_option

if TYPE_CHECKING:
    from pledges.exporters.restore import Restored

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("archive")
@click.argument("file", type=_FILE)
@click.option("--private", type=_FILE, help="Fill the empty inbox too, from this file of pledges export.")
@click.option("--dry-run", is_flag=True, help="Look at everything and change nothing.")
@content_option
@settings_option
def command(
    file: Path, private: Path | None, dry_run: bool, content: Path | None, settings_file: Path
) -> None:
    """Put an archive of pledges export into an empty site, or say that its record is there already.

    Every file is held against its hash, and the record is checked, before the first appears; nothing that
    is there is changed. Exported again on the same day, it gives the same bytes.

    \b
    Example:
      pledges import archive record.zip --dry-run
      pledges import archive record.zip --private inbox.jsonl
    """
    from pledges.exporters.restore import restore
    from pledges.settings import read_settings
    from pledges.site.settings_file import folder_of_record

    # The record's folder need not be there yet, which Pelican would not have.
    settings = read_settings(read_pelican_settings(settings_file, PATH=str(settings_file.absolute().parent)))
    now = dt.datetime.now(dt.UTC)
    folder = content or folder_of_record(settings_file)
    done = restore(file, folder, settings, settings.today(now), dry_run=dry_run)
    _tell(done, folder, dry_run)
    if private and not dry_run:
        _load_private(private, settings_file, now)


def _tell(done: Restored, folder: Path, dry_run: bool) -> None:
    if done.is_there:
        click.echo(f"The {done.files} files are in {folder} already, just so; nothing to do.")
    else:
        click.echo(f"{done.files} files {'would be put' if dry_run else 'put'} into {folder}.")
    for name, value in done.settings.items():
        click.echo(f"{name}: this site has another value; the record came with {value!r}")
    if "TAG_AUTHORITY" in done.settings:
        click.echo("Take over TAG_AUTHORITY at least: with another one, feed readers show everything again.")


def _load_private(private: Path, settings_file: Path, now: dt.datetime) -> None:
    from pledges.cli.inbox_project import read_inbox_site
    from pledges.inbox.store_moving import load_inbox

    _, options = read_inbox_site(settings_file)
    click.echo(f"{load_inbox(options, private, now)} rows put into the inbox. It needs its old key, too.")
