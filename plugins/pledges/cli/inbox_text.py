"""Submissions as lines and tables: tables on a terminal, one line each everywhere else."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from pledges.domain.submission import Submission
    from pledges.inbox.context import Inbox

EXCERPT = 100


def print_submissions(inbox: Inbox, submissions: Sequence[Submission]) -> None:
    """Print a table on a terminal, else lines of fields with tabs between."""
    rows = [
        (
            one.id,
            one.kind.value,
            one.state.value + (" +edit" if one.revision else ""),
            _fit(one.judged.name or one.judged.source or "somebody", 40),
            local(inbox, one.received_at),
            target_of(inbox, one),
            excerpt(one),
            "; ".join(hint.reason for hint in one.hints if hint.weight > 0),
        )
        for one in submissions
    ]
    if sys.stdout.isatty():
        _print_table(rows)
        return
    for row in rows:
        click.echo("\t".join(row))


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("id", "kind", "state", "from", "received", "on", "text", "look twice"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: nothing of a stranger's is markup here
    Console().print(table)


def excerpt(submission: Submission) -> str:
    """Return the beginning of what was said, on one line."""
    words, proposal = submission.judged, submission.proposal
    said = proposal.promise if proposal else words.text or words.excerpt or words.title
    if words.verdict:
        said = f"[{words.verdict.value}] {said}".strip()
    return _fit(said, EXCERPT)


def target_of(inbox: Inbox, submission: Submission) -> str:
    """Return the address of what a submission answers, or a dash."""
    target = inbox.targets.find_ref(submission.target) if submission.target else None
    return target.path if target else submission.target_url or "-"


def local(inbox: Inbox, instant: dt.datetime) -> str:
    """Return an instant in the site's zone: 2026-11-22 14:05."""
    return instant.astimezone(ZoneInfo(inbox.settings.timezone)).strftime("%Y-%m-%d %H:%M")


def plain(text: str) -> str:
    """Return a stranger's text without what could steer a terminal; line breaks stay."""
    from pledges.markup import printable

    return printable(text)


def _fit(text: str, longest: int) -> str:
    line = " ".join(plain(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
