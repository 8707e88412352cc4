"""The whole check of a record: its files, what they name, and every link in their texts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote

from pledges.domain.document import Document, Image
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.summary import Summary
from pledges.errors import ContentError, Problem
from pledges.files.conversations import Conversations
from pledges.files.lines import header_line, update_line
from pledges.files.links import known_addresses
from pledges.files.pictures import Pictures
from pledges.files.reading import NO_DOUBTS, Doubts
from pledges.files.record import read_record, visible
from pledges.files.resolve import Resolver, unless_doubtful
from pledges.files.scan import scan
from pledges.markup import Rendered
from pledges.markup.texts import Texts
from pledges.settings import Settings

#: A field or update field, the line on which its update begins (0: none), the address that stands there.
Address = tuple[str, int, str]
#: Addresses as they are written, and where they lead (see :data:`Resolve`).
Links = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record without problems: all of it, what is visible on the day, its texts as HTML, and what it reads
    its conversations from.

    ``links``: by a document's path, where each address in it leads; ``summaries``: of what is answered, by
    the target's id. Both may be incomplete. ``rendered``: the documents (paths) whose texts were rendered
    just now; None: all.
    """

    whole: Record
    visible: Record
    texts: Texts
    pictures: Pictures
    conversations: Conversations
    links: Mapping[str, Links] = dataclasses.field(default_factory=dict)
    summaries: Mapping[str, Summary] = dataclasses.field(default_factory=dict)
    rendered: frozenset[str] | None = None

    def documents(self) -> Iterator[Document]:
        """Yield every document of the whole record."""
        return documents(self.whole)


def check_record(
    content: Path, settings: Settings, today: dt.date, *, texts_stand: bool = False
) -> CheckedRecord:
    """Read the record under ``content`` and check it, links included.

    ``texts_stand``: the authors' texts, and all that they can link to, were checked before and are
    rendered only when something asks for them.

    What is published may link only to what is published, now or once its date has come; until then
    such a link is printed as plain text. Drafts may link to everything. Raises ContentError with
    every problem there is.
    """
    read = read_record(content, root=Path.cwd(), zone=settings.zone)
    whole, problems = read.record, read.problems
    if problems:
        whole = _by_paths(whole)
    published = visible(whole, dt.date.max, zone=settings.zone)
    shown = shown_on(today, whole, settings)
    check = LinkCheck(content, whole, settings, read.doubts)
    texts = check.texts(shown, published)
    if not texts_stand:
        problems += _text_problems(check, whole, published, shown, texts)
    if problems:
        raise ContentError(problems)
    return CheckedRecord(whole, shown, texts, check.pictures, read.conversations)


def late_texts(
    content: Path, whole: Record, shown: Record, settings: Settings, known: Mapping[str, Rendered]
) -> Texts:
    """Return the texts of a record that was checked before. What they can link to is found out only when
    something asks for it.
    """

    def texts() -> Texts:
        published = visible(whole, dt.date.max, zone=settings.zone)
        return LinkCheck(content, whole, settings, {}).texts(shown, published)

    full = cache(texts)
    pictures = Pictures(content, settings.base)
    return Texts(lambda url: full().resolve(url), pictures.size_of, settings.default_lang, known)


def link_problems(content: Path, document: Document, settings: Settings, texts: Texts) -> Iterator[Problem]:
    """Yield what is wrong with the links and pictures of one document; ``texts`` resolve them."""
    return LinkCheck(content, Record(), settings, {}).problems([document], {document.path}, texts)


def shown_on(today: dt.date, whole: Record, settings: Settings) -> Record:
    """Return what of a record the site shows; with DRAFTS drafts, and what is to come."""
    day = dt.date.max if settings.drafts else today
    return visible(whole, day, drafts=settings.drafts, zone=settings.zone)


def _text_problems(
    check: LinkCheck, whole: Record, published: Record, shown: Record, texts: Texts
) -> Iterator[Problem]:
    maybe_drafts = {path for path, doubts in check.doubts.items() if doubts.cover("draft")}
    now, ever = _paths(shown) - maybe_drafts, _paths(published) - maybe_drafts
    yield from check.problems(documents(shown), now, texts)
    for paths, linkable in ((ever - now, published), (_paths(whole) - ever - now, whole)):
        if paths:
            yield from check.problems(documents(linkable), paths, check.texts(linkable, linkable))
    yield from check.other_pictures()


def _paths(record: Record) -> set[str]:
    return {document.path for document in documents(record)}


def _without(record: Record, others: Record) -> Record:
    """Return a record's documents but those that stand in the other one too."""
    paths = _paths(others)
    return Record(
        essays=tuple(essay for essay in record.essays if essay.path not in paths),
        pledges=tuple(pledge for pledge in record.pledges if pledge.path not in paths),
        leaders=tuple(leader for leader in record.leaders if leader.path not in paths),
        pages=tuple(page for page in record.pages if page.path not in paths),
    )


def _by_paths(record: Record) -> Record:
    """Return the record with paths for ids: where there are problems, two documents may have one id."""
    return replace(
        record,
        essays=tuple(replace(essay, id=essay.path) for essay in record.essays),
        pledges=tuple(replace(pledge, id=pledge.path) for pledge in record.pledges),
        leaders=tuple(replace(leader, id=leader.path) for leader in record.leaders),
        pages=tuple(replace(page, id=page.path) for page in record.pages),
    )


def documents(record: Record) -> Iterator[Document]:
    """Yield every document of a record."""
    yield from record.essays
    yield from record.pledges
    yield from record.leaders
    yield from record.pages


class LinkCheck:
    """What the links of one content folder are held against."""

    def __init__(
        self,
        content: Path,
        whole: Record,
        settings: Settings,
        doubts: Mapping[str, Doubts],
        images: frozenset[str] | None = None,
    ) -> None:
        self.content = content
        self.whole = whole
        self.settings = settings
        self.doubts = doubts
        self.pictures = Pictures(content, settings.base)
        self.folder = Path(os.path.relpath(content.absolute(), Path.cwd())).as_posix()
        self._given_images = images

    @cached_property
    def _images(self) -> frozenset[str]:
        return scan(self.content)[0].images if self._given_images is None else self._given_images

    def texts(self, shown: Record, later: Record) -> Texts:
        """Return the texts of a record whose links may lead to what is shown, or will be later."""
        has_search = self.settings.search
        known = known_addresses(shown, self._images, has_search=has_search)
        expected = known_addresses(_without(later, shown), has_search=has_search)
        resolver = Resolver(known, self.whole, self.settings.base, expected)
        resolve = unless_doubtful(resolver.resolve, self.doubts) if self.doubts else resolver.resolve
        return Texts(resolve, self.pictures.size_of, self.settings.default_lang)

    def problems(self, among: Iterable[Document], paths: Collection[str], texts: Texts) -> Iterator[Problem]:
        """Yield what is wrong with the links and pictures of the documents with these paths."""
        for document in among:
            if document.path in paths:
                broken = self.doubts.get(document.path, NO_DOUBTS).lines
                path = f"{self.folder}/{document.path}"
                for field, line, message in self.complaints(document, texts):
                    if line not in broken:
                        yield Problem(path, line, field, message)

    def other_pictures(self) -> Iterator[Problem]:
        """Yield what is wrong with pictures that no document shows: they would be published all the same."""
        for path, fault in self.pictures.other_faults(self._images):
            yield Problem(f"{self.folder}/{path}", 0, "", fault)

    def complaints(self, document: Document, texts: Texts) -> Iterator[tuple[str, int, str]]:
        """Yield field, line and message for whatever is wrong with a document's links and pictures."""
        for rendered in texts.all_of(document):
            for problem in rendered.problems:
                yield "", problem.line, problem.message
            for use in rendered.pictures:
                if fault := self.pictures.fault(use.url):
                    yield "", use.line, f'"{use.target}" {fault}'
        for field, image in _header_pictures(document):
            if fault := self.pictures.fault(quote(f"{self.settings.base}/{image.src.lstrip('/')}")):
                line = header_line(self.content / document.path, field, image.src)
                yield field, line, f'"{image.src}" {fault}'
        for field, place, url in _addresses(document):
            if texts.resolve(url.partition("#")[0]) is None:
                file = self.content / document.path
                line = update_line(file, place, field) if place else header_line(file, field, url)
                message = f'"{url}" leads to nothing on this site; write the address of a page or file'
                yield field, line, f"{message} that exists"


def _addresses(document: Document) -> Iterator[Address]:
    """Yield the addresses on this site that stand in a document's fields."""
    for field, url in _field_addresses(document):
        if url.startswith("/"):
            yield field, 0, url
    if isinstance(document, Pledge):
        for update in document.updates:
            for url in update.evidence:
                if url.startswith("/"):
                    yield "Evidence", update.line, url


def _header_pictures(document: Document) -> Iterator[tuple[str, Image]]:
    if isinstance(document, Essay | Pledge) and document.image:
        yield "image", document.image
    if isinstance(document, Leader) and document.photo:
        yield "photo", document.photo


def _field_addresses(document: Document) -> Iterator[tuple[str, str]]:
    if isinstance(document, Leader):
        yield "url", document.url
        yield from (("links", link.url) for link in document.links)
    elif isinstance(document, Essay):
        yield from (("videos", video.url) for video in document.videos)
