"""``pledges doctor``: a look at a deployment."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pledges.cli.project import settings_option
from pledges.markup.text import printable

if TYPE_CHECKING:
    from pledges.cli.doctor.finding import Finding


@click.command("doctor")
@click.option("--site", metavar="URL", default="", help="Look at a published site from outside, and no more.")
@click.option("--send-mail", metavar="ADDRESS", default="", help="Send a test mail to this address too.")
@settings_option
def command(site: str, send_mail: str, settings_file: Path) -> None:
    """Look at a deployment: settings, pages, feeds, endpoints, inbox, database, mail, record, clock, disk.

    Each line says how something stands, and what to do where it does not. Nothing is changed, and nothing
    sent but the mail that is asked for. Run it where the inbox runs, as its user and with its environment;
    with --site anywhere. The exit status is 1 when there is a problem.

    \b
    Example:
      pledges doctor --settings publishconf.py
      pledges doctor --site https://promises.example
    """
    from pledges.cli.doctor.examination import examine_machine, examine_site, visit_site
    from pledges.cli.doctor.project import read_project

    now = dt.datetime.now(dt.UTC)
    if site:
        url = site if "://" in site else f"https://{site}"
        findings = examine_site(visit_site(url.rstrip("/"), now))
    else:
        project = read_project(settings_file, os.environ)
        findings = _both(
            examine_site(visit_site(project.settings.siteurl, now, project)),
            examine_machine(project, send_mail, now),
        )
    counts = Counter(_print(finding) for finding in findings)
    click.echo(f"{counts['problem']} problems, {counts['warning']} warnings, {counts['ok']} ok.")
    if counts["problem"]:
        sys.exit(1)


def _both(public: Iterator[Finding], machine: Iterator[Finding]) -> Iterator[Finding]:
    yield from public
    yield from machine


def _print(finding: Finding) -> str:
    # What the other side said is among the words: no sign of it may steer the terminal.
    click.echo(f"{finding.level:<8} {finding.about}: {printable(finding.message)}")
    if finding.advice:
        click.echo(f"         → {printable(finding.advice)}")
    return str(finding.level)
