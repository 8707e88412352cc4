"""``pages/*.md`` ⇄ :class:`Page`."""

from __future__ import annotations

from pledges.domain.page import Page
from pledges.errors import Problem
from pledges.files.fields import PAGE
from pledges.files.reading import Reading, doubts_of, read_values
from pledges.files.text import slug_of
from pledges.files.yaml_text import write_document


def parse_page(path: str, text: str) -> tuple[Page | None, list[Problem]]:
    """Return the page, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    return read_page(path, text).whole()


def read_page(path: str, text: str) -> Reading[Page]:
    """Return the page as far as it can be read, and every problem."""
    header, values, problems = read_values(path, text, PAGE)
    document = Page(slug=slug_of(path), path=path, body=header.body, body_line=header.body_line, **values)
    if not problems:
        return Reading(document, problems)
    return Reading(document, problems, doubts_of(header, PAGE, problems, document))


def format_page(page: Page) -> str:
    """Return the text of the page's file; :func:`parse_page` reads the same page from it."""
    return write_document(page, PAGE, page.body)
