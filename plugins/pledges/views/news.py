"""What happened lately on the whole site, in short: the newest essays and changes of promises."""

from __future__ import annotations

import datetime as dt
from heapq import nlargest

from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.views import cards
from pledges.views.conversation import target_path
from pledges.views.models import NewsView
from pledges.views.pledge import history
from pledges.views.publication import Publication

#: How many entries are shown.
SHOWN = 6


def latest_news(publication: Publication) -> tuple[NewsView, ...]:
    """Return the newest essays and promises, each promise with what last happened to it, newest first."""
    moved = [
        (day, target.slug, target)
        for target in publication.targets
        if (day := _moved_on(publication, target)) <= publication.today  # a preview shows what is to come
    ]
    latest = nlargest(SHOWN, moved, key=lambda row: row[:2])
    return tuple(
        _essay_news(publication, target) if isinstance(target, Essay) else _pledge_news(publication, target)
        for _, _, target in latest
    )


def _moved_on(publication: Publication, target: Essay | Pledge) -> dt.date:
    if isinstance(target, Essay):
        return target.date
    return publication.status(target).last_word_on


def _essay_news(publication: Publication, essay: Essay) -> NewsView:
    author = cards.person(publication, essay.author)
    return NewsView(
        title=essay.title,
        url=publication.url(target_path(essay)),
        date=essay.date,
        about=author.name if author else "",
    )


def _pledge_news(publication: Publication, pledge: Pledge) -> NewsView:
    """Return the promisor's last word on a promise."""
    told = [entry for entry in history(publication, pledge) if entry.source == "promisor"][-1]
    return NewsView(
        title=publication.say("%(what)s: %(title)s", what=told.heading, title=pledge.title),
        url=told.permalink,
        date=told.date,
        about=cards.promisor(publication, pledge).name,
    )
