"""Prints the whole site through one builder, after Pelican has read essays and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from pledges.site.changes import changes_since
from pledges.site.edition import Edition
from pledges.site.printer import code_digest
from pledges.site.printing import Folders, builder_of, print_site


class PledgesGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Takes the texts from Pelican's articles and pages and prints every page and feed."""

    def generate_output(self, writer: Any) -> None:
        """Bring the output folder to what the record says; raises PledgesError."""
        edition: Edition = self.settings["PLEDGES_EDITION"]
        publication = edition.publication(self._html_by_path())
        folders = Folders(
            edition.content,
            Path(self.theme),
            tuple(map(Path, self.settings["THEME_TEMPLATES_OVERRIDES"])),
            Path(self.output_path),
        )
        code = code_digest()
        builder = builder_of(publication, folders, code, {})
        changes = None
        if before := edition.before:
            whole = edition.checked.whole
            changes = changes_since(before, edition.inputs, whole, publication, builder.printer)
        edition.report = print_site(builder, publication, folders, edition.inputs, changes)
        edition.shown = (publication, builder)
        if edition.inputs.rest and not edition.report.notes:
            edition.remember(folders.output, publication, code, builder.printer.made_with())

    def _html_by_path(self) -> dict[str, str]:
        """Return what Pelican's readers and plugins made of each file."""
        contents = [*self.context.get("articles", ()), *self.context.get("translations", ())]
        contents += self.context.get("pages", ())
        return {content.get_relative_source_path(): str(content.content) for content in contents}
