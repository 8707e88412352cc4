"""Promises, essays and leaders as they stand in lists."""

from __future__ import annotations

import datetime as dt

from pledges.views.models.pieces import FigureView, LinkView, PersonView, TagView, View


class StepView(View, frozen=True, kw_only=True):
    """One step from a broken promise to one made right. ``who``: the customer whose word it is."""

    tag: TagView
    date: dt.date
    text: str = ""
    who: str = ""
    url: str = ""
    repair: LinkView | None = None  # the new promise that repairs the broken one


class PledgeCardView(View, frozen=True, kw_only=True):
    """A pledge in a list: the promise, by whom, to whom, until when, where it stands."""

    title: str
    url: str
    promise: str
    leader: PersonView
    on_behalf_of: str = ""
    customers: tuple[str, ...] = ()
    made: dt.date
    due: dt.date
    claim: TagView
    verdict: TagView
    schedule: TagView | None = None  # only while open: due soon, due today, overdue, due <date>
    disputed: bool = False
    silent: bool = False
    repair: TagView | None = None  # what the promisor says of it
    made_right: TagView | None = None  # what a customer says of it
    how: tuple[StepView, ...] = ()  # how it was made right, only in that list
    response_count: int = 0
    lang: str = ""  # of its words, when it differs from the site's


class EssayCardView(View, frozen=True, kw_only=True):
    """An essay in a list."""

    title: str
    url: str
    date: dt.date
    summary: str = ""
    author: PersonView | None = None
    category: LinkView | None = None
    series: str = ""
    part: int | None = None
    reading_minutes: int = 1
    response_count: int = 0
    image: FigureView | None = None
    lang: str = ""


class LeaderCardView(View, frozen=True, kw_only=True):
    """A leader in the list of leaders, with the counts that say most."""

    name: str
    url: str
    role: str = ""
    organisation: str = ""
    photo: FigureView | None = None
    summary: str = ""
    pledge_count: int = 0
    essay_count: int = 0
    record: str = ""  # "3 of 4 kept", empty when nothing is due


class VoiceView(View, frozen=True, kw_only=True):
    """What a reader said, in one line of the front page."""

    author: str
    excerpt: str
    url: str
    target_title: str
    date: dt.datetime
