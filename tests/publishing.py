"""What views look things up in, made of a few documents for one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation, Record
from pledges.domain.response import Response
from pledges.files.visible import visible
from pledges.markup.texts import Texts
from pledges.settings import read_settings
from pledges.views.lists import ListView, Placed
from pledges.views.publication import Publication
from promise_making import day

SETTINGS = {
    "SITEURL": "https://promises.example",
    "SITENAME": "The Promise Record",
    "TAG_AUTHORITY": "promises.example,2026",
    "TIMEZONE": "UTC",
}
MAYA = Leader(
    id="maya-okafor-2k4d",
    slug="maya-okafor",
    title="Maya Okafor",
    role="Managing director",
    organisation="Northwind Care",
)


def publish(
    on: str | dt.date,
    *pledges: Pledge,
    responses: Mapping[str, Iterable[Response]] | Iterable[Response] = (),
    essays: Iterable[Essay] = (),
    leaders: Iterable[Leader] = (MAYA,),
    pages: Iterable[Page] = (),
    moderation: Moderation | None = None,
    **settings: Any,
) -> Publication:
    """Return what is public on a day; ``responses`` are those to the first pledge, or by the target's id."""
    today = on if isinstance(on, dt.date) else day(on)
    chosen = read_settings({**SETTINGS, **settings})
    answers = responses if isinstance(responses, Mapping) else {pledges[0].id: responses} if pledges else {}
    record = Record(
        essays=tuple(essays),
        pledges=pledges,
        leaders=tuple(leaders),
        pages=tuple(pages),
        responses={target: tuple(given) for target, given in answers.items()},
        moderation=moderation or Moderation(),
    )
    return Publication(
        record=visible(record, today, zone=chosen.zone),
        settings=chosen,
        today=today,
        texts=Texts(lambda path: path, lambda path: None),
        size_of=lambda path: None,
    )


def made(placed: Iterable[Placed]) -> dict[str, ListView]:
    """Return the pages of lists by their addresses."""
    return {one.path: one.make() for one in placed}
