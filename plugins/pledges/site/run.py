"""Runs Pelican in this process, as the commands do."""

from __future__ import annotations

import logging
from typing import Any

from pelican.log import console
from pelican.log import init as init_logging

from pledges.files.conversations import RecordChanged
from pledges.site.builder import Report
from pledges.site.cycles import no_search_for_cycles
from pledges.site.edition import Edition
from pledges.site.memory import Memory
from pledges.site.strict import StrictPelican


def build_site(settings: dict[str, Any]) -> Report:
    """Build the site with Pelican's settings; returns what was done.

    Raises ContentError with every problem of the record, and other PledgesErrors.
    """
    report = build_edition(settings).report
    assert report is not None
    return report


def build_edition(settings: dict[str, Any], known: Memory | None = None) -> Edition:
    """Build the site as :func:`build_site` does; returns all that was made for it.

    ``known`` is what this process knew of the site that stands.
    """
    init_logging(level=logging.WARNING, name="pelican")
    console.quiet = True  # Pelican's own closing line counts articles only
    try:
        with no_search_for_cycles():
            return _built(settings, known, TRIES)
    finally:
        console.quiet = False


#: How often a site is built whose record is changed meanwhile, before somebody is told.
TRIES = 3


def _built(settings: dict[str, Any], known: Memory | None, tries: int) -> Edition:
    try:
        return StrictPelican(dict(settings)).build(known=known)
    except RecordChanged:
        if tries == 1:
            raise
    return _built(settings, known, tries - 1)
