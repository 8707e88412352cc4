"""Lists count what they show, pages cut them without loss, the front page chooses."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.domain.address import PledgeList, Terms
from pledges.domain.essay import Essay
from pledges.domain.response import Author, Role
from pledges.views.archive import due_lists
from pledges.views.conversation import MAX_DEPTH, conversation_view
from pledges.views.front import SHOWN, featured_pledge, front_page
from pledges.views.lists import leader_list, pledge_lists
from pledges.views.models import EssayListPage, PledgeListPage, ResponseView, TermListPage
from pledges.views.pages import MAX_FEED_ROWS, conversation_page, feeds_pages
from pledges.views.paging import pages, paging
from pledges.views.sitemap import sitemaps
from pledges.views.term_lists import MAX_TERMS, term_lists
from pledges.views.terms import terms
from promise_making import comment, instant, make_pledge
from promise_making import pledges as any_pledges
from publishing import made, publish

TODAY = dt.date(2026, 6, 30)
URL_ROW = re.compile(rb"<url>.*</url>\n")


def named(number: int, **fields: Any) -> Any:
    return make_pledge(**{"id": f"p-{number}", "slug": f"p-{number}", "title": f"P {number}", **fields})


def essay(slug: str, **fields: Any) -> Essay:
    values: dict[str, Any] = {"id": f"{slug}-1", "slug": slug, "title": slug, "date": dt.date(2026, 2, 1)}
    return Essay(**{**values, **fields})


def test_a_tag_with_many_promises_shows_the_newest_and_leads_to_all() -> None:
    publication = publish(TODAY, *(named(n, tags=("calls",)) for n in range(7)), DEFAULT_PAGINATION=3)
    placed = made(term_lists(publication, Terms.TAG))

    first = placed["/tag/calls/"]
    assert isinstance(first, EssayListPage)
    assert len(first.pledges) == 3
    assert first.more_pledges is not None
    assert first.more_pledges.url == "/tag/calls/pledges/"
    listed = [placed[f"/tag/calls/pledges/{more}"] for more in ("", "page/2/", "page/3/")]
    assert [len(page.cards) for page in listed if isinstance(page, PledgeListPage)] == [3, 3, 1]


def test_many_words_are_listed_on_several_pages() -> None:
    publication = publish(TODAY, named(1, tags=tuple(f"t{n}" for n in range(MAX_TERMS + 1))))
    placed = made(term_lists(publication, Terms.TAG))

    parts = [placed[path] for path in ("/tag/", "/tag/page/2/")]
    assert [len(part.terms) for part in parts if isinstance(part, TermListPage)] == [MAX_TERMS, 1]


def test_many_feeds_are_listed_on_several_pages() -> None:
    publication = publish(TODAY, *(named(n) for n in range(MAX_FEED_ROWS)))
    listed = dict(feeds_pages(publication))

    assert [*listed] == ["/feeds/", "/feeds/page/2/"]
    urls = [row.about_url for page in listed.values() for group in page.groups for row in group.rows]
    assert len(urls) > MAX_FEED_ROWS
    assert len(urls) == len(set(urls))
    assert not listed["/feeds/page/2/"].latest


# --- paging ---------------------------------------------------------------------------------------------


@given(st.lists(st.integers(), max_size=60), st.integers(1, 9))
def test_pages_hold_every_item_once_in_order(items: list[int], size: int) -> None:
    cut = list(pages(items, size, str))

    assert [item for _, shown, _ in cut for item in shown] == items
    assert [number for number, _, _ in cut] == list(range(1, len(cut) + 1))
    assert all(len(shown) == size for _, shown, _ in cut[:-1])


@given(st.integers(2, 40), st.data())
def test_a_page_leads_to_its_neighbours_and_to_both_ends(total: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, total))
    view = paging(number, total, "/page/{}/".format)

    assert view is not None
    assert view.previous_url == (f"/page/{number - 1}/" if number > 1 else "")
    assert view.next_url == (f"/page/{number + 1}/" if number < total else "")
    titles = [link.title for link in view.pages]
    assert titles[0] == "1"
    assert titles[-1] == str(total)
    assert [link.title for link in view.pages if link.current] == [str(number)]


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 4, "1 2 3 4"),
        (1, 5, "1 2 3 4 5"),
        (1, 9, "1 2 3 … 9"),
        (6, 12, "1 … 4 5 6 7 8 … 12"),
        (4, 7, "1 2 3 4 5 6 7"),
        (5, 7, "1 2 3 4 5 6 7"),
    ],
)
def test_pages_that_are_left_out_leave_a_gap(number: int, total: int, shown: str) -> None:
    """A list of five pages showed "1 2 3 5" on its first, as if there were no fourth."""
    view = paging(number, total, "/page/{}/".format)

    assert view is not None
    assert " ".join(link.title for link in view.pages) == shown
    assert all(link.url == ("" if link.title == "…" else f"/page/{link.title}/") for link in view.pages)


def test_a_single_page_needs_no_paging() -> None:
    assert paging(1, 1, str) is None


# --- lists ------------------------------------------------------------------------------------------------


@given(st.lists(any_pledges(), min_size=1, max_size=5), st.integers(1, 3))
@settings(max_examples=25)
def test_every_count_of_a_filter_is_the_length_of_its_list(drawn: list[Any], size: int) -> None:
    several = [dataclasses.replace(p, id=f"p-{n}", slug=f"p-{n}") for n, p in enumerate(drawn)]
    publication = publish(dt.date(2027, 6, 30), *several, DEFAULT_PAGINATION=size)

    lists: dict[str, list[str]] = {}
    filters = {}
    for path, page in made(pledge_lists(publication)).items():
        base = path.partition("page/")[0]
        lists.setdefault(base, []).extend(card.url for card in page.cards)  # type: ignore[union-attr]
        filters[base] = page.filters  # type: ignore[union-attr]
    assert set(lists) == {"/pledges/", *(f"/pledges/{state}/" for state in PledgeList)}
    assert sorted(lists["/pledges/"]) == sorted(f"/pledges/p-{n}/" for n in range(len(several)))
    for base, links in filters.items():
        assert {link.url: link.count for link in links} == {name: len(urls) for name, urls in lists.items()}
        assert [link.url for link in links if link.current] == [base]


def test_a_page_is_told_from_itself_with_other_members_and_stays_the_same_with_its_own() -> None:
    """By that a build knows which pages of a list stand, without making them."""

    def members(*pledges: Any) -> dict[str, str]:
        publication = publish(TODAY, *pledges, DEFAULT_PAGINATION=2)
        return {placed.path: placed.members for placed in due_lists(publication)}

    three = [named(n, made=dt.date(2026, 1, n), due=dt.date(2026, 12, n)) for n in (1, 2, 3)]
    before = members(*three, named(4, due=dt.date(2026, 11, 1)))
    after = members(*three, named(4, due=dt.date(2026, 12, 4)))

    same = {path for path in before.keys() & after.keys() if before[path] == after[path]}
    assert same == {"/due/", "/due/2026-12/"}
    assert before == members(*three, named(4, title="Another", due=dt.date(2026, 11, 1)))


def test_whoever_asks_where_all_promises_stand_has_looked_at_all_of_them() -> None:
    """Also who asks second: the answer was there, and was not noted."""
    publication = publish(TODAY, named(1))
    publication.statuses()
    publication.read.clear()
    publication.statuses()

    assert publication.read == {"status/*", "pledge/*"}


def test_the_scorecard_of_all_promises_counts_each_once() -> None:
    several = [named(n) for n in range(3)] + [named(9, updates=(), due=dt.date(2026, 3, 1))]

    page = next(pledge_lists(publish(TODAY, *several))).make()

    assert page.scorecard is not None  # type: ignore[union-attr]
    assert sum(score.count for score in page.scorecard.scores) == page.scorecard.total == 4  # type: ignore[union-attr]


def test_spellings_of_one_word_are_one_list() -> None:
    publication = publish(
        TODAY,
        named(1, tags=("Trust",)),
        essays=[essay("a", tags=("trust", "x")), essay("b", tags=("TRUST",))],
    )

    found = {term.slug: (len(term.essays), len(term.pledges)) for term in terms(publication, Terms.TAG)}

    assert found == {"trust": (2, 1), "x": (1, 0)}
    index = next(iter(term_lists(publication, Terms.TAG))).make()
    assert {link.url: link.count for link in index.terms} == {"/tag/trust/": 3, "/tag/x/": 1}  # type: ignore[union-attr]


def test_a_series_is_listed_in_the_order_of_its_parts() -> None:
    parts = [essay("c", series="S", part=3), essay("a", series="S", part=1), essay("b", series="S", part=2)]

    placed = made(term_lists(publish(TODAY, essays=parts), Terms.SERIES))

    assert [card.title for card in placed["/series/s/"].cards] == ["a", "b", "c"]  # type: ignore[union-attr]


def test_leaders_without_promises_are_listed() -> None:
    page = next(leader_list(publish(TODAY))).make()

    assert [card.name for card in page.cards] == ["Maya Okafor"]  # type: ignore[union-attr]


def test_the_site_map_names_what_is_read_and_when_it_changed() -> None:
    publication = publish(TODAY, named(1), essays=[essay("a", updated=dt.date(2026, 5, 1))])
    [(path, data)] = sitemaps(publication)
    text = data.decode()

    assert path == "/sitemap.xml"
    assert "<loc>https://promises.example/essays/a/</loc><lastmod>2026-05-01</lastmod>" in text
    assert "https://promises.example/pledges/p-1/" in text


@given(st.integers(1, 40), st.integers(400, 900))
@settings(max_examples=30)
def test_a_site_map_with_too_much_in_it_is_cut_into_parts_that_hold_it_all(many: int, size: int) -> None:
    publication = publish(TODAY, *(named(n) for n in range(20)))
    [(_, whole)] = sitemaps(publication)

    _, *parts = sitemaps(publication, max_addresses=many, max_bytes=size)

    assert URL_ROW.findall(b"".join(data for _, data in parts)) == URL_ROW.findall(whole)
    assert all(len(URL_ROW.findall(data)) <= many and len(data) <= size for _, data in parts)


def test_the_parts_of_a_site_map_name_each_other_as_the_protocol_has_it() -> None:
    (_, index), *_ = sitemaps(publish(TODAY, named(1)), max_addresses=5)

    assert index.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://promises.example/sitemap-1.xml</loc></sitemap>\n"
        "<sitemap><loc>https://promises.example/sitemap-2.xml</loc></sitemap>\n"
        "</sitemapindex>\n"
    )


# --- the front page -----------------------------------------------------------------------------------------


def test_the_promise_made_large_is_the_named_one_while_it_is_open() -> None:
    next_due, named_one = named(1, due=dt.date(2026, 7, 1)), named(2)
    kept = make_pledge(("2026-03-01", "kept"), id="p-3", slug="p-3")

    def featured(slug: str) -> str:
        chosen = featured_pledge(publish(TODAY, next_due, named_one, kept, FEATURED_PLEDGE=slug))
        return chosen.slug if chosen else ""

    assert featured("p-2") == "p-2"
    assert featured("p-3") == "p-1", "it is declared"
    assert featured("") == "p-1", "it is due next"
    assert featured_pledge(publish(TODAY)) is None


def test_the_front_page_hears_readers_not_those_who_answer_for_the_site() -> None:
    said = [comment(f"r{n}", instant(f"2026-03-{n:02}"), text=f"Word {n}.") for n in range(1, 8)]
    said.append(
        comment("own", instant("2026-04-01"), text="Mine.", author=Author("Maya", role=Role.PROMISOR))
    )
    said.append(comment("gone", instant("2026-04-02"), erased=instant("2026-04-03")))

    voices = front_page(publish(TODAY, named(1), responses=said)).voices

    assert [voice.excerpt for voice in voices] == ["Word 7.", "Word 6.", "Word 5.", "Word 4."][:SHOWN]


# --- the conversation ---------------------------------------------------------------------------------------


def depth(view: ResponseView) -> int:
    return 1 + max(map(depth, view.replies), default=0)


def test_replies_below_the_deepest_level_stand_at_it_and_name_whom_they_answer() -> None:
    chain = [comment(f"r{n}", in_reply_to=f"r{n - 1}" if n else "", author=Author(f"N{n}")) for n in range(9)]
    publication = publish(TODAY, named(1), responses=chain)
    target = publication.pledges["p-1"]

    (root,) = conversation_view(publication, target, publication.conversation(target), 1).threads

    assert depth(root) == MAX_DEPTH + 1
    assert root.reply_count == 8
    deepest = root.replies[0].replies[0].replies[0]
    assert [reply.id for reply in deepest.replies] == ["r4", "r5", "r6", "r7", "r8"]
    assert [reply.in_reply_to.title if reply.in_reply_to else "" for reply in deepest.replies] == [
        "",
        "N4",
        "N5",
        "N6",
        "N7",
    ]


def test_a_conversation_is_laid_out_once_for_all_its_pages() -> None:
    publication = publish(
        TODAY, named(1), responses=[comment(f"r{n}") for n in range(9)], CONVERSATION_PAGE_SIZE=2
    )
    target = publication.pledges["p-1"]
    laid_out = publication.conversation(target)

    views = [
        conversation_page(publication, target, laid_out, number) for number in range(2, laid_out.total + 1)
    ]

    assert [len(view.conversation.threads) for view in views] == [2, 2, 2, 1]
    assert publication.conversation(target) is laid_out
    assert laid_out.page_of is laid_out.page_of
    assert [view.conversation.count for view in views] == [2, 2, 2, 1]
