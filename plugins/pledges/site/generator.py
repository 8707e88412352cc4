"""Prints the whole site through one builder, after Pelican has read essays and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from pledges.site.edition import Edition
from pledges.site.printer import code_digest
from pledges.site.printing import Folders


class PledgesGenerator(Generator):  # type: ignore[misc]  # Pelican is untyped
    """Takes the texts from Pelican's articles and pages and prints every page and feed."""

    def generate_output(self, writer: Any) -> None:
        """Bring the output folder to what the record says; raises PledgesError."""
        edition: Edition = self.settings["PLEDGES_EDITION"]
        folders = Folders(
            edition.content,
            Path(self.theme),
            tuple(map(Path, self.settings["THEME_TEMPLATES_OVERRIDES"])),
            Path(self.output_path),
        )
        edition.print(folders, self._html_by_path(), code_digest())

    def _html_by_path(self) -> dict[str, str]:
        """Return what Pelican's readers and plugins made of each file."""
        contents = [*self.context.get("articles", ()), *self.context.get("translations", ())]
        contents += self.context.get("pages", ())
        return {content.get_relative_source_path(): str(content.content) for content in contents}
