"""Words that essays and promises are found by: categories, tags, series, experiences, customers."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.domain.slug import slugify
from pledges.language import N_
from pledges.views.models import FeedLinkView
from pledges.views.publication import Publication

#: What the words of a kind are called, and one of them.
TERM_WORDS = {
    Terms.CATEGORY: (N_("Categories"), N_("Category: %(word)s")),
    Terms.TAG: (N_("Tags"), N_("Tag: %(word)s")),
    Terms.SERIES: (N_("Series"), N_("Series: %(word)s")),
    Terms.EXPERIENCE: (N_("What a kept promise feels like"), N_("Experience: %(word)s")),
    Terms.CUSTOMER: (N_("Those who were promised something"), N_("Promised to: %(word)s")),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A word with all that is listed under it; spellings with one slug are one word."""

    kind: Terms
    slug: str
    label: str
    essays: tuple[Essay, ...] = ()
    pledges: tuple[Pledge, ...] = ()


def terms(publication: Publication, kind: Terms) -> tuple[Term, ...]:
    """Return the words of a kind, alphabetically."""
    labels: dict[str, str] = {}
    essays: dict[str, dict[str, Essay]] = {}
    pledges: dict[str, dict[str, Pledge]] = {}
    for essay in publication.essay_list:
        for word in _essay_words(essay, kind):
            slug = slugify(word)
            labels.setdefault(slug, word)
            essays.setdefault(slug, {})[essay.id] = essay
    for pledge in publication.pledges.values():
        for word in _pledge_words(pledge, kind):
            slug = slugify(word)
            labels.setdefault(slug, word)
            pledges.setdefault(slug, {})[pledge.id] = pledge
    return tuple(
        Term(kind, slug, label, tuple(essays.get(slug, {}).values()), tuple(pledges.get(slug, {}).values()))
        for slug, label in sorted(labels.items(), key=lambda item: (slugify(item[1]), item[0]))
    )


def _essay_words(essay: Essay, kind: Terms) -> tuple[str, ...]:
    match kind:
        case Terms.CATEGORY:
            return (essay.category,) if essay.category else ()
        case Terms.SERIES:
            return (essay.series,) if essay.series else ()
        case Terms.TAG:
            return essay.tags
    return ()


def _pledge_words(pledge: Pledge, kind: Terms) -> tuple[str, ...]:
    match kind:
        case Terms.EXPERIENCE:
            return pledge.experience
        case Terms.CUSTOMER:
            return pledge.customers
        case Terms.TAG:
            return pledge.tags
    return ()


def term_feed_links(publication: Publication, term: Term) -> tuple[FeedLinkView, ...]:
    """Return the Atom feed of a category or tag; other words have none."""
    if term.kind not in (Terms.CATEGORY, Terms.TAG):
        return ()
    return (
        FeedLinkView(
            title=publication.say(TERM_WORDS[term.kind][1], word=term.label),
            type="application/atom+xml",
            url=publication.url(address.term_feed(term.kind, term.slug)),
        ),
    )
