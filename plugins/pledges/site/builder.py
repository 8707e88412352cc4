"""Prints what must be printed anew, and only that.

A product whose fingerprint stands, and whose file is as it was left, is not printed. All others are
staged; the output changes only when every one of them is ready (DESIGN section 8, rules 4 to 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from pledges.errors import PledgesError
from pledges.site.printer import DATA_WRITERS, FEED_WRITERS, Printer
from pledges.site.staging import Staging
from pledges.site.state import Printed, State, load_state, stands
from pledges.site.workers import shared
from pledges.views.feed import Feed
from pledges.views.models import View


class AddressTaken(PledgesError):
    """Two products claim one path; the message names both."""


@dataclass(frozen=True, slots=True)
class PageProduct:
    """A page: its path in the output, its template and its view model."""

    path: str
    template: str
    page: View


@dataclass(frozen=True, slots=True)
class FeedProduct:
    """A feed in one form: atom, rss or json."""

    path: str
    form: str
    feed: Feed


@dataclass(frozen=True, slots=True)
class FileProduct:
    """A file whose bytes are known: a style sheet, a font, an image, a site map."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DataProduct:
    """A file for machines in one form: calendar, badge or pledge; what it says comes from ``content``."""

    path: str
    form: str
    content: Struct


Product = PageProduct | FeedProduct | DataProduct | FileProduct


@dataclass(slots=True)
class Report:
    """What a build did: counts of files."""

    printed: int = 0
    unchanged: int = 0
    removed: int = 0


class _Staged(Struct):
    """What one process has done: for every path that it printed, or that stood, how the file looks."""

    moved: dict[str, Printed] = {}
    kept: dict[str, Printed] = {}


Work = Callable[[int, int], Iterable[Product]]
"""Yields the products of one share (from 0) of so many; together the shares are the site."""


@dataclass(slots=True)
class Builder:
    """Builds one output folder. ``progress`` is told how many files this process has looked at."""

    output: Path
    printer: Printer
    progress: Callable[[int], None] = lambda files: None

    def build(self, products: Iterable[Product]) -> Report:
        """Bring the output to what the products say; on any error it stays as it was.

        Waits while another process builds the same output.
        """
        return self.build_shared(lambda share, shares: products, processes=1)

    def build_shared(self, work: Work, processes: int) -> Report:
        """Build with several processes, each its share; the same bytes whatever their number."""
        staging = Staging(self.output)
        with staging.alone():
            staging.begin()
            state = load_state(staging.state_path)
            try:
                staged = self._stage_shared(work, processes, staging, state)
            except BaseException:
                staging.abandon()
                raise
            removed = sorted(state.printed.keys() - staged.moved.keys() - staged.kept.keys())
            # Outside: once the staged set is complete, a commit that is cut off is finished, not dropped.
            staging.commit(staged.moved, staged.kept, removed)
        return Report(len(staged.moved), len(staged.kept), len(removed))

    def _stage_shared(self, work: Work, processes: int, staging: Staging, state: State) -> _Staged:
        def stage(share: int) -> bytes:
            return msgspec.msgpack.encode(self._stage(work(share, processes), staging, state))

        results = shared(stage, processes) if processes > 1 else None
        if results is None:
            staging.abandon()
            return self._stage(work(0, 1), staging, state)
        whole = _Staged()
        for result in results:
            part = msgspec.msgpack.decode(result, type=_Staged)
            for path in (*part.moved, *part.kept):
                _claim(path, whole)
            whole.moved |= part.moved
            whole.kept |= part.kept
        return whole

    def _stage(self, products: Iterable[Product], staging: Staging, state: State) -> _Staged:
        staged = _Staged()
        for count, product in enumerate(products):
            path = product.path
            _claim(path, staged)
            self.progress(count)
            fingerprint = self._fingerprint(product)
            known = state.printed.get(path)
            if known and known.fingerprint == fingerprint and stands(known, f"{self.output}/{path}"):
                staged.kept[path] = known
            else:
                staged.moved[path] = staging.add(path, self._print(product), fingerprint)
        return staged

    def _fingerprint(self, product: Product) -> bytes:
        match product:
            case PageProduct(_, template, page):
                return self.printer.page_fingerprint(template, page)
            case FeedProduct(_, form, feed):
                return self.printer.feed_fingerprint(form, feed)
            case DataProduct(_, form, content):
                return self.printer.data_fingerprint(form, content)
            case FileProduct(_, content):
                return self.printer.content_fingerprint(content)

    def _print(self, product: Product) -> bytes:
        match product:
            case PageProduct(_, template, page):
                return self.printer.print_page(template, page)
            case FeedProduct(_, form, feed):
                return FEED_WRITERS[form](feed)
            case DataProduct(_, form, content):
                return DATA_WRITERS[form](content)
            case FileProduct(_, content):
                return content


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
