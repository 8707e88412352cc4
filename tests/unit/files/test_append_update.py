"""An update is appended; what was there stays, byte for byte."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_strategies import pledges, updates
from pledges.domain.pledge import Pledge
from pledges.domain.update import Claim, Update
from pledges.errors import ContentError
from pledges.files.pledge_file import append_update, format_pledge, parse_pledge

TEXT = """\
---
id: a-person-answers-9m3t
title: A person answers
leader: maya-okafor
customers: [Everyone who calls]
promise: A person answers.
outcome: 95 % of calls are answered by a person.
why: People call when something has stopped.
made: 2026-01-15
due: 2026-12-31
---
Why."""


def make_update(text: str = "All well.") -> Update:
    return Update(number=0, on=dt.date(2026, 3, 31), claim=Claim.ON_TRACK, text=text)


@given(pledges(), st.data())
def test_the_new_update_is_read_after_the_old_ones(pledge: Pledge, data: st.DataObject) -> None:
    on = max(pledge.made, *(update.on for update in pledge.updates), pledge.made)
    update = data.draw(updates(len(pledge.updates) + 1, on))
    before = format_pledge(pledge)

    after = append_update(pledge.path, before, update)

    assert after.startswith(before)
    read, _ = parse_pledge(pledge.path, after)
    assert read
    assert len(read.updates) == len(pledge.updates) + 1
    assert dataclasses.replace(read.updates[-1], line=0) == update


def test_a_missing_line_end_is_repaired() -> None:
    assert append_update("x.md", TEXT, make_update()) == TEXT + "\n\n## 2026-03-31 · on track\nAll well.\n"


def test_a_file_with_windows_line_ends_keeps_them() -> None:
    windows = TEXT.replace("\n", "\r\n") + "\r\n"
    after = append_update("x.md", windows, make_update())
    assert after == windows + "\r\n## 2026-03-31 · on track\r\nAll well.\r\n"


@pytest.mark.parametrize(
    "text",
    ["## 2026-04-30 · kept\nDone.", "Evidence: https://a.example/", "```\nnever closed", "Due: 2026-12-31"],
)
def test_a_text_that_would_be_read_as_something_else_is_refused(text: str) -> None:
    with pytest.raises(ContentError):
        append_update("x.md", TEXT, make_update(text))


def test_old_problems_of_the_file_do_not_forbid_a_new_update() -> None:
    broken = TEXT.replace("due: 2026-12-31", "due: never")
    assert append_update("x.md", broken, make_update()).startswith(broken)
