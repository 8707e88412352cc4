"""Which entries a feed has: archives that hold everything once, entries that stay as they were told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import strategies as st

from pledges.domain.essay import Essay
from pledges.views.feed import Feed
from pledges.views.feeds import (
    essays_feed,
    leader_feed,
    pledges_feed,
    target_feed,
)
from promise_making import comment, instant, make_pledge, verdict
from publishing import MAYA, publish

TODAY = dt.date(2026, 6, 30)
DATES = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 6, 30), timezones=st.just(dt.UTC))
PLEDGE = make_pledge(made=dt.date(2024, 1, 1), due=dt.date(2027, 1, 1))


def ids(feed: Feed) -> list[str]:
    return [entry.id.rpartition(":")[2] for entry in feed.entries]


def test_a_feed_carries_the_newest_entries_first() -> None:
    responses = [comment(f"r{number}", instant(f"2026-03-{number:02}")) for number in (3, 1, 2)]

    feed = target_feed(publish(TODAY, PLEDGE, responses=responses, FEED_SIZE=2), PLEDGE)

    assert len(feed.entries) == 2
    assert [entry.published for entry in feed.entries] == sorted(
        (entry.published for entry in feed.entries), reverse=True
    )


def test_what_happened_at_one_instant_stands_in_the_order_it_was_told() -> None:
    """Ids would sort u10 before u2."""
    many = make_pledge(*(("2026-02-01", "on track") for _ in range(11)))

    feed = pledges_feed(publish("2026-02-02", many))

    told = [identity.rpartition("-")[2] for identity in ids(feed)]
    assert told == [*(f"u{number}" for number in range(11, 0, -1)), "9m3t"]


def test_a_feed_is_as_new_as_what_was_pushed_off() -> None:
    edited = comment("r1", instant("2026-01-01"), updated=instant("2026-05-01"))
    later = comment("r2", instant("2026-02-01"))
    essay = Essay(id="e-1", slug="e", title="E", date=dt.date(2026, 1, 1))

    feed = target_feed(publish(TODAY, essays=[essay], responses={"e-1": [edited, later]}, FEED_SIZE=1), essay)

    assert ids(feed) == ["r2"]
    assert feed.updated == instant("2026-05-01")


def test_an_empty_feed_is_as_old_as_the_site() -> None:
    assert essays_feed(publish(TODAY)).updated == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_an_edited_verdict_makes_its_entry_newer_and_an_update_never_does() -> None:
    pledge = make_pledge(("2026-03-01", "kept"))
    word = verdict("2026-03-02", "kept", text="It was.", updated=instant("2026-03-05"))

    feed = pledges_feed(publish(TODAY, pledge, responses=[word]))

    updated = {identity: entry.updated for identity, entry in zip(ids(feed), feed.entries, strict=True)}
    assert updated[f"{pledge.id}-verdict-{word.id}"] == instant("2026-03-05")
    assert updated[f"{pledge.id}-u1"] == instant("2026-03-01T00:00")


def test_an_entry_says_the_promise_as_it_stood_then() -> None:
    pledge = make_pledge(
        ("2026-03-01", "amended", {"text": "First.", "promise": "Second wording."}),
        ("2026-03-01", "amended", {"text": "Then.", "promise": "Third wording."}),
        made=dt.date(2026, 3, 1),
    )

    feed = pledges_feed(publish("2026-03-02", pledge))

    html = {identity: entry.html for identity, entry in zip(ids(feed), feed.entries, strict=True)}
    assert "A person answers." in html[pledge.id]
    assert "wording" not in html[pledge.id]
    assert html[f"{pledge.id}-u1"].count("Second wording.") == 2
    assert "Third wording." not in html[f"{pledge.id}-u1"]
    assert html[f"{pledge.id}-u2"].count("Third wording.") == 2


def test_evidence_on_this_site_is_absolute_in_feeds() -> None:
    pledge = make_pledge(("2026-03-01", "on track", {"evidence": ("/essays/figures/", "https://x.example/")}))

    feed = pledges_feed(publish("2026-03-02", pledge))

    assert 'href="https://promises.example/essays/figures/"' in feed.entries[0].html
    assert 'href="https://x.example/"' in feed.entries[0].html


@pytest.mark.parametrize("size", [1, 3, 50])
def test_a_leaders_feed_has_essays_and_every_change_of_a_promise(size: int) -> None:
    essay = Essay(id="e-1", slug="e", title="E", date=dt.date(2026, 2, 1), author="maya-okafor")
    pledge = make_pledge(("2026-03-01", "on track"))

    feed = leader_feed(publish("2026-03-02", pledge, essays=[essay], FEED_SIZE=size), MAYA)

    assert ids(feed) == [f"{pledge.id}-u1", "e-1", pledge.id][:size]
