"""Everything the site consists of, one product after another; nothing is kept once it is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from pledges.domain import address
from pledges.domain.address import FeedFormat, Folder, Terms
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.site.archive_products import Archives
from pledges.site.card_products import card_of_essay, card_of_pledge, card_of_site
from pledges.site.host_products import host_products
from pledges.site.ledger_products import ledger_copy, ledger_products
from pledges.site.patterns import pattern_pages
from pledges.site.pictures import picture_products
from pledges.site.product import DataProduct, FeedProduct, FileProduct, PageProduct, Product, Source, Unit
from pledges.site.redirect_products import redirect_products
from pledges.site.search_products import search_products
from pledges.site.style import join_style
from pledges.views import archive, calendar, feeds, front, leader, lists, pages
from pledges.views.badge import badge_view
from pledges.views.conversation import conversation_of, target_path
from pledges.views.essay import essay_page
from pledges.views.feed import Feed, OpmlRow
from pledges.views.leader_lists import leader_lists
from pledges.views.method import method_page
from pledges.views.models import EssayListPage, LeaderListPage, PledgeListPage, TermListPage, View
from pledges.views.opml import opml
from pledges.views.pledge import pledge_page
from pledges.views.pledge_document import pledge_document, pledge_schema
from pledges.views.publication import Publication
from pledges.views.score_lists import score_lists
from pledges.views.shelf import kind_of
from pledges.views.sitemap import robots, sitemaps
from pledges.views.term_lists import term_lists
from pledges.views.terms import Term, terms

_FORMS = {FeedFormat.ATOM: "atom", FeedFormat.RSS: "rss", FeedFormat.JSON: "json"}
_LIST_TEMPLATES: dict[type[View], str] = {
    PledgeListPage: "pledge_list.html",
    EssayListPage: "essay_list.html",
    LeaderListPage: "leader_list.html",
    TermListPage: "term_list.html",
}


T = TypeVar("T")

#: How many essays or pledges of one leader are printed by one process.
CHUNK = 50

#: The source of what stands for one essay, pledge, leader or page.
DOCUMENTS = "documents"


def site_sources(publication: Publication, content: Path, theme: Path, kept: Archives) -> list[Source]:
    """Return the parts of the site."""
    alone: dict[str, Callable[[], Iterable[Product]]] = {
        "search": partial(search_products, publication),
        "front": partial(_front, publication),
        "standing pages": partial(_standing_pages, publication),
        "aliases": partial(_aliases, publication),
        "redirects": partial(redirect_products, publication),
        "maps": partial(_maps, publication),
        "ledger": partial(ledger_products, publication),
        "files": partial(_files, publication, theme),
        "patterns": partial(_patterns, publication, theme),
    }
    return [
        *(Source(name, partial(_one_unit, make)) for name, make in alone.items()),
        Source("pictures", partial(_picture_units, content)),
        Source("site feeds", partial(_site_feed_units, publication)),
        Source("archives", kept.units, keys_say_all=True),
        Source("term feeds", partial(_term_feed_units, publication)),
        *_list_sources(publication),
        Source(DOCUMENTS, partial(_document_units, publication, content, kept)),
    ]


def document_unit(
    publication: Publication, content: Path, document: Document, group: int = 0, kept: Archives | None = None
) -> Unit:
    """Return the unit of one essay, pledge, leader or page; archives, if any, take its entries over."""
    return Unit(document.path, partial(_document, publication, content, document, kept), group)


def _one_unit(make: Callable[[], Iterable[Product]]) -> list[Unit]:
    return [Unit("all", make)]


def _term_feed_units(publication: Publication) -> Iterator[Unit]:
    found = (term for kind in (Terms.CATEGORY, Terms.TAG) for term in terms(publication, kind))
    for number, term in enumerate(found):
        yield Unit(f"{term.kind}/{term.slug}", partial(_term_feed, publication, term), number)


def _document_units(publication: Publication, content: Path, kept: Archives) -> Iterator[Unit]:
    """Yield what stands for documents; a leader's feed shows what the feeds of the leader's promises show, so
    they stand in one group.
    """
    with publication.covered():  # each of them notes itself
        chunks = [chunk for documents in _by_leader(publication) for chunk in batched(documents, CHUNK)]
    for number, chunk in enumerate(chunks):
        yield from (document_unit(publication, content, document, number, kept) for document in chunk)


def _page_units(find: Callable[[], Iterable[lists.Placed]]) -> Iterator[Unit]:
    for number, placed in enumerate(find()):
        yield Unit(f"{placed.path} {placed.members}".rstrip(), partial(_placed, placed), number // CHUNK)


def _placed(placed: lists.Placed) -> Iterator[Product]:
    page = placed.make()
    yield _page(placed.path, _LIST_TEMPLATES[type(page)], page)


def _by_leader(publication: Publication) -> Iterator[list[Document]]:
    """Yield each leader behind the pledges and essays that are the leader's, and what is nobody's."""
    known = publication.leaders
    yield [*publication.record.pages]
    yield [essay for essay in publication.essay_list if essay.author not in known]
    yield [pledge for pledge in publication.pledges.values() if pledge.leader not in known]
    for promisor in publication.record.leaders:
        essays = publication.essays_of.get(promisor.slug, ())
        yield [*publication.pledges_of.get(promisor.slug, ()), *essays, promisor]


def _document(
    publication: Publication, content: Path, document: Document, kept: Archives | None
) -> Iterator[Product]:
    publication.note(kind_of(document), document.id)
    match document:
        case Essay():
            path = address.essay(document.slug)
            yield _page(path, "essay.html", essay_page(publication, document))
            yield from card_of_essay(publication, document, document.slug)
            yield from _conversation(publication, document, kept)
        case Pledge():
            path = address.pledge(document.slug)
            yield _page(path, "pledge.html", pledge_page(publication, document))
            yield from _conversation(publication, document, kept)
            yield from _pledge_data(publication, document, document.slug)
            yield from ledger_copy(publication, content, document)
        case Leader():
            yield from _leader(publication, document)
        case Page():
            yield _plain(publication, document)


def _front(publication: Publication) -> Iterator[Product]:
    yield _page(address.FRONT, "front.html", front.front_page(publication))


def _maps(publication: Publication) -> Iterator[Product]:
    yield from host_products(publication)
    for path, data in sitemaps(publication):
        yield FileProduct(address.file_of(path), data)
    yield FileProduct(address.file_of(address.ROBOTS), robots(publication))


def _pledge_data(publication: Publication, pledge: Pledge, slug: str) -> Iterator[Product]:
    """Yield what machines and other sites read of a pledge, beside its page or at an old ``slug``."""
    due = calendar.pledge_calendar(publication, pledge)
    document = pledge_document(publication, pledge)
    yield _data(address.calendar(address.pledge(slug)), "calendar", due)
    yield _data(address.pledge_json(slug), "pledge", document)
    yield _data(address.badge(slug), "badge", badge_view(publication, pledge))
    yield from card_of_pledge(publication, pledge, slug)


def _conversation(publication: Publication, target: Document, kept: Archives | None) -> Iterator[Product]:
    laid_out = conversation_of(publication, target)
    for number in range(2, laid_out.total + 1):
        path = address.conversation(target_path(target), number)
        page = pages.conversation_page(publication, target, laid_out, number)
        yield _page(path, "conversation.html", page)
    feed = feeds.target_feed(publication, target)
    yield from _feeds(target_path(target), feed)
    if kept:
        kept.take(target, feed.entries)


def _leader(publication: Publication, promisor: Leader) -> Iterator[Product]:
    path = address.leader(promisor.slug)
    yield _page(path, "leader.html", leader.leader_page(publication, promisor))
    for placed in leader_lists(publication, promisor):
        yield from _placed(placed)
    yield _data(address.calendar(path), "calendar", calendar.leader_calendar(publication, promisor))
    yield from _feeds(path, feeds.leader_feed(publication, promisor))
    if publication.essays_of.get(promisor.slug):
        author = feeds.author_feed(publication, promisor)
        yield _feed(address.term_feed("author", promisor.slug), FeedFormat.ATOM, author)


def _list_sources(publication: Publication) -> Iterator[Source]:
    finds: dict[str, Callable[[], Iterable[lists.Placed]]] = {
        "pledge lists": partial(lists.pledge_lists, publication),
        "score lists": partial(score_lists, publication),
        "essay list": partial(lists.essay_list, publication),
        "leader list": partial(lists.leader_list, publication),
        "year lists": partial(archive.year_lists, publication),
        "due lists": partial(archive.due_lists, publication),
        **{f"{kind} lists": partial(term_lists, publication, kind) for kind in Terms},
    }
    for name, find in finds.items():
        yield Source(name, partial(_page_units, find), keys_say_all=True)


def _term_feed(publication: Publication, term: Term) -> Iterator[Product]:
    feed = feeds.term_feed(publication, term)
    yield _feed(address.term_feed(term.kind, term.slug), FeedFormat.ATOM, feed)


def _site_feed_units(publication: Publication) -> Iterator[Unit]:
    of_name: dict[str, Callable[[Publication], Feed]] = {
        "essays": feeds.essays_feed,
        "pledges": feeds.pledges_feed,
        "conversation": feeds.conversation_feed,
    }
    for number, (name, feed_of) in enumerate(of_name.items()):
        yield Unit(name, partial(_site_feed, publication, name, feed_of), number)


def _site_feed(
    publication: Publication, name: str, feed_of: Callable[[Publication], Feed]
) -> Iterator[Product]:
    feed = feed_of(publication)
    short = feeds.shortened(publication, feed)  # only the Atom form has archives to be complete with
    for form in FeedFormat:
        yield _feed(address.site_feed(name, form), form, feed if form is FeedFormat.ATOM else short)


def _standing_pages(publication: Publication) -> Iterator[Product]:
    yield _page(address.ARCHIVE, "archive.html", archive.archive_page(publication))
    for path, page_of_feeds in pages.feeds_pages(publication):
        yield _page(path, "feeds.html", page_of_feeds)
    yield FileProduct(address.file_of(address.OPML), _opml(publication))
    yield _data(address.CALENDAR, "calendar", calendar.site_calendar(publication))
    yield FileProduct(address.file_of(address.PLEDGE_SCHEMA), pledge_schema())
    yield _page(address.NOT_FOUND, "not_found.html", pages.not_found_page(publication))
    yield from card_of_site(publication)


def _plain(publication: Publication, page: Page) -> Product:
    path = address.page(page.slug)
    if path == address.METHOD:
        return _page(path, "method.html", method_page(publication, page))
    return _page(path, "plain.html", pages.plain_page(publication, page))


def _opml(publication: Publication) -> bytes:
    """Return the Atom form of every feed, for import into a feed reader."""
    origin = publication.settings.origin
    rows = [
        OpmlRow(
            title=row.title,
            feed_absolute_url=origin + row.feeds[0].url,
            page_absolute_url=origin + row.about_url if row.about_url else "",
            group=group.heading,
        )
        for group in pages.feed_groups(publication)
        for row in group.rows
    ]
    return opml(publication.settings.sitename, rows)


def _aliases(publication: Publication) -> Iterator[Product]:
    """Yield redirect pages, and the feeds, at every old address."""
    record = publication.everything
    folders: tuple[tuple[Folder, Iterable[Document]], ...] = (
        (Folder.ESSAYS, record.essays),
        (Folder.PLEDGES, record.pledges),
        (Folder.LEADERS, record.leaders),
        (Folder.PAGES, record.pages),
    )
    for folder, documents in folders:
        for document in documents:
            new = address.document(folder, document.slug)
            for alias in document.aliases:
                old = address.document(folder, alias)
                page = pages.redirect_page(publication, document.title, new)
                yield _page(old, "redirect.html", page)
                yield from _old_feeds(publication, document, alias, old)
                yield from _old_data(publication, document, alias)
                yield from _old_conversation(publication, document, old, new)


def _old_feeds(publication: Publication, document: Document, alias: str, old: str) -> Iterator[Product]:
    """Yield at the old address the feed as it is at the new one, whose address it names as its own."""
    if isinstance(document, Leader):
        yield from _feeds(old, feeds.leader_feed(publication, document))
        if publication.essays_of.get(document.slug):
            author = feeds.author_feed(publication, document)
            yield _feed(address.term_feed("author", alias), FeedFormat.ATOM, author)
    elif isinstance(document, Essay | Pledge):
        yield from _feeds(old, feeds.target_feed(publication, document))


def _old_data(publication: Publication, document: Document, alias: str) -> Iterator[Product]:
    """Yield at the old address what calendars subscribe to and other sites show."""
    if isinstance(document, Pledge):
        yield from _pledge_data(publication, document, alias)
    elif isinstance(document, Essay):
        yield from card_of_essay(publication, document, alias)
    elif isinstance(document, Leader):
        due = calendar.leader_calendar(publication, document)
        yield _data(address.calendar(address.leader(alias)), "calendar", due)


def _old_conversation(publication: Publication, document: Document, old: str, new: str) -> Iterator[Product]:
    """Yield what leads old permalinks on further pages of a conversation to where they are now."""
    if isinstance(document, Essay | Pledge):
        for number in range(2, conversation_of(publication, document).total + 1):
            here = address.conversation(new, number)
            page = pages.redirect_page(publication, document.title, here)
            yield _page(address.conversation(old, number), "redirect.html", page)


def batched(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in chunks (itertools has this from Python 3.12 on)."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _patterns(publication: Publication, theme: Path) -> Iterator[Product]:
    publication.note("theme", "*")
    if publication.settings.patterns:
        for path, page in pattern_pages(publication.settings, theme):
            yield _page(path, "patterns.html", page)


def _files(publication: Publication, theme: Path) -> Iterator[Product]:
    """Yield the style sheet and the theme's other static files."""
    publication.note("theme", "*")
    static = theme / "static"
    yield FileProduct("style.css", join_style(static / "css" / "main.css").encode())
    for file in _below(static):
        if not file.is_relative_to(static / "css"):
            yield FileProduct(file.relative_to(static).as_posix(), file.read_bytes())


def _picture_units(content: Path) -> Iterator[Unit]:
    for number, file in enumerate(_below(content / "images")):
        path = file.relative_to(content).as_posix()
        yield Unit(path, partial(picture_products, content, path), number)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder in order; hidden ones and links are left out."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not file.is_symlink() and not hidden:
            yield file


def _page(path: str, template: str, page: View) -> Product:
    return PageProduct(address.file_of(path), template, page)


def _data(path: str, form: str, content: Struct) -> Product:
    return DataProduct(address.file_of(path), form, content)


def _feed(path: str, form: FeedFormat, feed: Feed) -> Product:
    return FeedProduct(address.file_of(path), _FORMS[form], feed)


def _feeds(owner: str, feed: Feed) -> Iterator[Product]:
    for form in FeedFormat:
        yield _feed(address.feed(owner, form), form, feed)
