"""The header and the body of a content file."""

from __future__ import annotations

import pytest
import yaml

from pledges.files.header import read_header
from pledges.files.text import decode


def test_fields_know_their_lines_and_keep_their_words() -> None:
    header, problems = read_header("x.md", "---\ntitle: x\ndue: 31 February 2026\ndraft: no\n---\n\n\nBody\n")
    assert not problems
    assert {name: entry.line for name, entry in header.entries.items()} == {"title": 2, "due": 3, "draft": 4}
    nodes = [entry.node for entry in header.entries.values()]
    assert [node.value for node in nodes if isinstance(node, yaml.ScalarNode)] == [
        "x",
        "31 February 2026",
        "no",
    ]
    assert (header.body, header.body_line) == ("Body", 8)


def test_a_body_keeps_the_indent_of_its_first_line() -> None:
    header, _ = read_header("x.md", "---\ntitle: x\n---\n \n    code\n\n")
    assert (header.body, header.body_line) == ("    code", 5)


def test_a_rule_in_the_body_does_not_end_the_header_again() -> None:
    header, _ = read_header("x.md", "---\ntitle: x\n---\nOne\n\n---\n\nTwo")
    assert header.body == "One\n\n---\n\nTwo"


@pytest.mark.parametrize("brackets", ["[" * 100_000, "{" * 100_000, "\n" + "- " * 100_000])
def test_brackets_without_end_do_not_crash_the_reader(brackets: str) -> None:
    header, problems = read_header("x.md", f"---\ntitle: {brackets}\n---\n")
    assert not header.readable
    assert [problem.line for problem in problems] == [1]


def test_a_file_may_begin_with_a_byte_order_mark_and_have_any_line_ends() -> None:
    text, problems = decode("x.md", b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert (text, problems) == ("one\ntwo\nthree\n", [])


def test_every_line_that_is_not_utf_8_is_named() -> None:
    _, problems = decode("x.md", b"good\nb\xe4d\r\ng\xc3\xb6od\nb\xffd\n")
    assert [problem.line for problem in problems] == [2, 4]
