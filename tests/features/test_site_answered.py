"""A build after an answer or an edit reads that and nothing else, and leaves what a clean build makes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from records import ESSAY, PLEDGE, ROOT, SmallSite

SETTINGS = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *
from datetime import date
PATH, OUTPUT_PATH, SITEURL = {content!r}, {output!r}, "https://promises.example"
TIMEZONE, SEARCH, SOCIAL_CARDS, AS_OF = "UTC", False, False, date(2026, 6, 30)
"""
#: Builds as the command does, and says behind its own words whether Pelican was needed for that.
BUILD = """\
import sys
from pledges.cli import cli
try:
    cli(["build", "-s", sys.argv[1], *sys.argv[2:]], standalone_mode=False)
finally:
    print("with Pelican" if "pelican" in sys.modules else "without Pelican")
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path).everything()
    site.leader("kofi-mensah", id="kofi-mensah-8d2k", name="Kofi Mensah")
    values = {"root": str(ROOT), "content": str(site.content), "output": str(site.output)}
    (tmp_path / "conf.py").write_text(SETTINGS.format_map(values))
    assert "with Pelican" in build(site)
    return site


def build(site: SmallSite, *more: str) -> str:
    command = [sys.executable, "-c", BUILD, str(site.root / "conf.py"), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def clean(site: SmallSite, folder: Path) -> dict[str, bytes]:
    build(site, "--output", str(folder))
    return SmallSite(folder.parent, {}).files() if folder.name == "output" else {}


def test_an_answer_is_built_without_pelican_into_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path
) -> None:
    before = site.files()
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1", "in_reply_to": "r-two2"})
    invited = {"standing": "invited", "customer": "c-1", "type": "verdict", "verdict": "kept"}
    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new2"})
    assert "without Pelican" in build(site)
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new3", **invited})
    (site.content / "moderation.json").write_text('{"held": 3}')
    assert "without Pelican" in build(site)

    after = site.files()
    assert after == clean(site, tmp_path / "clean" / "output")
    changed = {path for path in after if after[path] != before.get(path)}
    assert {"index.html", "feeds/conversation.atom.xml", "leaders/maya-okafor/index.html"} <= changed
    assert "leaders/kofi-mensah/index.html" not in changed
    assert "0 files printed" in build(site)


def test_what_is_wrong_with_an_answer_is_told_and_nothing_is_built(site: SmallSite) -> None:
    before = site.files()
    file = site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-one1"})  # the essay has one of that name

    said = build(site)

    assert f"{file.relative_to(site.root)}:2: id:" in said.replace(f"{site.root}/", "")
    assert "r-one1" in said
    assert site.files() == before


@pytest.mark.parametrize("name", [".output.record", ".output.answers", ".output.state"])
def test_what_is_remembered_can_be_lost_or_torn(site: SmallSite, tmp_path: Path, name: str) -> None:
    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new1"})
    file = site.root / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    build(site)

    assert site.files() == clean(site, tmp_path / "clean" / "output")


def test_a_stray_file_among_the_answers_is_found(site: SmallSite) -> None:
    stray = site.content / "responses" / "pledges" / f"{PLEDGE['id']}.json"
    stray.write_text(json.dumps({"id": "r-new1"}))

    assert "nothing reads a file" in build(site)


def test_an_edit_is_built_without_pelican_into_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path
) -> None:
    site.essay(body="See [this](/about/).", author="maya-okafor", date="2026-02-01", tags=["new"])
    site.page("another", "With [this](/essays/on-promises/).", id="another-1a2b")
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new1"})
    assert "without Pelican" in build(site)
    site.pledge(body="I mean it.\n\n## 2026-03-01 · at risk\nSo [far](/another/).")
    assert "without Pelican" in build(site)

    assert site.files() == clean(site, tmp_path / "clean" / "output")
    assert "0 files printed" in build(site)


def test_pelican_has_its_say_where_a_text_may_be_its_own_business(site: SmallSite, tmp_path: Path) -> None:
    site.essay(body='<blockquote cite="{filename}/pages/about.md"><p>Words.</p></blockquote>')
    assert "with Pelican" in build(site)

    site.page(body="Other words.")
    site.page("another", "More.", id="another-1a2b")
    assert "with Pelican" in build(site)
    assert site.files() == clean(site, tmp_path / "clean" / "output")


def test_what_is_wrong_with_an_edit_is_told_and_the_next_edit_repairs_it(
    site: SmallSite, tmp_path: Path
) -> None:
    before = site.files()
    file = site.essay(body="See [this](/nowhere/).")

    assert f"{file.name}:6: " in build(site)
    assert site.files() == before

    site.essay(body="See [this](/about/).")
    assert "without Pelican" in build(site)
    assert site.files() == clean(site, tmp_path / "clean" / "output")
