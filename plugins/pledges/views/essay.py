"""The page of one essay."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.markup.links import eager_first
from pledges.views import cards
from pledges.views.conversation import (
    conversation_feeds,
    conversation_of,
    conversation_view,
    trackback_url,
)
from pledges.views.head import head
from pledges.views.jsonld import essay_data
from pledges.views.models import (
    EssayPage,
    FeedLinkView,
    FurtherView,
    HeadView,
    LinkView,
    PersonView,
    PledgeCardView,
    SeriesPartView,
    SeriesView,
    TocEntryView,
    VideoView,
)
from pledges.views.publication import Publication
from pledges.views.share import essay_share
from pledges.views.social import essay_image

#: How many other essays stand under one.
NEIGHBOURS = 5


def essay_page(publication: Publication, essay: Essay) -> EssayPage:
    """Return the page of an essay, with the first page of its conversation."""
    rendered = publication.body(essay)
    summary = essay.summary or rendered.plain
    epigraph = essay.epigraph
    feeds = conversation_feeds(publication, essay)
    laid_out = conversation_of(publication, essay)
    return EssayPage(
        head=_head(publication, essay, summary, feeds),
        id=essay.id,
        title=essay.title,
        url=publication.url(address.essay(essay.slug)),
        date=essay.date,
        updated=essay.updated,
        author=author(publication, essay.author),
        category=cards.category_link(publication, essay),
        tags=cards.term_links(publication, Terms.TAG, essay.tags),
        reading_minutes=cards.reading_minutes(rendered.words),
        summary=summary,
        epigraph_text=epigraph.text if epigraph else "",
        epigraph_source=epigraph.source if epigraph else "",
        image=publication.figure(essay.image),
        contents=_contents(publication, essay),
        body_html=_body(publication, essay),
        question=essay.question,
        own_promise_url=publication.inbox("/pledges") if publication.has_inbox else "",
        series=_series(publication, essay),
        videos=_videos(publication, essay),
        pledges=_pledges(publication, essay),
        further=_further(publication, essay),
        share=essay_share(publication, essay),
        lang=cards.other_language(publication, essay.lang),
        trackback_absolute_url=trackback_url(publication, essay),
        conversation=conversation_view(publication, essay, laid_out, 1, feeds),
    )


def _head(publication: Publication, essay: Essay, summary: str, feeds: tuple[FeedLinkView, ...]) -> HeadView:
    return head(
        publication,
        essay.title,
        address.essay(essay.slug),
        description=summary,
        feeds=feeds,
        data=essay_data(publication, essay, summary),
        image=essay_image(publication, essay),
        kind="article",
        lang=essay.lang,
    )


def _videos(publication: Publication, essay: Essay) -> tuple[VideoView, ...]:
    """Return the videos that are there already."""
    return tuple(
        VideoView(title=video.title, url=href, duration=video.duration)
        for video in essay.videos
        if (href := publication.href(video.url))
    )


def _pledges(publication: Publication, essay: Essay) -> tuple[PledgeCardView, ...]:
    """Return what is promised in an essay."""
    about = publication.pledges_about.get(essay.slug, ())
    return tuple(cards.pledge_card(publication, pledge) for pledge in about)


def _further(publication: Publication, essay: Essay) -> FurtherView:
    return FurtherView(
        previous=_neighbour(publication, essay, +1),
        next=_neighbour(publication, essay, -1),
        recent=_recent(publication, essay),
        related=_related(publication, essay),
    )


def author(publication: Publication, slug: str) -> PersonView | None:
    """Return the author's box: the leader with the bio."""
    leader: Leader | None = publication.leaders.get(slug)
    if leader is None:
        return None
    return PersonView(
        name=leader.name,
        url=publication.url(address.leader(leader.slug)),
        role=leader.role,
        organisation=leader.organisation,
        photo=publication.figure(leader.photo),
        bio_html=publication.body(leader).html,
    )


def essay_link(publication: Publication, essay: Essay) -> LinkView:
    """Return a link to an essay by its title."""
    return LinkView(title=essay.title, url=publication.url(address.essay(essay.slug)))


def _body(publication: Publication, essay: Essay) -> Markup:
    """Return the essay's text; a picture that it begins with is the first thing seen where no other is."""
    body = publication.page_html(essay)
    return body if essay.image else Markup(eager_first(body))  # noqa: S704 (made by markup.py)


def _contents(publication: Publication, essay: Essay) -> tuple[TocEntryView, ...]:
    toc = publication.body(essay).toc
    if len(toc) < publication.settings.contents_from_headings:
        return ()
    return tuple(TocEntryView(title=entry.title, url=f"#{entry.id}", level=entry.level) for entry in toc)


def _series(publication: Publication, essay: Essay) -> SeriesView | None:
    if not essay.series:
        return None
    parts = [other for other in publication.essays.values() if other.series == essay.series]
    parts.sort(key=lambda other: (other.part or 0, other.date, other.slug))
    return SeriesView(
        name=essay.series,
        url=cards.term_link(publication, Terms.SERIES, essay.series).url,
        part=essay.part,
        parts=tuple(
            SeriesPartView(
                title=other.title,
                url="" if other is essay else publication.url(address.essay(other.slug)),
                part=other.part,
            )
            for other in parts
        ),
        teaser=essay.next,
    )


def _neighbour(publication: Publication, essay: Essay, step: int) -> LinkView | None:
    """Return the essay published before (+1) or after (-1) this one."""
    place = publication.essay_order[essay.slug] + step
    ordered = publication.essay_list
    return essay_link(publication, ordered[place]) if 0 <= place < len(ordered) else None


def _recent(publication: Publication, essay: Essay) -> tuple[LinkView, ...]:
    newest = [other for other in publication.essay_list[: NEIGHBOURS + 1] if other is not essay]
    return tuple(essay_link(publication, other) for other in newest[:NEIGHBOURS])


def _related(publication: Publication, essay: Essay) -> tuple[LinkView, ...]:
    """Return the essays that share most tags with this one, its category counting as one."""
    shared: Counter[str] = Counter()
    for term in (*essay.tags, f"category:{essay.category}"):
        shared.update(other.slug for other in publication.essays_by_term.get(term, ()))
    del shared[essay.slug]
    best = sorted(shared, key=lambda slug: (-shared[slug], publication.essay_order[slug]))
    return tuple(essay_link(publication, publication.essays[slug]) for slug in best[:NEIGHBOURS])
