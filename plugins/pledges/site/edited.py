"""Builds a site in which documents or the theme were edited, without Pelican: it would change no text."""

from __future__ import annotations

from functools import partial

from pledges.files.conversations import RecordChanged
from pledges.files.flawless import flawless_record
from pledges.site.cycles import no_search_for_cycles
from pledges.site.edition import Edition
from pledges.site.memory import Memory, load_memory
from pledges.site.plain import stays_as_read
from pledges.site.printing import Folders
from pledges.site.staging import Staging
from pledges.site.unchanged import Standing
from pledges.site.workers import share_out
from pledges.views.summaries import sum_up


def build_edited(site: Standing, kept: Memory | None = None) -> Edition | None:
    """Build and return the edition, with its report; None where that takes a whole build: not enough is
    known, something is wrong with the record, or Pelican has a say.

    ``kept`` is what this process knew last.
    """
    memory = load_memory(site.output, site.state.inputs, kept)
    if memory is None or not site.is_plain or Staging(site.output).folder.exists():
        return None
    with no_search_for_cycles():
        edition = _opened(site, memory)
        try:
            return edition if edition and _print(edition, site, memory) else None
        except RecordChanged:
            return None


def _opened(site: Standing, memory: Memory) -> Edition | None:
    place = site.content, site.settings, site.today
    summing = partial(sum_up, site.settings, site.today)
    checked = flawless_record(*place, summing, memory.since(site.inputs), share_out)
    return Edition(*place, checked, site.inputs, memory) if checked else None


def _print(edition: Edition, site: Standing, memory: Memory) -> bool:
    """Print what is due; tell whether that could be done without Pelican."""
    if memory.known.html:
        return False
    html = {document.path: str(edition.rendered(document).html) for document in edition.unread()}
    if not all(map(stays_as_read, html.values())):
        return False
    folders = Folders(site.content, site.theme, site.overrides, site.output)
    templates = memory.known.templates if memory.inputs.rest == site.inputs.rest else {}
    edition.print(folders, html, memory.known.code, templates)
    return True
