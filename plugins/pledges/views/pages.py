"""The pages that stand by themselves: about and its kin, feeds, old addresses, nothing found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import msgspec

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.conversation import Conversation
from pledges.domain.document import Document
from pledges.domain.page import Page
from pledges.language import N_
from pledges.views import cards
from pledges.views.conversation import conversation_feeds, conversation_view, target_path
from pledges.views.essay import essay_link
from pledges.views.head import SITE_FEEDS, calendar_link, feed_links, head, site_feed_links
from pledges.views.jsonld import conversation_data
from pledges.views.models import (
    ConversationPage,
    FeedGroupView,
    FeedLinkView,
    FeedRowView,
    FeedsPage,
    LinkView,
    NotFoundPage,
    PlainPage,
    RedirectPage,
)
from pledges.views.news import latest_news
from pledges.views.paging import pages
from pledges.views.publication import Publication
from pledges.views.terms import term_feed_links, terms


def plain_page(publication: Publication, page: Page) -> PlainPage:
    """Return a page such as "About"."""
    return PlainPage(
        head=head(
            publication,
            page.title,
            address.page(page.slug),
            description=page.summary or publication.body(page).plain,
            lang=page.lang,
        ),
        title=page.title,
        body_html=publication.page_html(page),
        lang=cards.other_language(publication, page.lang),
    )


def conversation_page(
    publication: Publication, target: Document, laid_out: Conversation, number: int
) -> ConversationPage:
    """Return page ``number`` (from 2) of a long conversation."""
    path = target_path(target)
    feeds = conversation_feeds(publication, target)
    return ConversationPage(
        head=head(
            publication,
            publication.say("%(title)s: conversation, page %(number)s", title=target.title, number=number),
            address.conversation(path, number),
            feeds=feeds,
            data=conversation_data(publication, target, number),
            lang=target.lang,
        ),
        title=target.title,
        target=LinkView(title=target.title, url=publication.url(path)),
        lang=cards.other_language(publication, target.lang),
        conversation=conversation_view(publication, target, laid_out, number, feeds),
    )


def redirect_page(publication: Publication, title: str, new_path: str) -> RedirectPage:
    """Return what stands at an old address."""
    return RedirectPage(
        head=head(publication, title, new_path, indexed=False),
        title=title,
        target_url=publication.url(new_path),
    )


def not_found_page(publication: Publication) -> NotFoundPage:
    """Return what is shown where nothing is."""
    return NotFoundPage(
        head=head(publication, publication.say("Nothing here"), address.NOT_FOUND, indexed=False),
        latest=tuple(essay_link(publication, essay) for essay in publication.essay_list[:5]),
    )


#: How many subjects with their feeds are listed on one page: as many as make 10 kB compressed.
MAX_FEED_ROWS = 100


def feeds_pages(publication: Publication) -> Iterator[tuple[str, FeedsPage]]:
    """Yield every page of the list, for people, of every feed."""
    rows = [(group, row) for group in feed_groups(publication) for row in group.rows]
    for number, shown, paging in pages(rows, MAX_FEED_ROWS, lambda n: publication.url(_feeds_at(n))):
        yield (
            _feeds_at(number),
            FeedsPage(
                head=head(
                    publication,
                    _feeds_title(publication, number),
                    _feeds_at(number),
                    description=publication.say(
                        "Follow everything, one leader, one promise or one conversation."
                    ),
                ),
                groups=tuple(
                    msgspec.structs.replace(group, rows=tuple(row for _, row in some))
                    for group, some in groupby(shown, key=itemgetter(0))
                ),
                opml_url=publication.url(address.OPML),
                origin=publication.settings.origin,
                latest=latest_news(publication) if number == 1 else (),
                follow_url=publication.settings.follow_url if number == 1 else "",
                paging=paging,
            ),
        )


def _feeds_title(publication: Publication, number: int) -> str:
    if number == 1:
        return publication.say("Feeds")
    return publication.say("Feeds, page %(number)s", number=number)


def _feeds_at(number: int) -> str:
    return address.paged(address.FEEDS, number)


_SITE_PAGES = {"essays": address.ESSAYS, "pledges": address.PLEDGES, "conversation": address.FRONT}
_SITE_TITLES = {
    "essays": N_("All essays"),
    "pledges": N_("All promises and every change in them"),
    "conversation": N_("Everything readers and other sites say"),
}


def feed_groups(publication: Publication) -> tuple[FeedGroupView, ...]:
    """Return every feed of the site by what it follows: what carries much before what carries little."""
    whole = FeedGroupView(
        heading=publication.say("The whole site"),
        rows=tuple(
            FeedRowView(
                title=publication.say(_SITE_TITLES[name]),
                about_url=publication.url(_SITE_PAGES[name]),
                feeds=(*site_feed_links(publication, name), *_calendar_of(publication, name)),
            )
            for name in SITE_FEEDS
        ),
    )
    leaders = FeedGroupView(
        heading=publication.say("One leader"),
        intro=publication.say("Essays, promises, and every change in them."),
        rows=tuple(
            _row(publication, leader.name, address.leader(leader.slug), has_calendar=True)
            for leader in publication.leaders_by_name
        ),
    )
    pledges = FeedGroupView(
        heading=publication.say("One promise"),
        intro=publication.say("What its promisor reports, what its customers say, and the conversation."),
        rows=tuple(
            _row(publication, pledge.title, target_path(pledge), has_calendar=True)
            for pledge in publication.pledges.values()
        ),
    )
    essays = FeedGroupView(
        heading=publication.say("The conversation about one essay"),
        rows=tuple(_row(publication, e.title, target_path(e)) for e in publication.essay_list),
    )
    groups = (whole, leaders, *_term_groups(publication), pledges, essays)
    return tuple(group for group in groups if group.rows)


def _calendar_of(publication: Publication, name: str) -> tuple[FeedLinkView, ...]:
    """Return the site's calendar beside the feed of its promises."""
    return (
        (calendar_link(publication, publication.say("All promises"), address.FRONT),)
        if name == "pledges"
        else ()
    )


def _row(publication: Publication, title: str, path: str, *, has_calendar: bool = False) -> FeedRowView:
    feeds = feed_links(publication, title, path)
    calendar = (calendar_link(publication, title, path),) if has_calendar else ()
    return FeedRowView(title=title, about_url=publication.url(path), feeds=(*feeds, *calendar))


def _term_groups(publication: Publication) -> list[FeedGroupView]:
    return [
        FeedGroupView(
            heading=publication.say(heading),
            rows=tuple(
                FeedRowView(
                    title=term.label,
                    about_url=publication.url(address.term(kind, term.slug)),
                    feeds=term_feed_links(publication, term),
                )
                for term in terms(publication, kind)
            ),
        )
        for kind, heading in ((Terms.CATEGORY, N_("One category")), (Terms.TAG, N_("One tag")))
    ]
