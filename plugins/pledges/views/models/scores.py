"""Records in numbers."""

from __future__ import annotations

from pledges.views.models.cards import PledgeCardView
from pledges.views.models.pieces import LinkView, View


class ScoreView(View, frozen=True, kw_only=True):
    """One class of the scorecard. ``url`` leads to the list behind the number."""

    word: str
    count: int
    tone: str
    url: str = ""


class ScorecardView(View, frozen=True, kw_only=True):
    """A leader's (or the site's) record; the classes partition all pledges.

    ``figures`` are the numbers beside the classes: made, due so far, silent, with notice.
    """

    total: int
    scores: tuple[ScoreView, ...]
    figures: tuple[ScoreView, ...] = ()
    share: str = ""  # "3 of 4 kept on the first date", empty when nothing was due
    share_url: str = ""  # the list of what was due
    silent: int = 0
    median_notice_days: int | None = None


class PledgeGroupView(View, frozen=True, kw_only=True):
    """The promises of one class; ``anchor`` is where its number leads.

    ``more`` leads to all of them, when these are not all.
    """

    anchor: str
    heading: str
    cards: tuple[PledgeCardView, ...]
    more: LinkView | None = None


class LinkGroupView(View, frozen=True, kw_only=True):
    """The promises behind one number, by title."""

    anchor: str
    heading: str
    links: tuple[LinkView, ...]
