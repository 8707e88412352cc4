"""The parts of an essay’s page."""

from __future__ import annotations

from pledges.views.models.pieces import LinkView, View


class TocEntryView(View, frozen=True, kw_only=True):
    """A heading of a long essay."""

    title: str
    url: str
    level: int


class SeriesPartView(View, frozen=True, kw_only=True):
    title: str
    url: str  # empty for the part being read
    part: int | None = None


class SeriesView(View, frozen=True, kw_only=True):
    """The series an essay belongs to, all its parts, and what comes next."""

    name: str
    url: str
    part: int | None = None
    parts: tuple[SeriesPartView, ...] = ()
    teaser: str = ""


class FurtherView(View, frozen=True, kw_only=True):
    """Other essays: those before and after this one, the newest, and those about the same."""

    previous: LinkView | None = None
    next: LinkView | None = None
    recent: tuple[LinkView, ...] = ()
    related: tuple[LinkView, ...] = ()


class VideoView(View, frozen=True, kw_only=True):
    title: str
    url: str
    duration: str = ""
