"""Every number of a scorecard leads to exactly the promises that it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from fixtures.site import BuiltSite
from pledges.domain.address import PledgeList, ScoreList
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.scorecard import LIST_OF_CLASS, ScoreClass, score_class
from pledges.views.leader import leader_page
from pledges.views.leader_lists import MAX_ON_PAGE, leader_lists
from pledges.views.lists import pledge_lists
from pledges.views.models import PledgeListPage, ScorecardView, ScoreView, View
from pledges.views.publication import Publication
from pledges.views.score_lists import score_lists
from pledges.views.scores import SCORES, scorecard_view
from promise_making import amended, any_responses, day, make_pledge, repair_verdict, verdict
from promise_making import pledges as any_pledges
from publishing import MAYA, made, publish

PrintPage = Callable[[Publication, str, View], LexborHTMLParser]

#: One promise of each class, two of the last, as of 2027-06-01.
HISTORIES: dict[str, tuple[list[tuple[str, str]], tuple[Response, ...]]] = {
    "withdrawn": ([("2026-06-01", "withdrawn")], ()),
    "made right": (
        [("2026-06-01", "broken"), ("2026-06-10", "repair")],
        (repair_verdict("2026-07-01", "accepted"),),
    ),
    "broken": ([("2026-06-01", "broken")], ()),
    "disputed": ([("2026-06-01", "kept")], (verdict("2026-06-02", "not kept"),)),
    "kept on the first date": ([("2026-05-01", "at risk"), ("2026-06-01", "kept")], ()),
    "kept later": ([("2027-01-01", "kept")], ()),
    "overdue": ([], ()),
}
ON = "2027-06-01"


def everything(on: str = ON) -> Publication:
    found, said = [], {}
    for number, (moves, words) in enumerate(HISTORIES.values()):
        pledge = make_pledge(*moves, id=f"p{number}-1a2b", slug=f"p{number}", title=f"P{number}")
        found.append(pledge)
        said[pledge.id] = words
    for number in (8, 9):
        found.append(make_pledge(id=f"p{number}-1a2b", slug=f"p{number}", due=day("2028-12-31")))
    return publish(on, *found, responses=said)


def lists(public: Publication) -> dict[str, list[str]]:
    """Return, for each list's address, the pledges on all its pages."""
    found: dict[str, list[str]] = {}
    for placed in (pledge_lists(public), score_lists(public)):
        for path, page in made(placed).items():
            assert isinstance(page, PledgeListPage)
            found.setdefault(path.partition("page/")[0], []).extend(card.url for card in page.cards)
    return found


def numbers(card: ScorecardView) -> list[ScoreView]:
    return [*card.scores, *card.figures]


def test_the_example_shows_every_class() -> None:
    public = everything()
    found = [score_class(pledge, public.status(pledge)) for pledge in public.pledges.values()]
    assert set(found) == set(ScoreClass)
    assert SCORES.keys() == set(ScoreClass) == LIST_OF_CLASS.keys()


def test_every_number_of_the_site_is_that_of_its_list() -> None:
    public = everything()
    card, behind = scorecard_view(public), lists(public)
    assert all(item.url for item in numbers(card))
    assert {item.word: item.count for item in numbers(card)} == {
        item.word: len(behind[item.url]) for item in numbers(card)
    }
    assert len({item.url for item in numbers(card)}) == len(numbers(card))
    assert len(behind[card.share_url]) == 7


def test_the_lists_of_the_classes_hold_every_promise_once() -> None:
    public = everything()
    behind = lists(public)
    held = [url for item in scorecard_view(public).scores for url in behind[item.url]]
    assert sorted(held) == sorted(behind["/pledges/"])


def test_each_list_is_there_even_when_it_is_empty() -> None:
    behind = lists(publish("2026-02-01"))
    assert behind.keys() == {"/pledges/", *(f"/pledges/{name}/" for name in (*PledgeList, *ScoreList))}


def test_every_number_of_a_leader_is_that_of_its_section(print_page: PrintPage) -> None:
    public = everything()
    page = leader_page(public, MAYA)
    tree = print_page(public, "leader.html", page)
    assert {item.word for item in page.scorecard.scores} == {words for words, _ in SCORES.values()}
    for item in page.scorecard.scores:
        assert len(tree.css(f'section[aria-labelledby="{item.url[1:]}"] .pledge-card')) == item.count
    for item in page.scorecard.figures[1:]:
        assert len(tree.css(f"{item.url} + ul li")) == item.count
    assert len(tree.css(f"{page.scorecard.figures[0].url} .pledge-card")) == len(public.pledges)
    assert all(tree.css_first(node.attributes["href"] or "") for node in tree.css(".score__count a"))


def test_every_number_of_a_leader_with_many_promises_is_that_of_its_list() -> None:
    many = [make_pledge(id=f"m{number}-1a2b", slug=f"m{number}") for number in range(MAX_ON_PAGE)]
    public = publish(ON, *everything().pledges.values(), *many, responses=everything().record.responses)
    page = leader_page(public, MAYA)

    behind: dict[str, list[str]] = {}
    for path, part in made(leader_lists(public, MAYA)).items():
        assert isinstance(part, PledgeListPage)
        assert len(part.cards) <= public.settings.default_pagination
        behind.setdefault(path.partition("page/")[0], []).extend(card.url for card in part.cards)

    assert {item.url: item.count for item in numbers(page.scorecard) if item.count} == {
        url: len(pledges) for url, pledges in behind.items()
    }
    assert page.scorecard.share_url in behind
    assert {group.more.url for group in page.groups if group.more} == {"/leaders/maya-okafor/overdue/"}
    assert sum(len(group.cards) for group in page.groups) < MAX_ON_PAGE
    assert not page.figure_lists


def test_a_leaders_page_that_holds_everything_has_no_lists() -> None:
    assert not [*leader_lists(everything(), MAYA)]


def test_the_share_counts_small_numbers_in_words() -> None:
    card = scorecard_view(everything())
    assert card.share == "1 of 7 kept on the first date"
    assert "%" not in card.share


@pytest.mark.parametrize(("on", "due_so_far"), [("2026-12-30", 0), ("2026-12-31", 0), ("2027-01-01", 1)])
def test_a_promise_is_due_so_far_from_the_day_after_its_first_date(on: str, due_so_far: int) -> None:
    public = publish(on, make_pledge(amended("2026-06-01", "2028-01-01")))
    assert len(lists(public)["/pledges/due-so-far/"]) == due_so_far


@pytest.mark.parametrize(("on", "silent"), [("2026-04-15", 0), ("2026-04-16", 1)])
def test_a_promise_is_silent_from_the_day_after_the_threshold(on: str, silent: int) -> None:
    assert len(lists(publish(on, make_pledge()))["/pledges/silent/"]) == silent


def test_a_long_list_is_counted_over_all_its_pages() -> None:
    some = [make_pledge(id=f"p{number}-1a2b", slug=f"p{number}") for number in range(7)]
    public = publish(ON, *some, DEFAULT_PAGINATION=3)
    card = scorecard_view(public)
    assert [(item.word, item.count, len(lists(public)[item.url])) for item in card.scores] == [
        ("Overdue", 7, 7)
    ]


@given(st.lists(st.tuples(any_pledges(), any_responses()), max_size=4))
def test_any_record_is_counted_as_it_is_listed(pairs: list[tuple[Pledge, tuple[Response, ...]]]) -> None:
    import dataclasses

    named = [
        (dataclasses.replace(pledge, id=f"p{number}-1a2b", slug=f"p{number}"), words)
        for number, (pledge, words) in enumerate(pairs)
    ]
    public = publish(
        dt.date(2027, 1, 1), *(p for p, _ in named), responses={p.id: words for p, words in named}
    )
    card, behind = scorecard_view(public), lists(public)
    assert all(item.count == len(behind[item.url]) for item in numbers(card) if item.count)
    assert sum(item.count for item in card.scores) == card.total


def test_on_the_sample_site_every_number_leads_to_as_many_promises(sample_site: BuiltSite) -> None:
    index = LexborHTMLParser((sample_site.output / "pledges" / "index.html").read_text(encoding="utf-8"))
    links = index.css(".score__count a")
    assert len(links) >= 8
    for link in links:
        target = (link.attributes["href"] or "").strip("/")
        pages = [sample_site.output / target, *sorted((sample_site.output / target).glob("page/*"))]
        cards = [
            card
            for page in pages
            for card in LexborHTMLParser((page / "index.html").read_text(encoding="utf-8")).css(
                ".pledge-card"
            )
        ]
        assert len(cards) == int(link.text(deep=False)), target
