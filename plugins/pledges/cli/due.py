"""``pledges due``: what needs its promisor's word."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from pledges.cli.project import DAY, content_option, read_pelican_settings, settings_option
from pledges.errors import CommandError, did_you_mean
from pledges.templates import long_date

if TYPE_CHECKING:
    from pledges.domain.due import Call
    from pledges.domain.leader import Leader
    from pledges.domain.record import Record
    from pledges.settings import Settings

#: What each leader is asked for, by the leader's slug.
Calls: TypeAlias = "Mapping[str, tuple[Call, ...]]"


@click.command("due")
@content_option
@click.option("--as-of", type=DAY, help="Look at this day instead of today.")
@click.option("--leader", default="", help="Only this leader's promises (a slug).")
@click.option("--mail", is_flag=True, help="Mail each leader theirs (see `pledges inbox contact`).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people or JSON for tools.",
)
@settings_option
def command(
    content: Path | None, as_of: dt.date | None, leader: str, mail: bool, form: str, settings_file: Path
) -> None:
    """List what needs its promisor's word: due soon, due today, overdue, silent, asked or disputed.

    A promise is listed when it is due within DUE_SOON_DAYS, was due, has had no word for SILENT_DAYS,
    was declared kept and no customer was asked, or is disputed and not answered; so is every question
    of a reader's that nobody has answered.

    \b
    Example:
      pledges due
      pledges due --leader maya-okafor --as-of 2026-12-24
      pledges due --mail --format json
    """
    from pledges.views.due import call_row

    pelican = read_pelican_settings(settings_file, PATH=str(content) if content else None, AS_OF=as_of)
    settings, record, today = _read(pelican)
    leaders = {one.slug: one for one in record.leaders}
    if leader and leader not in leaders:
        raise CommandError(f'there is no leader "{leader}"{did_you_mean(leader, list(leaders))}')
    found = _calls_by_leader(record, settings, today, leader)
    if form == "json":
        said = record.responses
        rows = [
            call_row(settings, leaders.get(slug), call, said.get(call.pledge.id, ()), today)
            for slug, asked in found.items()
            for call in asked
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print_text(settings, found, leaders, today)
    if mail:
        _mail(settings_file, settings, found, leaders, today)


def _read(pelican: Mapping[str, Any]) -> tuple[Settings, Record, dt.date]:
    """Return the settings, what is public on the day, and the day. Raises ContentError."""
    from pledges.files.check import check_record
    from pledges.settings import read_settings

    settings = read_settings(pelican)
    today = settings.today(dt.datetime.now(dt.UTC))
    return settings, check_record(Path(pelican["PATH"]), settings, today).visible, today


def _calls_by_leader(record: Record, settings: Settings, today: dt.date, only: str) -> Calls:
    """Return what each leader is asked for, leaders by slug and their promises by due date."""
    from pledges.domain.due import calls
    from pledges.domain.status import Thresholds, status_of

    limits = Thresholds(due_soon_days=settings.due_soon_days, silent_days=settings.silent_days)
    found: dict[str, tuple[Call, ...]] = {}
    for pledge in sorted(record.pledges, key=lambda pledge: (pledge.leader, pledge.due, pledge.slug)):
        if only in ("", pledge.leader):
            responses = record.responses.get(pledge.id, ())
            status = status_of(pledge, responses, today, limits, settings.zone)
            asked = calls(pledge, responses, status, settings.zone)
            found[pledge.leader] = found.get(pledge.leader, ()) + asked
    return {slug: asked for slug, asked in found.items() if asked}


# --- what is printed -----------------------------------------------------------------------------


def _print_text(settings: Settings, found: Calls, leaders: Mapping[str, Leader], today: dt.date) -> None:
    from pledges.views.due import call_lines

    if not found:
        click.echo(f"Nothing needs a word on {long_date(today)}.")
        return
    for number, (slug, calls) in enumerate(found.items()):
        name = leaders[slug].name if slug in leaders else slug
        lines = [*([""] if number else []), f"{name} ({slug})"]
        lines += [f"  {line}" if line else "" for line in call_lines(settings, calls, today)]
        click.echo("\n".join(lines))


# --- mail -----------------------------------------------------------------------------------------


def _mail(
    settings_file: Path, settings: Settings, found: Calls, leaders: Mapping[str, Leader], today: dt.date
) -> None:
    """Mail each leader what they are asked for; who could not be reached is told on standard error.

    The exit status is 1 when a mail could not be handed over.
    """
    from pledges.cli.inbox_project import open_project_inbox
    from pledges.inbox.mail import MailError, smtp_sender
    from pledges.inbox.reminders import remind
    from pledges.views.due import reminder

    failed = False
    with open_project_inbox(settings_file) as inbox:
        send = smtp_sender(inbox.settings)
        for slug, calls in found.items():
            leader = leaders.get(slug)
            if leader is None:
                continue
            subject, text = reminder(settings, leader, calls, today)
            try:
                told = remind(inbox, send, leader.id, subject, text)
            except MailError as error:
                failed = True
                print(f"{slug}: not mailed: {error}", file=sys.stderr)
                continue
            print(f"{slug}: {'mailed' if told else _NO_ADDRESS.format(slug)}", file=sys.stderr)
    if failed:
        sys.exit(1)


_NO_ADDRESS = "no address is kept; see pledges inbox contact {}"
