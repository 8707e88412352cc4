"""Brings the output folder to what the views say of a publication."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pledges.site.archive_products import Archives
from pledges.site.builder import Builder, Report
from pledges.site.compiled import CompiledTemplates
from pledges.site.inputs import Inputs
from pledges.site.printer import Printer
from pledges.site.products import site_sources
from pledges.site.progress import Progress
from pledges.site.reads import Changes
from pledges.site.state import state_path
from pledges.site.workers import processes_for
from pledges.views.publication import Publication
from pledges.views.site import site_view

#: What a unit of a first build weighs, which draws all cards, beside one of another.
_CARDS_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a site comes from and goes to; ``overrides`` stand before the theme's templates."""

    content: Path
    theme: Path
    overrides: tuple[Path, ...]
    output: Path

    @property
    def templates(self) -> list[Path]:
        """The folders with templates, the first first."""
        return [*self.overrides, self.theme / "templates"]


def builder_of(
    publication: Publication, folders: Folders, code: bytes, templates: Mapping[str, bytes]
) -> Builder:
    """Return what prints a publication; ``templates``: the digests that are known already."""
    site = site_view(publication.settings, publication.record.pages)
    printer = Printer(folders.templates, site, code)
    printer.digests.update(templates)
    made_by = code + printer.environment.language.digest
    printer.environment.bytecode_cache = CompiledTemplates(folders.templates, made_by)
    if publication.settings.social_cards and (folders.theme / "cards").is_dir():
        from pledges.site.cards.artist import Artist  # noqa: PLC0415 (most builds draw none)

        printer.artist = Artist(folders.theme, folders.templates, publication.language)
        publication.writable = printer.artist.writable
    builder = Builder(folders.output, printer, reads=publication.read)
    builder.precompress = publication.settings.precompress
    return builder


def print_site(
    builder: Builder,
    publication: Publication,
    folders: Folders,
    inputs: Inputs,
    changes: Changes | None = None,
) -> Report:
    """Print what is due and return what was done; raises PledgesError."""
    is_first = not state_path(folders.output).exists()
    weight = _CARDS_WEIGHT if is_first and builder.printer.artist else 1
    progress = Progress(processes_for(len(publication.targets) * weight))
    builder.progress = progress.tell
    with closing(Archives(publication, folders.output.parent)) as kept:
        sources = site_sources(publication, folders.content, folders.theme, kept)
        report = builder.build_sources(sources, inputs, lambda due: processes_for(due * weight), changes)
    progress.end()
    return report
