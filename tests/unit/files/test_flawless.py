"""A record without problems is found quickly: shared between processes, and by what was known before."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from ledger_making import counted_salts, seal, write_record
from pledges.files.check import CheckedRecord, check_record, documents
from pledges.files.remembered import Remembered
from pledges.markup.author import Rendered
from pledges.site.workers import shared
from records import ESSAY, PLEDGE, SmallSite
from remembering import SETTINGS, TODAY, flawless, remembered, since


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = write_record(SmallSite(tmp_path)).everything()
    site.pledge(body="See [this](/essays/on-promises/).\n\n## 2026-02-01 · at risk\nIt [is](/about/).")
    site.page("later", "Until [then](/essays/to-come/).", id="later-1a2b")
    site.essay("to-come", "By [then](/pledges/a-person-answers/).", id="to-come-1a2b", date="2027-01-01")
    site.page("drafted", "A [draft](/essays/to-come/).", id="drafted-1a2b", draft=True)
    (site.content / "ledger").mkdir(exist_ok=True)
    seal(site, counted_salts())
    return site


def checked(site: SmallSite, before: Remembered | None = None) -> CheckedRecord:
    found = flawless(site.content, before) if before else flawless(site.content)
    assert found is not None
    return found


def texts_of(found: CheckedRecord) -> list[Rendered]:
    return [text for document in documents(found.visible) for text in found.texts.all_of(document)]


def same(found: CheckedRecord, expected: CheckedRecord) -> None:
    """Hold what is known of a record against what the whole check says of it."""
    for kind in ("essays", "pledges", "leaders", "pages", "ledgers", "moderation"):
        for record in ("whole", "visible"):
            assert getattr(getattr(found, record), kind) == getattr(getattr(expected, record), kind), kind
    assert dict(found.visible.responses) == dict(expected.visible.responses)
    assert texts_of(found) == texts_of(expected)


def test_it_is_what_the_whole_check_returns(site: SmallSite) -> None:
    same(checked(site), check_record(site.content, SETTINGS, TODAY))


def test_several_processes_find_what_one_finds(site: SmallSite) -> None:
    for number in range(7):
        site.essay(f"more-{number}", "See [it](/essays/on-promises/).", id=f"more-{number}")
        site.respond(f"essays/more-{number}", {"id": f"r-more{number}"})

    found = flawless(site.content, share=lambda work, pieces: shared(lambda share: work(share, 3), 3))

    assert found is not None
    same(found, checked(site))
    assert found.links == checked(site).links
    assert found.summaries == checked(site).summaries


def test_only_what_has_changed_is_read_and_rendered(site: SmallSite) -> None:
    before = remembered(checked(site))
    for file in site.content.rglob("*.md"):
        file.write_text("nobody reads this")
    site.essay(body="Other words.", author="maya-okafor", category="Promises", tags=["trust"])

    found = checked(site, dataclasses.replace(before, changed=frozenset({"essays/on-promises.md"})))

    assert found.rendered == {"essays/on-promises.md"}
    essay = next(essay for essay in found.visible.essays if essay.id == ESSAY["id"])
    assert "Other words." in found.texts.body(essay).html
    assert found.whole.pledges == tuple(before.documents[p.path] for p in found.whole.pledges)


EDITS = {
    "a page is renamed": lambda site: rename(site, "pages/about.md", "pages/us.md"),
    "a page comes": lambda site: site.page("essays-more", "Words.", id="more-1a2b"),
    "what was to come is there": lambda site: site.essay(
        "to-come", "Now.", id="to-come-1a2b", date="2026-01-02"
    ),
    "a draft is published": lambda site: site.page("drafted", "No more.", id="drafted-1a2b"),
    "a tag goes": lambda site: site.essay(author="maya-okafor", category="Other"),
    "an update comes": lambda site: append(site, "\n\n## 2026-03-01 · on track\nIt [is](/about/).\n"),
    "a response comes": lambda site: site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new"}),
    "an update is spoken of": lambda site: site.respond(
        f"pledges/{PLEDGE['id']}", {"id": "r-new", "about": f"{PLEDGE['id']}-u1"}
    ),
}
FAULTS = {
    "what is linked to goes": lambda site: (site.content / "pages/about.md").unlink(),
    "what is linked to is a draft": lambda site: site.page("about", draft=True),
    "a sealed word is changed": lambda site: site.pledge(promise="Somebody may answer."),
    "a sealed update goes": lambda site: site.pledge(body="See [this](/essays/on-promises/)."),
    "a leader has another id": lambda site: site.leader(id="maya-okafor-9z9z"),
    "an id stands twice": lambda site: site.respond(f"essays/{ESSAY['id']}", {"id": "r-two2"}),
    "an id is a document's": lambda site: site.respond(f"essays/{ESSAY['id']}", {"id": PLEDGE["id"]}),
    "a target goes": lambda site: (site.content / "essays/on-promises.md").unlink(),
    "a target has another id": lambda site: site.essay(id="on-promises-9z9z"),
    "an update that is spoken of goes": lambda site: (
        site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new", "about": f"{PLEDGE['id']}-u2"}),
    ),
    "a move is not legal": lambda site: append(site, "\n\n## 2026-03-01 · repaired\nDone.\n"),
    "the tally is torn": lambda site: (site.content / "moderation.json").write_text("{"),
    "a file is stray": lambda site: (site.content / "essays" / "stray.txt").write_text("x"),
}


def rename(site: SmallSite, old: str, new: str) -> None:
    file = site.content / old
    text = file.read_text().replace("---\n", f"---\naliases: [{file.stem}]\n", 1)
    file.unlink()
    (site.content / new).write_text(text)


def append(site: SmallSite, text: str) -> None:
    file = site.content / "pledges/a-person-answers.md"
    file.write_text(file.read_text() + text)


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_it_is_what_the_whole_check_returns(site: SmallSite, tmp_path: Path, edit: str) -> None:
    before, old = remembered(checked(site)), tmp_path / "old"
    shutil.copytree(site.content, old)
    EDITS[edit](site)

    found = checked(site, since(before, old, site.content))

    same(found, check_record(site.content, SETTINGS, TODAY))
    assert found.summaries == checked(site).summaries
    assert found.links == checked(site).links


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_after_an_edit_is_seen(site: SmallSite, tmp_path: Path, fault: str) -> None:
    before, old = remembered(checked(site)), tmp_path / "old"
    shutil.copytree(site.content, old)
    FAULTS[fault](site)

    assert flawless(site.content, since(before, old, site.content)) is None
    assert flawless(site.content) is None
