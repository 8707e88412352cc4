"""Answers at once: what stands beside a conversation is printed alone, and all else follows."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledges.site.builder import Report
from pledges.site.resident import NeedsWholeBuild, Resident
from records import ESSAY, PLEDGE, SmallSite

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
    report = resident.answer(changed(site))

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
    resident.answer(changed(site))

    resident.build()

    assert site.files() == clean(site, tmp_path / "clean")
    assert not resident.is_behind


def test_a_build_after_the_resident_ended_prints_the_rest(site: SmallSite, tmp_path: Path) -> None:
    resident = resident_of(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    resident.answer(changed(site))

    site.build()

    assert site.files() == clean(site, tmp_path / "clean")
    assert site.build().printed == 0


@pytest.mark.parametrize("path", ["pledges/a-person-answers.md", "essays/on-promises.md", "pages/about.md"])
def test_whatever_is_no_conversation_asks_for_a_whole_build(site: SmallSite, path: str) -> None:
    with pytest.raises(NeedsWholeBuild):
        resident_of(site).answer([*changed(site), *changed(site, path)])


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
        resident.answer(changed(site))
    assert site.files() == before


def test_what_is_dated_later_is_not_shown(site: SmallSite) -> None:
    resident = resident_of(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-later", "date": "2050-01-01T00:00:00Z"})

    assert resident.answer(changed(site)).printed == 0


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
            resident.answer(changed(site, f"responses/{target}/{identity}.jsonl"))
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
    resident.answer(changed(site))

    after = site.files()
    pages = {path for path in after if path.startswith("pledges/a-person-answers/") and "html" in path}
    assert len(pages) == 8
    assert {path for path in pages if before.get(path) != after[path]} == {
        "pledges/a-person-answers/index.html",
        *(f"pledges/a-person-answers/conversation/{number}/index.html" for number in (6, 7, 8)),
    }
