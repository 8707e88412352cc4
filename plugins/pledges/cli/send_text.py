"""What ``pledges send`` prints: a table of who was told, how, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pledges.markup.text import printable
from pledges.outbox.hubs import Told
from pledges.outbox.send import Report
from pledges.outbox.sender import Row
from pledges.outbox.sent import State
from pledges.settings import Settings

_WORDS = {
    State.SENDING: "would tell",
    State.TOLD: "told",
    State.NO_DOOR: "nothing",
    State.REFUSED: "refused",
    State.WAITING: "later",
    State.GIVEN_UP: "given up",
}


def report_lines(report: Report, settings: Settings, *, dry_run: bool) -> Iterator[str]:
    """Yield the table, a source a paragraph, then the hubs, then the counts."""
    source = ""
    for row in sorted(report.rows, key=lambda row: (row.mention.source, row.mention.target)):
        if row.mention.source != source:
            source = row.mention.source
            yield source.removeprefix(settings.siteurl) or "/"
        yield _line(row, settings)
    for told in report.hubs:
        yield _hub_line(told, dry_run=dry_run)
    counts = Counter(row.mention.state for row in report.rows)
    said = ", ".join(f"{counts[state]} {word}" for state, word in _WORDS.items() if counts[state])
    if said or not report.not_live:
        yield f"{said}." if said else "Nothing to send."


def has_failed(report: Report) -> bool:
    """Tell whether somebody has to look at something."""
    given_up = any(row.mention.state is State.GIVEN_UP for row in report.rows)
    return bool(report.not_live) or given_up or any(told.why for told in report.hubs)


def _line(row: Row, settings: Settings) -> str:
    mention = row.mention
    how = f"{row.reason or ''}".ljust(8)
    why = mention.why
    if mention.state is State.WAITING and mention.next_at is not None:
        moment = mention.next_at.astimezone(settings.zone)
        why = f"{why}; again from {moment:%Y-%m-%d %H:%M}"
    protocol = (mention.protocol or "") if mention.state is not State.NO_DOOR else ""
    # What the other side said is among the words: no sign of it may steer the terminal.
    line = f"  {_WORDS[mention.state]:<10} {how} {protocol:<10} {mention.target}  {why}"
    return printable(line).rstrip()


def _hub_line(told: Told, *, dry_run: bool) -> str:
    verb = "would hear" if dry_run else "told"
    feeds = f"{told.feeds} feed{'s' if told.feeds != 1 else ''}"
    more = f", {told.more} more next time" if told.more else ""
    why = f"; failed: {told.why}" if told.why else ""
    return f"hub {told.hub}  {verb} of {feeds}{more}{why}"
