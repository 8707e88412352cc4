"""What every page of the moderator's desk carries: its menu, and what was just done with its undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict
from urllib.parse import parse_qsl, urlencode

from flask import request

from pledges.inbox import service
from pledges.inbox.service import reading
from pledges.inbox.service.moderation import REASONS
from pledges.inbox.service.reading import Deed
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.moderate_cases import KINDS, name_of, past
from pledges.inbox.web.moderate_models import NoticeView
from pledges.inbox.web.moderate_session import actor, base, on_from
from pledges.views.models import HeadView, LinkView

#: Spam has a button of its own.
REJECT_REASONS = tuple(reason for reason in REASONS if reason != "spam")
_MENU = (("Waiting", ""), ("Log", "/log"), ("Search", "/search"), ("Rules", "/rules"))


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
    """Return what all pages share. ``section``: where in the menu this one belongs."""
    waiting = service.queue_length(desk.inbox)
    menu = tuple(
        LinkView(
            title=label, url=base() + path, current=label == section, count=None if path else waiting or None
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


def tell_batch(deeds: Sequence[Deed], failed: Sequence[str] = ()) -> NoticeView:
    """Return what a batch did."""
    count = len(deeds)
    verb = past(deeds[0].action.verb) if deeds else "Nothing was done"
    text = f"{verb}: {count}." if count > 1 else _sentence(deeds[0]) if deeds else f"{verb}."
    undo = deeds[0].action.batch if any(deed.undoable for deed in deeds) else ""
    return NoticeView(text=text, undo=f"batch {undo}" if undo else "", failed=tuple(failed))


def _notice(desk: Desk) -> NoticeView | None:
    if batch := request.args.get("batch", ""):
        deeds = reading.batch(desk.inbox, batch)
        return tell_batch(deeds) if deeds else None
    number = request.args.get("act", "")
    deed = reading.deed(desk.inbox, int(number)) if number.isdecimal() and len(number) < 18 else None
    if deed is not None:
        return NoticeView(text=_sentence(deed), undo=str(deed.action.id) if deed.undoable else "")
    undone = request.args.get("undid", "")
    if undone.isdecimal() and len(undone) < 9:
        return NoticeView(text=f"Undone: {int(undone)}." if int(undone) else "There was nothing to undo.")
    if "none" in request.args:
        return NoticeView(text="Nothing was done: tick something, then choose what to do with it.")
    return None


def _sentence(deed: Deed) -> str:
    name = name_of(deed.submission) if deed.submission else "what was deleted since"
    return f"{past(deed.action.verb)}: {name}."


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


def kind_links(selected: str) -> tuple[LinkView, ...]:
    """Return the kinds by which the queue can be narrowed."""
    links = [LinkView(title="All kinds", url=base(), current=not selected)]
    links += [
        LinkView(title=f"{word}s", url=f"{base()}?kind={kind.value}", current=kind.value == selected)
        for kind, word in KINDS.items()
    ]
    return tuple(links)
