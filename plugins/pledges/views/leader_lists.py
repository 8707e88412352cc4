"""The lists of one leader's promises and essays, where they are too many for the leader's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pledges.domain import address
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import LIST_OF_CLASS
from pledges.views.lists import Placed, essay_pages, pledge_pages
from pledges.views.models import LinkView
from pledges.views.publication import Publication
from pledges.views.scores import ALL, FIGURES, SCORES, behind_figures, by_class

#: How many promises, and how many essays, a leader's page holds; of more it shows the newest.
MAX_ON_PAGE = 60
#: How many promises of each class are shown then.
NEWEST = 5


def leader_lists(publication: Publication, leader: Leader) -> Iterator[Placed]:
    """Yield every page of a leader's lists, ``/leaders/<slug>/<list>/``; none where the leader's page
    holds everything.
    """
    pledges = publication.pledges_of.get(leader.slug, ())
    if len(pledges) > MAX_ON_PAGE:
        yield from _pledge_lists(publication, leader, pledges)
    essays = publication.essays_of.get(leader.slug, ())
    if len(essays) > MAX_ON_PAGE:
        path = address.leader_list(leader.slug, "essays")
        yield from essay_pages(
            publication, path, publication.say("Essays by %(name)s", name=leader.name), "", essays
        )


def _pledge_lists(publication: Publication, leader: Leader, pledges: Sequence[Pledge]) -> Iterator[Placed]:
    """Yield a list of all, one of each class, one behind each number beside the classes."""
    lists: list[tuple[str, str, Sequence[Pledge]]] = [(ALL, publication.say("All promises"), pledges)]
    for score, of_class in by_class(publication, pledges).items():
        lists.append((LIST_OF_CLASS[score], publication.say_of_many(SCORES[score][0]), of_class))
    for name, counted in behind_figures(publication, pledges).items():
        lists.append((name, publication.say_of_many(FIGURES[name]), counted))
    for place, word, shown in lists:
        path = address.leader_list(leader.slug, place)
        filters = (
            LinkView(title=leader.name, url=publication.url(address.leader(leader.slug))),
            *(_filter(publication, leader, *one, current=one[0] == place) for one in lists),
        )
        yield from pledge_pages(publication, path, f"{leader.name}: {word}", "", shown, filters)


def _filter(
    publication: Publication,
    leader: Leader,
    name: str,
    word: str,
    pledges: Sequence[Pledge],
    *,
    current: bool,
) -> LinkView:
    url = publication.url(address.leader_list(leader.slug, name))
    return LinkView(title=word, url=url, count=len(pledges), current=current)
