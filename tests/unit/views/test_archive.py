"""Every list has a stable address, and the archive leads to all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pledges.domain.address import Terms
from pledges.domain.essay import Essay
from pledges.domain.update import Claim, Update
from pledges.views.archive import MAX_WORDS, archive_page, due_lists, year_lists
from pledges.views.models import EssayListPage, PledgeListPage, TermListPage
from pledges.views.term_lists import term_lists
from promise_making import make_pledge
from publishing import made, publish


def named(number: int, **fields: Any) -> Any:
    return make_pledge(**{"id": f"p-{number}", "slug": f"p-{number}", "title": f"P {number}", **fields})


def essay(slug: str, year: int) -> Essay:
    return Essay(id=f"{slug}-1", slug=slug, title=slug, date=dt.date(year, 2, 1))


def test_essays_are_listed_by_year_on_pages() -> None:
    essays = [*(essay(f"e-{n}", 2025) for n in range(3)), essay("late", 2026)]
    pages = made(year_lists(publish("2026-06-30", essays=essays, DEFAULT_PAGINATION=2)))

    assert list(pages) == ["/archive/2026/", "/archive/2025/", "/archive/2025/page/2/"]
    shown = pages["/archive/2025/page/2/"]
    assert isinstance(shown, EssayListPage)
    assert [card.title for card in shown.cards] == ["e-2"]


def test_promises_are_listed_by_the_month_they_are_due_the_earliest_first() -> None:
    pledges = [named(1, due=dt.date(2026, 12, 31)), named(2, due=dt.date(2026, 12, 1))]
    pages = made(due_lists(publish("2026-06-30", *pledges)))

    months, december = pages["/due/"], pages["/due/2026-12/"]
    assert isinstance(months, TermListPage)
    assert [(link.title, link.count) for link in months.terms] == [("December 2026", 2)]
    assert isinstance(december, PledgeListPage)
    assert [card.title for card in december.cards] == ["P 2", "P 1"]


def test_an_amended_promise_stands_in_its_new_month_only() -> None:
    moved = Update(
        number=1, on=dt.date(2026, 3, 1), claim=Claim.AMENDED, text="Later.", due=dt.date(2027, 3, 31)
    )
    pages = made(due_lists(publish("2026-06-30", named(1, due=dt.date(2026, 12, 31), updates=(moved,)))))

    assert list(pages) == ["/due/", "/due/2027-03/"]


def test_each_customer_has_a_list_of_what_was_promised_to_them() -> None:
    both = publish(
        "2026-06-30", named(1, customers=("The Crew", "Guests")), named(2, customers=("the crew",))
    )
    pages = made(term_lists(both, Terms.CUSTOMER))

    crew = pages["/customer/the-crew/"]
    assert isinstance(crew, PledgeListPage)
    assert [card.title for card in crew.cards] == ["P 1", "P 2"]
    assert set(pages) == {"/customer/", "/customer/the-crew/", "/customer/guests/"}


def test_a_customer_named_in_another_script_has_a_list_too() -> None:
    pages = made(term_lists(publish("2026-06-30", named(1, customers=("Οι επιβάτες",))), Terms.CUSTOMER))

    assert len(pages) == 2


def test_the_archive_leads_to_years_states_months_leaders_and_words() -> None:
    page = archive_page(publish("2026-06-30", named(1, tags=("boats",)), essays=[essay("e", 2025)]))

    urls = {link.url for group in page.groups for link in group.links}
    assert {"/archive/2025/", "/pledges/open/", "/leaders/maya-okafor/", "/tag/boats/"} <= urls
    assert any(url.startswith("/due/") for url in urls)
    assert any(url.startswith("/customer/") for url in urls)


def test_an_archive_with_many_words_shows_the_most_used_and_leads_to_the_rest() -> None:
    tags = tuple(f"tag {number:03}" for number in range(MAX_WORDS + 5))
    page = archive_page(publish("2026-06-30", named(1, tags=tags), named(2, tags=("tag 064",))))

    group = next(group for group in page.groups if group.heading == "By tag")
    assert len(group.links) == MAX_WORDS
    assert group.links[-1].title == "tag 064"
    assert group.more is not None
    assert group.more.url == "/tag/"
