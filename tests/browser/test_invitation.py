"""A customer's whole way in Chromium, with scripts off: the link, the verdict, the repair accepted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inbox_site import InboxSite
from pledges.inbox import service
from pledges.inbox.links import Links
from pledges.inbox.service import invitations

pytestmark = pytest.mark.browser

SLUG = "no-news-by-slide"
WORDS = "On two Mondays I heard it from a slide."
REPAIR = """

## 2026-11-20 · apology
I was in a hurry, twice.

## 2026-11-21 · repair
I read both out again, to those who were there.

## 2026-11-22 · repaired
Done this morning, all eleven were there.
"""


@pytest.fixture
def site(make_site: Callable[..., InboxSite]) -> InboxSite:
    return make_site(build=True)


def invite(site: InboxSite, *, again: bool = False) -> str:
    target = site.inbox.targets.find(f"/pledges/{SLUG}/")
    _, token = invitations.invite(
        site.inbox, target, "A member of the team", belongs_to="", actor="test", again=again
    )
    return Links(site.inbox.settings).invitation(token)


def publish_all(site: InboxSite) -> None:
    for waiting in service.queue(site.inbox):
        service.approve(site.inbox, waiting.id, actor="test")
    site.build()


def pledge_file(site: InboxSite) -> Path:
    return site.content / f"pledges/{SLUG}.md"


def tags_of(page: Page, place: str) -> list[str]:
    return [text.strip() for text in page.locator(f"{place} .tag").all_inner_texts()]


def test_a_customer_disputes_and_later_accepts_the_repair(scriptless_page: Page, site: InboxSite) -> None:
    page = scriptless_page
    site.clock.forward(days=-3)
    link = invite(site)

    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Was it kept for you?")
    expect(page.locator(".asked__promise")).not_to_be_empty()
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_role("button", name="Send your word").click()
    expect(page).to_have_title("Error: Was it kept for you? · The Promise Record")
    expect(page.get_by_label("In your own words")).to_have_value(WORDS)
    page.get_by_label("No, it was not kept").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".sent")).to_contain_text("Not kept")
    page.get_by_role("button", name="Send your word").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your word")
    expect(page.locator("main")).to_contain_text("A person reads it before it appears")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have answered already")

    publish_all(site)
    page.goto(f"{site.url}/pledges/{SLUG}/")
    assert "Disputed" in tags_of(page, ".standing")
    expect(page.locator("#customers .testimony").first).to_contain_text(WORDS)
    page.goto(f"{site.url}/pledges/disputed/")
    expect(page.locator(".pledge-card", has_text="Disputed").locator(f"a[href*='{SLUG}']")).to_have_count(1)
    feed = (site.output / "feeds/pledges.atom.xml").read_text(encoding="utf-8")
    assert "A customer contradicts what was declared" in feed

    with pledge_file(site).open("a", encoding="utf-8") as file:
        file.write(REPAIR)
    site.clock.forward(days=3)
    page.goto(invite(site, again=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Has it been made right for you?")
    expect(page.locator("main")).to_contain_text("I was in a hurry, twice.")
    expect(page.locator("main")).to_contain_text("you said: not kept")
    page.get_by_label("Yes, I accept the repair").check()
    page.get_by_label("In your own words").fill("Heard it from her own mouth. Accepted.")
    page.get_by_role("button", name="Send your word").click()
    publish_all(site)

    page.goto(f"{site.url}/pledges/{SLUG}/")
    assert "Made right" in tags_of(page, ".standing")
    told = tags_of(page, ".steps")
    assert told[-4:] == ["Apology", "Repair promised", "Repaired, says the promisor", "Made right"]
    page.goto(f"{site.url}/pledges/made-right/")
    card = page.locator(".pledge-card", has=page.locator(f"a[href*='{SLUG}']"))
    expect(card.locator(".pledge-card__how")).to_contain_text("Heard it from her own mouth")
    feed = (site.output / "feeds/pledges.atom.xml").read_text(encoding="utf-8")
    assert "A customer accepts the repair" in feed


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_invitation_is_accessible_and_fits(
    page: Page, inbox_site: InboxSite, axe: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(invite(inbox_site, again=True))
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [violation["id"] for violation in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
