"""No kind of page has a fault that axe-core finds, in light and in dark, narrow and wide."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from fixtures.browser import faults
from page_kinds import READ, SHOWN

pytestmark = pytest.mark.browser

OPEN_ALL = "() => document.querySelectorAll('details').forEach(part => { part.open = true })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", SHOWN.values(), ids=SHOWN.keys())
def test_a_page_has_no_fault(page: Page, served_site: str, axe: str, path: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(served_site + path)
    page.evaluate(OPEN_ALL)

    assert faults(page, axe) == []


def test_results_of_a_search_have_no_fault(page: Page, served_site: str, axe: str) -> None:
    page.goto(served_site + "/search/?q=quay")
    page.locator(".results__title").first.wait_for()

    assert faults(page, axe) == []


@pytest.mark.parametrize("kind", ["front", "essay", "pledge"])
def test_a_page_on_a_telephone_has_no_fault(page: Page, served_site: str, axe: str, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(served_site + READ[kind])

    assert faults(page, axe) == []
