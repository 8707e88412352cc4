"""A reader's own promise over HTTP."""

from __future__ import annotations

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from inbox_site import InboxSite
from pledges.inbox.service import approve

GOOD = {
    "promise": "Who writes to me gets an answer within three days.",
    "title": "Letters answered",
    "customers": "Tenants of Rowan Street\nTheir families",
    "outcome": "No letter in the book is older than three days.",
    "why": "They wait, and worry while they wait.",
    "due": "2027-03-01",
    "name": "Ada Quist",
    "experience": "safe, special",
}


def post(site: InboxSite, **fields: str) -> requests.Response:
    return requests.post(
        f"{site.url}/inbox/pledges", data={**GOOD, **fields}, allow_redirects=False, timeout=20
    )


def test_the_form_says_what_makes_a_good_promise_and_shows_one(inbox_pages: InboxSite) -> None:
    text = requests.get(f"{inbox_pages.url}/inbox/pledges", timeout=20).text
    tree = LexborHTMLParser(text)
    assert [node.text() for node in tree.css(".virtues dt")] == [
        "Public",
        "Active",
        "Voluntary",
        "Explicit",
        "Tied to a purpose",
    ]
    assert tree.css_first(".example blockquote") is not None
    for name in (*GOOD, "on_behalf_of", "email", "url", "text"):
        assert tree.css_first(f'label[for="{name}"]') is not None, name


def test_a_promise_leads_to_a_private_page_with_all_of_it(inbox_pages: InboxSite) -> None:
    answer = post(inbox_pages)
    assert answer.status_code == 303
    page = requests.get(f"{inbox_pages.url}{answer.headers['Location']}", timeout=20).text
    for words in (GOOD["promise"], "Their families", "1 March 2027", "special", "Your promise"):
        assert words in page
    assert "/edit" not in page


def test_an_approved_promise_is_linked_from_its_private_page_and_stays(inbox_pages: InboxSite) -> None:
    mine = post(inbox_pages, title="Answered and linked").headers["Location"]
    waiting = requests.get(f"{inbox_pages.url}/inbox/health", timeout=20).json()["waiting"]["moderation"]
    assert waiting
    submission = next(
        one
        for one in _held(inbox_pages)
        if one.proposal is not None and one.proposal.title == "Answered and linked"
    )
    approve(inbox_pages.inbox, submission.id, actor="moderator")
    tree = LexborHTMLParser(requests.get(f"{inbox_pages.url}{mine}", timeout=20).text)
    assert [link.attributes["href"] for link in tree.css("a.button")] == ["/pledges/answered-and-linked/"]
    assert (
        requests.post(f"{inbox_pages.url}{mine}/withdraw", timeout=20, allow_redirects=False).status_code
        == 409
    )
    assert requests.post(f"{inbox_pages.url}{mine}/edit", data=GOOD, timeout=20).status_code == 409


def _held(site: InboxSite) -> list[object]:
    from pledges.inbox.service import queue

    return list(queue(site.inbox, limit=500))


def test_all_mistakes_come_back_in_the_order_of_the_form(inbox_pages: InboxSite) -> None:
    answer = post(inbox_pages, promise="", due="2026-02-31", name=" ", customers="\n", why="Kept <b>")
    tree = LexborHTMLParser(answer.text)
    assert answer.status_code == 422
    assert [link.attributes["href"] for link in tree.css(".error-summary a")] == [
        "#promise",
        "#customers",
        "#due",
        "#name",
    ]
    assert (tree.css_first("title").text()).startswith("Error: ")
    assert tree.css_first("#why").text().strip() == "Kept <b>"
    assert tree.css_first("#due").attributes["value"] == "2026-02-31"


@pytest.mark.parametrize("due", ["2026-11-22", "2020-01-01", "tomorrow"])
def test_a_promise_is_for_a_day_that_is_still_to_come(inbox_pages: InboxSite, due: str) -> None:
    answer = requests.post(
        f"{inbox_pages.url}/inbox/pledges",
        data=GOOD | {"due": due},
        headers={"Accept": "application/json"},
        timeout=20,
    )
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["due"]
