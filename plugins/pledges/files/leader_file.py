"""``leaders/*.md`` ⇄ :class:`Leader`."""

from __future__ import annotations

from pledges.domain.leader import Leader
from pledges.errors import Problem
from pledges.files.fields import LEADER, read_fields
from pledges.files.header import read_header
from pledges.files.text import slug_of
from pledges.files.yaml_text import write_document


def parse_leader(path: str, text: str) -> tuple[Leader | None, list[Problem]]:
    """Return the leader, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    header, problems = read_header(path, text)
    values, wrong = read_fields(path, header, LEADER)
    problems += wrong
    if problems:
        return None, problems
    return Leader(slug=slug_of(path), path=path, body=header.body, body_line=header.body_line, **values), []


def format_leader(leader: Leader) -> str:
    """Return the text of the leader's file; :func:`parse_leader` reads the same leader from it."""
    return write_document(leader, LEADER, leader.body)
