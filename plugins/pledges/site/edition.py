"""One edition of the site: the record as checked, the day it is built for, its texts as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.page import Page
from pledges.domain.record import Record
from pledges.domain.status import Status
from pledges.errors import PledgesError
from pledges.files.check import CheckedRecord, check_record
from pledges.files.flawless import flawless_record
from pledges.files.remembered import NOTHING
from pledges.markup import Rendered
from pledges.settings import Settings
from pledges.site.builder import Builder, Report
from pledges.site.changes import changes_since
from pledges.site.heard import heard_of
from pledges.site.inputs import UNKNOWN, Inputs
from pledges.site.known import known_of
from pledges.site.memory import Memory
from pledges.site.plain import stays_as_read
from pledges.site.printing import Folders, builder_of, print_site
from pledges.site.workers import share_out
from pledges.views.publication import Publication
from pledges.views.summaries import sum_up


@dataclass(slots=True)
class Edition:
    """What is built in one run, from ``inputs``. ``report`` stands when it has been built.

    ``before`` is what was known of the last good site; ``memory`` what is known of this one.
    """

    content: Path
    settings: Settings
    today: dt.date
    checked: CheckedRecord
    inputs: Inputs = UNKNOWN
    before: Memory | None = None
    report: Report | None = None
    shown: tuple[Publication, Builder] | None = None  # what it was built with
    memory: Memory | None = None
    _by_path: dict[str, Document] = field(default_factory=dict)

    @property
    def record(self) -> Record:
        """The visible record."""
        return self.checked.visible

    def unread(self) -> list[Essay | Page]:
        """Return what Pelican has to read: essays and pages that are not as they were when it last did.

        All of them, where it leaves one otherwise than it was rendered: what it does may hang on others.
        """
        shown: list[Essay | Page] = [*self.record.essays, *self.record.pages]
        rendered = self.checked.rendered
        if rendered is None or self.before is None or self.before.known.html:
            return shown
        anew = [document for document in shown if document.path in rendered]
        return anew if all(stays_as_read(self.rendered(document).html) for document in anew) else shown

    def document(self, path: Path) -> Document:
        """Return the visible essay or page that stands in a file."""
        if not self._by_path:
            self._by_path = {d.path: d for d in (*self.record.essays, *self.record.pages)}
        return self._by_path[path.resolve().relative_to(self.content.resolve()).as_posix()]

    def rendered(self, document: Document) -> Rendered:
        """Return a document's text as HTML."""
        return self.checked.texts.body(document)

    def publication(self, html_by_path: dict[str, str]) -> Publication:
        """Return what the views look things up in; essays' and pages' HTML as Pelican left it.

        Raises PledgesError when Pelican did not read one of them.
        """
        publication = Publication(
            record=self.record,
            settings=self.settings,
            today=self.today,
            texts=self.checked.texts,
            size_of=self.checked.pictures.size_of,
            essay_html=self._html(html_by_path),
            summaries=dict(self.checked.summaries),
        )
        publication.known_statuses.update(self._known_statuses())
        return publication

    def _known_statuses(self) -> Iterator[tuple[str, Status]]:
        """Yield where pledges stand of which neither the file nor the answers have changed."""
        edited = self.inputs.documents_changed_since(self.before.inputs) if self.before else None
        if self.before is None or edited is None:
            return
        answered, statuses = self.inputs.answers_changed_since(self.before.inputs), self.before.heard.statuses
        for pledge in self.record.pledges:
            if pledge.path not in edited and pledge.id not in answered and pledge.id in statuses:
                yield pledge.id, statuses[pledge.id]

    def _html(self, html_by_path: dict[str, str]) -> dict[str, Markup]:
        """Return the HTML of essays and pages by id, where Pelican left it otherwise than it was made."""
        html = dict[str, Markup]()
        for document in self.unread():
            if document.path not in html_by_path:
                raise PledgesError(
                    f"Pelican did not read {self.content.name}/{document.path}; see the log above"
                )
            if html_by_path[document.path] != self.rendered(document).html:
                html[document.id] = Markup(html_by_path[document.path])  # noqa: S704 (made by markup.py)
        return html

    def print(
        self,
        folders: Folders,
        html_by_path: dict[str, str],
        code: bytes,
        templates: Mapping[str, bytes] | None = None,
    ) -> None:
        """Bring the output folder to what the record says; raises PledgesError.

        ``html_by_path``: what Pelican left of what it had to read; ``code`` is the digest of the code,
        ``templates`` are those of templates that are known.
        """
        publication = self.publication(html_by_path)
        builder = builder_of(publication, folders, code, templates or {})
        changes = None
        if self.before:
            whole = self.checked.whole
            changes = changes_since(self.before, self.inputs, whole, publication, builder.printer)
        self.report = print_site(builder, publication, folders, self.inputs, changes)
        self.shown = (publication, builder)
        if self.inputs.rest and not self.report.notes:
            self.remember(folders.output, publication, code, builder.printer.made_with())

    def remember(
        self, output: Path, publication: Publication, code: bytes, templates: Mapping[str, bytes]
    ) -> None:
        """Remember what is known now, for the next build; ``templates`` are their digests."""
        checked = self.checked
        known = known_of(self.inputs, checked, publication.essay_html, code, templates)
        sights = checked.conversations.sights()
        heard = heard_of(self.inputs, publication, sights, checked.whole.ledgers)
        self.memory = Memory(self.inputs, known, heard, checked.texts.resolve)
        self.memory.save(output)


def open_edition(
    content: Path,
    settings: Settings,
    now: dt.datetime,
    inputs: Inputs = UNKNOWN,
    before: Memory | None = None,
) -> Edition:
    """Check the record and return its edition. Raises ContentError with every problem.

    ``before`` is what was known of the last good site, ``inputs`` what this one is built from.
    """
    today = settings.today(now)
    known = before.since(inputs) if before else NOTHING
    summing = partial(sum_up, settings, today)
    checked = flawless_record(content, settings, today, summing, known, share_out)
    return Edition(
        content, settings, today, checked or check_record(content, settings, today), inputs, before
    )
