"""The programs that other tests stand on do what those tests believe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
from playwright.sync_api import Page
from sqlalchemy import text

pytest_plugins = ["pytester"]

SCRIPTED = "<!doctype html><title>before</title><script>document.title = 'after'</script>"


@pytest.mark.browser
def test_a_page_runs_scripts_and_a_scriptless_page_does_not(
    page: Page, scriptless_page: Page, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(SCRIPTED)

    for one in (page, scriptless_page):
        one.goto(f"file://{tmp_path}/page.html")

    assert (page.title(), scriptless_page.title()) == ("after", "before")


@pytest.mark.browser
def test_axe_finds_a_picture_without_a_text_alternative(page: Page, axe: str) -> None:
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>')
    page.evaluate(axe)

    found = page.evaluate("axe.run()")

    assert [violation["id"] for violation in found["violations"]] == ["image-alt"]


@pytest.mark.java
def test_the_html_checker_names_file_and_line_of_an_error(
    vnu: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "good.html").write_text('<!doctype html><html lang="en"><title>x</title><p>x')
    (tmp_path / "bad.html").write_text('<!doctype html><html lang="en"><title>x</title>\n<p><ul></ul></p>')

    (error,) = vnu(tmp_path)

    assert error.startswith("bad.html:2: ")


@pytest.mark.postgresql
def test_each_test_has_an_empty_database_of_its_own(postgresql: str, postgresql_server: Path) -> None:
    engine = sqlalchemy.create_engine(postgresql)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE one (id integer)"))
        tables = sqlalchemy.inspect(connection).get_table_names()
    engine.dispose()

    assert tables == ["one"]
    assert str(postgresql_server) in postgresql


@pytest.mark.parametrize(("forbidden", "passed"), [("", True), ("1", False)])
def test_a_skip_is_a_failure_only_where_skips_are_forbidden(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, forbidden: str, passed: bool
) -> None:
    pytester.makepyfile("import pytest\ndef test_it():\n    pytest.skip('Chromium is not installed')")
    monkeypatch.setenv("PLEDGES_NO_SKIPS", forbidden)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))

    result = pytester.runpytest_subprocess("-p", "fixtures.no_skips", "-rsf")

    assert (result.ret == 0) is passed
    result.stdout.fnmatch_lines(["*Chromium is not installed*"])
