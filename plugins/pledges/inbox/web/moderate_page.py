"""What every page of the moderator's desk carries: its menu, and what was just done with its undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict
from urllib.parse import parse_qsl, urlencode

from flask import request

from pledges.domain.submission import SubmissionKind
from pledges.inbox import service
from pledges.inbox.service import reading
from pledges.inbox.service.moderation import REASONS
from pledges.inbox.service.reading import Deed
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.moderate_cases import name_of, past
from pledges.inbox.web.moderate_models import NoticeView
from pledges.inbox.web.moderate_session import actor, base, on_from
from pledges.language import N_
from pledges.views.models import HeadView, LinkView

#: Spam has a button of its own.
_REJECT_REASONS = tuple(reason for reason in REASONS if reason != "spam")
_MENU = ((N_("Waiting"), ""), (N_("Log"), "/log"), (N_("Search"), "/search"), (N_("Rules"), "/rules"))


class Shared(TypedDict):
    """The fields of :class:`ModeratePage`."""

    head: HeadView
    title: str
    base: str
    actor: str
    menu: tuple[LinkView, ...]
    here: str
    notice: NoticeView | None


def shared(
    desk: Desk, title: str, section: str = "", *, notice: NoticeView | None = None, wrong: bool = False
) -> Shared:
    """Return what all pages share. ``section``: where in the menu this one belongs, in English."""
    waiting = service.queue_length(desk.inbox)
    menu = tuple(
        LinkView(
            title=desk.say(label),
            url=base() + path,
            current=label == section,
            count=None if path else waiting or None,
        )
        for label, path in _MENU
    )
    return Shared(
        head=desk.head(title, wrong=wrong),
        title=title,
        base=base(),
        actor=actor(),
        menu=menu,
        here=_here(),
        notice=notice or _notice(desk),
    )


def after(on: str, **done: Any) -> str:
    """Return where to go after something was done: ``on``, with what is to be told there."""
    place = on_from(on).partition("?")[0]
    kept = [(name, value) for name, value in _query_of(on) if name not in _TOLD]
    query = urlencode([*kept, *done.items()])
    return f"{place}?{query}" if query else place


def reject_reasons(desk: Desk) -> tuple[LinkView, ...]:
    """Return the reasons to choose from: what the form sends, and what the moderator reads."""
    return tuple(LinkView(title=desk.say(reason), url=reason) for reason in _REJECT_REASONS)


def tell_batch(desk: Desk, deeds: Sequence[Deed], failed: Sequence[str] = ()) -> NoticeView:
    """Return what a batch did."""
    count = len(deeds)
    text = _sentence(desk, deeds[0]) if deeds else desk.say("Nothing was done.")
    if count > 1:
        text = f"{past(desk, deeds[0].action.verb)}: {count}."
    undo = deeds[0].action.batch if any(deed.undoable for deed in deeds) else ""
    return NoticeView(text=text, undo=f"batch {undo}" if undo else "", failed=tuple(failed))


def _notice(desk: Desk) -> NoticeView | None:
    if batch := request.args.get("batch", ""):
        deeds = reading.batch(desk.inbox, batch)
        return tell_batch(desk, deeds) if deeds else None
    number = request.args.get("act", "")
    deed = reading.deed(desk.inbox, int(number)) if number.isdecimal() and len(number) < 18 else None
    if deed is not None:
        return NoticeView(text=_sentence(desk, deed), undo=str(deed.action.id) if deed.undoable else "")
    undone = request.args.get("undid", "")
    if undone.isdecimal() and len(undone) < 9:
        count = int(undone)
        undid = (
            desk.say("Undone: %(count)s.", count=count) if count else desk.say("There was nothing to undo.")
        )
        return NoticeView(text=undid)
    if "none" in request.args:
        return NoticeView(text=desk.say("Nothing was done: tick something, then choose what to do with it."))
    return None


def _sentence(desk: Desk, deed: Deed) -> str:
    name = name_of(desk, deed.submission) if deed.submission else desk.say("what was deleted since")
    return f"{past(desk, deed.action.verb)}: {name}."


def _here() -> str:
    """Return the present address without what it tells of the last act."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in _TOLD]
    query = urlencode(kept)
    return request.path + (f"?{query}" if query else "")


_TOLD = ("act", "batch", "undid", "none")


def _query_of(on: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(on.partition("?")[2]) if name not in _TOLD]


def page_number() -> int:
    """Return which page of a list is asked for, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def with_page(number: int, **query: str) -> str:
    """Return the address of another page of the present list."""
    kept = {name: value for name, value in query.items() if value}
    return f"{request.path}?{urlencode({**kept, 'page': number})}" if kept or number > 1 else request.path


#: The kinds in the plural.
_MANY = {
    SubmissionKind.COMMENT: N_("Comments"),
    SubmissionKind.PLEDGE: N_("Promises"),
    SubmissionKind.TRACKBACK: N_("Trackbacks"),
    SubmissionKind.PINGBACK: N_("Pingbacks"),
    SubmissionKind.WEBMENTION: N_("Webmentions"),
}


def kind_links(desk: Desk, selected: str) -> tuple[LinkView, ...]:
    """Return the kinds by which the queue can be narrowed."""
    links = [LinkView(title=desk.say("All kinds"), url=base(), current=not selected)]
    links += [
        LinkView(title=desk.say(words), url=f"{base()}?kind={kind.value}", current=kind.value == selected)
        for kind, words in _MANY.items()
    ]
    return tuple(links)
