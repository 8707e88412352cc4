"""The site map and robots.txt (sitemaps.org protocol 0.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pledges.domain import address
from pledges.views.publication import Publication
from pledges.views.xml import escaped

#: What one file may hold, uncompressed; of more addresses there is an index.
MAX_ADDRESSES = 50_000
MAX_BYTES = 52_428_800

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(
    publication: Publication, max_addresses: int = MAX_ADDRESSES, max_bytes: int = MAX_BYTES
) -> Iterator[tuple[str, bytes]]:
    """Yield the site path and the bytes of the sitemap: the addresses of everything that people read, with
    the day each last changed.

    Where they are too many for one file, the first is an index of the others ("Sitemap index files").
    """
    rows = (_row("url", publication.absolute(path), day) for path, day in _places(publication))
    parts = list(_parts(rows, max_addresses, max_bytes))
    if len(parts) == 1:
        yield address.SITEMAP, _document("urlset", parts[0])
        return
    paths = [address.sitemap_part(number) for number, _ in enumerate(parts, start=1)]
    index = [_row("sitemap", publication.absolute(path)) for path in paths]
    yield address.SITEMAP, _document("sitemapindex", index)
    for path, part in zip(paths, parts, strict=True):
        yield path, _document("urlset", part)


def _row(name: str, absolute_url: str, day: dt.date | None = None) -> bytes:
    changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
    return f"<{name}><loc>{escaped(absolute_url)}</loc>{changed}</{name}>\n".encode()


def _parts(rows: Iterable[bytes], max_addresses: int, max_bytes: int) -> Iterator[list[bytes]]:
    """Yield the rows in as few parts as one after the other fits into."""
    part: list[bytes] = []
    room = full = max_bytes - len(_document("urlset", ()))
    for row in rows:
        if part and (len(part) == max_addresses or len(row) > room):
            yield part
            part, room = [], full
        part.append(row)
        room -= len(row)
    yield part


def _document(name: str, rows: Iterable[bytes]) -> bytes:
    opening = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="{_NAMESPACE}">\n'
    return b"".join((opening.encode(), *rows, f"</{name}>\n".encode()))


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
    for leader in publication.everything.leaders:
        yield address.leader(leader.slug), None
    for page in publication.everything.pages:
        yield address.page(page.slug), None
