"""What other sites show of a page that somebody links to: a card with its words, or its own picture.

A card says what the page says in large letters, and where a promise stands. A promise always has its card;
an essay with a photograph of its own shows that, and every page without either shows the site's card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from pledges.domain import address
from pledges.domain.axes import Schedule
from pledges.domain.document import Image
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.language import N_, Language
from pledges.views import cards, tags
from pledges.views.models import SocialCardView, SocialImageView, TagView
from pledges.views.publication import Publication

#: What every site that shows cards asks for, in pixels.
WIDTH, HEIGHT = 1200, 630
#: Smaller pictures are shown as a little square beside the link, or not at all.
MIN_WIDTH, MIN_HEIGHT = 600, 315
_ENDS = (".", "!", "?", "…", "。", "؟")
_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
}


def pledge_social_card(publication: Publication, pledge: Pledge) -> SocialCardView | None:
    """Return the card of a promise; None where there are no cards, or no font can write its words."""
    if publication.writable is None:
        return None
    status = publication.status(pledge)
    promisor = cards.promisor(publication, pledge)
    overdue = status.schedule is Schedule.OVERDUE
    day = publication.language.day(status.due)
    due = N_("Overdue: was due %(day)s") if overdue else N_("Due %(day)s")
    places = (promisor.role, pledge.on_behalf_of or promisor.organisation)
    return _card(
        publication,
        SocialCardView(
            kind="pledge",
            site=publication.settings.sitename,
            words=pledge.promise_on(publication.today),
            label=publication.say(due, day=day),
            name=promisor.name,
            post=", ".join(filter(None, places)),
            claim=publication.tag(tags.repair_tag(status) or tags.claim_tag(status)),
            verdict=publication.tag(tags.made_right_tag(status) or tags.verdict_tag(status)),
            overdue=overdue,
        ),
    )


def essay_social_card(publication: Publication, essay: Essay) -> SocialCardView | None:
    """Return the card of an essay; None where there are no cards, or no font can write its title."""
    if publication.writable is None:
        return None
    author = cards.person(publication, essay.author)
    series = essay.series
    if essay.series and essay.part:
        series = publication.say("%(series)s, part %(number)s", series=essay.series, number=essay.part)
    return _card(
        publication,
        SocialCardView(
            kind="essay",
            site=publication.settings.sitename,
            words=essay.title,
            label=" · ".join(filter(None, (essay.category, series))) or publication.say("Essay"),
            name=author.name if author else "",
            date=essay.date,
        ),
    )


def site_social_card(publication: Publication) -> SocialCardView | None:
    """Return the card of every page that has none of its own."""
    settings = publication.settings
    return _card(
        publication,
        SocialCardView(
            kind="site", site=settings.sitename, words=settings.sitename, post=settings.sitesubtitle
        ),
    )


def _card(publication: Publication, card: SocialCardView) -> SocialCardView | None:
    """Return a card with what can be written of it."""
    write = publication.writable
    if write is None:
        return None
    publication.note("cards", "*")  # with another font there may be a card where there is none
    if not write(card.words):
        return None
    written = {name: write(getattr(card, name)) for name in ("site", "words", "label", "name", "post")}
    return msgspec.structs.replace(
        card, **written, claim=_tag(card.claim, write), verdict=_tag(card.verdict, write)
    )


def _tag(tag: TagView | None, write: Callable[[str], str]) -> TagView | None:
    return TagView(word=write(tag.word), tone=tag.tone) if tag else None


# --- the picture in the head ----------------------------------------------------------------------


def pledge_image(publication: Publication, pledge: Pledge) -> SocialImageView | None:
    """Return the picture that stands for a promise: its card, else a photograph of its own."""
    card = pledge_social_card(publication, pledge)
    path = address.social_card(address.pledge(pledge.slug))
    return _card_image(publication, card, path) or _own(publication, pledge.image)


def essay_image(publication: Publication, essay: Essay) -> SocialImageView | None:
    """Return the picture that stands for an essay: a photograph of its own, else its card."""
    card = essay_social_card(publication, essay)
    path = address.social_card(address.essay(essay.slug))
    return _own(publication, essay.image) or _card_image(publication, card, path)


def leader_image(publication: Publication, leader: Leader) -> SocialImageView | None:
    """Return the picture that stands for a leader: the portrait where it is a photograph."""
    return _own(publication, leader.photo, is_portrait=True)


def site_image(publication: Publication) -> SocialImageView | None:
    """Return the picture that stands for every other page."""
    return publication.once(
        "social image",
        lambda: _card_image(publication, site_social_card(publication), address.SOCIAL_CARD),
    )


def _card_image(publication: Publication, card: SocialCardView | None, path: str) -> SocialImageView | None:
    if card is None:
        return None
    # Other sites keep a picture as long as its address stands; a promise's state must not grow old there.
    version = hashlib.blake2b(msgspec.msgpack.encode(card), digest_size=4).hexdigest()
    return SocialImageView(
        absolute_url=f"{publication.absolute(path)}?{version}",
        type="image/png",
        width=WIDTH,
        height=HEIGHT,
        alt=_spoken(publication.language, card),
    )


def _spoken(language: Language, card: SocialCardView) -> str:
    """Return what is written on a card, for those who do not see it."""
    parts = [", ".join(filter(None, (card.name, card.post)))]
    if card.claim and card.verdict:
        said = ((N_("Promisor says"), card.claim), (N_("Customers say"), card.verdict))
        parts += [card.label, *(f"{language.gettext(who)}: {tag.word}" for who, tag in said)]
    words = _quoted(language, card.words) if card.kind == "pledge" else _sentence(card.words)
    return " ".join((words, *(_sentence(part) for part in parts if part)))


def _quoted(language: Language, words: str) -> str:
    marks = (language.pgettext("opens a quotation", "“"), language.pgettext("closes a quotation", "”"))
    return words.join(marks)


def _sentence(words: str) -> str:
    return words if words.endswith(_ENDS) else f"{words}."


def _own(
    publication: Publication, image: Image | None, *, is_portrait: bool = False
) -> SocialImageView | None:
    """Return a picture of the record's own where other sites can show it: no drawing, and not too small."""
    figure = publication.figure(image)
    media_type = _TYPES.get(figure.url.rpartition(".")[2].lower()) if figure else None
    if figure is None or image is None or media_type is None:
        return None
    if not is_portrait and (figure.width < MIN_WIDTH or figure.height < MIN_HEIGHT):
        return None
    return SocialImageView(
        absolute_url=publication.settings.origin + figure.url,
        type=media_type,
        width=figure.width,
        height=figure.height,
        alt=image.alt,
        is_large=not is_portrait,
    )
