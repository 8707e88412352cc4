"""What stands in ``<head>``: title, canonical address, feeds, data for machines."""

from __future__ import annotations

from typing import Any

import msgspec

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.language import N_
from pledges.markup import printable
from pledges.views.models import FeedLinkView, HeadView, SocialImageView
from pledges.views.publication import Publication
from pledges.views.social import site_image

#: Media types of the feed forms, in the order in which pages offer them.
FEED_TYPES = {
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.RSS: "application/rss+xml",
    FeedFormat.JSON: "application/feed+json",
}
#: The site's feeds and how pages name them.
SITE_FEEDS = {"essays": N_("Essays"), "pledges": N_("Promises"), "conversation": N_("Conversation")}


def feed_links(publication: Publication, title: str, owner: str) -> tuple[FeedLinkView, ...]:
    """Return the three forms of the feed that stands beside the page at ``owner``."""
    return tuple(
        FeedLinkView(title=title, type=media_type, url=publication.url(address.feed(owner, form)))
        for form, media_type in FEED_TYPES.items()
    )


def calendar_link(publication: Publication, title: str, owner: str) -> FeedLinkView:
    """Return the calendar of due dates that stands beside the page at ``owner``."""
    url = publication.url(address.calendar(owner))
    return FeedLinkView(
        title=publication.say("%(title)s: due dates", title=title), type="text/calendar", url=url
    )


def site_feed_links(publication: Publication, name: str) -> tuple[FeedLinkView, ...]:
    """Return the three forms of one of the site's feeds."""
    title = f"{publication.settings.sitename}: {publication.say(SITE_FEEDS[name])}"
    return tuple(
        FeedLinkView(title=title, type=media_type, url=publication.url(address.site_feed(name, form)))
        for form, media_type in FEED_TYPES.items()
    )


def head(
    publication: Publication,
    title: str,
    path: str,
    *,
    description: str = "",
    feeds: tuple[FeedLinkView, ...] = (),
    data: dict[str, Any] | None = None,
    image: SocialImageView | None = None,
    kind: str = "website",
    lang: str = "",
    indexed: bool = True,
) -> HeadView:
    """Return the head of a page at ``path``; the page's own feeds stand before the site's, and the
    site's card stands for a page without an ``image``.
    """
    return HeadView(
        title=title,
        absolute_url=publication.absolute(path),
        description=description,
        feeds=tuple(dict.fromkeys((*feeds, *_site_atom(publication)))),
        json_ld=json_ld(data) if data else "",
        image=image or site_image(publication),
        kind=kind,
        lang=lang,
        indexed=indexed,
    )


def _site_atom(publication: Publication) -> tuple[FeedLinkView, ...]:
    def make() -> tuple[FeedLinkView, ...]:
        return tuple(site_feed_links(publication, name)[0] for name in SITE_FEEDS)

    return publication.once("the site's feeds", make)


_ESCAPED = {sign.encode(): f"\\u{ord(sign):04x}".encode() for sign in "<>&"}


def json_ld(data: dict[str, Any]) -> str:
    """Return schema.org data that cannot close its script element, whatever is in it."""
    encoded = msgspec.json.encode({"@context": "https://schema.org", **data}, order="sorted")
    for sign, escaped in _ESCAPED.items():
        if sign in encoded:
            encoded = encoded.replace(sign, escaped)
    return printable(encoded.decode())
