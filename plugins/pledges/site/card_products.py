"""The social cards of the site, each beside the page that it stands for."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.domain import address
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.site.product import CardProduct
from pledges.views.models import SocialCardView
from pledges.views.publication import Publication
from pledges.views.social import essay_social_card, pledge_social_card, site_social_card


def card_of_pledge(publication: Publication, pledge: Pledge, slug: str) -> Iterator[CardProduct]:
    """Yield the card of a pledge beside its page at that slug, where there is one."""
    yield from _card(address.social_card(address.pledge(slug)), pledge_social_card(publication, pledge))


def card_of_essay(publication: Publication, essay: Essay, slug: str) -> Iterator[CardProduct]:
    """Yield the card of an essay beside its page at that slug, where there is one."""
    yield from _card(address.social_card(address.essay(slug)), essay_social_card(publication, essay))


def card_of_site(publication: Publication) -> Iterator[CardProduct]:
    """Yield the card of all pages that have none of their own."""
    yield from _card(address.SOCIAL_CARD, site_social_card(publication))


def _card(path: str, card: SocialCardView | None) -> Iterator[CardProduct]:
    if card is not None:
        yield CardProduct(address.file_of(path), card)
