"""A record in numbers: the classes of the scorecard, and the promises behind each number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pledges.domain import address
from pledges.domain.address import ScoreList
from pledges.domain.pledge import Pledge
from pledges.domain.scorecard import (
    LIST_OF_CLASS,
    Scorecard,
    ScoreClass,
    score_class,
    score_lists_of,
    scorecard,
)
from pledges.language import N_, P_
from pledges.views import cards
from pledges.views.models import LinkGroupView, LinkView, PledgeGroupView, ScorecardView, ScoreView
from pledges.views.publication import Publication

#: Each class as it is printed and the tone of its tag, the open ones first.
SCORES = {
    ScoreClass.NOT_YET_DUE: (P_("promises", "Not yet due"), "open"),
    ScoreClass.OVERDUE: (P_("promises", "Overdue"), "overdue"),
    ScoreClass.KEPT_ON_FIRST_DATE: (P_("promises", "Kept on the first date"), "kept"),
    ScoreClass.KEPT_LATER: (P_("promises", "Kept later"), "partly"),
    ScoreClass.MADE_RIGHT: (P_("promises", "Broken, made right"), "kept"),
    ScoreClass.DISPUTED: (P_("promises", "Disputed"), "broken"),
    ScoreClass.BROKEN: (P_("promises", "Broken"), "broken"),
    ScoreClass.WITHDRAWN: (P_("promises", "Withdrawn"), "withdrawn"),
}
#: The lists behind the numbers that stand beside the classes, and their words.
FIGURES = {
    ScoreList.DUE_SO_FAR: P_("promises", "Due so far"),
    ScoreList.SILENT: P_("promises", "Silent"),
    ScoreList.WITH_NOTICE: P_("promises", "With notice of trouble"),
}
#: The anchor of all of a leader's promises on the leader's page.
ALL = "promises"

UrlOf = Callable[[str], str]


def scorecard_view(publication: Publication) -> ScorecardView:
    """Return the scorecard of all promises; each number leads to the site's list of what it counts."""

    def url_of(name: str) -> str:
        return publication.url(address.PLEDGES if name == ALL else address.pledges_in(name))

    return _view(publication, scorecard(publication.statuses()), url_of)


def own_scorecard_view(publication: Publication, pledges: Iterable[Pledge], url_of: UrlOf) -> ScorecardView:
    """Return a leader's scorecard; ``url_of`` says where the list of that name stands."""
    card = scorecard((pledge, publication.status(pledge)) for pledge in pledges)
    return _view(publication, card, url_of)


def _view(publication: Publication, card: Scorecard, url_of: UrlOf) -> ScorecardView:
    return ScorecardView(
        total=card.total,
        scores=tuple(
            ScoreView(
                word=publication.say_of_many(word),
                count=card.counts[score],
                tone=tone,
                url=url_of(LIST_OF_CLASS[score]),
            )
            for score, (word, tone) in SCORES.items()
            if card.counts.get(score)
        ),
        figures=_figures(publication, card, url_of),
        share=cards.share_words(publication, card),
        share_url=url_of(ScoreList.DUE_SO_FAR) if card.judged else "",
        silent=card.silent,
        median_notice_days=card.median_notice_days,
    )


def _figures(publication: Publication, card: Scorecard, url_of: UrlOf) -> tuple[ScoreView, ...]:
    """Return the numbers beside the classes; one that counts nothing leads nowhere."""
    counts = {
        ScoreList.DUE_SO_FAR: card.judged,
        ScoreList.SILENT: card.silent,
        ScoreList.WITH_NOTICE: card.with_notice,
    }
    word = publication.say_of_many(P_("promises", "Made"))
    made = ScoreView(word=word, count=card.total, tone="open", url=url_of(ALL) if card.total else "")
    others = (
        ScoreView(
            word=publication.say_of_many(FIGURES[name]),
            count=count,
            tone="open",
            url=url_of(name) if count else "",
        )
        for name, count in counts.items()
    )
    return (made, *others)


def by_class(publication: Publication, pledges: Iterable[Pledge]) -> dict[ScoreClass, list[Pledge]]:
    """Return promises by class, each once, in the order of the scorecard."""
    found: dict[ScoreClass, list[Pledge]] = {score: [] for score in SCORES}
    for pledge in pledges:
        found[score_class(pledge, publication.status(pledge))].append(pledge)
    return {score: of_class for score, of_class in found.items() if of_class}


def pledge_groups(
    publication: Publication, pledges: Iterable[Pledge], url_of: UrlOf, shown: int | None = None
) -> tuple[PledgeGroupView, ...]:
    """Return the first ``shown`` promises of each class, by default all, and the way to the others."""
    return tuple(
        PledgeGroupView(
            anchor=LIST_OF_CLASS[score],
            heading=publication.say_of_many(SCORES[score][0]),
            cards=tuple(cards.pledge_card(publication, pledge) for pledge in of_class[:shown]),
            more=LinkView(
                title=publication.say("All %(count)s", count=publication.language.number(len(of_class))),
                url=url_of(LIST_OF_CLASS[score]),
            )
            if shown is not None and len(of_class) > shown
            else None,
        )
        for score, of_class in by_class(publication, pledges).items()
    )


def behind_figures(publication: Publication, pledges: Iterable[Pledge]) -> dict[ScoreList, list[Pledge]]:
    """Return the promises behind the numbers that stand beside the classes."""
    found: dict[ScoreList, list[Pledge]] = {name: [] for name in FIGURES}
    for pledge in pledges:
        for name in score_lists_of(pledge, publication.status(pledge)):
            if name in found:
                found[name].append(pledge)
    return {name: counted for name, counted in found.items() if counted}


def figure_lists(publication: Publication, pledges: Sequence[Pledge]) -> tuple[LinkGroupView, ...]:
    """Return :func:`behind_figures` by title."""
    return tuple(
        LinkGroupView(
            anchor=name,
            heading=publication.say_of_many(FIGURES[name]),
            links=tuple(
                LinkView(title=pledge.title, url=publication.url(address.pledge(pledge.slug)))
                for pledge in counted
            ),
        )
        for name, counted in behind_figures(publication, pledges).items()
    )


#: The lists that the scorecard needs beside those by state: heading and what they hold.
SCORE_LIST_WORDS = {
    ScoreList.DUE_SO_FAR: (
        N_("Promises due so far"),
        N_(
            "Their first date has passed, or they were declared or withdrawn:"
            " what the share kept is a share of."
        ),
    ),
    ScoreList.KEPT_ON_FIRST_DATE: (
        N_("Promises kept on the first date"),
        N_("Declared kept by the date first given, with nothing amended, and no invited customer disagrees."),
    ),
    ScoreList.KEPT_LATER: (
        N_("Promises kept later"),
        N_("Declared kept after the first date or after an amendment, and no invited customer disagrees."),
    ),
    ScoreList.NOT_YET_DUE: (N_("Promises not yet due"), N_("Open, and the date that holds has not passed.")),
    ScoreList.SILENT: (
        N_("Silent promises"),
        N_("Open, and their promisor has not reported for a long while."),
    ),
    ScoreList.WITH_NOTICE: (
        N_("Promises with notice of trouble"),
        N_("Their promisor reported them at risk: the earlier before the first date, the better."),
    ),
}
