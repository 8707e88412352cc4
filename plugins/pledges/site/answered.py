"""Builds a site in which only answers have changed: neither Pelican nor the documents are read for that."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation, Record
from pledges.files.answers_alone import AnswersAlone, read_alone
from pledges.files.check import late_texts, shown_on
from pledges.files.conversations import Answered as AnsweredById
from pledges.files.conversations import Conversations, RecordChanged, Sight, read_bytes
from pledges.files.moderation_file import parse_moderation
from pledges.files.scan import MODERATION
from pledges.files.text import slug_of
from pledges.files.visible import seen_responses
from pledges.site.builder import Builder, Report
from pledges.site.heard import Heard, changes_since, load_heard, save_heard
from pledges.site.inputs import TALLY
from pledges.site.known import Known, KnownTexts, load_known
from pledges.site.printing import Folders, builder_of, print_site
from pledges.site.staging import Staging
from pledges.site.unchanged import Standing
from pledges.views.publication import Publication


@dataclass(frozen=True, slots=True)
class Answered:
    """A site that was built, and what it was built with: ``whole`` are all documents."""

    report: Report
    whole: Record
    publication: Publication
    builder: Builder


def build_answered(site: Standing) -> Answered | None:
    """Build; None where that takes a whole build: something is not known, or wrong with an answer."""
    changed = site.inputs.changed_since(site.state.inputs)
    known, heard = load_known(site.output, site.inputs), load_heard(site.output, site.state.inputs)
    if changed is None or known is None or heard is None or Staging(site.output).folder.exists():
        return None
    whole = known.whole()
    new = read_alone(site.content, changed - {TALLY}, whole, heard.sights, site.settings.zone)
    moderation = _moderation(site.content) if TALLY in changed else heard.moderation
    if new is None or moderation is None:
        return None
    try:
        return _printed(site, known, heard, whole, new, moderation, changed)
    except RecordChanged:
        return None


def _printed(
    site: Standing,
    known: Known,
    heard: Heard,
    whole: Record,
    new: AnswersAlone,
    moderation: Moderation,
    changed: Collection[str],
) -> Answered:
    conversations = Conversations(site.content, sights=_sights(heard, new, changed))
    record = _record(site, known, heard, new, conversations, changed)
    record = dataclasses.replace(record, moderation=moderation)
    publication = _publication(site, known, whole, record)
    publication.summaries.update(
        (target, summary) for target, summary in heard.summaries.items() if target not in changed
    )
    changes = changes_since(site.state.inputs, changed, heard, publication)
    folders = Folders(site.content, site.theme, site.overrides, site.output)
    builder = builder_of(publication, folders, known.code, known.templates)
    builder.know(site.state)
    report = print_site(builder, publication, folders, site.inputs, changes)
    if not report.notes:
        save_heard(site.output, site.inputs, publication, conversations.sights())
    return Answered(report, whole, publication, builder)


def _sights(heard: Heard, new: AnswersAlone, changed: Collection[str]) -> dict[str, Sight]:
    kept = {path: sight for path, sight in heard.sights.items() if slug_of(path) not in changed}
    return {**kept, **new.conversations.sights()}


def _record(
    site: Standing,
    known: Known,
    heard: Heard,
    new: AnswersAlone,
    conversations: Conversations,
    changed: Collection[str],
) -> Record:
    """Return the visible record."""
    ledgers = {target: ledger for target, ledger in heard.ledgers.items() if target not in changed}
    ledgers.update(shown_on(site.today, new.record, site.settings).ledgers)
    visible = known.visible.record()
    targets: tuple[Essay | Pledge, ...] = (*visible.essays, *visible.pledges)
    day = dt.date.max if site.settings.drafts else site.today
    seen = seen_responses(AnsweredById(conversations), targets, day, site.settings.zone)
    return dataclasses.replace(visible, responses=seen, ledgers=ledgers)


def _publication(site: Standing, known: Known, whole: Record, record: Record) -> Publication:
    texts = late_texts(site.content, whole, record, site.settings, KnownTexts(known.texts))
    return Publication(
        record=record,
        settings=site.settings,
        today=site.today,
        texts=texts,
        size_of=texts.size_of,
        essay_html={key: Markup(html) for key, html in known.html.items()},  # noqa: S704 (made by markup.py)
    )


def _moderation(content: Path) -> Moderation | None:
    """Return the tally, an empty one where there is none; None where it cannot be read."""
    if not (content / MODERATION).exists():
        return Moderation()
    data, problems = read_bytes(content, MODERATION)
    moderation, wrong = parse_moderation(MODERATION, data)
    return None if problems or wrong else moderation
