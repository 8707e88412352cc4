"""Documents survive the way to their file and back."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from document_strategies import ESSAYS, LEADERS, PAGES, pledges
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.files.essay_file import format_essay, parse_essay
from pledges.files.leader_file import format_leader, parse_leader
from pledges.files.page_file import format_page, parse_page
from pledges.files.pledge_file import format_pledge, parse_pledge

EXAMPLE = """\
---
id: a-person-answers-9m3t
title: A person answers within a minute
leader: maya-okafor
on_behalf_of: Northwind Care
customers: [Everyone who calls our support line]
promise: When you call us, a person answers within a minute, day or night.
outcome: 95 % of calls each month are answered by a person within 60 seconds.
why: People call us when something they depend on has stopped working.
experience: [safe, special]
made: 2026-01-15
due: 2026-12-31
---
Why I make this promise, in Markdown.

## 2026-03-31 · on track
94 % in March, 96 % in February.
Evidence: https://northwind.example/figures/2026-q1

## 2026-06-30 · amended
Two of five night agents have left; hiring takes until spring.
Due: 2027-03-31
"""


def unplaced(document: Document) -> Any:
    """Return the document without the lines it stands on."""
    changes: dict[str, Any] = {"body_line": 1}
    if isinstance(document, Pledge):
        changes["updates"] = tuple(dataclasses.replace(update, line=0) for update in document.updates)
    return dataclasses.replace(document, **changes)


@given(ESSAYS)
def test_an_essay_is_read_as_it_was_written(essay: Essay) -> None:
    read, problems = parse_essay(essay.path, format_essay(essay))
    assert not problems
    assert read
    assert unplaced(read) == unplaced(essay)


@given(LEADERS)
def test_a_leader_is_read_as_it_was_written(leader: Leader) -> None:
    read, problems = parse_leader(leader.path, format_leader(leader))
    assert not problems
    assert read
    assert unplaced(read) == unplaced(leader)


@given(PAGES)
def test_a_page_is_read_as_it_was_written(page: Page) -> None:
    read, problems = parse_page(page.path, format_page(page))
    assert not problems
    assert read
    assert unplaced(read) == unplaced(page)


@given(pledges())
def test_a_pledge_is_read_as_it_was_written(pledge: Pledge) -> None:
    read, problems = parse_pledge(pledge.path, format_pledge(pledge))
    assert not problems
    assert read
    assert unplaced(read) == unplaced(pledge)


def test_a_pledge_is_written_as_a_person_would_write_it() -> None:
    pledge, problems = parse_pledge("pledges/a-person-answers.md", EXAMPLE)
    assert not problems
    assert pledge
    assert format_pledge(pledge) == EXAMPLE


@given(st.text())
def test_any_text_gives_problems_and_no_error(text: str) -> None:
    for parse in (parse_essay, parse_leader, parse_page, parse_pledge):
        document, problems = parse("essays/x.md", text)
        assert (document is None) == bool(problems)


@given(st.text(alphabet="ab:#-[]{}'\"|>!&*%@`~,? \n\t\\1", max_size=60))
def test_any_header_gives_problems_and_no_error(header: str) -> None:
    document, problems = parse_pledge("pledges/x.md", f"---\nid: x\n{header}\n---\n## 2026-01-01 · kept\n")
    assert document is None
    assert all(problem.line >= 1 for problem in problems)
