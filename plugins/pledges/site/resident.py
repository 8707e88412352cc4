"""Keeps the site in memory and prints what stands for a document as soon as its author has edited it, or
somebody has answered to it.

Lists, the front page and other feeds that show it follow with a whole build, which the caller is to begin
when nothing has happened for a moment.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pledges.domain.address import Folder
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.files.check import documents
from pledges.files.edited import Beside, Shown, has_broken_links, read_beside, read_edited
from pledges.files.scan import LEDGER, MODERATION, RESPONSES, TARGETS
from pledges.markup.texts import Texts
from pledges.settings import Settings
from pledges.site.answered import build_answered
from pledges.site.builder import Builder, Report
from pledges.site.edited import build_edited
from pledges.site.edition import Edition
from pledges.site.inputs import Inputs
from pledges.site.memory import Memory
from pledges.site.plain import leaves_texts, stays_as_read
from pledges.site.products import DOCUMENTS, document_unit
from pledges.site.run import build_edition
from pledges.site.unchanged import Standing, standing_of
from pledges.views.publication import Publication

#: How many documents at most are printed by themselves at once.
FEW = 20
_CONVERSATION = re.compile(rf"{RESPONSES}/({'|'.join(TARGETS)})/(.+)\.jsonl")


class NeedsWholeBuild(Exception):
    """What has changed cannot be printed by itself."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What the site was last built with, from ``inputs``; ``whole`` are all documents.

    ``is_plain``: the texts are printed as they are rendered, without a plugin's or Pelican's doing.
    """

    content: Path
    settings: Settings
    today: dt.date
    inputs: Inputs
    is_plain: bool
    whole: Record
    publication: Publication
    builder: Builder

    @property
    def shown(self) -> Shown:
        """What a document is held against."""
        publication = self.publication
        essays, pledges = publication.essays, publication.pledges
        return Shown(self.content, self.settings, self.today, self.whole, essays, pledges)


@dataclass(slots=True)
class Resident:
    """The site of these (Pelican's) settings. ``is_behind``: a whole build has to follow."""

    settings: dict[str, Any]
    is_behind: bool = False
    _site: _Site | None = None
    _memory: Memory | None = None

    def build(self) -> Report:
        """Build the whole site. Raises ContentError and other PledgesErrors."""
        before, self._site = self._site, None
        site = standing_of(self.settings, dt.datetime.now(dt.UTC)) if before or self._memory else None
        report = self._build_answered(site, before) if site and before else None
        if report is None and site:
            report = self._took(build_edited(site, self._memory))
        report = report or self._build()
        self.is_behind = False
        return report

    def _build_answered(self, site: Standing, before: _Site) -> Report | None:
        """Build where only answers have changed, without reading anything else; None where more has."""
        built = build_answered(site, self._memory)
        if built is None:
            return None
        self._memory = built.memory
        if site.inputs.changed_since(before.inputs) is not None:
            built.publication.texts = before.publication.texts  # which know already where links may lead
        place = site.content, site.settings, site.today, site.inputs, before.is_plain
        self._site = _Site(*place, built.whole, built.publication, built.builder)
        return built.report

    def _build(self) -> Report:
        report = self._took(build_edition(dict(self.settings), self._memory))
        assert report is not None
        return report

    def _took(self, edition: Edition | None) -> Report | None:
        """Take an edition for what is there now; return what was done for it."""
        if edition is None:
            return None
        self._memory = edition.memory
        if edition.shown is not None:
            is_plain = bool(edition.inputs.rest) and leaves_texts(self.settings)
            place = edition.content, edition.settings, edition.today, edition.inputs, is_plain
            self._site = _Site(*place, edition.checked.whole, *edition.shown)
        return edition.report

    def show(self, paths: Iterable[str]) -> Report:
        """Print what stands for the documents that were edited or answered in these changed files, and
        nothing else.

        Raises NeedsWholeBuild where that is not all there is to do now, or nothing may be printed.
        """
        site = self._site
        if site is None:
            raise NeedsWholeBuild
        changed = _changed_files(site, paths)
        found = [_read(site, document, is_edited) for document, is_edited in _concerned(site, changed)]
        self.is_behind |= bool(found)
        whole = site.whole
        for one in found:
            one.take_in(site.publication)
            whole = whole.with_document(one.document)
        self._site = replace(site, whole=whole)
        units = [document_unit(site.publication, site.content, one.beside.document) for one in found]
        return site.builder.build_some(DOCUMENTS, units) if units else Report()


def _changed_files(site: _Site, paths: Iterable[str]) -> set[str]:
    """Return the documents and conversations among the changed files, relative to the record.

    Ledger and tally are changed by every publishing, and can wait; all else asks for a whole build. What
    stood there but for a moment, as some editors have it, is nothing.
    """
    known = {document.path for document in documents(site.whole)}
    changed = set[str]()
    for path in map(Path, paths):
        if not path.is_relative_to(site.content):
            raise NeedsWholeBuild
        name = path.relative_to(site.content).as_posix()
        if name in known or not _is_nothing(name, path):
            changed.add(name)
    files = {name for name in changed if not name.startswith(f"{LEDGER}/") and name != MODERATION}
    if (changed and not files) or len(files) > FEW:
        raise NeedsWholeBuild
    return files


def _is_nothing(name: str, path: Path) -> bool:
    """Tell whether a file is temporary, or an editor's: the record leaves those alone."""
    is_hidden = path.name.startswith(".") or path.name.endswith("~")
    return is_hidden or (name.partition("/")[0] in tuple(Folder) and not path.exists())


def _concerned(site: _Site, changed: Collection[str]) -> list[tuple[Document, bool]]:
    """Return the documents that the files concern, as they are now, and whether they were edited."""
    found: dict[str, Document] = {}
    for name in changed:
        if conversation := _CONVERSATION.fullmatch(name):
            target = _one(site.whole, conversation[1], "id", conversation[2])
            if not (site.content / name).is_file():
                raise NeedsWholeBuild
            found.setdefault(target.path, target)
        else:
            before = _one(site.whole, name.partition("/")[0], "path", name)
            now = read_edited(site.content, before)
            if now is None:
                raise NeedsWholeBuild  # which tells what is wrong
            if now != before:
                found[name] = now
    return [(document, path in changed) for path, document in found.items()]


def _one(record: Record, folder: str, name: str, value: str) -> Document:
    """Return the one document of a folder that has this value under a name."""
    among: tuple[Document, ...] = getattr(record, folder) if folder in tuple(Folder) else ()
    for document in among:
        if getattr(document, name) == value:
            return document
    raise NeedsWholeBuild


@dataclass(frozen=True, slots=True)
class _Read:
    """A document, and what is to be shown of it; with its ``texts`` where it was edited."""

    document: Document
    beside: Beside
    texts: Texts | None = None

    def take_in(self, publication: Publication) -> None:
        """Let a publication have it."""
        shown = self.beside.document
        if self.texts:
            publication.edit(shown, self.texts)
        if isinstance(shown, Essay | Pledge):
            publication.hear(shown, self.beside.responses)


def _read(site: _Site, document: Document, is_edited: bool) -> _Read:
    """Read what is to be shown of a document, and check all of it, links included."""
    _one(site.publication.record, document.path.partition("/")[0], "path", document.path)  # it is visible
    shown = site.shown
    beside = read_beside(shown, document, is_edited=is_edited)
    if beside is None:
        raise NeedsWholeBuild
    if not is_edited:
        return _Read(document, beside)
    texts = site.publication.texts.anew()
    if not site.is_plain or has_broken_links(shown, beside.document, texts):
        raise NeedsWholeBuild
    if isinstance(document, Essay | Page) and not stays_as_read(texts.body(document).html):
        raise NeedsWholeBuild
    return _Read(document, beside, texts)
