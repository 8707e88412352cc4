"""The front page: one promise large, what is due, what was kept and broken, essays, voices."""

from __future__ import annotations

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.scorecard import ScoreClass, score_class
from pledges.markup import clean_line, render_stranger
from pledges.views import cards
from pledges.views.conversation import author_name, conversation_of, response_path
from pledges.views.head import head
from pledges.views.models import FrontPage, PledgeCardView, VoiceView
from pledges.views.publication import Publication
from pledges.views.scores import scorecard_view

#: How many of each kind the front page shows.
SHOWN = 4
_KEPT = (ScoreClass.KEPT_ON_FIRST_DATE, ScoreClass.KEPT_LATER, ScoreClass.MADE_RIGHT)
_BROKEN = (ScoreClass.BROKEN, ScoreClass.DISPUTED, ScoreClass.OVERDUE)


def front_page(publication: Publication) -> FrontPage:
    """Return the front page."""
    settings = publication.settings
    featured = featured_pledge(publication)
    return FrontPage(
        head=head(
            publication,
            settings.sitename,
            address.FRONT,
            description=settings.sitesubtitle,
            data={"@type": "WebSite", "name": settings.sitename, "url": publication.absolute("/")},
        ),
        featured=cards.pledge_card(publication, featured) if featured else None,
        due_soon=_cards(publication, [p for p in _next_due(publication) if p is not featured]),
        kept_lately=_cards(publication, _closed_as(publication, _KEPT)),
        broken_lately=_cards(publication, _closed_as(publication, _BROKEN)),
        essays=tuple(cards.essay_card(publication, essay) for essay in publication.essay_list[: SHOWN + 1]),
        voices=_voices(publication),
        scorecard=scorecard_view(publication),
        own_promise_url=publication.inbox("/pledges") if publication.has_inbox else "",
    )


def featured_pledge(publication: Publication) -> Pledge | None:
    """Return the promise that the settings name while it is open, else the one that is due next."""
    named = publication.pledges.get(publication.settings.featured_pledge)
    if named and publication.status(named).is_open:
        return named
    return next(iter(_next_due(publication)), named or next(iter(publication.pledges.values()), None))


def _next_due(publication: Publication) -> list[Pledge]:
    """Return the open promises that are not overdue, the next due first."""
    waiting = [
        (status.due, pledge.slug, pledge)
        for pledge, status in publication.statuses()
        if status.is_open and status.due >= publication.today
    ]
    return [pledge for *_, pledge in sorted(waiting)]


def _closed_as(publication: Publication, classes: tuple[ScoreClass, ...]) -> list[Pledge]:
    """Return the promises in these classes of the scorecard, the latest first."""
    found = [
        (status.declared_on or status.due, pledge.slug, pledge)
        for pledge, status in publication.statuses()
        if score_class(pledge, status) in classes
    ]
    return [pledge for *_, pledge in sorted(found, reverse=True)]


def _cards(publication: Publication, pledges: list[Pledge]) -> tuple[PledgeCardView, ...]:
    return tuple(cards.pledge_card(publication, pledge) for pledge in pledges[:SHOWN])


def _voices(publication: Publication) -> tuple[VoiceView, ...]:
    """Return what readers said last; the promisors' and authors' own words do not count."""
    return tuple(_voice(publication, *voice) for voice in publication.voices(SHOWN))


def _voice(publication: Publication, target: Document, response: Response) -> VoiceView:
    page = conversation_of(publication, target).page_of[response.id]
    return VoiceView(
        author=author_name(publication, response),
        excerpt=clean_line(render_stranger(response.text).striptags(), 200),
        url=publication.url(response_path(target, page, response.id)),
        target_title=target.title,
        date=publication.local(response.date),
    )
