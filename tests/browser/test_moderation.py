"""A reader's reply on its way to the page, and the moderator's desk, in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
import requests
from playwright.sync_api import Page, expect

from inbox_site import InboxSite
from moderating import TOKEN, send_comment, sign_in
from pledges.inbox.service.reading import search_text
from pledges.site.style import join_style
from serving import ROOT, Program, running, wait_until, write_project

TARGET = "/pledges/no-one-is-left-on-the-quay/"
REPLY = "I was on that boat, and so was my bicycle."

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path, free_port: int) -> Iterator[Program]:
    """``pledges serve`` on a copy of the sample record."""
    write_project(tmp_path, free_port)
    arguments = ("serve", "--port", str(free_port))
    with running(tmp_path, free_port, *arguments, PLEDGES_MODERATOR_TOKEN=TOKEN) as program:
        program.wait_for("Moderate at")
        yield program
        assert program.end() == 0


def test_a_reply_is_sent_approved_and_read_in_its_place_and_in_the_feeds_without_scripts(
    served: Program, scriptless_page: Page
) -> None:
    page = scriptless_page
    page.goto(served.url + TARGET)
    page.locator(".response__reply").first.click()
    page.get_by_label("Name").fill("Ines")
    page.get_by_label("Your comment").fill(REPLY)
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("main")).to_contain_text("A person reads it before it appears")

    _sign_in(page, served.url)
    case = page.locator("article", has_text=REPLY)
    expect(case.locator(".case__parent")).to_contain_text("In reply to")
    case.get_by_role("button", name="Approve").click()
    expect(page.locator(".notice")).to_contain_text("Approved: comment by Ines.")

    waiting = _id_of(page, served, "Ines")
    permalink = f"{served.url}{TARGET}#r-{waiting}"
    wait_until(lambda: REPLY in requests.get(permalink, timeout=20).text, served.text)
    page.goto(permalink)
    shown = page.locator(f"#r-{waiting}")
    expect(shown).to_be_in_viewport()
    expect(shown).to_contain_text(REPLY)
    expect(page.locator(".response", has=shown)).not_to_have_count(0)  # it stands below what it answers
    for form in ("atom.xml", "rss.xml"):
        feed = feedparser.parse(requests.get(f"{served.url}{TARGET}feed.{form}", timeout=20).content)
        assert [entry.link for entry in feed.entries if REPLY in str(entry)] == [permalink]
    items = requests.get(f"{served.url}{TARGET}feed.json", timeout=20).json()["items"]
    assert [item["url"] for item in items if REPLY in item["content_html"]] == [permalink]


def _sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/inbox/moderate")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()


def _id_of(page: Page, served: Program, name: str) -> str:
    page.goto(f"{served.url}/inbox/moderate/search?text={name}")
    address = page.locator(".case__author a").first.get_attribute("href") or ""
    return address.rpartition("/")[2]


# --- the desk -------------------------------------------------------------------------------------


@pytest.fixture
def desk(make_site: Callable[..., InboxSite]) -> InboxSite:
    """An inbox in which one comment waits with hints, one was refused, one is public, and a rule holds."""
    site = make_site()
    style = join_style(ROOT / "theme/static/css/main.css")
    (site.output / "style.css").write_text(style, encoding="utf-8")
    for number in range(3):
        send_comment(site, f"Comment {number}, see http://a.example http://b.example http://c.example")
    public = send_comment(site, "Public.", name="Bob", email="bob@example.org")
    moderator = sign_in(site)
    moderator.post(f"/{public}", verb="approve")
    moderator.post("/rules", do="add", kind="block word", value="pills")
    return site


def test_several_are_ticked_and_decided_by_keyboard_alone(desk: InboxSite, scriptless_page: Page) -> None:
    page = scriptless_page
    _sign_in(page, desk.url)
    ticks = page.locator(".case__tick input[type=checkbox]")
    for number in (0, 1):
        ticks.nth(number).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")  # nothing may happen but this page again
    expect(page.locator(".notice")).to_contain_text("Nothing was done")

    for number in (0, 1):
        ticks.nth(number).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Spam", exact=True).last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Called spam: 2.")
    expect(page.locator(".case")).to_have_count(1)

    page.locator(".notice").get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Undone: 2.")
    expect(page.locator(".case")).to_have_count(3)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_the_desk_is_wider_than_its_window(
    desk: InboxSite, scriptless_page: Page, width: int
) -> None:
    page = scriptless_page
    page.set_viewport_size({"width": width, "height": 800})
    _sign_in(page, desk.url)
    for path in _paths(desk):
        page.goto(f"{desk.url}/inbox/moderate{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_the_desk(desk: InboxSite, page: Page, axe: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{desk.url}/inbox/moderate/sign-in")
    found = {"sign-in": _violations(page, axe)}
    _sign_in(page, desk.url)
    for path in _paths(desk):
        page.goto(f"{desk.url}/inbox/moderate{path}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found[path] = _violations(page, axe)

    assert {path: ids for path, ids in found.items() if ids} == {}


@pytest.mark.java
def test_every_page_of_the_desk_is_valid_html(
    desk: InboxSite, vnu: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    moderator = sign_in(desk)
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, path in enumerate((*_paths(desk), "/sign-in")):
        text = moderator.session.get(f"{moderator.base}{path}", timeout=20).text
        (pages / f"{number}.html").write_text(text, encoding="utf-8")

    assert vnu(pages) == []


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def _paths(site: InboxSite) -> list[str]:
    """Return the pages of the desk, one submission's of each state among them."""
    ids = [one.id for one in search_text(site.inbox, "")]
    return [
        "",
        "?act=1",
        "/log",
        "/search?text=comment",
        "/rules",
        "/reply?target=/pledges/a-person-answers/",
    ] + [f"/{one}" for one in ids[:2]]
