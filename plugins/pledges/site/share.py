"""One process's share of a build: prints units into the staging folder, and knows which paths are taken."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import Struct

from pledges.errors import PledgesError
from pledges.site.compression import SUFFIXES, compressed
from pledges.site.printer import DATA_WRITERS, FEED_WRITERS, Printer
from pledges.site.product import (
    BundleError,
    BundleProduct,
    CardProduct,
    DataProduct,
    FeedProduct,
    FileOf,
    FileProduct,
    LateProduct,
    MadeProduct,
    PageProduct,
    Product,
    Unit,
)
from pledges.site.reads import CARDS, noted, template_facet
from pledges.site.staging import Staging
from pledges.site.state import NOTHING_PRINTED, Printed, PrintedSource, PrintedUnit, printed_unit, stands


class AddressTaken(PledgesError):
    """Two products claim one path; the message names both."""


@dataclass(frozen=True, slots=True)
class Due:
    """A unit that is to be looked at, and what is known of its files."""

    source: str
    unit: Unit
    known: PrintedUnit = NOTHING_PRINTED


class Staged(Struct):
    """What has been done: the files that were printed, how many others stand, and what is known now."""

    moved: list[str] = []
    kept: int = 0
    sources: dict[str, PrintedSource] = {}
    notes: list[str] = []


class Claims:
    """The paths that are taken: by what stands, and by what has been printed since."""

    def __init__(self, standing: Mapping[str, PrintedSource]) -> None:
        self._standing = standing
        self._taken: set[str] = set()

    @cached_property
    def _elsewhere(self) -> set[str]:
        """What stands. Most builds print nothing that is new, and need not know."""
        sources = self._standing.values()
        return {path for source in sources for unit in source.units.values() for path in unit.names()}

    def take(self, path: str, own: Container[str] = ()) -> None:
        """Refuse a path that two products claim, or that leads out of the output folder; those that were its
        unit's ``own`` before are nobody else's.
        """
        parts = path.split("/")
        if path.startswith("/") or ".." in parts or "" in parts:
            raise AddressTaken(f'"{path}" does not lead into the output folder')
        if path in self._taken or (path not in own and path in self._elsewhere):
            raise AddressTaken(f'two pages claim the address "/{path}"; rename one of them')
        self._taken.add(path)


@dataclass(slots=True)
class Share:
    """Stages what is printed anew in ``staging``; ``staged`` tells what was done.

    ``reads``, ``progress`` and ``precompress`` are as for the builder.
    """

    staging: Staging
    printer: Printer
    claims: Claims
    staged: Staged
    reads: set[str]
    progress: Callable[[int], None] = lambda files: None
    precompress: bool = False
    _known: dict[str, Printed] = field(default_factory=dict)
    _files: dict[str, Printed] = field(default_factory=dict)

    def stage(self, due: Iterable[Due]) -> None:
        """Print what does not stand of these units."""
        for one in due:
            self.reads.clear()
            self._known, self._files = one.known.files(), {}
            for product in one.unit.make():
                self._stage(product)
            source = self.staged.sources.setdefault(one.source, PrintedSource("", {}))
            source.units[one.unit.key] = printed_unit(noted(self.reads), self._files)

    def announce(self, late: Iterable[Due]) -> None:
        """Tell what late units print that it will be made, where it does not stand."""
        for one in late:
            self._known = one.known.files()
            for product in one.unit.make():
                if isinstance(product, LateProduct) and not self._standing(
                    product.path, self._of_form(self._fingerprint(product))
                ):
                    product.want()

    def _stage(self, product: Product) -> None:
        if isinstance(product, BundleProduct):
            self._stage_bundle(product)
            return
        path = product.path
        self.claims.take(path, self._known)
        self.progress(len(self.staged.moved) + self.staged.kept)
        fingerprint = self._of_form(self._fingerprint(product))
        if files := self._standing(path, fingerprint):
            self._keep(files)
        else:
            self._put(path, self._print(product), fingerprint)

    def _standing(self, path: str, fingerprint: bytes) -> dict[str, Printed]:
        """Return the file and its compressed forms if they stand and are made from the same, else nothing."""
        known = self._known.get(path)
        if not known or known.fingerprint != fingerprint:
            return {}
        files = {path: known} | self._compressed_forms(path)
        return files if all(self._stands(name, file) for name, file in files.items()) else {}

    def _of_form(self, fingerprint: bytes) -> bytes:
        """Return another fingerprint for a file that stands in compressed forms too."""
        return self.printer.content_fingerprint(fingerprint + b"+") if self.precompress else fingerprint

    def _stands(self, path: str, known: Printed) -> bool:
        return stands(known, f"{self.staging.output}/{path}")

    def _keep(self, files: Mapping[str, Printed]) -> None:
        self._files |= files
        self.staged.kept += len(files)

    def _compressed_forms(self, path: str) -> dict[str, Printed]:
        if not self.precompress:
            return {}
        names = (path + suffix for suffix in SUFFIXES)
        return {name: self._known[name] for name in names if name in self._known}

    def _put(self, path: str, content: bytes, fingerprint: bytes) -> None:
        """Stage a file, and its compressed forms where they are wanted."""
        self._add(path, content, fingerprint)
        if self.precompress:
            for name, smaller in compressed(path, content):
                self.claims.take(name, self._known)
                self._add(name, smaller, fingerprint)

    def _add(self, path: str, content: bytes, fingerprint: bytes) -> None:
        self._files[path] = self.staging.add(path, content, fingerprint)
        self.staged.moved.append(path)

    def _stage_bundle(self, bundle: BundleProduct) -> None:
        """Keep a bundle that stands, else make all of it; what cannot be made leaves the old one."""
        fingerprint = self._of_form(self.printer.content_fingerprint(bundle.digest))
        known = {path: old for path, old in self._known.items() if path.startswith(bundle.path)}
        standing = {path: old for path, old in known.items() if self._stands(path, old)}
        if known and standing == known and all(old.fingerprint == fingerprint for old in known.values()):
            self._keep(known)
            return
        try:
            made = bundle.make()
        except BundleError as error:
            self._keep(standing)
            self.staged.notes.append(str(error))
            return
        for name, content in made.items():
            path = bundle.path + name
            self.claims.take(path, self._known)
            self._put(path, content, fingerprint)

    def _fingerprint(self, product: FileOf) -> bytes:
        match product:
            case PageProduct(_, template, page):
                self.reads.add(template_facet(template))
                return self.printer.page_fingerprint(template, page)
            case FeedProduct(_, form, feed):
                return self.printer.feed_fingerprint(form, feed)
            case DataProduct(_, form, content) | LateProduct(_, form, content):
                return self.printer.data_fingerprint(form, content)
            case CardProduct(_, card):
                self.reads.add(CARDS)
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
            case MadeProduct(_, _, make) | LateProduct(_, _, _, _, make):
                return make()
            case FileProduct(_, content):
                return content
