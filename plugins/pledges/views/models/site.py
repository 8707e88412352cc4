"""What every page shows of the site as a whole."""

from __future__ import annotations

import datetime as dt

from pledges.views.models.pieces import LinkView, View


class SiteView(View, frozen=True, kw_only=True):
    """What every page shows of the site as a whole."""

    name: str
    tagline: str
    lang: str
    direction: str = "ltr"  # rtl: written from right to left
    timezone: str = ""  # the days of instants are this zone's: fingerprints know an instant, not its zone
    base: str  # the path of SITEURL, "" or "/repo": put before "/css/…"
    style_url: str
    menu: tuple[LinkView, ...]
    footer_menu: tuple[LinkView, ...] = ()
    inbox_url: str = ""  # empty: no forms
    follow_url: str = ""  # where weekly mails are asked for; empty: there are none
    pingback_absolute_url: str = ""
    webmention_absolute_url: str = ""
    search_url: str = ""  # empty: there is no search page
    archive_url: str = ""
    method_url: str = ""  # how the record is counted; empty when the record has no page "method"
    policy: str = ""  # the Content-Security-Policy of pages that name no other
    as_of: dt.date | None = None  # only when built for another day than today
