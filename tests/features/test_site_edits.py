"""An edit makes only what shows the document, and leaves what a clean build makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records import SmallSite

SETTINGS = {"DEFAULT_PAGINATION": 2, "CONVERSATION_PAGE_SIZE": 2, "FEED_SIZE": 3, "INBOX_URL": "/inbox"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Two leaders with promises and essays that lead to one another, answered."""
    site = SmallSite(tmp_path_factory.mktemp("site"), SETTINGS).everything()
    site.leader("ada", id="ada-1a2b", name="Ada Abara", aliases=["ada-old"])
    for number in range(5):
        leader = ("ada", "maya-okafor")[number % 2]
        about = {"title": f"Promise {number}", "leader": leader, "tags": ["trust"], "experience": ["safe"]}
        site.pledge(f"pledge-{number}", id=f"pledge-{number}-1a2b", **about, essays=["on-promises"])
        of = {"author": leader, "tags": ["trust"], "category": "Words", "series": "All"}
        site.essay(
            f"essay-{number}", id=f"essay-{number}-1a2b", title=f"Essay {number}", **of, part=number + 1
        )
        for answer in range(3):
            site.respond(f"pledges/pledge-{number}-1a2b", {"id": f"r-{number}{answer}"})
    repair = "I mean it.\n\n## 2026-02-01 · broken\nNo.\n\n## 2026-02-02 · repair\nSoon.\nRepair: pledge-0"
    site.pledge("it-broke", id="broken-1a2b", leader="ada", aliases=["fell"], body=repair)
    site.build()
    return site


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("essays/essay-2.md", "A promise is kept.", "## A head\n\nA promise is held."),
        ("essays/essay-2.md", "Essay 2", "The second essay"),
        ("essays/on-promises.md", '"On promises"', '"On promises"\nupdated: 2026-03-01\nsummary: Short.'),
        ("pledges/pledge-2.md", "I mean it.", "I do mean it."),
        ("pledges/pledge-0.md", "Promise 0", "The first promise"),
        ("pledges/pledge-1.md", "2026-12-31", "2026-07-02"),
        ("pledges/pledge-3.md", "I mean it.", "I mean it.\n\n## 2026-03-31 · kept\nDone."),
        ("pledges/it-broke.md", "Soon.", "Very soon."),
        ("leaders/ada.md", "Ada Abara", "Zoe Abara"),
        ("leaders/maya-okafor.md", "She answers.", "She does."),
        ("pages/about.md", "About this site.", "About it."),
    ],
)
def test_after_an_edit_the_site_is_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path, path: str, old: str, new: str
) -> None:
    file = site.content / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))

    report = site.build()

    assert report.printed
    assert report.unchanged
    clean = SmallSite(tmp_path)
    site.build(OUTPUT_PATH=str(clean.output))
    assert site.files() == clean.files()
    assert site.build().printed == 0
