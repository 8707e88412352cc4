"""Every address that the site will print: what links in authors' texts may lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pledges.domain import address
from pledges.domain.address import FeedFormat, Folder, PledgeList, ScoreList, Terms
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.slug import slugify
from pledges.files.text import slug_of

_ALWAYS = (
    address.FRONT,
    address.ESSAYS,
    address.PLEDGES,
    address.LEADERS,
    address.FEEDS,
    address.OPML,
    address.CALENDAR,
    address.PLEDGE_SCHEMA,
    address.LEDGER,
    address.LEDGER_ROOT,
    address.LEDGER_VERIFIER,
    address.ARCHIVE,
    address.SEARCH,
    address.DUE,
    address.NOT_FOUND,
    address.SITEMAP,
    address.ROBOTS,
    *map(address.pledges_in, (*PledgeList, *ScoreList)),
    *map(address.terms, Terms),
    *(address.site_feed(name, form) for name in ("essays", "pledges", "conversation") for form in FeedFormat),
)


def known_addresses(
    record: Record, images: Iterable[str] = (), unread: Iterable[str] = (), *, has_search: bool = True
) -> frozenset[str]:
    """Return the site paths of everything in the (visible) record, aliases and lists included.

    ``images`` are paths relative to the content folder, as ``scan`` finds them; so are ``unread``,
    the files whose problems kept them out of the record: a link to one of them is not wrong for
    that. Further pages of lists and of conversations are not among the addresses: what stands there
    may move.
    """
    addresses = {*_ALWAYS, *(f"/{image}" for image in images)}
    addresses.update(address.document(path.partition("/")[0], slug_of(path)) for path in unread)
    for folder in Folder:
        for document in getattr(record, folder.value):
            for slug in (document.slug, *document.aliases):
                addresses.update(_around(document, address.document(folder, slug)))
            addresses.update(_terms(document))
    if not has_search:
        addresses.discard(address.SEARCH)
    return frozenset(addresses)


def _around(document: Document, page: str) -> Iterator[str]:
    """Yield the document's page and the files that stand beside it."""
    yield page
    if isinstance(document, Essay | Pledge | Leader):
        yield from (address.feed(page, form) for form in FeedFormat)
    if isinstance(document, Pledge | Leader):
        yield address.calendar(page)
    if isinstance(document, Pledge):
        yield from (f"{page}pledge.json", f"{page}pledge.svg")


def _terms(document: Document) -> Iterator[str]:
    if not isinstance(document, Essay | Pledge):
        return
    for tag in document.tags:
        yield from _term(Terms.TAG, tag)
    if isinstance(document, Pledge):
        yield from (address.term(Terms.EXPERIENCE, slugify(word)) for word in document.experience)
        yield from (address.term(Terms.CUSTOMER, slugify(name)) for name in document.customers)
        return
    yield address.essays_of(document.date.year)
    if document.category:
        yield from _term(Terms.CATEGORY, document.category)
    if document.series:
        yield address.term(Terms.SERIES, slugify(document.series))


def _term(kind: Terms, word: str) -> Iterator[str]:
    """Yield the list of a category or tag, and its feed."""
    yield address.term(kind, slugify(word))
    yield address.term_feed(kind, slugify(word))
