"""A page is painted after its own text and one style sheet, and then stays where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from page_kinds import READ

pytestmark = pytest.mark.browser

# What the browser must have before it paints: the page and whatever blocks rendering.
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter(entry => entry.renderBlockingStatus === "blocking").map(entry => entry.name)"""

# How far what was painted has moved since (Cumulative Layout Shift).
SHIFT = """() => new Promise(resolve => {
    const sum = list => list.getEntries().reduce((total, entry) => total + entry.value, 0);
    new PerformanceObserver(list => resolve(sum(list))).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(0), 500);
})"""
PAINTED = "() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"


@pytest.mark.parametrize("kind", ["front", "essay", "pledge", "search"])
def test_at_most_three_requests_stand_before_the_first_paint(page: Page, served_site: str, kind: str) -> None:
    page.goto(served_site + READ[kind], wait_until="load")

    assert page.evaluate(BLOCKING) == [f"{served_site}/style.css"]


@pytest.mark.parametrize("kind", ["front", "essay", "pledge"])
def test_an_upright_and_an_italic_file_set_a_page_with_european_names(
    page: Page, served_site: str, kind: str
) -> None:
    """A third file, and 45 kB, came for the two letters of a signature."""
    fetched: list[str] = []
    page.on("requestfinished", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(served_site + READ[kind], wait_until="load")
    page.evaluate("() => document.fonts.ready.then(() => {})")

    fonts = {name for name in fetched if name.endswith(".woff2")}
    assert fonts == {"pledges-serif-latin-upright.woff2", "pledges-serif-latin-italic.woff2"}


@pytest.mark.parametrize("kind", ["front", "essay", "pledge", "leader"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_serif_comes_late(page: Page, served_site: str, kind: str, width: int) -> None:
    """The serif replaced a narrower one, so lines broke anew and a pledge's page jumped."""
    held: list[Route] = []
    page.route("**/fonts/*", lambda route: held.append(route))  # noqa: PLW0108 (a builtin will not do)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served_site + READ[kind], wait_until="domcontentloaded")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")

    for route in held:
        route.continue_()
    page.evaluate("() => document.fonts.ready.then(() => {})")
    page.evaluate(PAINTED)

    assert held
    assert page.evaluate(SHIFT) < 0.03  # a tenth is what a reader would notice
