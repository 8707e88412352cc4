"""The whole check of a record: its files, what they name, and every link in their texts."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.errors import ContentError, Problem
from pledges.files.lines import header_line, update_line
from pledges.files.links import known_addresses
from pledges.files.pictures import Pictures
from pledges.files.record import load_record, visible
from pledges.files.resolve import Resolver
from pledges.files.scan import scan
from pledges.markup.texts import Texts
from pledges.settings import Settings

#: A field or update field, its line in the file, and the address that stands there.
Address = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record without problems: all of it, what is visible on the day, and its texts as HTML."""

    whole: Record
    visible: Record
    texts: Texts
    pictures: Pictures


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
    whole, problems = load_record(content, root=Path.cwd(), zone=settings.zone)
    published = visible(whole, dt.date.max, zone=settings.zone)
    shown = (
        visible(whole, dt.date.max, drafts=True, zone=settings.zone)
        if settings.drafts
        else visible(whole, today, zone=settings.zone)
    )
    check = _Check(content, whole, settings)
    texts = check.texts(shown, published)
    if not texts_stand:
        problems += _text_problems(check, whole, published, shown, texts)
    if problems:
        raise ContentError(problems)
    return CheckedRecord(whole, shown, texts, check.pictures)


def _text_problems(
    check: _Check, whole: Record, published: Record, shown: Record, texts: Texts
) -> Iterator[Problem]:
    yield from check.problems(shown, texts)
    for rest, linkable in (
        (_without(published, shown), published),
        (_without(whole, published, shown), whole),
    ):
        if any(documents(rest)):
            yield from check.problems(rest, check.texts(linkable, linkable))


def documents(record: Record) -> Iterator[Document]:
    """Yield every document of a record."""
    yield from record.essays
    yield from record.pledges
    yield from record.leaders
    yield from record.pages


def _without(record: Record, *others: Record) -> Record:
    """Return the documents of a record that are in none of the others."""
    ids = {document.id for other in others for document in documents(other)}
    return Record(
        essays=tuple(essay for essay in record.essays if essay.id not in ids),
        pledges=tuple(pledge for pledge in record.pledges if pledge.id not in ids),
        leaders=tuple(leader for leader in record.leaders if leader.id not in ids),
        pages=tuple(page for page in record.pages if page.id not in ids),
    )


class _Check:
    """What the links of one content folder are held against."""

    def __init__(self, content: Path, whole: Record, settings: Settings) -> None:
        self.content = content
        self.whole = whole
        self.settings = settings
        self.pictures = Pictures(content, settings.base)
        self.folder = Path(os.path.relpath(content.absolute(), Path.cwd())).as_posix()
        self._images = scan(content)[0].images

    def texts(self, shown: Record, later: Record) -> Texts:
        """Return the texts of a record whose links may lead to what is shown, or will be later."""
        known = known_addresses(shown, self._images)
        resolver = Resolver(known, self.whole, self.settings.base, known_addresses(later))
        return Texts(resolver.resolve, self.pictures.size_of, self.settings.default_lang)

    def problems(self, record: Record, texts: Texts) -> Iterator[Problem]:
        """Yield what is wrong with the links and pictures of these documents."""
        for document in documents(record):
            path = f"{self.folder}/{document.path}"
            for rendered in texts.all_of(document):
                for problem in rendered.problems:
                    yield Problem(path, problem.line, "", problem.message)
            for field, line, url in _addresses(self.content, document):
                if texts.resolve(url.partition("#")[0]) is None:
                    message = f'"{url}" leads to nothing on this site; write the address of a page or file'
                    yield Problem(path, line, field, f"{message} that exists")


def _addresses(content: Path, document: Document) -> Iterator[Address]:
    """Yield the addresses on this site that stand in a document's fields."""
    for field, url in _field_addresses(document):
        if url.startswith("/"):
            yield field, header_line(content / document.path, field, url), url
    if isinstance(document, Pledge):
        for update in document.updates:
            for url in update.evidence:
                if url.startswith("/"):
                    yield "Evidence", update_line(content / document.path, update.line, "Evidence"), url


def _field_addresses(document: Document) -> Iterator[tuple[str, str]]:
    if isinstance(document, Leader):
        yield "url", document.url
        yield from (("links", link.url) for link in document.links)
    elif isinstance(document, Essay):
        yield from (("videos", video.url) for video in document.videos)
