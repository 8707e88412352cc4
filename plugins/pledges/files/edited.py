"""A document that its author has just edited, read and checked by itself.

That is all there is to check where it differs from before in nothing that the check of another document looks
at. In any doubt the whole record is read, so that its problems are told as always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.files.answers_alone import answers_found, read_answers
from pledges.files.check import link_problems
from pledges.files.ids import Ids
from pledges.files.library import Library, read_document
from pledges.files.scan import Found
from pledges.files.visible import essay_on, pledge_on, seen_responses
from pledges.markup.texts import Texts
from pledges.settings import Settings

_TEXT = {"body", "body_line", "lang"}
#: What no other document's check looks at; nor do a page's address, its place among others of its kind and
#: what stands in the menus hang on it.
_FREE: Mapping[type[Document], frozenset[str]] = {
    Essay: frozenset({*_TEXT, "title", "updated", "next", "summary", "epigraph", "videos", "question"}),
    Pledge: frozenset(
        {*_TEXT, "title", "on_behalf_of", "promise", "outcome", "why", "due", "updates"}
        | {"due_soon_days", "silent_days"}
    ),
    Leader: frozenset({*_TEXT, "title", "role", "organisation", "url", "links"}),
    Page: frozenset({*_TEXT, "summary"}),
}


def read_edited(content: Path, before: Document) -> Document | None:
    """Return what the file of a document holds now; None where something is wrong with it, or where more
    differs than concerns itself.
    """
    reading, problems = read_document(Library(content, content.name, Found()), before.path)
    if problems:
        return None
    now: Document = reading.document
    return now if concerns_itself(before, now) else None


def concerns_itself(before: Document, now: Document) -> bool:
    """Tell whether one and the same document differs only in what concerns no other."""
    free = _FREE[type(before)]
    names = (field.name for field in fields(before) if field.name not in free)
    return _repairs(before) == _repairs(now) and all(getattr(before, n) == getattr(now, n) for n in names)


def _repairs(document: Document) -> list[str]:
    """Return the promises that are named as repairing this one."""
    return [u.repair for u in document.updates if u.repair] if isinstance(document, Pledge) else []


@dataclass(frozen=True, slots=True)
class Beside:
    """What the site shows on a day of one document, with the responses to it."""

    document: Document
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The site that a document is to be shown on: all documents, and the slugs of the visible ones."""

    content: Path
    settings: Settings
    today: dt.date
    whole: Record
    essays: Container[str]
    pledges: Container[str]

    @property
    def day(self) -> dt.date:
        """Until when what is dated is visible."""
        return dt.date.max if self.settings.drafts else self.today


def read_beside(site: Shown, document: Document, *, is_edited: bool) -> Beside | None:
    """Read what is answered to a visible document; None where something is wrong with it, or between the two.

    An edited promise is held against its ledger too; one that is not need not be.
    """
    if not isinstance(document, Essay | Pledge):
        return Beside(document, ())
    found = answers_found([document.id], lambda path: (site.content / path).is_file())
    if not is_edited:
        found.ledgers.clear()
    zone, names = site.settings.zone, Ids(site.whole.leaders, site.whole.pledges)
    read = read_answers(site.content, [document], found, names, zone)
    if read is None:
        return None
    seen = _seen(site, document)
    said = seen_responses(read.responses, [seen], site.day, zone)
    return Beside(seen, said.get(document.id, ()))


def has_broken_links(site: Shown, document: Document, texts: Texts) -> bool:
    """Tell whether something is wrong with the links and pictures of a document as it is shown."""
    return any(True for _ in link_problems(site.content, document, site.settings, texts))


def _seen(site: Shown, document: Essay | Pledge) -> Essay | Pledge:
    if isinstance(document, Essay):
        return essay_on(site.day, document, site.pledges)
    return pledge_on(site.day, document, site.essays, site.pledges)
