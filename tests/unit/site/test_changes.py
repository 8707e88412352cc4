"""What an edit makes otherwise: the less there is of it, the less is made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pledges.site.changes import changes_since
from pledges.site.run import build_edition
from records import ESSAY, PLEDGE, ROOT, SmallSite

SEEN = f"text/{ESSAY['id']}"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    site = SmallSite(tmp_path, {"THEME": str(tmp_path / "theme")}).everything()
    site.build()
    return site


def changed(site: SmallSite) -> frozenset[str] | None:
    """Build; return what was otherwise than before, None where it was not told apart."""
    edition = build_edition(site.pelican_settings())
    assert edition.before
    assert edition.shown
    publication, builder = edition.shown
    whole = edition.checked.whole
    changes = changes_since(edition.before, edition.inputs, whole, publication, builder.printer)
    return changes.facets if changes else None


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_an_edited_text_concerns_only_who_reads_it(site: SmallSite) -> None:
    edit(site.content / "essays/on-promises.md", "is kept", "is held")

    assert changed(site) == {SEEN, "text/*"}


def test_a_text_that_grows_by_a_line_does_not_change_the_reports_under_it(site: SmallSite) -> None:
    site.pledge(body="I mean it.\n\n## 2026-03-31 · on track\nSo far.")
    site.build()
    edit(site.content / "pledges/a-person-answers.md", "I mean it.", "I do\nmean it.")

    assert changed(site) == {f"text/{PLEDGE['id']}", "text/*"}


def test_a_text_and_an_answer_at_once_are_both_told(site: SmallSite) -> None:
    edit(site.content / "essays/on-promises.md", "is kept", "is held")
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})

    facets = changed(site)

    assert facets
    assert {SEEN, f"answers/{PLEDGE['id']}", f"count/{PLEDGE['id']}"} <= facets
    assert f"answers/{ESSAY['id']}" not in facets


def test_an_edited_title_concerns_whoever_looks_at_the_document(site: SmallSite) -> None:
    edit(site.content / "essays/on-promises.md", "On promises", "On a promise")

    assert changed(site) == {SEEN, "text/*", f"essay/{ESSAY['id']}", "essay/*"}


def test_a_report_concerns_whoever_looks_at_the_promise_or_what_was_said_of_it(site: SmallSite) -> None:
    report = "I mean it.\n\n## 2026-03-31 · on track\nSo far."
    edit(site.content / "pledges/a-person-answers.md", "I mean it.", report)

    facets = changed(site)

    assert facets
    assert {f"{side}/{PLEDGE['id']}" for side in ("pledge", "text", "status", "words", "answers")} <= facets
    assert {"pledge/*", "said/*"} <= facets
    assert not {"essay/*", "leader/*", "page/*"} & facets


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("essays/on-promises.md", "2026-01-10", "2026-01-11"),
        ("essays/on-promises.md", '["trust"]', '["care"]'),
        ("pages/about.md", '"About"', '"About us"'),
    ],
)
def test_what_hangs_on_addresses_orders_and_menus_may_concern_everything(
    site: SmallSite, path: str, old: str, new: str
) -> None:
    edit(site.content / path, old, new)

    assert changed(site) is None


@pytest.mark.parametrize("path", ["essays/new.md", "essays/on-promises.md"])
def test_a_new_and_a_removed_document_may_concern_everything(site: SmallSite, path: str) -> None:
    if (site.content / path).exists():
        shutil.rmtree(site.content / "responses/essays")
        (site.content / path).unlink()
    else:
        site.essay("new", id="new-1a2b")

    assert changed(site) is None


def test_a_draft_that_is_written_on_concerns_nobody(site: SmallSite) -> None:
    site.essay("draft", id="draft-1a2b", draft=True)
    site.build()
    site.essay("draft", id="draft-1a2b", draft=True, body="More words.")

    assert changed(site) == frozenset()


def test_an_edited_template_concerns_the_pages_that_use_it(site: SmallSite) -> None:
    edit(site.root / "theme/templates/leader.html", "{% extends", "{# A word. #}{% extends")

    facets = changed(site)

    assert facets
    assert facets - {"template/patterns.html"} == {"theme/*", "template/leader.html"}  # it shows all parts


def test_an_edited_macro_concerns_the_pages_of_all_templates_that_take_it_in(site: SmallSite) -> None:
    macro = site.root / "theme/templates/base.html"
    macro.write_text(macro.read_text() + "{# A word. #}")

    facets = changed(site)

    assert facets
    assert {"template/essay.html", "template/pledge.html", "template/front.html"} <= facets


def test_an_edited_style_concerns_no_page(site: SmallSite) -> None:
    style = site.root / "theme/static/css/print.css"
    style.write_text(style.read_text() + "/* a word */")

    assert changed(site) == {"theme/*"}


def test_settings_may_concern_everything(site: SmallSite) -> None:
    site.settings["SITENAME"] = "Another"

    assert changed(site) is None
