"""From broken to made right: what the promisor did about it, and what a customer said of that, in order."""

from __future__ import annotations

from msgspec.structs import replace

from pledges.domain import address
from pledges.domain.events import Event, EventKind
from pledges.domain.pledge import Pledge
from pledges.domain.status import Repair
from pledges.domain.update import Claim
from pledges.markup import clean_line, hide_mail
from pledges.views import cards, tags
from pledges.views.conversation import author_name
from pledges.views.models import LinkView, PledgeCardView, StepView, TagView
from pledges.views.publication import Publication

#: How much of each step is told beside the whole history.
MAX_CHARS = 200

_CLAIMS = (Claim.BROKEN, Claim.APOLOGY, Claim.REPAIR, Claim.REPAIRED)
_OF_CUSTOMERS = {
    EventKind.DISPUTED: tags.DISPUTED,
    EventKind.MADE_RIGHT: tags.MADE_RIGHT,
    EventKind.MADE_RIGHT_UNDONE: tags.REPAIR_REFUSED,
    EventKind.REPAIR_VERDICT: tags.REPAIR_REFUSED,
}


def repair_story(publication: Publication, pledge: Pledge) -> tuple[StepView, ...]:
    """Return the steps of a repair, from the day the promise was broken or disputed; empty without one."""
    if publication.status(pledge).repair is Repair.NONE:
        return ()
    return tuple(
        _step(publication, pledge, event, tag)
        for event in publication.events(pledge)
        if (tag := _tag(event)) is not None
    )


def made_right_card(publication: Publication, pledge: Pledge) -> PledgeCardView:
    """Return a pledge as the list of those made right shows it: with how that was done."""
    return replace(cards.pledge_card(publication, pledge), how=repair_story(publication, pledge))


def _tag(event: Event) -> TagView | None:
    if event.update is not None:
        return tags.update_tag(event.update.claim) if event.update.claim in _CLAIMS else None
    if event.kind is EventKind.REPAIR_VERDICT and event.response and event.response.verdict == "accepted":
        return tags.REPAIR_ACCEPTED
    return _OF_CUSTOMERS.get(event.kind)


def _step(publication: Publication, pledge: Pledge, event: Event, tag: TagView) -> StepView:
    response = event.response
    return StepView(
        tag=publication.tag(tag),
        date=event.date,
        text=_text(publication, pledge, event),
        who=author_name(publication, response) if response else "",
        url=publication.url(address.update(pledge.slug, event.id)),
        repair=_new_promise(publication, event),
    )


def _new_promise(publication: Publication, event: Event) -> LinkView | None:
    found = publication.pledges.get(event.update.repair) if event.update else None
    return LinkView(title=found.title, url=publication.url(address.pledge(found.slug))) if found else None


def _text(publication: Publication, pledge: Pledge, event: Event) -> str:
    if event.update is not None:
        return clean_line(publication.update_text(pledge, event.update).plain, MAX_CHARS)
    if event.response is not None and event.response.erased is None:
        return hide_mail(clean_line(event.response.text, MAX_CHARS))
    return ""
