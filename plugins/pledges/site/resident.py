"""Keeps the site in memory and prints what stands beside a conversation as soon as its file changes.

Lists, the front page and other feeds that show the conversation follow with a whole build, which the
caller is to begin when nothing has happened for a moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pledges.domain.document import Document
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.files.answers import Answers, move_problems
from pledges.files.check import shown_on
from pledges.files.identity import identity_problems
from pledges.files.library import Library
from pledges.files.scan import TARGETS, Found
from pledges.settings import Settings
from pledges.site.answered import build_answered
from pledges.site.builder import Builder, Report
from pledges.site.products import DOCUMENTS, document_unit
from pledges.site.run import build_edition
from pledges.site.unchanged import standing_of
from pledges.views.publication import Publication


class NeedsWholeBuild(Exception):
    """What has changed cannot be printed by itself."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the site was last built with; ``whole`` are all documents."""

    content: Path
    settings: Settings
    today: dt.date
    whole: Record
    publication: Publication
    builder: Builder


@dataclass(slots=True)
class Resident:
    """The site of these (Pelican's) settings. ``is_behind``: a whole build has to follow."""

    settings: dict[str, Any]
    is_behind: bool = False
    _shown: _Shown | None = None

    def build(self) -> Report:
        """Build the whole site. Raises ContentError and other PledgesErrors."""
        was_built, self._shown = self._shown is not None, None
        report = (self._build_answered() if was_built else None) or self._build()
        self.is_behind = False
        return report

    def _build_answered(self) -> Report | None:
        """Build where only answers have changed, without reading anything else; None where more has."""
        site = standing_of(self.settings, dt.datetime.now(dt.UTC))
        built = build_answered(site) if site else None
        if site is None or built is None:
            return None
        self._shown = _Shown(
            site.content, site.settings, site.today, built.whole, built.publication, built.builder
        )
        return built.report

    def _build(self) -> Report:
        edition = build_edition(dict(self.settings))
        assert edition.report is not None
        if edition.shown is not None:
            whole = edition.checked.whole
            self._shown = _Shown(edition.content, edition.settings, edition.today, whole, *edition.shown)
        return edition.report

    def answer(self, paths: Iterable[str]) -> Report:
        """Print what stands beside the conversations in these changed files, and nothing else.

        Raises NeedsWholeBuild where that is not all there is to do now, or nothing may be printed.
        """
        shown = self._shown
        if shown is None:
            raise NeedsWholeBuild
        files = _conversation_files(shown.content, paths)
        heard = [_hear(shown, path) for path in files]
        self.is_behind = True
        publication = shown.publication
        for target, responses in heard:
            publication.hear(target, responses)
        units = [document_unit(publication, shown.content, target) for target, _ in heard]
        return shown.builder.build_some(DOCUMENTS, units)


def _conversation_files(content: Path, paths: Iterable[str]) -> set[str]:
    """Return the conversations among the changed files, relative to the record.

    Ledger and tally are changed by every publishing, and can wait; all else asks for a whole build.
    """
    changed = {Path(path).relative_to(content).as_posix() for path in paths if not _is_hidden(path)}
    files = {path for path in changed if not path.startswith("ledger/") and path != "moderation.json"}
    if not files or not all(path.startswith("responses/") and path.endswith(".jsonl") for path in files):
        raise NeedsWholeBuild
    return files


def _is_hidden(path: str) -> bool:
    """Tell whether a file is temporary, or an editor's: the record leaves those alone."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.endswith("~")


def _hear(site: _Shown, path: str) -> tuple[Document, tuple[Response, ...]]:
    """Read one conversation; return what it is about, and what of it can be seen today."""
    folder, _, name = path.removeprefix("responses/").partition("/")
    target = _find(site.whole, folder, name.removesuffix(".jsonl"))
    shown = _find(site.publication.record, folder, target.id)
    found = Found()
    found.conversations[TARGETS[TARGETS.index(folder)]] = [path]
    library = Library(site.content, site.content.name, found)
    parts: dict[str, Any] = {folder: (target,)}
    alone = Record(**parts)
    library.essays.extend(alone.essays)
    library.pledges.extend(alone.pledges)
    if not (site.content / path).is_file() or _has_problems(library, site.settings.zone):
        raise NeedsWholeBuild  # which tells them
    alone = replace(alone, responses=library.record().responses)
    seen = shown_on(site.today, alone, site.settings)
    return shown, seen.responses.get(target.id, ())


def _find(record: Record, folder: str, identity: str) -> Document:
    documents: tuple[Document, ...] = getattr(record, folder) if folder in TARGETS else ()
    for document in documents:
        if document.id == identity:
            return document
    raise NeedsWholeBuild


def _has_problems(library: Library, zone: dt.tzinfo) -> bool:
    """Tell whether the check of the record objects to a conversation, looked at by itself."""
    checks = (identity_problems(library), Answers(library).problems(), move_problems(library, zone))
    return any(True for check in checks for _ in check)
