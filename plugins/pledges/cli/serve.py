"""``pledges serve``: build, serve, and build anew when something changes."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import click

from pledges.cli.project import DAY, content_option, read_pelican_settings, settings_option


@click.command("serve")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes.")
@click.option("--as-of", type=DAY, help="Show the site as of this day.")
@click.option("--drafts", is_flag=True, help="Show drafts and what is dated later.")
@content_option
@settings_option
def command(
    port: int,
    bind: str,
    output: Path | None,
    as_of: dt.date | None,
    drafts: bool,
    content: Path | None,
    settings_file: Path,
) -> None:
    """Build the site, serve it with its inbox, and build it anew when content or theme change.

    A record with problems is reported and the last good site stays. At midnight of the site's
    zone it is built anew, since what is due changes with the day.

    \b
    Example:
      pledges serve
      pledges serve --drafts --port 9000
    """
    from pledges.cli.resident import serve

    settings = read_pelican_settings(
        settings_file,
        PATH=str(content.resolve()) if content else None,
        OUTPUT_PATH=str(output.resolve()) if output else None,
        AS_OF=as_of,
        DRAFTS=drafts or None,
        SITEURL=f"http://localhost:{port}",
        INBOX_MAIL=bool(os.environ.get("PLEDGES_MAIL_FROM")) or None,
    )
    try:
        serve(settings, bind, port)
    except KeyboardInterrupt:
        sys.exit(0)
