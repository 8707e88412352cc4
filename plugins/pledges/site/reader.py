"""Lets Pelican read essays and pages with YAML headers, as the record has already parsed them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pelican.contents import Author, Category, Tag
from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

from pledges.domain.essay import Essay
from pledges.domain.page import Page
from pledges.site.edition import Edition


class DocumentReader(BaseReader):  # type: ignore[misc]  # Pelican is untyped
    """Reads Markdown files of the record; the edition being built stands in the settings."""

    enabled = True
    file_extensions: ClassVar = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and Pelican's metadata of one file of the visible record."""
        edition: Edition = self.settings["PLEDGES_EDITION"]
        document = edition.document(Path(source_path))
        html = str(edition.rendered(document).html)
        if isinstance(document, Essay):
            return html, self._essay_metadata(document)
        assert isinstance(document, Page)
        return html, self._page_metadata(document)

    def _essay_metadata(self, essay: Essay) -> dict[str, Any]:
        metadata = {
            "title": essay.title,
            "slug": essay.slug,
            "date": SafeDatetime(essay.date.year, essay.date.month, essay.date.day),
            "tags": [Tag(tag, self.settings) for tag in essay.tags],
            "summary": essay.summary,
            "lang": essay.lang or self.settings["DEFAULT_LANG"],
            "category": Category(essay.category or self.settings["DEFAULT_CATEGORY"], self.settings),
        }
        if essay.updated:
            metadata["modified"] = SafeDatetime(essay.updated.year, essay.updated.month, essay.updated.day)
        if essay.author:
            metadata["authors"] = [Author(essay.author, self.settings)]
        return metadata

    def _page_metadata(self, page: Page) -> dict[str, Any]:
        return {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "lang": page.lang or self.settings["DEFAULT_LANG"],
        }
