"""Notice is told in days, before or after; reminders are offered while something is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from pledges.views.models import View
from pledges.views.pledge import pledge_page
from pledges.views.publication import Publication
from promise_making import amended, make_pledge
from publishing import publish

PrintPage = Callable[[Publication, str, View], LexborHTMLParser]


@pytest.mark.parametrize(
    ("warned", "words"),
    [
        ("2026-12-30", "1 day before it was first due"),
        ("2026-12-31", "0 days before it was first due"),
        ("2027-01-01", "None: the first warning came 1 day after it was first due"),
    ],
)
def test_the_page_says_how_many_days_notice_was_given(print_page: PrintPage, warned: str, words: str) -> None:
    pledge = make_pledge(amended("2026-06-01", "2027-06-30"), (warned, "at risk"))
    public = publish("2027-03-01", pledge)
    facts = print_page(public, "pledge.html", pledge_page(public, pledge)).css(".fact")
    (notice,) = [fact for fact in facts if fact.css("dt")[0].text(strip=True) == "Notice given"]
    assert notice.css("dd")[0].text(strip=True) == words


@pytest.mark.parametrize(("claim", "offered"), [("on track", True), ("kept", False), ("withdrawn", False)])
def test_a_reminder_is_offered_while_something_is_due(
    print_page: PrintPage, claim: str, offered: bool
) -> None:
    pledge = make_pledge(("2026-06-01", claim))
    public = publish("2026-07-01", pledge)
    links = print_page(public, "pledge.html", pledge_page(public, pledge)).css(".take-away a")
    addresses = [link.attributes["href"] or "" for link in links]
    assert any(address.startswith("webcal:") for address in addresses) is offered
    assert "/pledges/a-person-answers/calendar.ics" in addresses
