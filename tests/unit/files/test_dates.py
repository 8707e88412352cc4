"""Dates as authors write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.files.dates import guess_date, not_a_date, read_date


@given(st.dates())
def test_an_iso_date_is_read(day: dt.date) -> None:
    assert read_date(day.isoformat()) == day


@given(st.text() | st.from_regex(r"\A[0-9./ -]{6,12}\Z"))
def test_anything_else_is_answered_with_a_real_date_or_the_form(text: str) -> None:
    if read_date(text) is None:
        written = not_a_date(text).rpartition(" ")[2]
        assert written == "YYYY-MM-DD" or read_date(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31 February 2026", "2026-02-28"),
        ("30 February 2028", "2028-02-29"),
        ("1st of March 2026", "2026-03-01"),
        ("Sept. 5, 2026", "2026-09-05"),
        ("2026-2-3", "2026-02-03"),
        ("2026/02/03", "2026-02-03"),
        ("20260203", "2026-02-03"),
        ("13.2.2026", "2026-02-13"),
        ("2/13/2026", "2026-02-13"),
        ("2/2/2026", "2026-02-02"),
        ("2026-02-31T10:00", "2026-02-28"),
    ],
)
def test_the_day_that_was_meant_is_proposed(written: str, meant: str) -> None:
    assert guess_date(written) == dt.date.fromisoformat(meant)


@pytest.mark.parametrize("written", ["2/3/2026", "2026-13-45", "soon", "", "Q3 2026", "3 reasons", "2026"])
def test_nothing_is_proposed_where_nobody_can_know(written: str) -> None:
    assert guess_date(written) is None
