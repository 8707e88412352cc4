"""A promise on paper is a document of one page; a feed's address shows something readable."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# A4 without margins of 2 cm, in CSS pixels.
WIDTH, HEIGHT = 642, 971

PROMISES = ("a-person-answers", "no-one-is-left-on-the-quay", "every-fine-paid-back", "oxygen-in-four-hours")


@pytest.mark.parametrize("slug", PROMISES)
def test_a_promise_fills_at_most_one_page_and_ends_it(page: Page, served_site: str, slug: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.emulate_media(media="print")
    page.goto(f"{served_site}/pledges/{slug}/")

    sheet = page.locator(".record-sheet")
    box = sheet.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= HEIGHT
    assert sheet.evaluate("e => getComputedStyle(e).breakAfter") == "page"


def test_only_paper_shows_the_address_with_its_code(page: Page, served_site: str) -> None:
    page.goto(served_site + "/pledges/a-person-answers/")
    code = page.locator(".qr-code")
    expect(code).to_be_hidden()

    page.emulate_media(media="print")

    expect(code).to_be_visible()
    expect(page.locator(".printed-address")).to_contain_text("/pledges/a-person-answers/")
    for left_out in (".share", ".take-away", ".site-header__menu"):
        expect(page.locator(left_out).first).to_be_hidden()


def test_citing_and_sharing_need_no_script(scriptless_page: Page, served_site: str) -> None:
    scriptless_page.goto(served_site + "/pledges/a-person-answers/")
    scriptless_page.get_by_text("Cite or share this").click()

    expect(scriptless_page.locator(".share__copy").first).to_contain_text("on record as a-person-answers")
    expect(scriptless_page.locator(".share").get_by_role("link", name="Mastodon")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/feeds/essays.atom.xml", "entry > title"), ("/feeds/essays.rss.xml", "item > title")],
)
def test_a_feed_opened_in_a_browser_can_be_read(page: Page, served_site: str, path: str, entry: str) -> None:
    page.goto(served_site + path)

    first = page.locator(entry).first
    expect(first).to_be_visible()
    expect(first).to_have_text("While It Can Still Be Saved")
    expect(page.locator("content, encoded").first).to_be_hidden()
    said = page.evaluate("getComputedStyle(document.querySelector('feed, channel'), '::before').content")
    assert "This is a feed" in said


def test_the_page_about_feeds_shows_what_is_new_and_addresses_to_copy(page: Page, served_site: str) -> None:
    page.goto(served_site + "/feeds/")

    expect(page.get_by_role("heading", name="What you would see today")).to_be_visible()
    address = page.locator(".feeds__address").first
    expect(address).to_have_text("http://localhost:8000/feeds/essays.atom.xml")
    assert address.evaluate("e => getComputedStyle(e).userSelect") == "all"
