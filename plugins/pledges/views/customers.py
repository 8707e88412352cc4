"""What the customers say of a promise: those who were invited, then any reader, never mixed."""

from __future__ import annotations

from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.verdict import (
    is_invited_acceptance,
    is_invited_repair_verdict,
    is_invited_verdict,
    is_open_verdict,
    is_refusal_note,
)
from pledges.views import tags
from pledges.views.conversation import about_link, author_name, printed_line, response_path
from pledges.views.models import CustomersView, LinkView, WordView
from pledges.views.publication import Publication

#: How much of a word stands beside the whole of it in the conversation.
MAX_CHARS = 280
#: How many readers' words are shown, the latest; all of them are counted.
MAX_READERS = 5


def customers_say(
    publication: Publication, pledge: Pledge, notes: tuple[LinkView, ...]
) -> CustomersView | None:
    """Return what was said, the latest first, and the ``notes`` on what is :func:`unpublished`; None when
    nobody has spoken.
    """
    said = sorted(publication.words(pledge), key=lambda one: one.date, reverse=True)
    invited = [one for one in said if is_invited_word(one)]
    readers = [one for one in said if is_open_verdict(one)]
    if not (invited or readers or notes):
        return None
    return CustomersView(
        invited=tuple(
            _word(publication, pledge, one, earlier=_has_spoken_since(one, invited[:place]))
            for place, one in enumerate(invited)
        ),
        readers=tuple(_word(publication, pledge, one) for one in readers[:MAX_READERS]),
        unread=max(0, len(readers) - MAX_READERS),
        unpublished=notes,
    )


def unpublished(publication: Publication, pledge: Pledge) -> tuple[LinkView, ...]:
    """Return what the record says of invited customers' words that were refused, each with its reason."""
    return tuple(
        LinkView(title=printed_line(one.text, MAX_CHARS), url=_permalink(publication, pledge, one))
        for one in publication.responses(pledge)
        if is_refusal_note(one)
    )


def is_invited_word(response: Response) -> bool:
    """Tell whether this is an invited customer's word: on the outcome, the repair or the promise."""
    return (
        is_invited_verdict(response) or is_invited_repair_verdict(response) or is_invited_acceptance(response)
    )


def _has_spoken_since(response: Response, later: list[Response]) -> bool:
    return any((one.customer, one.type) == (response.customer, response.type) for one in later)


def _word(publication: Publication, pledge: Pledge, response: Response, *, earlier: bool = False) -> WordView:
    return WordView(
        author=author_name(publication, response),
        tag=publication.tag(tags.value_tag(response.verdict) if response.verdict else tags.PROMISE_ACCEPTED),
        date=publication.local(response.date),
        excerpt=printed_line(response.text, MAX_CHARS),
        permalink=_permalink(publication, pledge, response),
        about=about_link(publication, pledge, response.about),
        earlier=earlier,
    )


def _permalink(publication: Publication, pledge: Pledge, response: Response) -> str:
    page = publication.conversation(pledge).page_of[response.id]
    return publication.url(response_path(pledge, page, response.id))
