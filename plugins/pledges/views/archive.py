"""The archive: essays by year, promises by the month they are due, and the way to every list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.language import N_
from pledges.views import cards
from pledges.views.head import head
from pledges.views.lists import Placed, essay_pages, pledge_pages, pledges_by_state, state_name
from pledges.views.models import ArchiveGroupView, ArchivePage, LinkView, TermListPage
from pledges.views.publication import Publication
from pledges.views.terms import terms

#: How many words of a kind the archive shows; more of them have a page of their own.
MAX_WORDS = 60


def archive_page(publication: Publication) -> ArchivePage:
    """Return the page that leads to every list."""
    groups = (
        _essays_by_year(publication),
        _promises_by_state(publication),
        ArchiveGroupView(heading=publication.say(_BY_MONTH), links=_month_links(publication)),
        _by_leader(publication),
        *(_by_word(publication, kind, publication.say(heading)) for kind, heading in _WORDS),
    )
    return ArchivePage(
        head=head(
            publication,
            publication.say("Archive"),
            address.ARCHIVE,
            description=publication.say(
                "Everything that was published here, by year, leader, state and subject."
            ),
        ),
        groups=tuple(group for group in groups if group.links),
    )


_BY_MONTH = N_("Promises by the month they are due")
_WORDS = (
    (Terms.TAG, N_("By tag")),
    (Terms.CATEGORY, N_("Essays by category")),
    (Terms.SERIES, N_("Essays by series")),
    (Terms.CUSTOMER, N_("Promises by whom they were made to")),
    (Terms.EXPERIENCE, N_("Promises by what a kept one feels like")),
)


def year_lists(publication: Publication) -> Iterator[Placed]:
    """Yield every page of the lists of a year's essays, ``/archive/<year>/``."""
    for year, essays in _years(publication):
        heading = publication.say("Essays of %(year)s", year=year)
        yield from essay_pages(publication, address.essays_of(year), heading, "", essays)


def due_lists(publication: Publication) -> Iterator[Placed]:
    """Yield ``/due/``, the list of months, and every page of each month's list."""
    heading = publication.say(_BY_MONTH)
    yield Placed(address.DUE, partial(_months_page, publication, heading))
    for month, pledges in _months(publication):
        path = address.due_in(month.year, month.month)
        heading = publication.say("Promises due in %(month)s", month=publication.language.month(month))
        yield from pledge_pages(publication, path, heading, "", pledges)


def _months_page(publication: Publication, heading: str) -> TermListPage:
    return TermListPage(
        head=head(publication, heading, address.DUE),
        heading=heading,
        intro=publication.say("By the date that holds today, where a promise was amended."),
        terms=_month_links(publication),
    )


def _years(publication: Publication) -> list[tuple[int, tuple[Essay, ...]]]:
    by_date = sorted(publication.essay_list, key=attrgetter("date"), reverse=True)
    return [(year, tuple(group)) for year, group in groupby(by_date, key=lambda essay: essay.date.year)]


def _months(publication: Publication) -> list[tuple[dt.date, tuple[Pledge, ...]]]:
    """Return the months in which promises are due, the latest first; in each, the earliest first."""
    months: dict[dt.date, list[tuple[dt.date, str, Pledge]]] = {}
    for pledge, status in publication.statuses():
        months.setdefault(status.due.replace(day=1), []).append((status.due, pledge.slug, pledge))
    ordered = sorted(months.items(), reverse=True)
    return [(month, tuple(pledge for *_, pledge in sorted(rows, key=_place))) for month, rows in ordered]


def _place(row: tuple[dt.date, str, Pledge]) -> tuple[dt.date, str]:
    return row[:2]


def _month_links(publication: Publication) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(
            title=publication.language.month(month),
            url=publication.url(address.due_in(month.year, month.month)),
            count=len(pledges),
        )
        for month, pledges in _months(publication)
    )


def _essays_by_year(publication: Publication) -> ArchiveGroupView:
    links = (
        LinkView(title=str(year), url=publication.url(address.essays_of(year)), count=len(essays))
        for year, essays in _years(publication)
    )
    return ArchiveGroupView(heading=publication.say("Essays by year"), links=tuple(links))


def _promises_by_state(publication: Publication) -> ArchiveGroupView:
    links = (
        LinkView(
            title=publication.say_of_many(state_name(state)),
            url=publication.url(address.pledges_in(state)),
            count=len(pledges),
        )
        for state, pledges in pledges_by_state(publication).items()
        if pledges
    )
    return ArchiveGroupView(heading=publication.say("Promises by state"), links=tuple(links))


def _by_leader(publication: Publication) -> ArchiveGroupView:
    links = [
        LinkView(title=leader.name, url=publication.url(address.leader(leader.slug)))
        for leader in publication.leaders_by_name
    ]
    everything = LinkView(title=publication.say("All leaders"), url=publication.url(address.LEADERS))
    return _shortened(publication.say("By leader"), links, everything)


def _by_word(publication: Publication, kind: Terms, heading: str) -> ArchiveGroupView:
    links = [
        cards.term_link(publication, kind, term.label, len(term.essays) + len(term.pledges))
        for term in terms(publication, kind)
    ]
    return _shortened(
        heading,
        links,
        LinkView(title=publication.say("All of them"), url=publication.url(address.terms(kind))),
    )


def _shortened(heading: str, links: list[LinkView], everything: LinkView) -> ArchiveGroupView:
    """Return the links, the most used first to stay when there are too many, in the order they came in."""
    if len(links) <= MAX_WORDS:
        return ArchiveGroupView(heading=heading, links=tuple(links))
    most_used = sorted(range(len(links)), key=lambda place: -(links[place].count or 0))[:MAX_WORDS]
    kept = tuple(links[place] for place in sorted(most_used))
    return ArchiveGroupView(heading=heading, links=kept, more=everything)
