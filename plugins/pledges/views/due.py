"""What needs a promisor's word, in words: for the terminal, for mails, for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pledges.domain import address
from pledges.domain.conversation import page_of
from pledges.domain.due import Call, Need
from pledges.domain.leader import Leader
from pledges.domain.response import Response
from pledges.language import N_, NN_, Language, language_of
from pledges.markup import clean_line
from pledges.settings import Settings

#: Commands speak English.
_ENGLISH = language_of("en")


def sentence(call: Call, today: dt.date, language: Language = _ENGLISH) -> str:
    """Return what is the matter, in words that need no table."""
    days = abs((call.date - today).days)
    if call.need in _COUNTED:
        return language.ngettext(*_COUNTED[call.need], days, day=language.day(call.date))
    asked = _quoted(call.response, language) if call.response else ""
    return language.gettext(_SENTENCES[call.need], day=language.day(call.date), asked=asked)


_COUNTED = {
    Need.OVERDUE: NN_(
        "overdue by %(num)s day (due %(day)s): say whether it was kept",
        "overdue by %(num)s days (due %(day)s): say whether it was kept",
    ),
    Need.DUE_SOON: NN_(
        "due in %(num)s day (%(day)s): say how it stands", "due in %(num)s days (%(day)s): say how it stands"
    ),
    Need.SILENT: NN_(
        "no word for %(num)s day (last on %(day)s): say how it stands",
        "no word for %(num)s days (last on %(day)s): say how it stands",
    ),
}
_SENTENCES = {
    Need.DUE_TODAY: N_("due today: say whether it was kept"),
    Need.DISPUTED: N_("declared kept on %(day)s, and a customer disagrees: answer, apologise or repair"),
    Need.VERDICT: N_("declared kept on %(day)s, and no invited customer has judged it: invite one"),
    Need.QUESTION: N_("asked on %(day)s, not answered: %(asked)s"),
}


def _quoted(response: Response, language: Language) -> str:
    """Return who asks and how the question begins, on one line."""
    author = response.author
    name = clean_line(author.name, 60) if author else ""
    words = clean_line(response.text, 100)
    return language.gettext("%(name)s: “%(words)s”", name=name or language.gettext("somebody"), words=words)


def _address(settings: Settings, call: Call, said: Sequence[Response]) -> str:
    """Return the promise's page, or the question's place in its conversation."""
    path = address.pledge(call.pledge.slug)
    if call.response is None:
        return settings.absolute(path)
    number = page_of(said, settings.conversation_page_size).get(call.response.id, 1)
    return settings.absolute(address.response(path, number, call.response.id))


def call_lines(
    settings: Settings, calls: Sequence[Call], today: dt.date, language: Language = _ENGLISH
) -> list[str]:
    """Return the promises with what each needs below it."""
    lines: list[str] = []
    for slug in dict.fromkeys(call.pledge.slug for call in calls):
        own = [call for call in calls if call.pledge.slug == slug]
        lines += ["", own[0].pledge.title, settings.absolute(address.pledge(slug))]
        lines += [f"  - {sentence(call, today, language)}" for call in own]
    return lines


def call_row(
    settings: Settings, leader: Leader | None, call: Call, said: Sequence[Response], today: dt.date
) -> dict[str, Any]:
    """Return a call as JSON can carry it; ``days`` from today, negative when past. ``said``: the responses
    to its promise.
    """
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
        "url": _address(settings, call, said),
    }


def reminder(settings: Settings, leader: Leader, calls: Sequence[Call], today: dt.date) -> tuple[str, str]:
    """Return the subject and the text of a mail to a leader, in the site's language."""
    language = language_of(settings.default_lang)
    subject = language.ngettext(
        "%(num)s promise of yours needs a word",
        "%(num)s promises of yours need a word",
        len({call.pledge.slug for call in calls}),
    )
    lines = [
        language.gettext(
            "%(name)s, on %(day)s this waits for you on %(site)s:",
            name=leader.name,
            day=language.day(today),
            site=settings.sitename or settings.siteurl,
        ),
        *call_lines(settings, calls, today, language),
        "",
        language.gettext(
            "Report with: %(command)s. Silence is shown on the page; a warning in time is, too.",
            command="pledges update SLUG CLAIM",
        ),
    ]
    return subject, "\n".join(lines)
