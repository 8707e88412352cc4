"""Prints the whole site through one builder, after Pelican has read essays and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from pledges.site.builder import Builder
from pledges.site.cards.artist import Artist
from pledges.site.edition import Edition
from pledges.site.heard import save_heard
from pledges.site.printer import Printer, code_digest
from pledges.site.products import site_sources
from pledges.site.progress import Progress
from pledges.site.workers import processes_for
from pledges.views.site import site_view


class PledgesGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Takes the texts from Pelican's articles and pages and prints every page and feed."""

    def generate_output(self, writer: Any) -> None:
        """Bring the output folder to what the record says; raises PledgesError."""
        edition: Edition = self.settings["PLEDGES_EDITION"]
        publication = edition.publication(self._html_by_path())
        theme = Path(self.theme)
        folders = [Path(folder) for folder in self.settings["THEME_TEMPLATES_OVERRIDES"]]
        printer = Printer(
            [*folders, theme / "templates"],
            site_view(publication.settings, publication.record.pages),
            code_digest(),
        )
        if publication.settings.social_cards and (theme / "cards").is_dir():
            printer.artist = Artist(theme, [*folders, theme / "templates"])
            publication.writable = printer.artist.writable
        processes = processes_for(len(publication.targets))
        progress = Progress(processes)
        builder = Builder(Path(self.output_path), printer, progress.tell, publication.read)
        builder.precompress = publication.settings.precompress
        sources = site_sources(publication, edition.content, theme)
        edition.report = builder.build_sources(sources, edition.inputs, processes, edition.changes)
        progress.end()
        if edition.inputs.rest and not edition.report.notes:
            save_heard(Path(self.output_path), edition.inputs, publication)
        edition.shown = (publication, builder)

    def _html_by_path(self) -> dict[str, str]:
        """Return what Pelican's readers and plugins made of each file."""
        contents = [*self.context.get("articles", ()), *self.context.get("translations", ())]
        contents += self.context.get("pages", ())
        return {content.get_relative_source_path(): str(content.content) for content in contents}
