"""Search finds while typing, with the keyboard alone; without a script it leads to the archive."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_results_come_while_typing_and_can_be_narrowed(page: Page, served_site: str) -> None:
    page.goto(served_site + "/search/")
    page.get_by_label("Words to look for").press_sequentially("quay")

    expect(page.get_by_role("status")).to_contain_text("results for “quay”")
    titles = page.locator(".results__title")
    expect(titles.first).to_have_text("No one is left on the quay")

    page.get_by_label("What").select_option("Essay")
    expect(page.locator(".results__about").first).to_contain_text("Essay.")
    expect(page).to_have_url(served_site + "/search/?q=quay&kind=Essay")


def test_every_promise_of_a_state_is_found_without_a_word(page: Page, served_site: str) -> None:
    page.goto(served_site + "/search/")
    page.get_by_label("State of the promise").select_option("Broken")

    expect(page.get_by_role("status")).to_have_text("2 results")


def test_a_search_can_be_shared_by_its_address(page: Page, served_site: str) -> None:
    page.goto(served_site + "/search/?q=quay&kind=Promise")

    expect(page.get_by_label("Words to look for")).to_have_value("quay")
    expect(page.locator(".results__about").first).to_contain_text("Promise.")


def test_search_needs_no_mouse(page: Page, served_site: str) -> None:
    page.goto(served_site + "/")
    link = page.get_by_role("link", name="Search", exact=True)
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "search-words":
            break
    page.keyboard.type("quay")
    expect(page.locator(".results__title").first).to_be_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.results')"):
            break
    page.keyboard.press("Enter")

    page.wait_for_url("**/no-one-is-left-on-the-quay/*")


def test_nothing_found_is_said(page: Page, served_site: str) -> None:
    page.goto(served_site + "/search/?q=zzxxqq")

    expect(page.get_by_role("status")).to_have_text("Nothing found for “zzxxqq”.")


def test_an_index_that_is_not_there_leads_to_the_archive(page: Page, served_site: str) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(served_site + "/search/?q=quay")

    expect(page.get_by_role("status")).to_contain_text("out of order")
    expect(page.get_by_role("main").get_by_role("link", name="the archive")).to_be_visible()


def test_without_a_script_the_form_leads_to_the_archive(scriptless_page: Page, served_site: str) -> None:
    scriptless_page.goto(served_site + "/search/")
    scriptless_page.get_by_label("Words to look for").fill("quay")
    scriptless_page.get_by_role("button", name="Search").click()

    scriptless_page.wait_for_url("**/archive/?q=quay*")
    expect(scriptless_page.get_by_role("heading", level=1)).to_have_text("Archive")
