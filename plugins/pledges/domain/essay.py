"""An essay: what a leader thinks, beside what the leader promises."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pledges.domain.document import Document, Image


@dataclass(frozen=True, slots=True)
class Epigraph:
    """The words an essay opens with, and whose they are."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Video:
    """Related media; ``duration`` as printed, ``2:27``."""

    title: str
    url: str
    duration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay(Document):
    """One essay. ``author`` is a leader's slug; ``pledges`` are slugs; ``next`` is a teaser.

    ``date`` is the day it is published on; ``at`` the instant where the author wrote one.
    """

    date: dt.date
    at: dt.datetime | None = None
    updated: dt.date | None = None
    author: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    series: str = ""
    part: int | None = None
    next: str = ""
    summary: str = ""
    epigraph: Epigraph | None = None
    image: Image | None = None
    videos: tuple[Video, ...] = ()
    question: str = ""
    pledges: tuple[str, ...] = ()

    @property
    def date_written(self) -> dt.date:
        """The date as the author wrote it: a day, or an instant."""
        return self.at or self.date
