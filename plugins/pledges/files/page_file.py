"""``pages/*.md`` ⇄ :class:`Page`."""

from __future__ import annotations

from pledges.domain.page import Page
from pledges.errors import Problem
from pledges.files.fields import PAGE, read_fields
from pledges.files.header import read_header
from pledges.files.text import slug_of
from pledges.files.yaml_text import write_document


def parse_page(path: str, text: str) -> tuple[Page | None, list[Problem]]:
    """Return the page, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    header, problems = read_header(path, text)
    values, wrong = read_fields(path, header, PAGE)
    problems += wrong
    if problems:
        return None, problems
    return Page(slug=slug_of(path), path=path, body=header.body, body_line=header.body_line, **values), []


def format_page(page: Page) -> str:
    """Return the text of the page's file; :func:`parse_page` reads the same page from it."""
    return write_document(page, PAGE, page.body)
