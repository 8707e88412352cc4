"""The lists behind the numbers of the site's scorecard, beside the lists by state."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.domain import address
from pledges.domain.scorecard import score_lists_of
from pledges.views.lists import Placed, pledge_pages
from pledges.views.publication import Publication
from pledges.views.scores import SCORE_LIST_WORDS


def score_lists(publication: Publication) -> Iterator[Placed]:
    """Yield every page of each list, the newest promises first."""
    belongs = [(pledge, score_lists_of(pledge, status)) for pledge, status in publication.statuses()]
    for name, (heading, intro) in SCORE_LIST_WORDS.items():
        words = publication.say(heading), publication.say(intro)
        found = tuple(pledge for pledge, names in belongs if name in names)
        yield from pledge_pages(publication, address.pledges_in(name), *words, found, ())
