"""What every page shows of the site as a whole."""

from __future__ import annotations

from pledges.domain import address
from pledges.views.models import LinkView, SiteView
from pledges.views.publication import Publication

_MENU = (("Promises", address.PLEDGES), ("Essays", address.ESSAYS), ("Leaders", address.LEADERS))


def site_view(publication: Publication) -> SiteView:
    """Return the site view: the menu is the three lists and the pages that ask to be in it."""
    settings = publication.settings
    pages = publication.record.pages
    menu = (*_MENU, *((page.menu, address.page(page.slug)) for page in pages if page.menu))
    footer = (
        *(("Feeds", address.FEEDS),),
        *((page.title, address.page(page.slug)) for page in pages if not page.menu),
    )
    return SiteView(
        name=settings.sitename,
        tagline=settings.sitesubtitle,
        lang=settings.default_lang,
        base=settings.base,
        style_url=publication.url("/style.css"),
        menu=_links(publication, menu),
        footer_menu=_links(publication, footer),
        inbox_url=publication.inbox("") if publication.has_inbox else "",
        pingback_absolute_url=publication.absolute_inbox("/pingback") if publication.has_inbox else "",
        webmention_absolute_url=publication.absolute_inbox("/webmention") if publication.has_inbox else "",
        as_of=settings.as_of,
    )


def _links(publication: Publication, pairs: tuple[tuple[str, str], ...]) -> tuple[LinkView, ...]:
    return tuple(LinkView(title=title, url=publication.url(path)) for title, path in pairs)
