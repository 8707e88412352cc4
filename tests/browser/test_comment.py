"""A reader's whole way in Chromium, with scripts off and with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from inbox_site import InboxSite

pytestmark = pytest.mark.browser

TARGET = "/pledges/a-person-answers/"


def send_reply(page: Page, site: InboxSite, text: str, *, answered: str = "Maya Okafor") -> str:
    """Reply to a reply on the built page, with two mistakes on the way; return the private page's address."""
    page.goto(site.url + TARGET)
    reply = page.locator("article.response article.response", has_text=answered).first
    reply.get_by_role("link", name=f"Reply to {answered}").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply")
    expect(page.locator(".quoted")).to_contain_text(answered)
    page.get_by_label("Your comment").fill(text)
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_role("button", name="Send for review").click()
    expect(page).to_have_title("Error: Reply · The Promise Record")
    summary = page.locator(".error-summary")
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Your comment")).to_have_value(text)
    summary.get_by_role("link", name="Enter your name").click()
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("Ada Quist")
    page.get_by_label("E-mail").fill("")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment")
    return page.url


def test_a_reader_replies_to_a_reply_makes_two_mistakes_and_corrects_them(
    scriptless_page: Page, inbox_site: InboxSite
) -> None:
    private = send_reply(scriptless_page, inbox_site, "Which month was it?")
    expect(scriptless_page.locator("main")).to_contain_text("A person reads it before it appears")
    expect(scriptless_page.locator(".sent")).to_contain_text("Which month was it?")
    scriptless_page.get_by_label("Your comment").fill("Which month was that?")
    scriptless_page.get_by_role("button", name="Save the change").click()
    expect(scriptless_page.locator(".sent")).to_contain_text("Which month was that?")
    assert scriptless_page.url == private
    scriptless_page.get_by_role("link", name="Take it back").click()
    scriptless_page.get_by_role("button", name="Take it back").click()
    expect(scriptless_page.locator("main")).to_contain_text("You have taken it back")


def test_the_form_on_the_page_works_by_keyboard_alone(scriptless_page: Page, inbox_site: InboxSite) -> None:
    page = scriptless_page
    page.goto(f"{inbox_site.url}{TARGET}#comment")
    page.get_by_label("Your comment").focus()
    for typed in ("By keyboard.", "Ada", "ada@readers.example"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.get_by_label("Tell me when someone replies")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the website
    page.keyboard.press("Tab")  # the button; nobody meets the trap
    expect(page.get_by_role("button", name="Send for review")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment")


def test_a_preview_is_seen_before_anything_is_sent(scriptless_page: Page, inbox_site: InboxSite) -> None:
    page = scriptless_page
    page.goto(f"{inbox_site.url}/inbox/comments?target={TARGET}")
    page.get_by_label("Your comment").fill("I *saw* it.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".sent em")).to_have_text("saw")
    expect(page.get_by_label("Your comment")).to_have_value("I *saw* it.")


@pytest.mark.parametrize(
    "path",
    [
        f"/inbox/comments?target={TARGET}",
        f"/inbox/comments?target={TARGET}&in_reply_to=r-c5m1rt",
        "/inbox/pledges",
        f"/inbox/webmention?target={TARGET}",
        "/inbox/webmention",
        "/inbox/nothing",
    ],
)
def test_the_pages_of_the_inbox_pass_axe(page: Page, inbox_site: InboxSite, axe: str, path: str) -> None:
    page.goto(inbox_site.url + path)
    assert _violations(page, axe) == []


@pytest.mark.parametrize("path", ["/inbox/comments", "/inbox/pledges"])
def test_forms_with_mistakes_pass_axe(page: Page, inbox_site: InboxSite, axe: str, path: str) -> None:
    page.goto(f"{inbox_site.url}{path}?target={TARGET}")
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert _violations(page, axe) == []


def test_the_private_page_and_its_question_pass_axe(page: Page, inbox_site: InboxSite, axe: str) -> None:
    send_reply(page, inbox_site, "Looked at twice.")
    assert _violations(page, axe) == []
    page.get_by_role("link", name="Take it back").click()
    assert _violations(page, axe) == []


def _violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds; run through the debugger, as the page's policy forbids scripts."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
