"""A record in numbers: the classes of the scorecard, which partition the promises."""

from __future__ import annotations

from collections.abc import Iterable

from pledges.domain import address
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import LIST_OF_CLASS, ScoreClass, scorecard
from pledges.views.models import ScorecardView, ScoreView
from pledges.views.publication import Publication

#: Each class as it is printed and the tone of its tag.
_SCORES = {
    ScoreClass.KEPT_ON_FIRST_DATE: ("Kept on the first date", "kept"),
    ScoreClass.KEPT_LATER: ("Kept later", "partly"),
    ScoreClass.MADE_RIGHT: ("Broken, made right", "kept"),
    ScoreClass.DISPUTED: ("Disputed", "broken"),
    ScoreClass.BROKEN: ("Broken", "broken"),
    ScoreClass.OVERDUE: ("Overdue", "overdue"),
    ScoreClass.WITHDRAWN: ("Withdrawn", "withdrawn"),
    ScoreClass.NOT_YET_DUE: ("Not yet due", "open"),
}


def scorecard_view(
    publication: Publication, pledges: Iterable[Pledge], *, linked: bool = True
) -> ScorecardView:
    """Return the scorecard of these promises; ``linked``: to the site's lists of each state."""
    card = scorecard((pledge, publication.status(pledge)) for pledge in pledges)
    return ScorecardView(
        total=card.total,
        scores=tuple(
            ScoreView(
                word=word,
                count=card.counts[score],
                tone=tone,
                url=publication.url(address.pledges_in(LIST_OF_CLASS[score])) if linked else "",
            )
            for score, (word, tone) in _SCORES.items()
            if card.counts.get(score)
        ),
        share=f"{card.share_text} kept on the first date" if card.share_text else "",
        silent=card.silent,
        median_notice_days=card.median_notice_days,
    )
