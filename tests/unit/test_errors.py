"""Errors say what is wrong and where, and what to write instead."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import pledges
from pledges.errors import ContentError, PledgesError, Problem, did_you_mean


def descendants(kind: type[PledgesError]) -> Iterator[type[PledgesError]]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def all_errors() -> list[type[PledgesError]]:
    for module in pkgutil.walk_packages(pledges.__path__, "pledges."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return sorted(set(descendants(PledgesError)), key=lambda kind: kind.__name__)


def test_every_error_says_in_a_sentence_what_it_means() -> None:
    errors = all_errors()

    assert errors
    undocumented = [kind for kind in errors if not (kind.__dict__.get("__doc__") or "").strip()]
    assert undocumented == []


def test_every_error_without_fields_of_its_own_prints_what_it_was_given() -> None:
    plain = [kind for kind in all_errors() if kind.__init__ is Exception.__init__]

    assert plain
    assert {str(kind('due: "soon" is not a date')) for kind in plain} == {'due: "soon" is not a date'}


def test_no_two_errors_share_a_name() -> None:
    names = [kind.__name__ for kind in all_errors()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a.md", 4, "due", '"soon" is not a date'), 'a.md:4: due: "soon" is not a date'),
        (Problem("a.md", 4, "", "text before the header"), "a.md:4: text before the header"),
        (Problem("a.md", 0, "", "not UTF-8"), "a.md: not UTF-8"),
        (Problem("a.md", 0, "title", "is missing"), "a.md: title: is missing"),
    ],
)
def test_a_problem_prints_as_one_line_that_editors_can_follow(problem: Problem, line: str) -> None:
    assert str(problem) == line
    assert re.fullmatch(r"\S+\.md(:\d+)?: .+", line)


def test_a_content_error_carries_every_problem_once_in_the_order_of_files_and_lines() -> None:
    later, earlier = Problem("b.md", 1, "", "x"), Problem("a.md", 10, "", "y")
    first = Problem("a.md", 9, "", "z")

    error = ContentError([later, earlier, first, later])

    assert error.problems == (first, earlier, later)
    assert str(error) == "a.md:9: z\na.md:10: y\nb.md:1: x"


def test_the_nearest_known_word_is_offered() -> None:
    assert did_you_mean("custmers", ["customers", "promise"]) == '; did you mean "customers"?'


def test_nothing_is_offered_where_no_word_is_near() -> None:
    assert did_you_mean("weather", ["customers", "promise"]) == ""


def test_what_a_problem_quotes_steers_no_terminal() -> None:
    hostile = Problem("a\x1b]0;x\x07.zip", 0, "\x9b2J\u202eevil", "two\nlines\tand “quotes”, naïve\u00a0ones")

    assert str(hostile) == (
        r"a\x1b]0;x\x07.zip: \x9b2J\u202eevil: two\nlines\tand “quotes”, naïve" + "\u00a0ones"
    )
