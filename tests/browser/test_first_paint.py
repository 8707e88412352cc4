"""A page is painted after its own text and one style sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from page_kinds import READ

pytestmark = pytest.mark.browser

# What the browser must have before it paints: the page and whatever blocks rendering.
BLOCKING = """() => performance.getEntriesByType("resource")
    .filter(entry => entry.renderBlockingStatus === "blocking").map(entry => entry.name)"""


@pytest.mark.parametrize("kind", ["front", "essay", "pledge", "search"])
def test_at_most_three_requests_stand_before_the_first_paint(page: Page, served_site: str, kind: str) -> None:
    page.goto(served_site + READ[kind], wait_until="load")

    assert page.evaluate(BLOCKING) == [f"{served_site}/style.css"]
