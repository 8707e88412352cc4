"""Lists that are too long for one page, of which the sample site has few."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from fixtures.browser import faults
from fixtures.served_site import serving
from pledges.views.leader_lists import MAX_ON_PAGE
from pledges.views.term_lists import MAX_TERMS
from records import SmallSite

LISTS = {
    "leaders": "/leaders/page/2/",
    "leader": "/leaders/maya-okafor/",
    "promises": "/leaders/maya-okafor/promises/page/2/",
    "tags": "/tag/page/2/",
    "tag": "/tag/trust/",
    "tagged": "/tag/trust/pledges/page/2/",
    "feeds": "/feeds/page/2/",
    "state": "/pledges/open/page/3/",
}


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site with a leader of many promises, another without any, and a word more than a list holds."""
    site = SmallSite(tmp_path_factory.mktemp("long"), {"DEFAULT_PAGINATION": 5})
    site.leader(role="Managing director", organisation="Northwind Care")
    for number in range(5):
        site.leader(f"leader-{number}", id=f"leader-{number}", name=f"Tomás Iriarte {number}")
    for number in range(MAX_ON_PAGE + 1):
        site.pledge(f"p{number}", id=f"p{number}", title=f"The lift of house {number} runs", tags=["trust"])
    site.essay(tags=[f"word {number}" for number in range(MAX_TERMS)])
    site.build()
    return site


@pytest.fixture(scope="module")
def served(long_site: SmallSite) -> Iterator[str]:
    with serving(long_site.output) as address:
        yield address


@pytest.mark.java
def test_pages_of_long_lists_are_valid_html(
    long_site: SmallSite, vnu: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    for name, path in LISTS.items():
        shutil.copy(long_site.output / path.strip("/") / "index.html", tmp_path / f"{name}.html")

    assert vnu(tmp_path) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS)
def test_a_page_of_a_long_list_has_no_fault_on_a_telephone(
    page: Page, served: str, axe: str, path: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(served + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults(page, axe) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_what_comes_before_and_after_a_page_stands_on_one_line(page: Page, served: str, width: int) -> None:
    """The numbers of the pages pushed "Next" below them on a telephone."""
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(served + "/pledges/open/page/6/")

    previous, following = (page.locator(f"a[rel={name}]").bounding_box() for name in ("prev", "next"))
    assert previous
    assert following
    assert previous["y"] == following["y"]
    assert following["x"] + following["width"] > width * 0.8


@pytest.mark.browser
def test_a_leader_without_a_photograph_has_the_width_of_the_page(page: Page, served: str) -> None:
    """The name stood in the narrow column that is meant for the photograph."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(served + LISTS["leader"])

    words = page.locator(".leader__words").bounding_box()
    assert words
    assert words["width"] > 640
