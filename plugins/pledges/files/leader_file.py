"""``leaders/*.md`` ⇄ :class:`Leader`."""

from __future__ import annotations

from pledges.domain.leader import Leader
from pledges.errors import Problem
from pledges.files.fields import LEADER
from pledges.files.reading import Reading, doubts_of, read_values
from pledges.files.text import slug_of
from pledges.files.yaml_text import write_document


def parse_leader(path: str, text: str) -> tuple[Leader | None, list[Problem]]:
    """Return the leader, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    return read_leader(path, text).whole()


def read_leader(path: str, text: str) -> Reading[Leader]:
    """Return the leader as far as it can be read, and every problem."""
    header, values, problems = read_values(path, text, LEADER)
    document = Leader(slug=slug_of(path), path=path, body=header.body, body_line=header.body_line, **values)
    if not problems:
        return Reading(document, problems)
    return Reading(document, problems, doubts_of(header, LEADER, problems, document))


def format_leader(leader: Leader) -> str:
    """Return the text of the leader's file; :func:`parse_leader` reads the same leader from it."""
    return write_document(leader, LEADER, leader.body)
