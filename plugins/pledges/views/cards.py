"""Pledges, essays and leaders as they stand in lists."""

from __future__ import annotations

from functools import partial

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import FEW, Scorecard, scorecard
from pledges.domain.slug import slugify
from pledges.views import tags
from pledges.views.models import EssayCardView, LeaderCardView, LinkView, PersonView, PledgeCardView
from pledges.views.publication import Publication


def person(publication: Publication, slug: str) -> PersonView | None:
    """Return a leader as named beside a text, or None for no or an unpublished leader."""
    leader = publication.leaders.get(slug)
    if leader is None:
        return None
    return publication.once(f"leader {slug}", partial(_person, publication, leader))


def _person(publication: Publication, leader: Leader) -> PersonView:
    return PersonView(
        name=leader.name,
        url=publication.url(address.leader(leader.slug)),
        role=leader.role,
        organisation=leader.organisation,
        photo=publication.figure(leader.photo),
    )


def promisor(publication: Publication, pledge: Pledge) -> PersonView:
    """Return who promised; an unpublished leader is named by the slug."""
    return person(publication, pledge.leader) or PersonView(name=pledge.leader)


def pledge_card(publication: Publication, pledge: Pledge) -> PledgeCardView:
    """Return a pledge as lists show it."""
    status = publication.status(pledge)
    return PledgeCardView(
        title=pledge.title,
        url=publication.url(address.pledge(pledge.slug)),
        promise=pledge.promise_on(publication.today),
        leader=promisor(publication, pledge),
        on_behalf_of=pledge.on_behalf_of,
        customers=pledge.customers,
        made=pledge.made,
        due=status.due,
        claim=publication.tag(tags.claim_tag(status)),
        verdict=publication.tag(tags.verdict_tag(status)),
        schedule=tags.schedule_tag(publication.language, status),
        disputed=status.disputed,
        silent=status.silent,
        repair=publication.tag_if(tags.repair_tag(status)),
        made_right=publication.tag_if(tags.made_right_tag(status)),
        response_count=publication.response_count(pledge),
        lang=other_language(publication, pledge.lang),
    )


def essay_card(publication: Publication, essay: Essay) -> EssayCardView:
    """Return an essay as lists show it."""
    rendered = publication.body(essay)
    return EssayCardView(
        title=essay.title,
        url=publication.url(address.essay(essay.slug)),
        date=essay.date,
        summary=essay.summary or rendered.plain,
        author=person(publication, essay.author),
        category=category_link(publication, essay),
        series=essay.series,
        part=essay.part,
        reading_minutes=reading_minutes(rendered.words),
        response_count=publication.response_count(essay),
        image=publication.figure(essay.image),
        lang=other_language(publication, essay.lang),
    )


def leader_card(publication: Publication, leader: Leader) -> LeaderCardView:
    """Return a leader as the list of leaders shows them."""
    pledges = publication.pledges_of.get(leader.slug, ())
    card = scorecard((pledge, publication.status(pledge)) for pledge in pledges)
    bio = publication.body(leader)
    return LeaderCardView(
        name=leader.name,
        url=publication.url(address.leader(leader.slug)),
        role=leader.role,
        organisation=leader.organisation,
        photo=publication.figure(leader.photo),
        summary=bio.plain,
        pledge_count=len(pledges),
        essay_count=len(publication.essays_of.get(leader.slug, ())),
        record=share_words(publication, card),
    )


def share_words(publication: Publication, card: Scorecard) -> str:
    """Return the share kept as a sentence, "3 of 4 kept on the first date"; empty when nothing was due."""
    if not card.judged:
        return ""
    of_all = {"kept": card.kept, "all": card.judged}
    if card.judged < FEW:
        return publication.say("%(kept)s of %(all)s kept on the first date", **of_all)
    share = {"share": card.percentage, **of_all}
    return publication.say("%(share)s %% (%(kept)s of %(all)s) kept on the first date", **share)


def category_link(publication: Publication, essay: Essay) -> LinkView | None:
    """Return the essay's category, or None when it has none."""
    if not essay.category:
        return None
    return term_link(publication, Terms.CATEGORY, essay.category)


def term_link(publication: Publication, kind: Terms, word: str, count: int | None = None) -> LinkView:
    """Return the list of a category, tag, series or experience word."""
    return LinkView(title=word, url=publication.url(address.term(kind, slugify(word))), count=count)


def term_links(publication: Publication, kind: Terms, words: tuple[str, ...]) -> tuple[LinkView, ...]:
    """Return the lists of several words."""
    return tuple(term_link(publication, kind, word) for word in words)


def reading_minutes(words: int) -> int:
    """Return the reading time of a text in whole minutes, at 230 words a minute."""
    return max(1, round(words / 230))


def other_language(publication: Publication, lang: str) -> str:
    """Return the language only where it differs from the site's."""
    return lang if lang and lang != publication.settings.default_lang else ""
