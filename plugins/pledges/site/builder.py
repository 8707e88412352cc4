"""Prints what must be printed anew, and only that.

A product whose fingerprint stands, and whose file is as it was left, is not printed. All others are
staged; the output changes only when every one of them is ready (DESIGN section 8, rules 4 to 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from msgspec import Struct

from pledges.errors import PledgesError
from pledges.site.compression import SUFFIXES, compressed
from pledges.site.inputs import UNKNOWN, Inputs
from pledges.site.printer import DATA_WRITERS, FEED_WRITERS, Printer
from pledges.site.product import (
    BundleError,
    BundleProduct,
    CardProduct,
    DataProduct,
    FeedProduct,
    FileOf,
    FileProduct,
    MadeProduct,
    PageProduct,
    Product,
    Source,
    Unit,
)
from pledges.site.reads import Changes, noted
from pledges.site.staging import Staging
from pledges.site.state import VERSION, Printed, State, load_state, stands, state_path
from pledges.site.workers import shared


class AddressTaken(PledgesError):
    """Two products claim one path; the message names both."""


@dataclass(slots=True)
class Report:
    """What a build did: counts of files."""

    printed: int = 0
    unchanged: int = 0
    removed: int = 0
    notes: tuple[str, ...] = ()  # what could not be made, without harm to the rest


class _Staged(Struct):
    """What has been done: for every path that was printed, or that stood, how the file looks."""

    moved: dict[str, Printed] = {}
    kept: dict[str, Printed] = {}
    reads: dict[str, str] = {}
    notes: list[str] = []


#: Behind the fingerprint of a file that stands in compressed forms too.
_COMPRESSED = b"+"


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
            staged = _Staged()
            due = self._due(sources, before, changes, staged)
            share = processes if isinstance(processes, int) else processes(len(due))
            try:
                self._stage_shared(due, share, staging, before, staged)
            except BaseException:
                staging.abandon()
                raise
            removed = sorted(before.printed.keys() - staged.moved.keys() - staged.kept.keys())
            # What could not be made is tried again by the next build, whatever has changed.
            known_inputs = UNKNOWN if staged.notes else inputs
            after = State(VERSION, staged.kept | staged.moved, known_inputs, staged.reads)
            # Outside: once the staged set is complete, a commit that is cut off is finished, not dropped.
            if staged.moved or removed:
                staging.commit([*staged.moved], removed, after)
            elif after != before:
                staging.remember(after)
            self.know(after)
        return Report(len(staged.moved), len(staged.kept), len(removed), tuple(staged.notes))

    def build_some(self, source: str, units: Sequence[Unit]) -> Report:
        """Print these units of a source and nothing else; the next whole build looks at everything again.

        What a long state would take to write is saved where each file was known before.
        """
        staging = Staging(self.output)
        with staging.alone():
            staging.begin()
            before = self._remembered(staging)
            staged = _Staged()
            named = [replace(unit, key=_key(source, unit)) for unit in units]
            try:
                self._stage(named, staging, before, staged)
            except BaseException:
                staging.abandon()
                raise
            keys = {unit.key for unit in named}
            removed = [
                path
                for path, known in before.printed.items()
                if known.unit in keys and path not in staged.moved and path not in staged.kept
            ]
            is_known = not removed and staged.moved.keys() <= before.printed.keys()
            before.printed.update(staged.moved)
            for path in removed:
                del before.printed[path]
            if staged.moved or removed:
                staging.commit([*staged.moved], removed, None if is_known else before)
            self.know(before)
        return Report(len(staged.moved), len(staged.kept), len(removed), tuple(staged.notes))

    def _due(
        self, sources: Iterable[Source], before: State, changes: Changes | None, staged: _Staged
    ) -> list[Unit]:
        """Return the units that are to be looked at, in groups numbered anew; keep what else stands."""
        standing = _standing(self.output, before, changes)
        of_source: dict[str, list[str]] = {}
        for key in before.reads:
            of_source.setdefault(key.partition(_BREAK)[0], []).append(key)
        due, kept, groups = list[Unit](), set[str](), dict[tuple[str, int], int]()
        for source in sources:
            known = of_source.get(source.name, [])
            if known and standing.issuperset(known):
                kept.update(known)
                continue
            self.reads.clear()
            found = [*source.find()]
            staged.reads[source.name] = noted(self.reads)
            for unit in found:
                key = _key(source.name, unit)
                if key in standing and source.name in standing:
                    kept.add(key)
                else:
                    number = groups.setdefault((source.name, unit.group), len(groups))
                    due.append(Unit(key, unit.make, number))
        _keep_standing(staged, before, kept)
        return due

    def know(self, state: State) -> None:
        """Take this for the state of the output until somebody writes another."""
        self._state = (_stamp(state_path(self.output)), state)

    def _remembered(self, staging: Staging) -> State:
        """Return the state as this builder left it, or as it is on disk if somebody else has written it."""
        if self._state is None or self._state[0] != _stamp(staging.state_path):
            return load_state(staging.state_path)
        return self._state[1]

    def _stage_shared(
        self, units: Sequence[Unit], processes: int, staging: Staging, before: State, whole: _Staged
    ) -> None:
        found = {key: reads for key, reads in whole.reads.items() if _BREAK not in key}

        def stage(share: int) -> bytes:
            part = _Staged(reads=found.copy())
            self._stage([unit for unit in units if unit.group % processes == share], staging, before, part)
            return msgspec.msgpack.encode(part)

        results = shared(stage, processes) if processes > 1 else None
        if results is None:
            staging.abandon()
            self._stage(units, staging, before, whole)
            return
        for result in results:
            part = msgspec.msgpack.decode(result, type=_Staged)
            for path in (*part.moved, *part.kept):
                _claim(path, whole)
            whole.moved |= part.moved
            whole.kept |= part.kept
            whole.reads |= part.reads
            whole.notes += part.notes

    def _stage(self, units: Iterable[Unit], staging: Staging, before: State, staged: _Staged) -> None:
        for unit in units:
            self.reads.clear()
            for product in unit.make():
                self._stage_product(product, unit.key, staging, before, staged)
            found = staged.reads.get(unit.key.partition(_BREAK)[0], "")
            staged.reads[unit.key] = noted({*self.reads, *filter(None, found.split("\n"))})

    def _stage_product(
        self, product: Product, unit: str, staging: Staging, before: State, staged: _Staged
    ) -> None:
        if isinstance(product, BundleProduct):
            self._stage_bundle(product, unit, staging, before, staged)
            return
        path = product.path
        _claim(path, staged)
        self.progress(len(staged.moved) + len(staged.kept))
        fingerprint = self._fingerprint(product) + (_COMPRESSED if self.precompress else b"")
        known = before.printed.get(path)
        if known and known.fingerprint == fingerprint and stands(known, f"{self.output}/{path}"):
            forms = self._compressed_forms(path, before)
            if all(stands(form, f"{self.output}/{name}") for name, form in forms.items()):
                for name, file in ({path: known} | forms).items():
                    staged.kept[name] = (
                        msgspec.structs.replace(file, unit=unit) if file.unit != unit else file
                    )
                return
        self._put(path, self._print(product), fingerprint, unit, staging, staged)

    def _compressed_forms(self, path: str, before: State) -> dict[str, Printed]:
        if not self.precompress:
            return {}
        names = (path + suffix for suffix in SUFFIXES)
        return {name: before.printed[name] for name in names if name in before.printed}

    def _put(
        self, path: str, content: bytes, fingerprint: bytes, unit: str, staging: Staging, staged: _Staged
    ) -> None:
        """Stage a file, and its compressed forms where they are wanted."""
        staged.moved[path] = staging.add(path, content, fingerprint, unit)
        if self.precompress:
            for name, smaller in compressed(path, content):
                _claim(name, staged)
                staged.moved[name] = staging.add(name, smaller, fingerprint, unit)

    def _stage_bundle(
        self, bundle: BundleProduct, unit: str, staging: Staging, before: State, staged: _Staged
    ) -> None:
        """Keep a bundle that stands, else make all of it; what cannot be made leaves the old one."""
        fingerprint = self.printer.content_fingerprint(bundle.digest)
        fingerprint += _COMPRESSED if self.precompress else b""
        known = {path: printed for path, printed in before.printed.items() if path.startswith(bundle.path)}
        standing = {path: old for path, old in known.items() if stands(old, f"{self.output}/{path}")}
        if known and standing == known and all(old.fingerprint == fingerprint for old in known.values()):
            staged.kept |= known
            return
        try:
            made = bundle.make()
        except BundleError as error:
            staged.kept |= standing
            staged.notes.append(str(error))
            return
        for name, content in made.items():
            path = bundle.path + name
            _claim(path, staged)
            self._put(path, content, fingerprint, unit, staging, staged)

    def _fingerprint(self, product: FileOf) -> bytes:
        match product:
            case PageProduct(_, template, page):
                return self.printer.page_fingerprint(template, page)
            case FeedProduct(_, form, feed):
                return self.printer.feed_fingerprint(form, feed)
            case DataProduct(_, form, content):
                return self.printer.data_fingerprint(form, content)
            case CardProduct(_, card):
                return self.printer.card_fingerprint(card)
            case MadeProduct(_, digest, _):
                return self.printer.content_fingerprint(digest)
            case FileProduct(_, content):
                return self.printer.content_fingerprint(content)

    def _print(self, product: FileOf) -> bytes:
        match product:
            case PageProduct(_, template, page):
                return self.printer.print_page(template, page)
            case FeedProduct(_, form, feed):
                return FEED_WRITERS[form](feed)
            case DataProduct(_, form, content):
                return DATA_WRITERS[form](content)
            case CardProduct(_, card):
                return self.printer.draw_card(card)
            case MadeProduct(_, _, make):
                return make()
            case FileProduct(_, content):
                return content


#: Stands between the name of a source and a unit's own.
_BREAK = ": "


def _key(source: str, unit: Unit) -> str:
    return f"{source}{_BREAK}{unit.key}"


def _standing(output: Path, before: State, changes: Changes | None) -> set[str]:
    """Return the keys of what stands: neither what it read nor a file of it has changed."""
    if changes is None or not before.inputs.rest or before.inputs != changes.since:
        return set()
    untouched = {key for key, reads in before.reads.items() if not changes.affect(reads)}
    return untouched - {
        known.unit for path, known in before.printed.items() if not stands(known, f"{output}/{path}")
    }


def _keep_standing(staged: _Staged, before: State, standing: set[str]) -> None:
    for path, known in before.printed.items():
        if known.unit in standing:
            _claim(path, staged)
            staged.kept[path] = known
    staged.reads |= {key: before.reads[key] for key in standing}


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def _claim(path: str, staged: _Staged) -> None:
    """Refuse a path that two products claim, or that leads out of the output folder."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "" in parts:
        raise AddressTaken(f'"{path}" does not lead into the output folder')
    if path in staged.moved or path in staged.kept:
        raise AddressTaken(f'two pages claim the address "/{path}"; rename one of them')


def finish_interrupted(output: Path) -> None:
    """Move in what a build had ready when it was cut off, so that no half-changed site is left.

    To be called before anything that can fail, such as reading the record.
    """
    staging = Staging(output)
    if staging.folder.exists():
        with staging.alone():
            staging.begin()
