"""``_headers`` and ``_redirects``: what Netlify and Cloudflare Pages are told as web servers are elsewhere.

Both read the same lines, with two differences. Where a file stands at an old address, Netlify sends it
unless the code ends in "!", which Cloudflare does not know. And Cloudflare reads 2,000 redirects of at most
100,000 bytes; what comes later is left to the page that stands at the old address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.settings import Settings
from pledges.views.publication import Publication

NETLIFY, CLOUDFLARE = "netlify", "cloudflare"
HOSTS = (NETLIFY, CLOUDFLARE)
HEADERS_FILE, REDIRECTS_FILE = "_headers", "_redirects"

#: What servers do not know by a name's end, or know differently. Feeds in XML go out as plain XML, as by
#: themselves: Chromium shows application/atom+xml as a text without its style.
TYPES: Mapping[str, str] = {
    "/*.ics": "text/calendar; charset=utf-8",
    "/*.jsonl": "application/jsonl; charset=utf-8",
    "/*.opml": "text/x-opml; charset=utf-8",
    "/*.py": "text/plain; charset=utf-8",
    "/*/feed.json": "application/feed+json",
    "/feeds/*.json": "application/feed+json",
}

#: Everything else is asked for anew each time, which costs a browser that has it a few bytes.
CACHING: Mapping[str, str] = {
    "/fonts/*": "public, max-age=604800",
    "/pagefind/fragment/*": "public, max-age=31536000, immutable",  # their names change with their content
    "/pagefind/index/*": "public, max-age=31536000, immutable",
}

MAX_REDIRECTS = 2_000
MAX_REDIRECTS_BYTES = 100_000


def security_headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer. What a page may load stands in its head (:mod:`policy`)."""
    headers = {
        "Content-Security-Policy": "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    if settings.siteurl.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def headers_file(settings: Settings) -> bytes:
    """Return ``_headers``. No two rules say one header of one address: both values would be sent."""
    rules = [("/*", security_headers(settings))]
    rules += [(path, {"Content-Type": kind}) for path, kind in TYPES.items()]
    rules += [(path, {"Cache-Control": how}) for path, how in CACHING.items()]
    return "\n".join(_rule(settings.url(path), headers) for path, headers in rules).encode()


def redirects_file(publication: Publication, host: str) -> bytes:
    """Return ``_redirects``: from every old address of a page to where it is now."""
    code = "301!" if host == NETLIFY else "301"
    url = publication.url
    lines = [f"{url(old)} {url(new)} {code}\n".encode() for old, new in moves(publication)]
    return b"".join(_fitting(lines) if host == CLOUDFLARE else lines)


def moves(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield each old address of a page, conversations included, and its present one; then an old site's."""
    record = publication.everything
    for folder, documents in (
        (Folder.ESSAYS, record.essays),
        (Folder.PLEDGES, record.pledges),
        (Folder.LEADERS, record.leaders),
        (Folder.PAGES, record.pages),
    ):
        for document in documents:
            new = address.document(folder, document.slug)
            for alias in document.aliases:
                old = address.document(folder, alias)
                for number in range(1, _pages(publication, document) + 1):
                    yield address.conversation(old, number), address.conversation(new, number)
    yield from publication.settings.redirects


def _pages(publication: Publication, document: Document) -> int:
    """Return on how many pages the conversation about a document stands."""
    return publication.conversation(document).total if isinstance(document, Essay | Pledge) else 1


def _rule(path: str, headers: Mapping[str, str]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())])


def _fitting(lines: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for number, line in enumerate(lines):
        size += len(line)
        if number >= MAX_REDIRECTS or size > MAX_REDIRECTS_BYTES:
            return
        yield line
