"""Pages hold their shape on the smallest screen, enlarged, without colours and with the strangest content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from fixtures.served_site import serving
from page_kinds import READ, SHOWN
from records import PLEDGE, SmallSite

pytestmark = pytest.mark.browser

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
GREEK = "Κανείς δεν μένει στην προκυμαία όταν φεύγει το τελευταίο πλοίο"
ARABIC = "لا يبقى أحد على الرصيف عندما تغادر آخر سفينة في الليل"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def unusual(folder: SmallSite) -> SmallSite:
    """Write what designs forget: endless words, other scripts, nobody and everybody answering."""
    folder.leader(name=LONG, role=LONG, organisation=f"{ARABIC} {LONG}")
    for slug, text in (("long", LONG), ("greek", GREEK), ("arabic", ARABIC)):
        lang = {"greek": "el", "arabic": "ar"}.get(slug, "de")
        folder.pledge(
            slug,
            id=f"{slug}-1",
            title=text,
            promise=text,
            outcome=text,
            why=text,
            customers=[text],
            on_behalf_of=text,
            tags=[text],
            lang=lang,
            body=f"{text}\n\n    {text * 3}\n\n| {text} | {text} |\n|---|---|\n| {text} | {text} |",
        )
        folder.essay(
            f"on-{slug}", id=f"on-{slug}-1", title=text, summary=text, tags=[text], body=text, lang=lang
        )
    author = {"name": LONG, "url": f"https://example.org/{LONG}"}
    folder.respond(
        "pledges/long-1", {"id": "r-one1", "text": f"{LONG}{LONG} https://example.org/{LONG}{LONG}"}
    )
    deep = [{"id": f"r-{n:04}", "author": author, "text": GREEK} for n in range(5000)]
    for number, response in enumerate(deep[1:], 1):
        if number % 7:
            response["in_reply_to"] = f"r-{number - 1:04}"
    folder.respond(f"pledges/{PLEDGE['id']}", *deep)
    folder.pledge()
    return folder


@pytest.fixture(scope="module")
def unusual_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = unusual(SmallSite(tmp_path_factory.mktemp("unusual"), {"INBOX_URL": "/inbox"}))
    folder.build()
    with serving(folder.output) as address:
        yield address


UNUSUAL = (
    "/",
    "/pledges/",
    "/pledges/long/",
    "/pledges/greek/",
    "/pledges/arabic/",
    "/pledges/a-person-answers/",
    "/pledges/a-person-answers/conversation/2/",
    "/essays/",
    "/essays/on-long/",
    "/essays/on-arabic/",
    "/leaders/",
    "/leaders/maya-okafor/",
    "/customer/",
    "/tag/",
    "/archive/",
    "/feeds/",
)


@pytest.mark.parametrize("path", SHOWN.values(), ids=SHOWN.keys())
def test_no_page_scrolls_sideways_on_the_smallest_screen(page: Page, served_site: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(served_site + path)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")

    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", UNUSUAL)
def test_unusual_content_does_not_scroll_sideways(
    page: Page, unusual_site: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(unusual_site + path)

    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("kind", ["front", "essay", "pledge", "pledges", "leader", "feeds"])
def test_text_twice_as_large_does_not_scroll_sideways(page: Page, served_site: str, kind: str) -> None:
    """WCAG 1.4.4: a window of 1280 pixels at 200 % has room for 640, and text of twice the size."""
    page.set_viewport_size({"width": 640, "height": 480})
    page.goto(served_site + READ[kind])
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert page.evaluate(OVERFLOW) <= 0


def test_arabic_words_run_from_right_to_left_on_an_english_page(page: Page, unusual_site: str) -> None:
    page.goto(unusual_site + "/pledges/arabic/")

    promise = page.locator(".record__promise")
    assert promise.evaluate("e => getComputedStyle(e).direction") == "rtl"
    expect(promise).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("kind", ["pledge", "pledges", "state", "leader", "front"])
def test_without_colours_every_state_is_still_said_in_words(page: Page, served_site: str, kind: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(served_site + READ[kind])

    tags = page.locator(".tag:visible")
    assert tags.count() > 0
    assert all(text.strip() for text in tags.all_inner_texts())
    assert tags.first.evaluate("e => Number(getComputedStyle(e).fontWeight)") >= 600


def test_a_link_into_closed_replies_opens_them(page: Page, unusual_site: str) -> None:
    page.goto(unusual_site + "/pledges/a-person-answers/")
    anchor = page.locator("details.replies article.response").last.get_attribute("id")
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = false })")

    page.evaluate("anchor => { location.hash = anchor }", anchor)

    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_threads_open_and_close_by_keyboard(page: Page, served_site: str) -> None:
    page.goto(served_site + "/pledges/a-person-answers/")
    replies = page.locator("details.replies").first
    summary = replies.locator("summary").first
    was_open = replies.evaluate("e => e.open")
    summary.focus()

    page.keyboard.press("Enter")
    assert replies.evaluate("e => e.open") is not was_open
    page.keyboard.press("Space")
    assert replies.evaluate("e => e.open") is was_open


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(page: Page, served_site: str) -> None:
    page.goto(served_site + "/pledges/a-person-answers/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('main')")
