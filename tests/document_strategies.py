"""Hypothesis strategies for documents that a file can hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

from hypothesis import strategies as st

from pledges.domain.document import Image, Link
from pledges.domain.essay import Epigraph, Essay, Video
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.update import Claim, Update

CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff\ufeff")
TRICKY = st.sampled_from(
    [
        "yes",
        "null",
        "~",
        "2026-01-01",
        "12",
        "1e3",
        "a: b",
        "a #b",
        "- a",
        "[a",
        "'",
        '"',
        "\\",
        "]]>",
        "%a",
        "# a",
    ]
)
LINES = (st.text(CHARACTERS, min_size=1, max_size=40) | TRICKY).map(str.strip).filter(bool)
PROSE = st.lists(LINES, min_size=1, max_size=3).map("\n".join).map(str.strip).filter(bool)
SLUGS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 30))
ADDRESSES = st.sampled_from(["https://a.example/", "http://ä.example/ö?a=b&c#d", "/essays/x/"])
IMAGES = st.builds(Image, src=st.just("/images/a.svg"), alt=LINES, caption=st.just("") | PROSE)
LANGS = st.sampled_from(["", "en", "pt-BR"])


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.just("") | values


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


def _is_body(text: str) -> bool:
    """Whether a text keeps its meaning as Markdown of a pledge: no updates, fences or fields in it."""
    return not re.search(r"^ {0,3}(#|```|~~~|\d)|^-+\s*$|^[A-Za-z]+:", text, re.MULTILINE)


BODIES = optional(PROSE)
PLEDGE_BODIES = BODIES.filter(_is_body)
COMMON: dict[str, Any] = {"id": IDS, "title": LINES, "draft": st.booleans(), "aliases": several(SLUGS)}
FEED_ID = optional(LINES)


def _at(essay: Essay, time: dt.time | None) -> Essay:
    """Give an essay an instant on its day."""
    if time is None:
        return essay
    return dataclasses.replace(essay, at=dt.datetime.combine(essay.date, time, dt.UTC))


DAYS_ESSAYS = st.builds(
    Essay,
    **COMMON,
    slug=st.just("x"),
    path=st.just("essays/x.md"),
    lang=LANGS,
    feed_id=FEED_ID,
    body=BODIES,
    date=DATES,
    updated=st.none() | DATES,
    author=optional(SLUGS),
    category=optional(LINES),
    tags=several(LINES),
    series=optional(LINES),
    part=st.none() | st.integers(1, 99),
    next=optional(PROSE),
    summary=optional(PROSE),
    epigraph=st.none() | st.builds(Epigraph, text=PROSE, source=LINES),
    image=st.none() | IMAGES,
    videos=several(st.builds(Video, title=LINES, url=ADDRESSES, duration=st.sampled_from(["", "2:27"]))),
    question=optional(PROSE),
    pledges=several(SLUGS),
)
TIMES = st.times().map(lambda time: time.replace(microsecond=0))
ESSAYS = st.builds(_at, DAYS_ESSAYS, st.none() | TIMES)
LEADERS = st.builds(
    Leader,
    **COMMON,
    slug=st.just("x"),
    path=st.just("leaders/x.md"),
    feed_id=FEED_ID,
    body=BODIES,
    role=optional(LINES),
    organisation=optional(LINES),
    url=optional(ADDRESSES),
    links=several(st.builds(Link, title=LINES, url=ADDRESSES)),
    photo=st.none() | IMAGES,
)
PAGES = st.builds(
    Page,
    **COMMON,
    slug=st.just("x"),
    path=st.just("pages/x.md"),
    lang=LANGS,
    body=BODIES,
    summary=optional(PROSE),
    menu=optional(LINES),
)


@st.composite
def updates(draw: st.DrawFn, number: int, on: dt.date) -> Update:
    """Draw an update whose fields fit its claim."""
    claim = draw(st.sampled_from(list(Claim)))
    fields: dict[str, Any] = {"evidence": draw(st.lists(ADDRESSES, max_size=2).map(tuple))}
    if claim is Claim.ACCEPTED:
        fields["customer"] = draw(optional(LINES))
    if claim is Claim.AMENDED:
        fields |= {"promise": draw(LINES), "outcome": draw(optional(LINES)), "due": draw(st.none() | DATES)}
    if claim is Claim.REPAIR:
        fields["repair"] = draw(SLUGS)
    return Update(number=number, on=on, claim=claim, text=draw(PLEDGE_BODIES), **fields)


@st.composite
def pledges(draw: st.DrawFn) -> Pledge:
    """Draw a pledge with updates in order of date."""
    made, due, *days = sorted(draw(st.lists(DATES, min_size=2, max_size=5)))
    return Pledge(
        **{name: draw(strategy) for name, strategy in COMMON.items()},
        slug="x",
        path="pledges/x.md",
        lang=draw(LANGS),
        feed_id=draw(FEED_ID),
        body=draw(PLEDGE_BODIES),
        leader=draw(SLUGS),
        customers=draw(st.lists(LINES, min_size=1, max_size=3, unique=True).map(tuple)),
        promise=draw(PROSE),
        outcome=draw(PROSE),
        why=draw(PROSE),
        made=made,
        due=due,
        on_behalf_of=draw(optional(LINES)),
        tags=draw(several(LINES)),
        experience=draw(several(LINES)),
        image=draw(st.none() | IMAGES),
        essays=draw(several(SLUGS)),
        due_soon_days=draw(st.none() | st.integers(0, 999)),
        silent_days=draw(st.none() | st.integers(1, 999)),
        updates=tuple(draw(updates(number, day)) for number, day in enumerate(days, start=1)),
    )
