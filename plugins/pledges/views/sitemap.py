"""The site map and robots.txt (sitemaps.org protocol 0.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pledges.domain import address
from pledges.views.publication import Publication
from pledges.views.xml import escaped


def sitemap(publication: Publication) -> bytes:
    """Return the addresses of everything that people read, with the day each last changed."""
    rows = "".join(
        f"<url><loc>{escaped(publication.absolute(path))}</loc>"
        + (f"<lastmod>{day.isoformat()}</lastmod>" if day else "")
        + "</url>\n"
        for path, day in _places(publication)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    ).encode()


def robots(publication: Publication) -> bytes:
    """Return robots.txt: everything may be read but the inbox."""
    lines = ["User-agent: *"]
    lines.append(f"Disallow: {publication.inbox('/')}" if publication.has_inbox else "Disallow:")
    lines.append(f"Sitemap: {publication.absolute(address.SITEMAP)}")
    return ("\n".join(lines) + "\n").encode()


_STANDING = (
    address.FRONT,
    address.ESSAYS,
    address.PLEDGES,
    address.LEADERS,
    address.FEEDS,
    address.LEDGER,
)


def _places(publication: Publication) -> Iterator[tuple[str, dt.date | None]]:
    for path in _STANDING:
        yield path, None
    for essay in publication.essay_list:
        yield address.essay(essay.slug), essay.updated or essay.date
    for pledge in publication.pledges.values():
        yield address.pledge(pledge.slug), publication.status(pledge).last_word_on
    for leader in publication.record.leaders:
        yield address.leader(leader.slug), None
    for page in publication.record.pages:
        yield address.page(page.slug), None
