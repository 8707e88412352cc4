"""The page that says how everything is counted: the record's own text, and below it what the code does.

What stands below comes from the settings and the code that counts, so that it cannot say otherwise.
"""

from __future__ import annotations

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.page import Page
from pledges.domain.scorecard import FEW, LIST_OF_CLASS, METHOD_VERSION, ScoreClass
from pledges.language import N_
from pledges.views import cards
from pledges.views.head import head
from pledges.views.models import HeadView, LinkView, View
from pledges.views.publication import Publication
from pledges.views.scores import SCORES, scorecard_view


class DefinitionView(View, frozen=True, kw_only=True):
    """A word as it is computed. ``link`` leads to what it holds, with its count."""

    word: str
    meaning: str
    link: LinkView | None = None


class MethodPage(View, frozen=True, kw_only=True):
    """The page "method": its text, the definitions in use, the public tally of moderation."""

    head: HeadView
    title: str
    body_html: Markup
    version: int
    classes: tuple[DefinitionView, ...]
    numbers: tuple[DefinitionView, ...]
    moderation: tuple[LinkView, ...]
    lang: str = ""


def method_page(publication: Publication, page: Page) -> MethodPage:
    """Return the method page."""
    return MethodPage(
        head=head(
            publication,
            page.title,
            address.page(page.slug),
            description=page.summary or publication.body(page).plain,
            lang=page.lang,
        ),
        title=page.title,
        body_html=publication.page_html(page),
        version=METHOD_VERSION,
        classes=_classes(publication),
        numbers=_numbers(publication),
        moderation=_moderation(publication),
        lang=cards.other_language(publication, page.lang),
    )


#: Each class in the order in which the code goes through them: the first that matches counts.
MEANINGS = {
    ScoreClass.WITHDRAWN: N_("The promisor has withdrawn it."),
    ScoreClass.MADE_RIGHT: N_("Broken or disputed, and an invited customer has accepted the repair."),
    ScoreClass.BROKEN: N_("The promisor has declared it broken."),
    ScoreClass.DISPUTED: N_(
        "Declared kept, and the latest word of some invited customer is partly or not kept."
    ),
    ScoreClass.KEPT_ON_FIRST_DATE: N_(
        "Declared kept by the date first given, and nothing in it was amended."
    ),
    ScoreClass.KEPT_LATER: N_("Declared kept after the first date, or after any amendment."),
    ScoreClass.OVERDUE: N_("Open, and the date that holds, amendments included, has passed."),
    ScoreClass.NOT_YET_DUE: N_("Open, and the date that holds has not passed."),
}


def _classes(publication: Publication) -> tuple[DefinitionView, ...]:
    counts = {item.word: item.count for item in scorecard_view(publication).scores}
    words = {score: publication.say_of_many(word) for score, (word, _) in SCORES.items()}
    return tuple(
        DefinitionView(
            word=words[score],
            meaning=publication.say(meaning),
            link=LinkView(
                title=words[score],
                url=publication.url(address.pledges_in(LIST_OF_CLASS[score])),
                count=counts.get(words[score], 0),
            ),
        )
        for score, meaning in MEANINGS.items()
    )


#: Every other word that is computed; ``%(…)s`` stand for the settings in use.
WORDS = {
    N_("Due so far"): N_(
        "The first date has passed, or the promise was declared or withdrawn; moving the date "
        "changes nothing here."
    ),
    N_("Share kept"): N_(
        "Kept on the first date, of those due so far. Below %(few)s only the two numbers are given, "
        "no percentage."
    ),
    N_("Due soon"): N_("Within %(soon)s before the date, unless a promise says otherwise."),
    N_("Silent"): N_("Open, and no update for more than %(silent)s, unless a promise says otherwise."),
    N_("Notice"): N_(
        "Days from the first report of risk to the first date; negative when it came after that date."
    ),
    N_("Median notice"): N_(
        "The middle one of all notices, of two the lower; promises without notice have none."
    ),
    N_("Day"): N_("Begins at midnight in %(zone)s; what is dated later does not count yet."),
}


def _numbers(publication: Publication) -> tuple[DefinitionView, ...]:
    limits = publication.thresholds
    values = {
        "few": FEW,
        "soon": publication.say_count("%(num)s day", "%(num)s days", limits.due_soon_days),
        "silent": publication.say_count("%(num)s day", "%(num)s days", limits.silent_days),
        "zone": publication.settings.timezone,
    }
    return tuple(
        DefinitionView(word=publication.say(word), meaning=publication.say(text, **values))
        for word, text in WORDS.items()
    )


def _moderation(publication: Publication) -> tuple[LinkView, ...]:
    """Return what became of everything that readers and other sites have sent."""
    tally = publication.moderation
    say = publication.say
    counts = [(say("Published"), tally.published), (say("Waiting"), tally.held)]
    counts += [
        (say("Refused: %(reason)s", reason=say(reason)), count)
        for reason, count in sorted(tally.refused.items())
    ]
    return tuple(LinkView(title=word, url="", count=count) for word, count in counts)
