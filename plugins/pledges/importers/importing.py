"""One import: take what an export has, plan what becomes of it, write it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Self

from pledges.domain.address import Folder
from pledges.domain.response import Response
from pledges.domain.submission import clean_line
from pledges.errors import Problem
from pledges.files.alone import alone
from pledges.files.conversation_edit import add_lines, sweep
from pledges.files.response_line import encode_response
from pledges.files.scan import RESPONSES, TARGETS
from pledges.importers.aside import Aside
from pledges.importers.drafting import draft_of, id_of, wordless
from pledges.importers.imported import ImportedResponse, Status
from pledges.importers.known import Known, read_known
from pledges.importers.report import Report
from pledges.importers.spool import Draft, Spool
from pledges.importers.targets import Miss, Target, Targets
from pledges.importers.threads import Orphans, Slot, Threads, Verdict, settle

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0: not known)."""

MAX_LISTED = 10_000
"""How many problems, and unknown addresses, are held to be named; all are counted, and kept aside."""

UNREADABLE = "cannot be read"
_SKIPPED = frozenset({*(status.value for status in Status), Verdict.TWICE, Verdict.LINKBACK, Miss.LEFT_OUT})
_EVERY = 1_000
_MAX_NAME = 200
_NO_NAME, _OTHERS = "(no address)", "(others)"


def silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody of the progress."""


class Import:
    """One import into the record under ``content``. Use it in a ``with`` statement: it holds files on disk.

    ``problems``: what in the export cannot be read, item by item. Nothing of the record is changed before
    :meth:`write`; that replaces one conversation after the other, each whole, so that it can be stopped
    at any moment and done again.
    """

    def __init__(
        self,
        content: Path,
        system: str,
        targets: Targets,
        *,
        orphans: Orphans = Orphans.ASIDE,
        progress: Progress = silent,
    ) -> None:
        self.report = Report()
        self.aside = Aside()
        self.problems: list[Problem] = []
        self._content, self._system, self._targets = content, system, targets
        self._orphans, self._progress = orphans, progress
        self._spool = Spool()
        self._known: Known = read_known(content, system)

    def take(self, items: Iterable[ImportedResponse | Problem]) -> None:
        """Read all of an export. Raises ContentError when it is not what it should be."""
        count = 0
        for count, item in enumerate(items, start=1):
            if isinstance(item, Problem):
                self._take_problem(item)
            else:
                self._take_response(item)
            if count % _EVERY == 0:
                self._progress("read", count, 0)
        self._progress("read", count, count)

    def plan(self) -> Report:
        """Decide about everything that was taken, and return the report; nothing is written."""
        for target in self._spool.targets():
            self._note(target, self._settle(target))
        return self.report

    def write(self) -> None:
        """Write everything that was planned, conversation by conversation."""
        for folder in TARGETS:
            sweep(self._content / RESPONSES / folder)
        targets = self._spool.targets()
        for number, target in enumerate(targets, start=1):
            self._write(target)
            self._progress("written", number, len(targets))

    def close(self) -> None:
        """Give the disk back."""
        self._spool.close()
        self.aside.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- taking ---

    def _take_problem(self, problem: Problem) -> None:
        if len(self.problems) < MAX_LISTED:
            self.problems.append(problem)
        self.report.aside[UNREADABLE] += 1
        self.aside.add_problem(problem)

    def _take_response(self, found: ImportedResponse) -> None:
        target = self._targets.find(found.target)
        if isinstance(target, Target):
            is_known = self._known.has(id_of(found, self._system))
            self._spool.add(target, draft_of(wordless(found) if is_known else found, self._system))
        elif found.status is not Status.LIVE:
            self.report.skipped[found.status] += 1
        elif target is Miss.LEFT_OUT:
            self.report.skipped[target] += 1
        else:
            self._note_unknown(found.target)
            self._keep_aside(draft_of(found, self._system), target)

    def _note_unknown(self, address: str) -> None:
        name = clean_line(address[:_MAX_NAME]) or _NO_NAME
        unknown = self.report.unknown
        unknown[name if name in unknown or len(unknown) < MAX_LISTED else _OTHERS] += 1

    def _keep_aside(self, draft: Draft, why: str) -> None:
        self.report.aside[why] += 1
        self.aside.add(draft, why)

    # --- planning ---

    def _settle(self, target: Target) -> Threads:
        return settle(target, self._spool, self._known, self._system, self._orphans)

    def _note(self, target: Target, threads: Threads) -> None:
        report = self.report
        report.known += threads.known
        report.conversations += bool(threads.written)
        report.pledges |= bool(threads.written) and target.folder is Folder.PLEDGES
        for slot in threads.written:
            if slot.status is Status.DELETED:
                report.places_kept += 1
                continue
            response = self._spool.read(slot.place).response
            report.new[f"{response.kind}, {response.type}"] += 1
            report.alone += slot.alone
        for slot, why in threads.dropped:
            if why in _SKIPPED:
                report.skipped[why] += 1
            else:
                self._keep_aside(self._spool.read(slot.place), why)

    # --- writing ---

    def _write(self, target: Target) -> None:
        threads = self._settle(target)
        if threads.written:
            with alone(self._content):
                add_lines(self._content / target.path, self._lines(threads))

    def _lines(self, threads: Threads) -> Iterator[tuple[str, bytes]]:
        for slot in threads.written:
            response = self._spool.read(slot.place).response
            yield slot.id, encode_response(_placed(response, slot))


def _placed(response: Response, slot: Slot) -> Response:
    """Return the response as an answer to what it answers here; one that was deleted, as its place."""
    if slot.status is not Status.DELETED:
        return dataclasses.replace(response, in_reply_to=slot.answers)
    return Response(
        id=response.id,
        kind=response.kind,
        date=response.date,
        in_reply_to=slot.answers,
        erased=response.updated or response.date,
    )
