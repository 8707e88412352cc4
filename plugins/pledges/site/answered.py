"""Builds a site in which only answers have changed: neither Pelican nor the documents are read for that."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from pledges.domain.essay import Essay
from pledges.domain.ledger import Ledger
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation, Record
from pledges.files.answers_alone import AnswersAlone, read_alone
from pledges.files.check import late_texts
from pledges.files.conversations import Answered as AnsweredById
from pledges.files.conversations import Conversations, RecordChanged, Sight, read_bytes
from pledges.files.moderation_file import parse_moderation
from pledges.files.scan import MODERATION
from pledges.files.text import slug_of
from pledges.files.visible import seen_ledgers, seen_responses
from pledges.markup.texts import EncodedTexts
from pledges.site.builder import Builder, Report
from pledges.site.cycles import no_search_for_cycles
from pledges.site.heard import Heard, answer_facets, heard_of, save_heard
from pledges.site.inputs import TALLY
from pledges.site.known import Known
from pledges.site.memory import Memory, load_memory
from pledges.site.printing import Folders, builder_of, print_site
from pledges.site.reads import Changes
from pledges.site.staging import Staging
from pledges.site.unchanged import Standing
from pledges.views.publication import Publication

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered:
    """A site that was built, and what it was built with: ``whole`` are all documents."""

    report: Report
    whole: Record
    publication: Publication
    builder: Builder
    memory: Memory


def build_answered(site: Standing, kept: Memory | None = None) -> Answered | None:
    """Build; None where that takes a whole build: something is not known, or wrong with an answer.

    ``kept`` is what this process knew last.
    """
    with no_search_for_cycles():
        return _built(site, kept)


def _built(site: Standing, kept: Memory | None) -> Answered | None:
    changed = site.inputs.changed_since(site.state.inputs)
    memory = load_memory(site.output, site.state.inputs, kept)
    if changed is None or memory is None or Staging(site.output).folder.exists():
        return None
    whole, heard = memory.known.whole(), memory.heard
    new = read_alone(site.content, changed - {TALLY}, whole, heard.sights, site.settings.zone)
    moderation = _moderation(site.content) if TALLY in changed else heard.moderation
    if new is None or moderation is None:
        return None
    try:
        return _printed(site, memory, whole, new, moderation, changed)
    except RecordChanged:
        return None


def _printed(
    site: Standing,
    memory: Memory,
    whole: Record,
    new: AnswersAlone,
    moderation: Moderation,
    changed: Collection[str],
) -> Answered:
    known, heard = memory.known, memory.heard
    conversations = Conversations(site.content, sights=_sights(heard, new, changed))
    ledgers = {target: ledger for target, ledger in heard.ledgers.items() if target not in changed}
    ledgers.update(new.ledgers)
    record = _record(site, known, conversations, ledgers)
    record = dataclasses.replace(record, moderation=moderation)
    publication = _publication(site, known, whole, record)
    publication.summaries.update(_others(heard.summaries, changed))
    publication.known_statuses.update(_others(heard.statuses, changed))
    changes = Changes(site.state.inputs, frozenset(answer_facets(changed, heard, publication)))
    folders = Folders(site.content, site.theme, site.overrides, site.output)
    builder = builder_of(publication, folders, known.code, known.templates)
    builder.know(site.state)
    report = print_site(builder, publication, folders, site.inputs, changes)
    now = heard_of(site.inputs, publication, conversations.sights(), ledgers)
    if not report.notes:
        save_heard(site.output, now)
    remembered = Memory(site.inputs, known, now, memory.resolve)
    return Answered(report, whole, publication, builder, remembered)


def _others(known: Mapping[str, T], changed: Collection[str]) -> dict[str, T]:
    return {target: value for target, value in known.items() if target not in changed}


def _sights(heard: Heard, new: AnswersAlone, changed: Collection[str]) -> dict[str, Sight]:
    kept = {path: sight for path, sight in heard.sights.items() if slug_of(path) not in changed}
    return {**kept, **new.conversations.sights()}


def _record(
    site: Standing, known: Known, conversations: Conversations, ledgers: Mapping[str, Ledger]
) -> Record:
    """Return the visible record."""
    visible = known.visible.record()
    targets: tuple[Essay | Pledge, ...] = (*visible.essays, *visible.pledges)
    day = dt.date.max if site.settings.drafts else site.today
    seen = seen_responses(AnsweredById(conversations), targets, day, site.settings.zone)
    return dataclasses.replace(visible, responses=seen, ledgers=seen_ledgers(ledgers, visible.pledges, day))


def _publication(site: Standing, known: Known, whole: Record, record: Record) -> Publication:
    texts = late_texts(site.content, whole, record, site.settings, EncodedTexts(known.texts))
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
