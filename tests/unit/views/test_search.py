"""What search is given to find, and when that changes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from pledges.domain.essay import Essay
from pledges.domain.update import Claim, Update
from pledges.views.publication import Publication
from pledges.views.search import search_digest, search_documents, search_page
from promise_making import comment, make_pledge
from publishing import publish

ESSAY = Essay(
    id="on-quays-1",
    slug="on-quays",
    title="On <quays>",
    date=dt.date(2026, 2, 1),
    body="## Boats\n\nThey sail.",
)


def found_in(publication: Publication) -> dict[str, str]:
    return dict(search_documents(publication))


def filters(html: str, name: str) -> list[str]:
    return re.findall(rf'data-pagefind-filter="{name}"[^>]*>([^<]*)<', html)


def test_every_kind_of_document_is_found_under_its_address() -> None:
    documents = found_in(publish("2026-06-30", make_pledge(slug="a-quay"), essays=[ESSAY]))

    kinds = {path: filters(html, "kind") for path, html in documents.items()}

    assert kinds == {
        "/pledges/a-quay/": ["Promise"],
        "/essays/on-quays/": ["Essay"],
        "/leaders/maya-okafor/": ["Leader"],
    }


def test_a_document_holds_its_words_its_headings_and_no_sign_of_a_permalink() -> None:
    html = found_in(publish("2026-06-30", essays=[ESSAY]))["/essays/on-quays/"]

    assert "<h1>On &lt;quays&gt;</h1>" in html
    assert re.search(r'<h2 id="[^"]+">Boats</h2>', html)
    assert "They sail." in html


def test_a_promise_can_be_narrowed_to_each_list_it_stands_in() -> None:
    late = make_pledge(slug="late", due=dt.date(2026, 6, 1))

    assert filters(found_in(publish("2026-06-30", late))["/pledges/late/"], "state") == ["Open", "Overdue"]


def test_the_words_of_strangers_are_not_found() -> None:
    pledge = make_pledge(slug="a-quay")
    said = comment("r-1", text="Buy cheap boats")

    assert "cheap" not in found_in(publish("2026-06-30", pledge, responses=[said]))["/pledges/a-quay/"]


def test_a_report_is_found_at_its_place_in_the_history() -> None:
    update = Update(number=1, on=dt.date(2026, 3, 1), claim=Claim.AT_RISK, text="The winch is broken.")
    html = found_in(publish("2026-06-30", make_pledge(id="q-1", slug="q", updates=(update,))))["/pledges/q/"]

    assert '<h2 id="q-1-u1">At risk, 1 March 2026</h2>' in html
    assert "The winch is broken." in html


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"promise": "Other."}, {"tags": ("boats",)}, {"due": dt.date(2026, 6, 1)}]
)
def test_the_digest_changes_with_what_is_found(change: dict[str, Any]) -> None:
    before = publish("2026-06-30", make_pledge())
    after = publish("2026-06-30", make_pledge(**change))

    assert search_digest(before) != search_digest(after)
    assert search_digest(before) == search_digest(publish("2026-06-30", make_pledge()))


def test_a_comment_does_not_change_the_digest() -> None:
    silent = publish("2026-06-30", make_pledge())
    answered = publish("2026-06-30", make_pledge(), responses=[comment("r-1")])

    assert search_digest(silent) == search_digest(answered)


def test_a_day_changes_the_digest_only_where_the_clock_has_said_something() -> None:
    due = dt.date(2026, 12, 31)

    assert search_digest(publish("2026-06-01", make_pledge(due=due))) == search_digest(
        publish("2026-06-02", make_pledge(due=due))
    )
    assert search_digest(publish("2026-12-31", make_pledge(due=due))) != search_digest(
        publish("2027-01-01", make_pledge(due=due))
    )


def test_the_search_page_offers_only_states_that_some_promise_is_in() -> None:
    page = search_page(publish("2026-06-30", make_pledge(due=dt.date(2026, 6, 1))))

    assert page.states == ("Open", "Overdue")
    assert "script-src 'self' 'wasm-unsafe-eval'" in page.head.policy
