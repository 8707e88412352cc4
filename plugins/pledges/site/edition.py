"""One edition of the site: the record as checked, the day it is built for, its texts as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from pledges.domain.document import Document
from pledges.domain.record import Record
from pledges.errors import PledgesError
from pledges.files.check import CheckedRecord, check_record
from pledges.markup import Rendered
from pledges.settings import Settings
from pledges.site.builder import Builder, Report
from pledges.site.heard import Heard, changes_since, save_heard
from pledges.site.inputs import UNKNOWN, Inputs
from pledges.site.known import save_known
from pledges.site.reads import Changes
from pledges.views.publication import Publication


@dataclass(slots=True)
class Edition:
    """What is built in one run, from ``inputs``. ``report`` stands when it has been built.

    ``before`` is what the last good site was built from, and ``heard`` what it knew of the conversations.
    """

    content: Path
    settings: Settings
    today: dt.date
    checked: CheckedRecord
    inputs: Inputs = UNKNOWN
    before: Inputs = UNKNOWN
    heard: Heard | None = None
    changes: Changes | None = None
    report: Report | None = None
    shown: tuple[Publication, Builder] | None = None  # what it was built with
    _by_path: dict[str, Document] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[str] | None:
        """The ids to which answers have changed since the last good site; None when anything else has."""
        return self.inputs.changed_since(self.before)

    @property
    def texts_stand(self) -> bool:
        """Whether the authors' texts are as they were when Pelican and the check last read them."""
        return self.changed is not None

    @property
    def record(self) -> Record:
        """The visible record."""
        return self.checked.visible

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

        ``changes`` is set, where they can be told. Raises PledgesError when Pelican did not read one of them.
        """
        html: dict[str, Markup] = {}
        for document in () if self.texts_stand else (*self.record.essays, *self.record.pages):
            if document.path not in html_by_path:
                raise PledgesError(
                    f"Pelican did not read {self.content.name}/{document.path}; see the log above"
                )
            html[document.id] = Markup(html_by_path[document.path])  # noqa: S704 (made by markup.py)
        changed = self.changed
        heard = self.heard if changed is not None else None
        publication = Publication(
            record=self.record,
            settings=self.settings,
            today=self.today,
            texts=self.checked.texts,
            size_of=self.checked.pictures.size_of,
            essay_html=html,
            summaries={
                key: known
                for key, known in (heard.summaries if heard else {}).items()
                if key not in (changed or ())
            },
        )
        if heard is not None:
            self.changes = changes_since(self.before, changed or (), heard, publication)
        return publication

    def remember(
        self, output: Path, publication: Publication, code: bytes, templates: Mapping[str, bytes]
    ) -> None:
        """Remember what is known now, for the next build; ``templates`` are their digests."""
        checked = self.checked
        save_heard(output, self.inputs, publication, checked.conversations.sights())
        if not self.texts_stand:
            texts, html = checked.texts.rendered(), publication.essay_html
            save_known(output, self.inputs, code, self.record, checked.whole, texts, html, templates)


def open_edition(
    content: Path,
    settings: Settings,
    now: dt.datetime,
    inputs: Inputs = UNKNOWN,
    before: Inputs = UNKNOWN,
    heard: Heard | None = None,
) -> Edition:
    """Check the record and return its edition. Raises ContentError with every problem.

    ``before`` is what the last good site was built from, ``inputs`` what this one is; ``heard`` is what was
    known of the conversations then.
    """
    today = settings.today(now)
    texts_stand = inputs.changed_since(before) is not None
    checked = check_record(content, settings, today, texts_stand=texts_stand)
    return Edition(content, settings, today, checked, inputs, before, heard)
