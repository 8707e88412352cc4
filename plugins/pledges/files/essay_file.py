"""``essays/*.md`` ⇄ :class:`Essay`."""

from __future__ import annotations

import datetime as dt

from pledges.domain.essay import Essay
from pledges.errors import Problem
from pledges.files.fields import ESSAY
from pledges.files.reading import Reading, doubts_of, read_values
from pledges.files.text import slug_of
from pledges.files.yaml_text import write_document


def parse_essay(path: str, text: str) -> tuple[Essay | None, list[Problem]]:
    """Return the essay, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    return read_essay(path, text).whole()


def read_essay(path: str, text: str) -> Reading[Essay]:
    """Return the essay as far as it can be read, and every problem."""
    header, values, problems = read_values(path, text, ESSAY)
    written = values.pop("date_written")
    if isinstance(written, dt.datetime):
        values["at"], written = written, written.date()
    values["date"] = written
    document = Essay(slug=slug_of(path), path=path, body=header.body, body_line=header.body_line, **values)
    if not problems:
        return Reading(document, problems)
    return Reading(document, problems, doubts_of(header, ESSAY, problems, document))


def format_essay(essay: Essay) -> str:
    """Return the text of the essay's file; :func:`parse_essay` reads the same essay from it."""
    return write_document(essay, ESSAY, essay.body)
