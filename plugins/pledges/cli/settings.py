"""``pledges settings``: every setting, its default, its unit, its meaning."""

from __future__ import annotations

import click

from pledges.settings import OPTIONS


@click.command("settings")
def command() -> None:
    """List every setting that pelicanconf.py may set.

    \b
    Example:
      pledges settings
    """
    for option in OPTIONS:
        click.echo(f"{option.name}  [{option.unit}]  default {option.default!r}\n    {option.meaning}")
