"""The search index belongs to the site: made when needed, kept when not, removed when unwanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from pledges.site import search_index
from pledges.site.search_order import in_order
from records import ESSAY, SmallSite, trace


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path, {"SEARCH": True}).everything()


def index_of(site: SmallSite) -> dict[str, tuple[str, int]]:
    return trace([site.output / "pagefind"])


def test_a_site_has_an_index_and_nothing_of_pagefinds_own_interfaces(site: SmallSite) -> None:
    report = site.build()

    names = {Path(name).name for name in index_of(site)}
    assert {"pagefind.js", "pagefind-entry.json", "pagefind-worker.js"} <= names
    assert not [name for name in names if "ui" in name or name.endswith(".css")]
    assert report.notes == ()


def test_after_edits_the_index_is_what_a_clean_build_makes_byte_for_byte(
    site: SmallSite, tmp_path: Path
) -> None:
    """Pagefind gives filters and their values in an order of its own each time."""
    for number, due in enumerate(("2026-02-01", "2026-12-31", "2027-01-01")):
        site.pledge(f"p-{number}", id=f"p-{number}-1", due=due)
    site.build()
    site.pledge("p-0", id="p-0-1", due="2026-02-01", promise="Other words.")
    (site.content / "pledges/p-1.md").unlink()
    site.build()

    clean = SmallSite(tmp_path / "clean", {"SEARCH": True, "PATH": str(site.content)})
    clean.build()

    assert clean.files() == site.files()


def test_a_second_build_writes_nothing(site: SmallSite) -> None:
    site.build()
    before = trace([site.root])

    assert site.build().printed == 0
    assert trace([site.root]) == before


def test_a_site_without_anything_to_find_is_built_without_an_index() -> None:
    assert search_index.search_index([], "en") == {}


def test_an_index_in_a_form_that_is_not_known_stays_as_it_came() -> None:
    strange = {
        "pagefind-entry.json": b'{"languages": {"en": {"hash": "en_1"}}}',
        "pagefind.en_1.pf_meta": b"?",
    }

    assert in_order(strange) == strange


def test_a_comment_leaves_the_index_as_it_is(site: SmallSite) -> None:
    site.build()
    before = index_of(site)

    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new1", "text": "A new word."})
    report = site.build()

    assert report.printed > 0
    assert index_of(site) == before


def test_new_words_make_the_index_anew_and_leave_nothing_of_the_old(site: SmallSite) -> None:
    site.build()
    before = set(index_of(site))

    site.essay("second", id="second-1", body="Entirely new words.")
    site.build()

    after = index_of(site)
    entry = (site.output / "pagefind/pagefind-entry.json").read_text(encoding="utf-8")
    assert set(after) != before
    assert len([name for name in after if name.endswith(".pf_meta")]) == 1
    assert '"page_count":5' in entry


def test_an_index_that_was_damaged_is_made_anew(site: SmallSite) -> None:
    site.build()
    (site.output / "pagefind/pagefind-entry.json").unlink()

    site.build()

    assert (site.output / "pagefind/pagefind-entry.json").exists()


def test_without_search_there_is_neither_page_nor_index_and_the_menu_leads_to_the_archive(
    site: SmallSite,
) -> None:
    site.build()
    site.build(SEARCH=False)

    menu = [link.attributes["href"] for link in site.html().css(".site-header__menu a")]
    assert not (site.output / "pagefind").exists()
    assert not (site.output / "search").exists()
    assert "/archive/" in menu
    assert "/search/" not in menu


def test_where_pagefind_does_not_run_the_site_is_built_and_the_old_index_stays(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    before = index_of(site)
    monkeypatch.setattr(search_index, "_program", lambda: "/nonexistent/pagefind")
    site.essay("second", id="second-1", body="Entirely new words.")

    report = site.build()

    assert (site.output / "essays/second/index.html").exists()
    assert index_of(site) == before
    assert len(report.notes) == 1
    assert "Pagefind did not run" in report.notes[0]

    monkeypatch.undo()
    assert site.build().notes == ()
    assert index_of(site) != before
