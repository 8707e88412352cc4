"""Lists: of pledges by state, of essays, of leaders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pledges.domain import address
from pledges.domain.address import PledgeList, Terms
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import lists_of
from pledges.language import N_, P_
from pledges.views import cards
from pledges.views.head import head
from pledges.views.models import (
    EssayListPage,
    FeedLinkView,
    LeaderListPage,
    LinkView,
    PagingView,
    PledgeListPage,
    TermListPage,
)
from pledges.views.paging import page_count, page_of, pages
from pledges.views.publication import Publication
from pledges.views.repair import made_right_card
from pledges.views.scores import scorecard_view
from pledges.views.terms import terms

_STATE_WORDS = {
    PledgeList.OPEN: (N_("Open promises"), N_("Made, and neither declared nor withdrawn.")),
    PledgeList.AT_RISK: (
        N_("Promises at risk"),
        N_("Open, and their promisor says they are at risk or blocked."),
    ),
    PledgeList.OVERDUE: (
        N_("Overdue promises"),
        N_("The due date has passed and nothing has been declared."),
    ),
    PledgeList.KEPT: (N_("Promises declared kept"), N_("Declared kept, and no invited customer disagrees.")),
    PledgeList.BROKEN: (N_("Broken promises"), N_("Declared broken, and not made right.")),
    PledgeList.MADE_RIGHT: (
        N_("Broken promises made right"),
        N_(
            "Broken or disputed, repaired, and an invited customer accepted the repair."
            " This is how they did it."
        ),
    ),
    PledgeList.WITHDRAWN: (
        N_("Withdrawn promises"),
        N_("Taken back by their promisor before they were due."),
    ),
    PledgeList.DISPUTED: (
        N_("Disputed promises"),
        N_("Declared kept, but an invited customer says otherwise."),
    ),
}

ListView = PledgeListPage | EssayListPage | LeaderListPage | TermListPage


class Placed(NamedTuple):
    """A page of a list: the site path it stands at, and what makes it. ``members`` tells apart what stands on
    it, as far as answers decide that: it is another where others do.
    """

    path: str
    make: Callable[[], ListView]
    members: str = ""


def pledge_lists(publication: Publication) -> Iterator[Placed]:
    """Yield every page of ``/pledges/`` and of the lists by state."""
    everything = tuple(publication.pledges.values())
    by_state = pledges_by_state(publication)
    counts = {state: len(pledges) for state, pledges in by_state.items()}
    yield from pledge_pages(
        publication,
        address.PLEDGES,
        publication.say("Promises"),
        publication.say("Every promise made here, the newest first. Nothing that was published disappears."),
        everything,
        _filters(publication, counts, len(everything), address.PLEDGES),
    )
    for state, pledges in by_state.items():
        path = address.pledges_in(state)
        heading, intro = map(publication.say, _STATE_WORDS[state])
        filters = _filters(publication, counts, len(everything), path)
        yield from pledge_pages(publication, path, heading, intro, pledges, filters)


def pledges_by_state(publication: Publication) -> dict[PledgeList, tuple[Pledge, ...]]:
    """Return the pledges of each list by state, the newest first."""
    found: dict[PledgeList, list[Pledge]] = {state: [] for state in PledgeList}
    for pledge, status in publication.statuses():
        for state in lists_of(status):
            found[state].append(pledge)
    return {state: tuple(pledges) for state, pledges in found.items()}


def _filters(
    publication: Publication, counts: dict[PledgeList, int], total: int, current: str
) -> tuple[LinkView, ...]:
    places = [(address.PLEDGES, publication.say("All"), total)]
    places += [
        (address.pledges_in(state), publication.say_of_many(state_name(state)), count)
        for state, count in counts.items()
    ]
    return tuple(
        LinkView(title=title, url=publication.url(path), count=count, current=path == current)
        for path, title, count in places
    )


_STATE_NAMES = {
    PledgeList.OPEN: P_("promises", "Open"),
    PledgeList.AT_RISK: P_("promises", "At risk"),
    PledgeList.OVERDUE: P_("promises", "Overdue"),
    PledgeList.KEPT: P_("promises", "Declared kept"),
    PledgeList.BROKEN: P_("promises", "Broken"),
    PledgeList.MADE_RIGHT: P_("promises", "Made right"),
    PledgeList.WITHDRAWN: P_("promises", "Withdrawn"),
    PledgeList.DISPUTED: P_("promises", "Disputed"),
}


def state_name(state: PledgeList) -> str:
    """Return what a list by state is called where several stand side by side, in English.

    It is said of many: the catalogues have it in the context "promises".
    """
    return _STATE_NAMES[state]


@dataclass(frozen=True, slots=True)
class _PledgeListing:
    """A list of pledges: what every page of it says, and all that stands in it."""

    publication: Publication
    path: str
    heading: str
    intro: str
    pledges: Sequence[Pledge]
    filters: tuple[LinkView, ...]

    def placed(self) -> Iterator[Placed]:
        """Yield every page; it is made when it is asked for."""
        total = page_count(self.pledges, self._size)
        on_each = repr((total, self.filters))
        for number in range(1, total + 1):
            shown = self.pledges[(number - 1) * self._size : number * self._size]
            members = "\n".join((on_each, *(pledge.slug for pledge in shown)))
            digest = hashlib.blake2b(members.encode(), digest_size=8).hexdigest()
            yield Placed(address.paged(self.path, number), partial(self._page, number), digest)

    @property
    def _size(self) -> int:
        return self.publication.settings.default_pagination

    def _page(self, number: int) -> PledgeListPage:
        publication = self.publication
        is_index = self.path == address.PLEDGES and number == 1
        card = made_right_card if self.path == _MADE_RIGHT else cards.pledge_card
        url_of = url_of_page(publication, self.path)
        shown, paging = page_of(number, self.pledges, self._size, url_of)
        return PledgeListPage(
            head=head(
                publication,
                title_of_page(publication, self.heading, number),
                address.paged(self.path, number),
                description=self.intro,
            ),
            heading=self.heading,
            intro=self.intro,
            filters=self.filters,
            cards=tuple(card(publication, pledge) for pledge in shown),
            scorecard=scorecard_view(publication) if is_index else None,
            paging=paging,
        )


_MADE_RIGHT = address.pledges_in(PledgeList.MADE_RIGHT)


def pledge_pages(
    publication: Publication,
    path: str,
    heading: str,
    intro: str,
    pledges: Sequence[Pledge],
    filters: tuple[LinkView, ...] = (),
) -> Iterator[Placed]:
    """Yield every page of a list of pledges at ``path``."""
    return _PledgeListing(publication, path, heading, intro, pledges, filters).placed()


def essay_list(publication: Publication) -> Iterator[Placed]:
    """Yield every page of ``/essays/``."""
    categories = tuple(
        cards.term_link(publication, Terms.CATEGORY, term.label, len(term.essays))
        for term in terms(publication, Terms.CATEGORY)
    )
    yield from essay_pages(
        publication,
        address.ESSAYS,
        publication.say("Essays"),
        publication.say("On promises, and on those they are made to."),
        publication.essay_list,
        filters=categories,
    )


def essay_pages(
    publication: Publication,
    path: str,
    heading: str,
    intro: str,
    essays: Sequence[Essay],
    *,
    pledges: Sequence[Pledge] = (),
    more_pledges: LinkView | None = None,
    filters: tuple[LinkView, ...] = (),
    feeds: tuple[FeedLinkView, ...] = (),
) -> Iterator[Placed]:
    """Yield every page of a list of essays at ``path``; the first ``pledges`` stand on the first.

    All of them stand at ``more_pledges``, where they are too many for that.
    """
    size = publication.settings.default_pagination
    for number, shown, paging in pages(essays, size, url_of_page(publication, path)):

        def make(
            number: int = number, shown: Sequence[Essay] = shown, paging: PagingView | None = paging
        ) -> EssayListPage:
            return EssayListPage(
                head=head(
                    publication,
                    title_of_page(publication, heading, number),
                    address.paged(path, number),
                    description=intro,
                    feeds=feeds,
                ),
                heading=heading,
                intro=intro,
                filters=filters,
                cards=tuple(cards.essay_card(publication, essay) for essay in shown),
                pledges=tuple(cards.pledge_card(publication, pledge) for pledge in pledges[:size])
                if number == 1
                else (),
                more_pledges=more_pledges if number == 1 else None,
                paging=paging,
            )

        yield Placed(address.paged(path, number), make)


def leader_list(publication: Publication) -> Iterator[Placed]:
    """Yield every page of ``/leaders/``."""
    path, heading = address.LEADERS, publication.say("Leaders")
    intro = publication.say("Who promises here, and how it went.")
    leaders = publication.leaders_by_name
    size = publication.settings.default_pagination
    for number, shown, paging in pages(leaders, size, url_of_page(publication, path)):

        def make(
            number: int = number, shown: Sequence[Leader] = shown, paging: PagingView | None = paging
        ) -> LeaderListPage:
            return LeaderListPage(
                head=head(
                    publication,
                    title_of_page(publication, heading, number),
                    address.paged(path, number),
                    description=intro,
                ),
                heading=heading,
                intro=intro,
                cards=tuple(cards.leader_card(publication, leader) for leader in shown),
                paging=paging,
            )

        yield Placed(address.paged(path, number), make)


def url_of_page(publication: Publication, path: str) -> Callable[[int], str]:
    """Return what gives the link to each page of a list."""
    return lambda number: publication.url(address.paged(path, number))


def title_of_page(publication: Publication, heading: str, number: int) -> str:
    """Return a list's heading with the number of its page, from the second on."""
    if number == 1:
        return heading
    return publication.say("%(heading)s, page %(number)s", heading=heading, number=number)
