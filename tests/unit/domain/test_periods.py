"""The periods of archives: all of bounded size, and each as it is whatever happens in another."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pledges.domain.periods import END, period_at, periods, place_of

LARGEST = 3
MOMENTS = st.one_of(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 6, 30), timezones=st.just(dt.UTC)),
    st.integers(0, 20).map(lambda seconds: dt.datetime(2025, 5, 5, 12, 0, seconds, tzinfo=dt.UTC)),
    st.sampled_from([dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)]),
)
PLACES = st.lists(MOMENTS, max_size=40).map(
    lambda moments: sorted({place_of(moment, f"r{number}") for number, moment in enumerate(moments)})
)


def contents(places: list[int]) -> dict[int, list[int]]:
    """Return what is in each period, by where it begins."""
    firsts = [period.first for period in periods(places, LARGEST)]
    found: dict[int, list[int]] = {first: [] for first in firsts}
    for place in places:
        first = period_at(firsts, place)
        assert first is not None
        found[first].append(place)
    return found


@given(PLACES)
def test_every_place_is_in_one_period_and_none_holds_too_many(places: list[int]) -> None:
    found = contents(places)

    assert [place for members in found.values() for place in members] == places
    assert all(1 <= len(members) <= LARGEST for members in found.values())
    assert all(place < END for place in places)


@given(PLACES.filter(len), st.data())
def test_what_is_taken_away_or_added_changes_its_own_period_and_its_other_half(
    places: list[int], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(places))
    before, after = contents(places), contents([place for place in places if place != one])

    changed = [members for first, members in before.items() if after.get(first) != members]
    assert one in {place for members in changed for place in members}
    assert sum(map(len, changed)) <= LARGEST + 1


@given(PLACES)
def test_no_two_periods_have_one_name(places: list[int]) -> None:
    names = [period.name for period in periods(places, LARGEST)]

    assert len(set(names)) == len(names)


def named(*moments: str) -> list[str]:
    places = sorted(place_of(dt.datetime.fromisoformat(moment), moment) for moment in moments)
    return [period.name for period in periods(places, LARGEST)]


def test_a_quarter_is_one_period_while_it_holds_few() -> None:
    assert named("2025-02-01T00:00Z", "2025-03-31T23:59Z", "2025-04-01T00:00Z") == ["2025-q1", "2025-q2"]


def test_the_first_period_of_a_full_quarter_keeps_its_name() -> None:
    assert named("2025-01-02T09:00Z", "2025-02-03T09:00Z", "2025-03-04T09:00Z", "2025-03-05T09:00Z") == [
        "2025-q1",
        "2025-02-15",
    ]


def test_a_full_day_is_cut_by_its_seconds_and_a_full_second_by_what_is_said_in_it() -> None:
    hours = named(*(f"2025-02-15T{hour:02}:00Z" for hour in (1, 2, 13, 14)))
    seconds = [place_of(dt.datetime(2025, 2, 15, tzinfo=dt.UTC), f"r{number}") for number in range(8)]

    assert hours == ["2025-q1", "2025-02-15t120000"]
    assert all(len(members) <= LARGEST for members in contents(sorted(seconds)).values())
