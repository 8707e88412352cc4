"""``pledges settings``: every setting, its default, its unit, its meaning; or a site's own, for programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pledges.cli.inbox_project import SAID_BY_THE_SITE
from pledges.cli.project import settings_option
from pledges.inbox.config import OPTIONS as INBOX_OPTIONS
from pledges.settings import OPTIONS


@click.command("settings")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What each setting means, or the values of one site for programs.",
)
@settings_option
def command(form: str, settings_file: Path) -> None:
    """List every setting that pelicanconf.py may set, and every option of the inbox's environment.

    With --format json, print what a site does set. The JSON is what the inbox reads, so that it runs
    without Pelican; kept in a file, it can be given to `pledges inbox serve --settings FILE.json` on a
    machine that has no Pelican at all.

    \b
    Example:
      pledges settings
      pledges settings --format json -s publishconf.py
    """
    if form == "json":
        click.echo(json.dumps(_values(settings_file), ensure_ascii=False, indent=2))
        return
    click.echo("Of the site, in pelicanconf.py:\n")
    for option in OPTIONS:
        _explain(option.name, option.unit, option.default, option.meaning)
    click.echo("\nOf the inbox, in the environment (secrets only there):\n")
    for other in INBOX_OPTIONS:
        if other.name not in SAID_BY_THE_SITE:
            _explain(other.name, " | ".join(other.choice) or other.unit, other.default, other.meaning)


def _explain(name: str, unit: str, default: object, meaning: str) -> None:
    click.echo(f"{name}  [{unit}]  default {default!r}\n    {meaning}")


def _values(settings_file: Path) -> dict[str, object]:
    """Return the site's settings and folders as JSON can carry them."""
    from pledges.cli.project import read_pelican_settings
    from pledges.cli.site_values import site_values

    return site_values(read_pelican_settings(settings_file)).as_json()
