"""``pledges send``: tell other sites of our links to them, and hubs of changed feeds."""

from __future__ import annotations

import datetime as dt
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pledges.cli.project import content_option, read_pelican_settings, settings_option
from pledges.errors import CommandError

if TYPE_CHECKING:
    from pledges.outbox.send import Order

SENT = Path("var") / "sent.jsonl"


@click.command("send")
@content_option
@click.option("--dry-run", is_flag=True, help="Show what would be sent, to whom and how; send nothing.")
@click.option(
    "--wait",
    "wait_s",
    default=300.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="The seconds to wait for the pages to be live.",
)
@click.option("--retry", is_flag=True, help="Try again now what failed, also what was given up.")
@click.option(
    "--as-sent", is_flag=True, help="Note all links as told without telling anybody (once, at first)."
)
@click.option(
    "--sent",
    "sent_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that remembers what was sent.  [default: var/sent.jsonl beside the record]",
)
@settings_option
def command(
    content: Path | None,
    dry_run: bool,
    wait_s: float,
    retry: bool,
    as_sent: bool,
    sent_path: Path | None,
    settings_file: Path,
) -> None:
    """Tell the pages that essays, promises and our replies link to; run it after the site was published.

    Each page is told by Webmention, else Pingback, else TrackBack: of new links, and by Webmention again
    when what links there has changed or the link is gone. Hubs (WEBSUB_HUBS) are told of changed feeds.
    It waits until the pages are live. What cannot be delivered now is tried again by a later run.

    The exit status is 1 when a page is not live, when a hub did not answer, or when something was given up.

    \b
    Example:
      pledges send --dry-run --settings publishconf.py
      pledges send --settings publishconf.py
    """
    from pledges.cli.send_text import has_failed, report_lines
    from pledges.outbox.send import preview, send, take_as_sent
    from pledges.outbox.web import open_web

    order = _order(content, settings_file, sent_path, wait_s, retry)
    now = dt.datetime.now(dt.UTC)
    if as_sent:
        report = take_as_sent(order, now)
        click.echo(f"{report.noted} links noted as told; nothing was sent.")
        return
    web = open_web()
    report = preview(order, web, now) if dry_run else send(order, web, now, partial(click.echo, err=True))
    for line in report_lines(report, order.settings, dry_run=dry_run):
        click.echo(line)
    for url, why in sorted(report.not_live.items()):
        click.echo(f"pledges: {url} is not live yet: {why}; publish the site and run this again", err=True)
    if has_failed(report):
        sys.exit(1)


def _order(
    content: Path | None, settings_file: Path, sent_path: Path | None, wait_s: float, retry: bool
) -> Order:
    from pledges.outbox.send import Order
    from pledges.settings import read_settings

    given = str(content.resolve()) if content else None
    values = read_pelican_settings(settings_file, PATH=given)
    folder, settings = Path(values["PATH"]), read_settings(values)
    if not _can_be_public(settings.siteurl):
        raise CommandError(
            f'SITEURL: "{settings.siteurl}" is for working on the site; nobody else can look at it. Name the '
            "settings that it is published with, for example --settings publishconf.py"
        )
    return Order(
        settings=settings,
        content=folder,
        output=Path(values["OUTPUT_PATH"]),
        sent_path=sent_path or folder.resolve().parent / SENT,
        wait_s=wait_s,
        retry=retry,
    )


def _can_be_public(siteurl: str) -> bool:
    """Tell whether an address can be looked at by others: other ports are closed to those who fetch."""
    parts = urlsplit(siteurl)
    return parts.port in (None, 80, 443) and not f".{parts.hostname}".endswith(".localhost")
