"""Pages in other languages: long words, and everything mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.test_accessibility import OPEN_ALL, faults
from fixtures.served_site import serving
from page_kinds import READ

pytestmark = pytest.mark.browser

KINDS = ("front", "pledge", "essay", "leader", "state", "search", "feeds")
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(scope="module")
def german(site_in: Callable[[str], Path]) -> Iterator[str]:
    """The address of the sample site in German."""
    with serving(site_in("de")) as address:
        yield address


@pytest.fixture(scope="module")
def mirrored(pseudo_site: Path) -> Iterator[str]:
    """The address of the sample site in a language from right to left."""
    with serving(pseudo_site) as address:
        yield address


@pytest.mark.parametrize("kind", KINDS)
def test_long_words_fit_a_narrow_screen_and_a_page_has_no_fault(
    page: Page, german: str, axe: str, kind: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(german + READ[kind])
    page.evaluate(OPEN_ALL)
    assert not page.evaluate(TOO_WIDE)
    assert faults(page, axe) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_mirrored_page_fits_a_narrow_screen_and_has_no_fault(
    page: Page, mirrored: str, axe: str, kind: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(mirrored + READ[kind])
    page.evaluate(OPEN_ALL)
    assert not page.evaluate(TOO_WIDE)
    assert faults(page, axe) == []


def test_a_page_from_right_to_left_is_the_same_page_mirrored(page: Page, mirrored: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(mirrored + READ["pledge"])
    facts, words = (page.locator(part).bounding_box() for part in (".record__facts", ".record__words"))
    assert facts is not None
    assert words is not None
    assert facts["x"] < words["x"]
    page.goto(mirrored + READ["front"])
    arrow = "() => getComputedStyle(document.querySelector('.addressed__arrow')).transform"
    assert page.evaluate(arrow).startswith("matrix(-1")


def test_the_marks_around_a_promise_are_those_of_its_language(page: Page, german: str) -> None:
    page.goto(german + READ["pledge"])
    style = "() => getComputedStyle(document.querySelector('.record__promise p'), '::before').content"
    assert page.evaluate(style).startswith("open-quote")


def test_search_speaks_the_language_of_the_site(page: Page, german: str) -> None:
    page.goto(german + "/search/?q=zzxxqq")
    page.get_by_text("Nichts gefunden zu „zzxxqq“.").wait_for()
    page.goto(german + "/search/?q=quay")
    page.get_by_text("Ergebnisse für „quay“").wait_for()
