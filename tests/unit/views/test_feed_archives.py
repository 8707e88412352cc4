"""The feed of the whole conversation and its archives: together they hold everything, once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.domain.response import Response
from pledges.views.atom import atom
from pledges.views.feed_archives import archive_views, archived_entries, archives, print_archive
from pledges.views.feeds import conversation_feed, conversation_head, shortened, target_feed
from pledges.views.publication import Publication
from promise_making import comment, instant, make_pledge
from publishing import publish

TODAY = dt.date(2026, 6, 30)
DATES = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 6, 30), timezones=st.just(dt.UTC))
PLEDGE = make_pledge(made=dt.date(2024, 1, 1), due=dt.date(2027, 1, 1))


def printed(publication: Publication) -> dict[str, str]:
    """Return the archives by their names, the oldest first."""
    found = archives(publication)
    feed = conversation_head(publication)
    return {
        archive.name: print_archive(
            view.feed,
            (
                entry
                for target, said in publication.said_between(archive.first, archive.end)
                for entry in archived_entries(publication, target, said)
            ),
        ).decode()
        for archive, view in archive_views(publication, feed, found)
    }


def ids(document: str) -> list[str]:
    return re.findall(r"<entry>\n<id>.*?:([^:]*?)</id>", document)


def link(document: str, rel: str) -> str:
    found = re.search(f'<link rel="{rel}"[^>]*href="([^"]*)"', document)
    return found[1] if found else ""


def walked(publication: Publication) -> list[str]:
    """Return the current document and, after it, what one comes to by following prev-archive."""
    by_url = {link(archive, "self"): archive for archive in printed(publication).values()}
    documents = [atom(conversation_feed(publication)).decode()]
    while url := link(documents[-1], "prev-archive"):
        documents.append(by_url.pop(url))
    assert not by_url, "no archive is left out"
    return documents


def many(number: int, day: str = "2026-05-02") -> list[Response]:
    return [comment(f"r{one}", instant(f"{day}T{one // 60:02}:{one % 60:02}")) for one in range(number)]


@given(st.lists(DATES, max_size=25), st.integers(1, 12))
@settings(max_examples=40)
def test_current_feed_and_archives_together_hold_every_response(dates: list[dt.datetime], size: int) -> None:
    responses = [comment(f"r{number}", date) for number, date in enumerate(dates)]

    current, *archived = map(ids, walked(publish(TODAY, PLEDGE, responses=responses, FEED_SIZE=size)))

    in_archives = [identity for document in archived for identity in document]
    assert len(set(in_archives)) == len(in_archives), "in one archive only"
    this_quarter = {r.id for r in responses if r.date >= instant("2026-04-01T00:00")}
    assert set(in_archives) == {r.id for r in responses} - this_quarter
    assert set(current) >= this_quarter
    assert len(current) == max(min(size, len(responses)), len(this_quarter))


def test_archives_are_a_chain_both_ways() -> None:
    documents = walked(publish(TODAY, PLEDGE, responses=[*many(250), *many(130, "2025-02-03")]))

    newer, subscription = "", link(documents[0], "self")
    for document in documents[1:]:
        assert "<fh:archive/>" in document
        assert link(document, "current") == subscription
        assert link(document, "next-archive") == newer
        newer = link(document, "self")
    assert "<fh:archive/>" not in documents[0]


def test_no_document_grows_with_the_site() -> None:
    publication = publish(TODAY, PLEDGE, responses=many(700), FEED_SIZE=20)

    documents = walked(publication)
    assert all(len(ids(document)) <= 100 for document in documents)
    assert len(shortened(publication, conversation_feed(publication)).entries) == 20


def test_an_entry_is_the_same_in_an_archive_as_in_the_feed_of_its_promise() -> None:
    publication = publish(TODAY, PLEDGE, responses=[comment("r1", instant("2025-02-01"), text="*So* & so")])

    [entry] = re.findall(r"<entry>.*</entry>", printed(publication)["2025-q1"], re.DOTALL)
    assert entry in atom(target_feed(publication, PLEDGE)).decode()


def test_an_archive_keeps_its_address_whatever_is_added_or_erased() -> None:
    first, last = comment("r1", instant("2025-02-01")), comment("r2", instant("2025-11-01"))
    early = comment("r0", instant("2024-05-01"))
    gone = Response(id="r1", kind=first.kind, date=first.date, erased=instant("2026-01-01"))

    before = printed(publish(TODAY, PLEDGE, responses=[first, last]))
    after = printed(publish(TODAY, PLEDGE, responses=[early, gone, last]))

    assert list(before) == ["2025-q1", "2025-q4"]
    assert list(after) == ["2024-q2", "2025-q4"]
    assert link(before["2025-q4"], "self") == link(after["2025-q4"], "self")
    assert link(before["2025-q4"], "self").endswith("/feeds/conversation/archive-2025-q4.atom.xml")


def test_the_order_in_which_promises_were_read_says_nothing() -> None:
    pledges = [make_pledge(id=f"p-{number}", slug=f"p-{number}", made=PLEDGE.made) for number in range(3)]
    answers = {pledge.id: [comment(f"{pledge.id}-r", instant("2025-02-01"))] for pledge in pledges}

    [one], [other] = (
        [*archive_views(publication, conversation_head(publication), archives(publication))]
        for order in (pledges, pledges[::-1])
        for publication in (publish(TODAY, *order, responses=answers),)
    )
    assert one == other


@pytest.mark.parametrize("late", ["2026-05-02T09:00:30", "2024-06-01", "2026-05-02T00:00:30"])
def test_what_is_approved_late_changes_few_archives(late: str) -> None:
    said = [*many(700), *many(80, "2025-02-03")]

    before = printed(publish(TODAY, PLEDGE, responses=said))
    after = printed(publish(TODAY, PLEDGE, responses=[*said, comment("late", instant(late))]))

    assert sum(before.get(name) != document for name, document in after.items()) <= 4


def test_a_feed_shows_when_what_it_says_was_last_changed() -> None:
    edited = comment("r1", instant("2025-02-01"), updated=instant("2025-05-01"))

    archive = printed(publish(TODAY, PLEDGE, responses=[edited]))["2025-q1"]

    assert "<updated>2025-05-01T12:00:00Z</updated>" in archive.partition("<entry>")[0]


def test_a_view_of_an_archive_changes_with_all_that_its_entries_show() -> None:
    """Its fingerprint is all that decides whether it is printed again."""
    said = comment("r1", instant("2025-02-01"))
    pledges = [PLEDGE, make_pledge(made=PLEDGE.made, due=PLEDGE.due, title="Other words")]
    answers = [[said], [comment("r1", said.date, text="Other.")], [said, comment("r2", said.date)]]

    views = [
        view
        for pledge in pledges
        for responses in answers
        for publication in (publish(TODAY, pledge, responses=responses),)
        for _, view in archive_views(publication, conversation_head(publication), archives(publication))
    ]

    assert len({view.entries for view in views}) == len(views) == 6
