"""What every page shows of the site as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from pledges.domain import address
from pledges.domain.page import Page
from pledges.language import N_, direction
from pledges.settings import Settings
from pledges.views.models import LinkView, SiteView
from pledges.views.policy import page_policy

_MENU = ((N_("Promises"), address.PLEDGES), (N_("Essays"), address.ESSAYS), (N_("Leaders"), address.LEADERS))


def site_view(settings: Settings, pages: Iterable[Page]) -> SiteView:
    """Return the site view: the menu is the three lists, the pages that ask for it, and search."""
    pages = tuple(pages)
    asked_for = ((page.menu, address.page(page.slug)) for page in pages if page.menu)
    menu = (*_said(settings, *_MENU), *asked_for, *_said(settings, _finding(settings)))
    footer = (
        *_said(settings, *_FOOTER),
        *((page.title, address.page(page.slug)) for page in pages if not page.menu),
    )
    return SiteView(
        name=settings.sitename,
        tagline=settings.sitesubtitle,
        lang=settings.default_lang,
        direction=direction(settings.default_lang),
        timezone=settings.timezone,
        base=settings.base,
        style_url=settings.url("/style.css"),
        menu=_links(settings, menu),
        footer_menu=_links(settings, footer),
        inbox_url=settings.inbox("") if settings.has_inbox else "",
        follow_url=settings.follow_url,
        pingback_absolute_url=settings.absolute_inbox("/pingback") if settings.has_inbox else "",
        webmention_absolute_url=settings.absolute_inbox("/webmention") if settings.has_inbox else "",
        search_url=settings.url(address.SEARCH) if settings.search else "",
        archive_url=settings.url(address.ARCHIVE),
        method_url=_method_url(settings, pages),
        policy=page_policy(settings),
        as_of=settings.as_of,
    )


_FOOTER = ((N_("Archive"), address.ARCHIVE), (N_("Feeds"), address.FEEDS), (N_("The ledger"), address.LEDGER))


def _said(settings: Settings, *places: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((settings.language.gettext(title), path) for title, path in places)


def _finding(settings: Settings) -> tuple[str, str]:
    """Return where to look for something: the search page, or the archive where there is none."""
    return (N_("Search"), address.SEARCH) if settings.search else (N_("Archive"), address.ARCHIVE)


def _method_url(settings: Settings, pages: tuple[Page, ...]) -> str:
    has_page = any(address.page(page.slug) == address.METHOD for page in pages)
    return settings.url(address.METHOD) if has_page else ""


def _links(settings: Settings, pairs: tuple[tuple[str, str], ...]) -> tuple[LinkView, ...]:
    return tuple(LinkView(title=title, url=settings.url(path)) for title, path in pairs)
