"""The whole check of a record: its files, what they name, and every link in their texts."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pledges.domain.document import Document
from pledges.domain.record import Record
from pledges.errors import ContentError, Problem
from pledges.files.links import known_addresses
from pledges.files.pictures import Pictures
from pledges.files.record import load_record, visible
from pledges.files.resolve import Resolver
from pledges.files.scan import scan
from pledges.markup.texts import Texts
from pledges.settings import Settings


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record without problems: all of it, what is visible on the day, and its texts as HTML."""

    whole: Record
    visible: Record
    texts: Texts
    pictures: Pictures


def check_record(content: Path, settings: Settings, today: dt.date) -> CheckedRecord:
    """Read the record under ``content`` and check it, links included.

    What is published may link only to what is published; drafts and what is dated later may link
    to everything. Raises ContentError with every problem there is.
    """
    whole, problems = load_record(content, root=Path.cwd(), zone=settings.zone)
    shown = visible(
        whole, dt.date.max if settings.drafts else today, drafts=settings.drafts, zone=settings.zone
    )
    pictures = Pictures(content, settings.base)
    texts = _texts(content, shown, settings, pictures)
    problems += _text_problems(content, shown, texts)
    hidden = _only_hidden(whole, shown)
    problems += _text_problems(content, hidden, _texts(content, whole, settings, pictures))
    if problems:
        raise ContentError(problems)
    return CheckedRecord(whole, shown, texts, pictures)


def _texts(content: Path, record: Record, settings: Settings, pictures: Pictures) -> Texts:
    images = scan(content)[0].images
    resolver = Resolver(known_addresses(record, images), record, settings.base)
    return Texts(resolver.resolve, pictures.size_of, settings.default_lang)


def documents(record: Record) -> Iterator[Document]:
    """Yield every document of a record."""
    yield from record.essays
    yield from record.pledges
    yield from record.leaders
    yield from record.pages


def _only_hidden(whole: Record, shown: Record) -> Record:
    ids = {document.id for document in documents(shown)}
    return Record(
        essays=tuple(essay for essay in whole.essays if essay.id not in ids),
        pledges=tuple(pledge for pledge in whole.pledges if pledge.id not in ids),
        leaders=tuple(leader for leader in whole.leaders if leader.id not in ids),
        pages=tuple(page for page in whole.pages if page.id not in ids),
    )


def _text_problems(content: Path, record: Record, texts: Texts) -> Iterator[Problem]:
    folder = Path(os.path.relpath(content.absolute(), Path.cwd())).as_posix()
    for document in documents(record):
        for rendered in texts.all_of(document):
            for problem in rendered.problems:
                yield Problem(f"{folder}/{document.path}", problem.line, "", problem.message)
