"""``pledges build``: the site."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pledges.cli.project import DAY, content_option, read_pelican_settings, settings_option


@click.command("build")
@content_option
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes.")
@click.option("--as-of", type=DAY, help="Build the site as of this day instead of today.")
@click.option("--drafts", is_flag=True, help="Show drafts and what is dated later.")
@settings_option
def command(
    content: Path | None, output: Path | None, as_of: dt.date | None, drafts: bool, settings_file: Path
) -> None:
    """Build the site.

    On any problem in the record nothing is built: every problem is printed with its file and
    line, the exit status is 1, and the last good site stays as it was.

    \b
    Example:
      pledges build
      pledges build --as-of 2026-12-31 --output /tmp/new-year
    """
    given = {
        "PATH": str(content.resolve()) if content else None,
        "OUTPUT_PATH": str(output.resolve()) if output else None,
        "AS_OF": as_of,
        "DRAFTS": drafts or None,
    }
    given = {name: value for name, value in given.items() if value is not None}
    from pledges.site.unchanged import unchanged_files

    now = dt.datetime.now(dt.UTC)
    if settings_file.is_file() and (unchanged := unchanged_files(settings_file, given, now)):
        click.echo(f"0 files printed, {unchanged} unchanged, 0 removed")
        return
    settings = read_pelican_settings(settings_file, **given)
    from pledges.site.run import build_site

    report = build_site(settings)
    for note in report.notes:
        click.echo(f"pledges: {note}", err=True)
    click.echo(
        f"{report.printed} files printed, {report.unchanged} unchanged, {report.removed} removed: "
        f"{settings['OUTPUT_PATH']}"
    )
