"""Lists of words, and under each word the essays and promises that have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.views import cards
from pledges.views.head import head
from pledges.views.lists import Placed, essay_pages, pledge_pages, title_of_page, url_of_page
from pledges.views.models import LinkView, PagingView, TermListPage
from pledges.views.paging import pages
from pledges.views.publication import Publication
from pledges.views.terms import TERM_WORDS, Term, term_feed_links, terms

#: How many words of a kind are listed on one page.
MAX_TERMS = 500


def term_lists(publication: Publication, kind: Terms) -> Iterator[Placed]:
    """Yield the list of a kind's words, and each word's own list."""
    found = terms(publication, kind)
    path = address.terms(kind)
    for number, shown, paging in pages(found, MAX_TERMS, url_of_page(publication, path)):
        make = partial(_terms_page, publication, kind, number, shown, paging)
        yield Placed(address.paged(path, number), make)
    for term in found:
        yield from _term_pages(publication, term)


def _terms_page(
    publication: Publication, kind: Terms, number: int, shown: Sequence[Term], paging: PagingView | None
) -> TermListPage:
    heading = publication.say(TERM_WORDS[kind][0])
    return TermListPage(
        head=head(
            publication,
            title_of_page(publication, heading, number),
            address.paged(address.terms(kind), number),
        ),
        heading=heading,
        terms=tuple(
            cards.term_link(publication, kind, term.label, len(term.essays) + len(term.pledges))
            for term in shown
        ),
        paging=paging,
    )


def _term_pages(publication: Publication, term: Term) -> Iterator[Placed]:
    path = address.term(term.kind, term.slug)
    heading = publication.say(TERM_WORDS[term.kind][1], word=term.label)
    if term.kind is Terms.EXPERIENCE:
        intro = publication.say("Promises that are to make people feel %(word)s.", word=term.label)
        yield from pledge_pages(publication, path, heading, intro, term.pledges)
        return
    if term.kind is Terms.CUSTOMER:
        intro = publication.say("What those named “%(name)s” can count on, and how it went.", name=term.label)
        yield from pledge_pages(publication, path, heading, intro, term.pledges)
        return
    essays = term.essays
    if term.kind is Terms.SERIES:
        essays = tuple(sorted(essays, key=lambda essay: (essay.part or 0, essay.date, essay.slug)))
    feeds, more = term_feed_links(publication, term), None
    if len(term.pledges) > publication.settings.default_pagination:
        all_path = address.pledges_under(term.kind, term.slug)
        more = LinkView(
            title=publication.say("All %(count)s", count=publication.language.number(len(term.pledges))),
            url=publication.url(all_path),
        )
        yield from pledge_pages(
            publication, all_path, publication.say("%(heading)s, pledges", heading=heading), "", term.pledges
        )
    yield from essay_pages(
        publication, path, heading, "", essays, pledges=term.pledges, more_pledges=more, feeds=feeds
    )
