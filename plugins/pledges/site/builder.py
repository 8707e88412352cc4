"""Prints what must be printed anew, and only that.

A product whose fingerprint stands, and whose file is as it was left, is not printed. All others are
staged; the output changes only when every one of them is ready (DESIGN section 8, rules 4 to 6).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from pledges.site.fallen import fallen
from pledges.site.inputs import UNKNOWN, Inputs
from pledges.site.printer import Printer
from pledges.site.product import Product, Source, Unit
from pledges.site.reads import Changes, noted
from pledges.site.share import AddressTaken, Claims, Due, Share, Staged
from pledges.site.staging import Staging
from pledges.site.state import (
    NOTHING_PRINTED,
    VERSION,
    PrintedSource,
    PrintedUnit,
    State,
    load_state,
    state_path,
)
from pledges.site.workers import shared

__all__ = ["AddressTaken", "Builder", "Report", "finish_interrupted"]


@dataclass(slots=True)
class Report:
    """What a build did: counts of files."""

    printed: int = 0
    unchanged: int = 0
    removed: int = 0
    notes: tuple[str, ...] = ()  # what could not be made, without harm to the rest


@dataclass(slots=True)
class Builder:
    """Builds one output folder. ``progress`` is told how many files this process has looked at.

    ``reads`` is where the views note which sides of what answers they read. ``precompress``: each text
    stands in compressed forms too.
    """

    output: Path
    printer: Printer
    progress: Callable[[int], None] = lambda files: None
    reads: set[str] = field(default_factory=set)
    precompress: bool = False
    _state: tuple[tuple[int, int] | None, State] | None = None

    def build(self, products: Iterable[Product]) -> Report:
        """Bring the output to what the products say; on any error it stays as it was.

        Waits while another process builds the same output.
        """
        return self.build_sources([Source("all", lambda: [Unit("all", lambda: products)])])

    def build_sources(
        self,
        sources: Iterable[Source],
        inputs: Inputs = UNKNOWN,
        processes: int | Callable[[int], int] = 1,
        changes: Changes | None = None,
    ) -> Report:
        """Build with several processes (by the number of units); the same bytes whatever their number.

        Units that the changes do not touch are left as they stand; without changes, all are looked at.
        """
        staging = Staging(self.output)
        with staging.alone():
            staging.begin()
            before = self._remembered(staging)
            staged = Staged()
            due = self._due([*sources], before, changes, staged)
            share = processes if isinstance(processes, int) else processes(len(due))
            late = [one for one in due if one.unit.is_late]
            try:
                self._share(staging, Claims({}), Staged()).announce(late)
                others = [one for one in due if not one.unit.is_late]
                claims = self._stage_shared(others, share, staging, staged)
                self._share(staging, claims, staged).stage(late)
            except BaseException:
                staging.abandon()
                raise
            removed = _gone(before.sources, staged.sources)
            # What could not be made is tried again by the next build, whatever has changed.
            after = State(VERSION, staged.sources, UNKNOWN if staged.notes else inputs)
            # Outside: once the staged set is complete, a commit that is cut off is finished, not dropped.
            if staged.moved or removed:
                staging.commit(staged.moved, removed, after)
            elif after != before:
                staging.remember(after)
            self.know(after)
        return Report(len(staged.moved), staged.kept, len(removed), tuple(staged.notes))

    def build_some(self, source: str, units: Sequence[Unit]) -> Report:
        """Print these units of a source and nothing else; the next whole build looks at everything again.

        What a long state would take to write is saved where each file was known before.
        """
        staging = Staging(self.output)
        with staging.alone():
            staging.begin()
            before = self._remembered(staging)
            standing = before.sources.setdefault(source, PrintedSource("", {})).units
            due = [Due(source, unit, standing.get(unit.key, NOTHING_PRINTED)) for unit in units]
            keys = {unit.key for unit in units}
            others = {key: unit for key, unit in standing.items() if key not in keys}
            staged = Staged(sources={source: PrintedSource("", {})})
            claims = Claims(before.sources | {source: PrintedSource("", others)})
            try:
                self._share(staging, claims, staged).stage(due)
            except BaseException:
                staging.abandon()
                raise
            known = {source: PrintedSource("", {one.unit.key: one.known for one in due})}
            removed, added = _gone(known, staged.sources), _gone(staged.sources, known)
            standing.update(staged.sources[source].units)
            if staged.moved or removed:
                staging.commit(staged.moved, removed, before if removed or added else None)
            self.know(before)
        return Report(len(staged.moved), staged.kept, len(removed), tuple(staged.notes))

    def _due(
        self, sources: Sequence[Source], before: State, changes: Changes | None, staged: Staged
    ) -> list[Due]:
        """Return the units that are to be looked at, in groups numbered anew; keep what else stands."""
        by_key = {source.name for source in sources if source.keys_say_all}
        standing = _standing(self.output, before, changes, by_key)
        due, groups = list[Due](), dict[tuple[str, int], int]()
        for source in sources:
            known = before.sources.get(source.name, PrintedSource("", {}))
            stands = standing.get(source.name)
            is_as_it_was = changes is not None and not changes.affect(known.reads)
            if stands is not None and is_as_it_was and len(stands) == len(known.units):
                staged.sources[source.name] = known
                staged.kept += _count(known)
                continue
            self.reads.clear()
            found = [*source.find()]
            kept = {unit.key: stands[unit.key] for unit in found if stands and unit.key in stands}
            staged.sources[source.name] = PrintedSource(noted(self.reads), kept)
            staged.kept += _count(staged.sources[source.name])
            for unit in found:
                if unit.key not in kept:
                    number = groups.setdefault((source.name, unit.group), len(groups))
                    printed = known.units.get(unit.key, NOTHING_PRINTED)
                    due.append(Due(source.name, replace(unit, group=number), printed))
        return due

    def know(self, state: State) -> None:
        """Take this for the state of the output until somebody writes another."""
        self._state = (_stamp(state_path(self.output)), state)

    def _remembered(self, staging: Staging) -> State:
        """Return the state as this builder left it, or as it is on disk if somebody else has written it."""
        if self._state is None or self._state[0] != _stamp(staging.state_path):
            return load_state(staging.state_path)
        return self._state[1]

    def _share(self, staging: Staging, claims: Claims, staged: Staged) -> Share:
        return Share(staging, self.printer, claims, staged, self.reads, self.progress, self.precompress)

    def _stage_shared(self, due: Sequence[Due], processes: int, staging: Staging, whole: Staged) -> Claims:
        """Stage what is due; return the paths that are taken then."""
        claims = Claims(whole.sources)

        def stage(share: int) -> bytes:
            part = Staged()
            own = (one for one in due if one.unit.group % processes == share)
            self._share(staging, claims, part).stage(own)
            return msgspec.msgpack.encode(part)

        results = shared(stage, processes) if processes > 1 else None
        if results is None:
            staging.abandon()
            claims = Claims(whole.sources)
            self._share(staging, claims, whole).stage(due)
            return claims
        for share in range(processes):
            part = msgspec.msgpack.decode(results.pop(0), type=Staged)
            if share:  # what is in our own is claimed already
                _claim_all(part, claims)
            for name, source in part.sources.items():
                whole.sources[name].units.update(source.units)
            whole.moved += part.moved
            whole.kept += part.kept
            whole.notes += part.notes
        return claims


def _claim_all(part: Staged, claims: Claims) -> None:
    for source in part.sources.values():
        for unit in source.units.values():
            own = unit.names()
            for path in own:
                claims.take(path, own)


def _count(source: PrintedSource) -> int:
    return sum(unit.count for unit in source.units.values())


def _standing(
    output: Path, before: State, changes: Changes | None, by_key: Container[str]
) -> dict[str, dict[str, PrintedUnit]]:
    """Return, by source and key, what stands: neither what it read nor a file of it has changed, nor what
    finding it has read, except of answers in those sources that go ``by_key``.
    """
    if changes is None or not before.inputs.rest or before.inputs != changes.since:
        return {}
    edits = changes.of_documents()
    sources = {
        name: source
        for name, source in before.sources.items()
        if not (edits if name in by_key else changes).affect(source.reads)
    }
    untouched = [
        (name, key, unit)
        for name, source in sources.items()
        for key, unit in source.units.items()
        if not changes.affect(unit.reads)
    ]
    gone = fallen([unit for *_, unit in untouched], output)
    standing: dict[str, dict[str, PrintedUnit]] = {name: {} for name in sources}
    for place, (name, key, unit) in enumerate(untouched):
        if place not in gone:
            standing[name][key] = unit
    return standing


def _gone(before: Mapping[str, PrintedSource], after: Mapping[str, PrintedSource]) -> list[str]:
    """Return the paths of files that there are not any more, in order."""
    return sorted(_moved_away(before, after) - _moved_away(after, before))


def _moved_away(here: Mapping[str, PrintedSource], there: Mapping[str, PrintedSource]) -> set[str]:
    """Return the paths of units that do not have the same ones there."""
    found, nothing = set[str](), PrintedSource("", {})
    for name, source in here.items():
        other = there.get(name, nothing)
        for key, unit in () if other is source else source.units.items():
            if other.units.get(key, NOTHING_PRINTED).paths != unit.paths:
                found.update(unit.names())
    return found


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def finish_interrupted(output: Path) -> None:
    """Move in what a build had ready when it was cut off, so that no half-changed site is left.

    To be called before anything that can fail, such as reading the record.
    """
    staging = Staging(output)
    if staging.folder.exists():
        with staging.alone():
            staging.begin()
