"""Answers at once: what stands beside a conversation is printed alone, and all else follows."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_making import seal
from pledges.errors import ContentError
from pledges.site.builder import Report
from pledges.site.resident import NeedsWholeBuild, Resident
from records import ESSAY, PLEDGE, ROOT, SmallSite

CONVERSATION = f"responses/pledges/{PLEDGE['id']}.jsonl"


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path).everything()


def resident_of(site: SmallSite) -> Resident:
    resident = Resident(site.pelican_settings())
    resident.build()
    return resident


def changed(site: SmallSite, path: str = CONVERSATION) -> list[str]:
    return [str(site.content / path)]


def clean(site: SmallSite, folder: Path) -> dict[str, bytes]:
    """Return what a build from nothing makes of the record."""
    other = SmallSite(folder)
    site.build(OUTPUT_PATH=str(other.output))
    return other.files()


def test_a_response_is_on_its_page_and_in_its_feeds_before_anything_else_is_printed(site: SmallSite) -> None:
    resident = resident_of(site)
    before = site.files()

    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    report = resident.show(changed(site))

    after = site.files()
    printed = {path for path in after if after[path] != before[path]}
    assert report == Report(printed=len(printed), unchanged=report.unchanged)
    assert {path.rpartition("/")[0] for path in printed} == {"pledges/a-person-answers"}
    assert b"r-new1" in after["pledges/a-person-answers/index.html"]
    assert b"r-new1" in after["pledges/a-person-answers/feed.atom.xml"]
    assert resident.is_behind


def test_the_whole_build_that_follows_leaves_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path
) -> None:
    resident = resident_of(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    resident.show(changed(site))

    resident.build()

    assert site.files() == clean(site, tmp_path / "clean")
    assert not resident.is_behind


def test_a_build_after_the_resident_ended_prints_the_rest(site: SmallSite, tmp_path: Path) -> None:
    resident = resident_of(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    resident.show(changed(site))

    site.build()

    assert site.files() == clean(site, tmp_path / "clean")
    assert site.build().printed == 0


def edit(site: SmallSite, path: str, old: str, new: str) -> list[str]:
    file = site.content / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    return [str(file)]


UPDATE = "I mean it.\n\n## 2026-03-31 · on track\n94 % in [March](/essays/on-promises/).\n"
EDITS = [
    (
        "essays/on-promises.md",
        "A promise is kept.",
        "## So\n\n*[Here](/pledges/a-person-answers/)*.[^1]\n\n[^1]: A.",
    ),
    ("essays/on-promises.md", '"On promises"', '"On <promises> & more"\nsummary: What they are.\nlang: de'),
    ("pledges/a-person-answers.md", "I mean it.", UPDATE),
    ("pledges/a-person-answers.md", "2026-12-31", "2026-07-02"),
    ("leaders/maya-okafor.md", "Maya Okafor", "Maya N. Okafor"),
    ("leaders/maya-okafor.md", "She answers.", "She does."),
    ("pages/about.md", "About this site.", "About it, see {filename}: [she](/leaders/maya-okafor/)."),
]


@pytest.mark.parametrize(("path", "old", "new"), EDITS)
def test_an_edited_document_is_on_its_page_before_anything_else_is_printed(
    site: SmallSite, tmp_path: Path, path: str, old: str, new: str
) -> None:
    resident = resident_of(site)
    before = site.files()

    resident.show(edit(site, path, old, new))

    after, expected = site.files(), clean(site, tmp_path / "clean")
    own = path.removesuffix(".md").removeprefix("pages/")
    assert after[f"{own}/index.html"] != before[f"{own}/index.html"]
    assert {name: after[name] for name in after if name.startswith(own)} == {
        name: expected[name] for name in expected if name.startswith(own)
    }
    assert {name for name in after if after[name] != before[name]} <= {
        *(name for name in expected if name.startswith(own)),
        "feeds/author/maya-okafor.atom.xml",
    }
    assert resident.is_behind

    resident.build()
    assert site.files() == expected


def test_answers_and_edits_follow_one_another(site: SmallSite, tmp_path: Path) -> None:
    resident = resident_of(site)
    for number in range(2):
        resident.show(edit(site, "pledges/a-person-answers.md", "I mean it.", "I mean it. Really."))
        site.respond(f"pledges/{PLEDGE['id']}", {"id": f"r-new{number}"})
        resident.show(changed(site))
        if number == 0:
            resident.build()

    page = site.files()["pledges/a-person-answers/index.html"]
    assert b"I mean it. Really. Really." in page
    assert b"r-new1" in page
    resident.build()
    assert site.files() == clean(site, tmp_path / "clean")


DOUBTS = [
    ("essays/on-promises.md", "A promise is kept.", "See [this](/essays/nothing/)."),
    ("essays/on-promises.md", "A promise is kept.", "![](/images/none.png)"),
    ("essays/on-promises.md", '"On promises"', '"On promises"\nvideos: [{title: A, url: /nothing/}]'),
    ("essays/on-promises.md", "2026-01-10", "2026-01-11"),
    ("essays/on-promises.md", "2026-01-10", "2026-31-10"),
    ("essays/on-promises.md", '["trust"]', '["care"]'),
    ("essays/on-promises.md", ESSAY["id"], "another-1a2b"),
    ("pledges/a-person-answers.md", "I mean it.", "I mean it.\n\n## 2026-03-31 · repaired\nDone.\n"),
    ("pledges/a-person-answers.md", "---\nI mean it", "draft: true\n---\nI mean it"),
    ("leaders/maya-okafor.md", '"Maya Okafor"', '"Maya Okafor"\naliases: [maya]'),
    ("pages/about.md", '"About"', '"About us"'),
]


@pytest.mark.parametrize(("path", "old", "new"), DOUBTS)
def test_an_edit_that_concerns_others_or_may_be_wrong_asks_for_a_whole_build(
    site: SmallSite, path: str, old: str, new: str
) -> None:
    resident = resident_of(site)
    before = site.files()

    with pytest.raises(NeedsWholeBuild):
        resident.show([*changed(site), *edit(site, path, old, new)])
    assert site.files() == before


def test_sealed_words_that_were_changed_ask_for_a_whole_build(site: SmallSite) -> None:
    seal(site)
    resident = resident_of(site)

    with pytest.raises(NeedsWholeBuild):
        resident.show(edit(site, "pledges/a-person-answers.md", "I mean it.", "I meant it."))
    resident.show(edit(site, "pledges/a-person-answers.md", "I meant it.", UPDATE))
    assert b"94 % in" in site.files()["pledges/a-person-answers/index.html"]


@pytest.mark.parametrize("path", ["essays/new.md", "essays/stray.txt", "images/a.svg"])
def test_a_new_file_asks_for_a_whole_build(site: SmallSite, path: str) -> None:
    resident = resident_of(site)
    file = site.content / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("A text.")

    with pytest.raises(NeedsWholeBuild):
        resident.show([str(file)])


def test_a_removed_document_and_the_theme_ask_for_a_whole_build(site: SmallSite) -> None:
    resident = resident_of(site)
    (site.content / "pages/about.md").unlink()

    for path in (str(site.content / "pages/about.md"), str(ROOT / "theme/templates/base.html")):
        with pytest.raises(NeedsWholeBuild):
            resident.show([path])


def test_what_editors_leave_for_a_moment_is_nothing(site: SmallSite) -> None:
    resident = resident_of(site)
    (site.content / "essays/.on-promises.md.swp").write_text("x")
    moments = ("essays/4913", "essays/.on-promises.md.swp", "essays/on-promises.md~", "essays/on-promises.md")

    assert resident.show([str(site.content / name) for name in moments]) == Report()
    assert not resident.is_behind


def test_an_edit_waits_for_the_whole_build_where_pelican_is_told_to_change_texts(site: SmallSite) -> None:
    site.settings["INTRASITE_LINK_REGEX"] = "[{](?P<what>.*?)[}]"
    resident = resident_of(site)

    with pytest.raises(NeedsWholeBuild):
        resident.show(edit(site, "essays/on-promises.md", "kept", "held"))
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    assert resident.show(changed(site)).printed


def test_an_edit_stays_on_its_page_when_the_whole_build_finds_another_one_wrong(
    site: SmallSite, tmp_path: Path
) -> None:
    resident = resident_of(site)
    resident.show(edit(site, "essays/on-promises.md", "kept", "held"))
    edit(site, "pages/about.md", "About this site.", "[This](/nothing/).")

    with pytest.raises(ContentError):
        resident.build()
    assert b"A promise is held." in site.files()["essays/on-promises/index.html"]
    with pytest.raises(NeedsWholeBuild):
        resident.show(edit(site, "essays/on-promises.md", "held", "meant"))

    edit(site, "pages/about.md", "[This](/nothing/).", "This.")
    resident.build()
    assert site.files() == clean(site, tmp_path / "clean")


@pytest.mark.parametrize(
    "line",
    [
        {
            "id": "r-bad",
            "kind": "comment",
            "date": "2026-02-01T00:00:00Z",
            "text": "x",
            "in_reply_to": "r-no",
        },
        {"id": "r-two2", "kind": "comment", "date": "2026-02-01T00:00:00Z", "text": "the same id again"},
        {"id": "r-bad", "kind": "commment", "date": "2026-02-01T00:00:00Z", "text": "x"},
    ],
)
def test_a_conversation_with_problems_is_not_printed(site: SmallSite, line: dict[str, Any]) -> None:
    resident = resident_of(site)
    before = site.files()
    with (site.content / CONVERSATION).open("a") as file:
        file.write(json.dumps(line) + "\n")

    with pytest.raises(NeedsWholeBuild):
        resident.show(changed(site))
    assert site.files() == before


def test_what_is_dated_later_is_not_shown(site: SmallSite) -> None:
    resident = resident_of(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-later", "date": "2050-01-01T00:00:00Z"})

    assert resident.show(changed(site)).printed == 0


def test_only_answers_that_changed_are_read_again_by_a_build(site: SmallSite, tmp_path: Path) -> None:
    site.build()
    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new1"})

    report = site.build()

    assert 0 < report.printed < report.unchanged
    assert site.files() == clean(site, tmp_path / "clean")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_after_any_answers_and_builds_the_site_is_what_a_clean_build_makes(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    settings = {"CONVERSATION_PAGE_SIZE": 2, "FEED_SIZE": 3}
    site = SmallSite(tmp_path_factory.mktemp("site"), settings).everything()
    resident = resident_of(site)
    for number in range(chance.randrange(1, 6)):
        target, identity = chance.choice((("essays", ESSAY["id"]), ("pledges", PLEDGE["id"])))
        file = site.content / "responses" / target / f"{identity}.jsonl"
        if chance.random() < 0.7 or not file.exists():
            site.respond(f"{target}/{identity}", _answer(chance, target, number, file))
        else:
            file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
        if chance.random() < 0.6:
            resident.show(changed(site, f"responses/{target}/{identity}.jsonl"))
        elif chance.random() < 0.5:
            site.build()
            resident.build()
        else:
            resident.build()

    site.build()

    assert site.files() == clean(site, tmp_path_factory.mktemp("clean"))
    assert site.build().printed == 0


def _answer(chance: random.Random, target: str, number: int, file: Path) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": f"r-new{number}", "date": f"2026-02-0{chance.randrange(1, 9)}T10:00:00Z"}
    if target == "pledges" and chance.random() < 0.4:
        invited = {"standing": "invited", "customer": f"c-{chance.randrange(3)}"}
        return answer | {"type": "verdict", "verdict": chance.choice(("kept", "not kept"))} | invited
    ids = [json.loads(line)["id"] for line in file.read_text().splitlines()] if file.exists() else []
    return answer | ({"in_reply_to": chance.choice(ids)} if ids and chance.random() < 0.5 else {})


def test_an_answer_to_a_long_conversation_leaves_its_full_pages_as_they_are(tmp_path: Path) -> None:
    """Fifty thousand answers stand on a thousand pages: one more is not to print them all."""
    site = SmallSite(tmp_path, {"CONVERSATION_PAGE_SIZE": 1}).everything()
    for number in range(6):
        site.respond(f"pledges/{PLEDGE['id']}", {"id": f"r-more{number}"})
    resident = resident_of(site)
    before = site.files()

    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    resident.show(changed(site))

    after = site.files()
    pages = {path for path in after if path.startswith("pledges/a-person-answers/") and "html" in path}
    assert len(pages) == 8
    assert {path for path in pages if before.get(path) != after[path]} == {
        "pledges/a-person-answers/index.html",
        *(f"pledges/a-person-answers/conversation/{number}/index.html" for number in (6, 7, 8)),
    }
