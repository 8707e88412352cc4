"""No page asks another host for anything, and none runs a script but the search page its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from page_kinds import KINDS
from pledges.settings import read_settings
from pledges.views.policy import page_policy, search_policy
from publishing import SETTINGS

pytestmark = pytest.mark.browser

COUNT_RUNNABLE = """() => [...document.scripts].filter(s => s.type !== "application/ld+json").length"""
COUNT_HANDLERS = """() => [...document.querySelectorAll("*")].flatMap(
    e => [...e.attributes].filter(a => /^(on|style$)/.test(a.name))).length"""


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_a_page_asks_only_its_own_site_and_runs_no_script(page: Page, served_site: str, path: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(served_site + path, wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what is below the fold loads late
    page.wait_for_load_state("networkidle")

    assert asked
    assert [url for url in asked if not url.startswith(served_site + "/")] == []
    assert [text for text in said if "favicon" not in text] == []
    assert page.evaluate(COUNT_HANDLERS) == 0
    assert page.evaluate(COUNT_RUNNABLE) == (1 if path == "/search/" else 0)


def test_the_browser_holds_a_page_to_its_policy(page: Page, served_site: str) -> None:
    """Whatever slips into a page is neither run nor fetched."""
    refused: dict[str, str | None] = {}
    page.on("requestfailed", lambda request: refused.update({request.url: request.failure}))
    page.goto(served_site + "/", wait_until="networkidle")

    page.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", `
            <img src="https://tracker.example/pixel.gif"><img src="/none.png" onerror="window.ran = true">`);
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
    }""")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("window.ran") is None
    assert refused["https://tracker.example/pixel.gif"] == "csp"


def test_forms_may_go_to_the_site_and_to_an_inbox_elsewhere() -> None:
    elsewhere = read_settings({**SETTINGS, "INBOX_URL": "https://inbox.example/in"})
    here = read_settings({**SETTINGS, "INBOX_URL": "/inbox"})

    assert "form-action 'self' https://inbox.example;" in page_policy(elsewhere)
    assert "form-action 'self';" in page_policy(here)


def test_only_the_search_page_may_run_a_script() -> None:
    settings = read_settings(SETTINGS)

    assert "script-src 'none';" in page_policy(settings)
    assert "script-src 'self' 'wasm-unsafe-eval';" in search_policy(settings)
