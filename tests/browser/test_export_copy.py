"""The copy in an export, opened as people open it: unpacked into a folder, without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from pledges.cli.export import command as export
from serving import write_project

pytestmark = pytest.mark.browser

EVERY_PICTURE = """async () => {
    const seen = [];
    for (const picture of document.images) {
        picture.scrollIntoView();
        seen.push(await picture.decode().then(() => picture.naturalWidth, () => 0));
    }
    return seen;
}"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder ``site`` of an unpacked export of the sample record."""
    folder = tmp_path_factory.mktemp("export")
    settings = write_project(folder / "project", 8000)
    done = CliRunner().invoke(export, [str(folder / "r.zip"), "--as-of", "2026-11-22", "-s", str(settings)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(folder / "r.zip") as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked/site"


def failures(page: Page) -> list[str]:
    """Return what the page could not load or was not allowed to; filled as it happens.

    What the browser was still loading when it left a page does not count.
    """
    found: list[str] = []
    page.on("requestfailed", lambda one: found.append(f"{one.url}: {one.failure}"))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def test_the_copy_is_read_from_a_folder_with_its_style_pictures_and_fonts(copy: Path, page: Page) -> None:
    failed = failures(page)
    page.goto(f"file://{copy}/essays/how-to-be-let-down/index.html")
    seen = page.evaluate(EVERY_PICTURE)
    assert seen
    assert all(seen)
    fonts = "async () => { await document.fonts.ready; return [...document.fonts].map(font => font.status) }"
    assert "loaded" in page.evaluate(fonts)
    assert failed == []


def test_links_lead_from_page_to_page_of_the_copy(copy: Path, page: Page) -> None:
    failed = failures(page)
    page.goto(f"file://{copy}/index.html")
    page.get_by_role("link", name="Promises", exact=True).first.click()
    assert page.url == f"file://{copy}/pledges/index.html"
    page.locator("main h2 a, main h3 a").first.click()
    assert page.url.startswith(f"file://{copy}/pledges/")
    assert page.locator("h1").is_visible()
    assert failed == []


def test_an_old_address_leads_on_and_a_feed_is_shown_in_its_style(copy: Path, page: Page) -> None:
    page.goto(f"file://{copy}/pledges/a-person-answers/index.html")
    old = [file for file in copy.rglob("index.html") if 'http-equiv="refresh"' in file.read_text()]
    assert old
    page.goto(f"file://{old[0]}")
    page.wait_for_url(lambda url: url != f"file://{old[0]}")
    assert page.url.startswith(f"file://{copy}/")
    assert page.locator("h1").is_visible()

    failed = failures(page)
    page.goto(f"file://{copy}/feeds/essays.atom.xml")
    assert page.evaluate("document.styleSheets.length") == 1
    assert failed == []
