"""Comments over HTTP, as a browser without scripts and as a program sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser, LexborNode

from inbox_site import InboxSite

TARGET = "/pledges/a-person-answers/"
TARGET_ID = "a-person-answers-9m3t"
FIELDS = {"target": TARGET, "name": "Ada", "text": "Thank you."}


def post(site: InboxSite, path: str, **fields: str) -> requests.Response:
    return requests.post(f"{site.url}/inbox{path}", data=fields, allow_redirects=False, timeout=20)


def comment(site: InboxSite, **fields: str) -> requests.Response:
    return post(site, "/comments", **{**FIELDS, **fields})


def get(site: InboxSite, path: str, **more: Any) -> requests.Response:
    return requests.get(f"{site.url}{path}", timeout=20, **more)


def field(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f"#{name}")
    return node.text() if node.tag == "textarea" else node.attributes["value"] or ""


def first(tree: LexborHTMLParser, selector: str) -> LexborNode:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


# --- sent ---------------------------------------------------------------------------------------


def test_a_comment_leads_to_a_private_page_that_says_what_happens_next(inbox_pages: InboxSite) -> None:
    answer = comment(inbox_pages, text="Sent, and then?")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/inbox/mine/")
    page = get(inbox_pages, answer.headers["Location"])
    assert page.status_code == 200
    assert "A person reads it before it appears" in page.text
    assert "Sent, and then?" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in page.headers


def test_a_program_gets_json(inbox_pages: InboxSite) -> None:
    accept = {"Accept": "application/json"}
    taken = requests.post(f"{inbox_pages.url}/inbox/comments", data=FIELDS, headers=accept, timeout=20)
    assert taken.status_code == 202
    assert taken.json()["state"] == "held"
    assert requests.get(taken.json()["url"], timeout=20).status_code == 200
    wrong = requests.post(
        f"{inbox_pages.url}/inbox/comments", data=FIELDS | {"name": ""}, headers=accept, timeout=20
    )
    assert wrong.status_code == 422
    assert wrong.json()["fields"] == {"name": "Enter your name"}


def test_a_website_may_be_typed_without_its_scheme(inbox_pages: InboxSite) -> None:
    mine = get(inbox_pages, comment(inbox_pages, text="From my desk.", url="ada.example").headers["Location"])
    link = first(LexborHTMLParser(mine.text), ".sent .response__author a")
    assert link.attributes["href"] == "https://ada.example/"
    assert link.attributes["rel"] == "nofollow ugc noopener"


# --- mistakes -----------------------------------------------------------------------------------


def test_mistakes_come_back_at_their_fields_with_everything_that_was_typed(inbox_pages: InboxSite) -> None:
    typed = {"name": "  ", "email": "nowhere", "url": "ftp://x", "text": "\nA long thought.", "notify": "yes"}
    answer = comment(inbox_pages, **typed)
    tree = LexborHTMLParser(answer.text)
    assert answer.status_code == 422
    assert first(tree, "title").text().startswith("Error: ")
    links = {link.attributes["href"]: link.text() for link in tree.css(".error-summary a")}
    assert list(links) == ["#name", "#email", "#url"]
    assert links["#name"] == "Enter your name"
    for name in ("name", "email", "url"):
        control = first(tree, f"#{name}")
        assert control.attributes["aria-invalid"] == "true"
        assert f"{name}-error" in (control.attributes["aria-describedby"] or "").split()
        assert links[f"#{name}"] in first(tree, f"#{name}-error").text()
        assert field(tree, name) == typed[name]
    assert field(tree, "text").strip() == "A long thought."
    assert "checked" in first(tree, "#notify").attributes


def test_the_time_a_form_was_opened_stays_through_a_mistake(inbox_pages: InboxSite) -> None:
    """Who corrects a mistake in two seconds has not filled in the form in two seconds."""
    shown = LexborHTMLParser(get(inbox_pages, f"/inbox/comments?target={TARGET}").text)
    opened = first(shown, 'input[name="opened"]').attributes["value"] or ""
    again = LexborHTMLParser(comment(inbox_pages, name="", opened=opened).text)
    assert first(again, 'input[name="opened"]').attributes["value"] == opened


@pytest.mark.parametrize(
    "target", ["", "/", "/pledges/nothing/", "https://elsewhere.example/pledges/x/", "//"]
)
def test_what_is_no_page_of_this_site_cannot_be_answered(inbox_pages: InboxSite, target: str) -> None:
    assert comment(inbox_pages, target=target).status_code == 400
    assert get(inbox_pages, "/inbox/comments", params={"target": target}).status_code == 400


def test_a_verdict_before_the_promise_is_due_is_a_mistake_that_can_be_seen(inbox_pages: InboxSite) -> None:
    answer = comment(inbox_pages, target="/pledges/no-one-is-left-on-the-quay/", verdict="kept")
    tree = LexborHTMLParser(answer.text)
    assert answer.status_code == 422
    assert "not due yet" in first(tree, "#verdict").text()


# --- replies ------------------------------------------------------------------------------------


def test_the_reply_form_shows_what_is_replied_to(inbox_pages: InboxSite) -> None:
    answered = next(
        one
        for one in inbox_pages.lines("pledges", TARGET_ID)
        if one.get("author", {}).get("name") == "Ewan T."
    )
    page = get(inbox_pages, f"/inbox/comments?target={TARGET}&in_reply_to={answered['id']}")
    tree = LexborHTMLParser(page.text)
    assert first(tree, "h1").text() == "Reply"
    assert answered["text"][:60] in first(tree, ".quoted__text").text()
    assert first(tree, ".quoted__by a").attributes["href"] == f"{TARGET}#r-{answered['id']}"
    assert first(tree, 'input[name="in_reply_to"]').attributes["value"] == answered["id"]


def test_a_reply_to_what_is_no_longer_there_is_a_comment(inbox_pages: InboxSite) -> None:
    page = get(inbox_pages, f"/inbox/comments?target={TARGET}&in_reply_to=r-gone")
    tree = LexborHTMLParser(page.text)
    assert first(tree, "h1").text() == "Enter a comment"
    assert "no longer here" in page.text
    assert tree.css_first('input[name="in_reply_to"]') is None
    refused = comment(inbox_pages, in_reply_to="r-gone", text="Still here.")
    assert refused.status_code == 422
    again = LexborHTMLParser(refused.text)
    assert first(again, ".error-summary a").attributes["href"] == "#in_reply_to"
    assert again.css_first('input[name="in_reply_to"]') is None
    assert field(again, "text").strip() == "Still here."


# --- preview ------------------------------------------------------------------------------------


def test_a_preview_stores_nothing_and_keeps_what_was_typed(inbox_pages: InboxSite) -> None:
    before = get(inbox_pages, "/inbox/health").json()["waiting"]["moderation"]
    answer = comment(inbox_pages, text="So *be* it <script>alert(1)</script>", preview="yes")
    tree = LexborHTMLParser(answer.text)
    assert answer.status_code == 200
    assert first(tree, ".sent em").text() == "be"
    assert tree.css_first(".sent script") is None
    assert field(tree, "text").strip() == "So *be* it <script>alert(1)</script>"
    assert get(inbox_pages, "/inbox/health").json()["waiting"]["moderation"] == before


# --- afterwards ---------------------------------------------------------------------------------


def test_a_comment_can_be_edited_for_fifteen_minutes(make_site: Callable[..., InboxSite]) -> None:
    site = make_site()
    mine = comment(site).headers["Location"]
    changed = requests.post(f"{site.url}{mine}/edit", data={"name": "Ada", "text": "Thanks."}, timeout=20)
    assert changed.status_code == 200
    assert "Thanks." in changed.text
    empty = requests.post(f"{site.url}{mine}/edit", data={"name": "", "text": "More."}, timeout=20)
    assert empty.status_code == 422
    assert "Enter your name" in empty.text
    assert "More." in empty.text
    site.clock.forward(minutes=16)
    assert "Change it" not in get(site, mine).text
    late = requests.post(f"{site.url}{mine}/edit", data={"name": "Ada", "text": "Late."}, timeout=20)
    assert late.status_code == 409


def test_taking_back_asks_first_and_only_a_post_acts(inbox_pages: InboxSite) -> None:
    mine = comment(inbox_pages, text="I should not have said it.").headers["Location"]
    asked = get(inbox_pages, f"{mine}/withdraw")
    assert "Take it back?" in asked.text
    assert "I should not have said it." in get(inbox_pages, mine).text
    form = first(LexborHTMLParser(asked.text), "main form")
    done = requests.post(f"{inbox_pages.url}{form.attributes['action']}", timeout=20)
    assert "You have taken it back" in done.text
    assert "I should not have said it." not in done.text
    assert "Take it back?" not in get(inbox_pages, f"{mine}/withdraw").text


@pytest.mark.parametrize("token", ["x", "eyJmIjp7fX0.awLZQA.xyz", "%00", "../../moderate"])
def test_a_forged_private_link_opens_nothing(inbox_pages: InboxSite, token: str) -> None:
    answer = get(inbox_pages, f"/inbox/mine/{token}")
    assert answer.status_code in (403, 404)
    assert "Traceback" not in answer.text


def test_closed_comments_say_so(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(comments=False, proposals=False)
    assert comment(site).status_code == 403
    assert get(site, f"/inbox/comments?target={TARGET}").status_code == 403
    assert get(site, "/inbox/pledges").status_code == 403
    assert post(site, "/pledges").status_code == 403


def test_too_much_from_one_place_is_told_when_to_come_back(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(limit_per_10_minutes=2)
    statuses = [comment(site, text=f"Number {number}").status_code for number in range(3)]
    assert statuses == [303, 303, 429]
    flood = comment(site, text="Once more")
    assert 0 < int(flood.headers["Retry-After"]) <= 600


# --- where it may come from -----------------------------------------------------------------------

SITE, OTHER = "site", "https://elsewhere.example"


@pytest.mark.parametrize(
    ("fetched_from", "origin", "status"),
    [
        (None, None, 303),  # a program
        ("same-origin", SITE, 303),
        ("same-origin", None, 303),
        ("none", None, 303),
        (None, SITE, 303),  # a browser of before 2020, or a site without HTTPS
        ("cross-site", OTHER, 403),
        ("cross-site", None, 403),
        ("cross-site", SITE, 403),
        ("same-site", "http://www.localhost", 403),
        (None, OTHER, 403),
        (None, "null", 403),
        ("cross-site", "null", 403),
        (None, "http://[", 403),
    ],
)
def test_only_pages_of_this_site_may_send_its_forms(
    inbox_pages: InboxSite, fetched_from: str | None, origin: str | None, status: int
) -> None:
    sent = {"Sec-Fetch-Site": fetched_from, "Origin": inbox_pages.url if origin == SITE else origin}
    headers = {name: value for name, value in sent.items() if value is not None}
    answer = requests.post(
        f"{inbox_pages.url}/inbox/comments", data=FIELDS, headers=headers, allow_redirects=False, timeout=20
    )
    assert answer.status_code == status


def test_no_page_of_the_inbox_may_load_or_be_framed_by_others(inbox_pages: InboxSite) -> None:
    answer = get(inbox_pages, f"/inbox/comments?target={TARGET}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script|rel=.(?:pingback|webmention|canonical)", answer.text)
