"""One address for every kind of page in the sample site, for what is to hold on all of them."""

from __future__ import annotations

from pledges.domain.slug import slugify
from pledges.site.patterns import read_patterns
from theme_files import THEME

KINDS = {
    "front": "/",
    "essay": "/essays/while-it-can-still-be-saved/",
    "essays": "/essays/",
    "pledge": "/pledges/a-person-answers/",
    "pledges": "/pledges/",
    "state": "/pledges/broken/",
    "leader": "/leaders/maya-okafor/",
    "leaders": "/leaders/",
    "category": "/category/repair/",
    "categories": "/category/",
    "tag": "/tag/repair/",
    "tags": "/tag/",
    "series": "/series/",
    "experience": "/experience/safe/",
    "customer": "/customer/everyone-who-calls-our-support-line/",
    "due": "/due/",
    "month": "/due/2026-12/",
    "archive": "/archive/",
    "year": "/archive/2026/",
    "search": "/search/",
    "feeds": "/feeds/",
    "page": "/method/",
    "moved": "/essays/who-do-you-report-to/",
    "nothing": "/404.html",
}
"""The path of a page of each kind, by the name of the kind."""

READ = {name: path for name, path in KINDS.items() if name != "moved"}
"""The kinds that stay on the screen: what has moved leads on by itself."""

PATTERNS = {f"pattern-{slugify(title)}": f"/patterns/{slugify(title)}/" for title in read_patterns(THEME)}
"""The pages with the examples of every part of the theme."""

SHOWN = READ | PATTERNS
"""All that a reader or a maker of themes can see."""
