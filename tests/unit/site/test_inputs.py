"""What has changed since the last build, told from stamps of files alone."""

from __future__ import annotations

from pathlib import Path

from pledges.site.inputs import UNKNOWN, Inputs, take_inputs
from records import ESSAY, SmallSite


def inputs_of(site: SmallSite) -> Inputs:
    theme = site.root / "theme"
    theme.mkdir(exist_ok=True)
    return take_inputs(site.content, [theme], ["the day"])


def test_an_edited_an_added_and_a_removed_document_are_told_from_all_others(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    before = inputs_of(site)
    site.write("essays/on-promises.md", ESSAY, "Other words.")
    site.write("essays/another.md", {**ESSAY, "id": "another-1a2b"}, "Words.")
    (site.content / "pages/about.md").unlink()

    after = inputs_of(site)

    changed = {"essays/on-promises.md", "essays/another.md", "pages/about.md"}
    assert after.documents_changed_since(before) == changed
    assert after.changed_since(before) is None
    assert after.answers_changed_since(before) == frozenset()
    assert after.documents_changed_since(UNKNOWN) is None


def test_an_answer_leaves_the_documents_as_they_are(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    before = inputs_of(site)
    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new1"})

    after = inputs_of(site)

    assert after.documents_changed_since(before) == frozenset()
    assert after.changed_since(before) == {ESSAY["id"]}


def test_the_theme_has_no_say_in_how_documents_are_read_but_pictures_and_strays_have(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    before = inputs_of(site)
    (site.root / "theme" / "page.html").write_text("<p>")
    themed = inputs_of(site)
    (site.content / "essays" / "stray.txt").write_text("a text")

    assert themed.documents_changed_since(before) == frozenset()
    assert themed.changed_since(before) is None
    assert inputs_of(site).documents_changed_since(themed) is None
