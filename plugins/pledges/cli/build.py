"""``pledges build``: the site."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pledges.cli.project import DAY, content_option, read_pelican_settings, settings_option

if TYPE_CHECKING:
    from pledges.site.builder import Report
    from pledges.site.unchanged import Standing


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
    from pledges.site.cycles import no_search_for_cycles
    from pledges.site.unchanged import find_standing

    with no_search_for_cycles():
        now = dt.datetime.now(dt.UTC)
        site = find_standing(settings_file, given, now) if settings_file.is_file() else None
        if site and (unchanged := site.unchanged_files()):
            click.echo(f"0 files printed, {unchanged} unchanged, 0 removed")
            return
        report, to = (_build_alone(site) if site else None) or _build(settings_file, given)
    for note in report.notes:
        click.echo(f"pledges: {note}", err=True)
    click.echo(
        f"{report.printed} files printed, {report.unchanged} unchanged, {report.removed} removed: {to}"
    )


def _build_alone(site: Standing) -> tuple[Report, str] | None:
    """Build where only answers, documents or the theme have changed, without Pelican; None in doubt."""
    from pledges.site.answered import build_answered
    from pledges.site.edited import build_edited

    built = build_answered(site) or build_edited(site)
    return (built.report, str(site.output)) if built and built.report else None


def _build(settings_file: Path, given: dict[str, Any]) -> tuple[Report, str]:
    settings = read_pelican_settings(settings_file, **given)
    from pledges.site.run import build_site

    return build_site(settings), settings["OUTPUT_PATH"]
