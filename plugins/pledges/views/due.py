"""What needs a promisor's word, in words: for the terminal, for mails, for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pledges.domain import address
from pledges.domain.due import Call, Need
from pledges.domain.leader import Leader
from pledges.domain.response import Response
from pledges.markup import clean_line
from pledges.settings import Settings
from pledges.templates import long_date, plural


def sentence(call: Call, today: dt.date) -> str:
    """Return what is the matter, in words that need no table."""
    days = (call.date - today).days
    asked = _quoted(call.response) if call.response else ""
    return _SENTENCES[call.need].format(
        days=plural(abs(days), "day", "days"), day=long_date(call.date), asked=asked
    )


_SENTENCES = {
    Need.OVERDUE: "overdue by {days} (due {day}): say whether it was kept",
    Need.DUE_TODAY: "due today: say whether it was kept",
    Need.DUE_SOON: "due in {days} ({day}): say how it stands",
    Need.SILENT: "no word for {days} (last on {day}): say how it stands",
    Need.DISPUTED: "declared kept on {day}, and a customer disagrees: answer, apologise or repair",
    Need.VERDICT: "declared kept on {day}, and no invited customer has judged it: invite one",
    Need.QUESTION: "asked on {day}, not answered: {asked}",
}


def _quoted(response: Response) -> str:
    """Return who asks and how the question begins, on one line."""
    author = response.author
    name = clean_line(author.name, 60) if author else ""
    return f"{name or 'somebody'}: “{clean_line(response.text, 100)}”"


def _address(settings: Settings, call: Call) -> str:
    """Return the promise's page, or the question's place in its conversation."""
    path = address.pledge(call.pledge.slug)
    return settings.absolute(f"{path}#{address.anchor(call.response.id)}" if call.response else path)


def call_lines(settings: Settings, calls: Sequence[Call], today: dt.date) -> list[str]:
    """Return the promises with what each needs below it."""
    lines: list[str] = []
    for slug in dict.fromkeys(call.pledge.slug for call in calls):
        own = [call for call in calls if call.pledge.slug == slug]
        lines += ["", own[0].pledge.title, settings.absolute(address.pledge(slug))]
        lines += [f"  - {sentence(call, today)}" for call in own]
    return lines


def call_row(settings: Settings, leader: Leader | None, call: Call, today: dt.date) -> dict[str, Any]:
    """Return a call as JSON can carry it; ``days`` from today, negative when past."""
    return {
        "leader": call.pledge.leader,
        "name": leader.name if leader else call.pledge.leader,
        "pledge": call.pledge.slug,
        "title": call.pledge.title,
        "need": call.need.value,
        "date": call.date.isoformat(),
        "days": (call.date - today).days,
        "message": sentence(call, today),
        "response": call.response.id if call.response else None,
        "url": _address(settings, call),
    }


def reminder(settings: Settings, leader: Leader, calls: Sequence[Call], today: dt.date) -> tuple[str, str]:
    """Return the subject and the text of a mail to a leader."""
    count = len({call.pledge.slug for call in calls})
    needs = "needs" if count == 1 else "need"
    subject = f"{plural(count, 'promise', 'promises')} of yours {needs} a word"
    site = settings.sitename or settings.siteurl
    lines = [
        f"{leader.name}, on {long_date(today)} this waits for you on {site}:",
        *call_lines(settings, calls, today),
        "",
        "Report with: pledges update SLUG CLAIM. Silence is shown on the page; a warning in time is, too.",
    ]
    return subject, "\n".join(lines)
