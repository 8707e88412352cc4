"""Building again: nothing is written in vain, nothing is left behind, no crash leaves half a site."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateError

from fixtures.site import BuiltSite
from records import ESSAY, PLEDGE, ROOT, URL, SmallSite, names_in, trace

Edit = Callable[[SmallSite], object]

#: How many builds are killed.
ROUNDS = int(os.environ.get("PLEDGES_CRASH_ROUNDS", "10"))


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path).everything()


def clean_build(site: SmallSite, folder: Path, **settings: Any) -> dict[str, bytes]:
    """Return what a build from nothing makes of the same record."""
    clean = SmallSite(folder, {**site.settings, "PATH": str(site.content)})
    clean.build(**settings)
    return clean.files()


# --- a second build -----------------------------------------------------------------------------------


def test_a_second_build_writes_nothing(site: SmallSite) -> None:
    site.build()
    before = trace([site.root])

    report = site.build()

    assert (report.printed, report.removed) == (0, 0)
    assert trace([site.root]) == before


def test_two_clean_builds_are_equal_byte_for_byte(site: SmallSite, tmp_path: Path) -> None:
    site.build()

    assert clean_build(site, tmp_path / "other") == site.files()


def test_another_day_prints_only_what_the_day_changes(site: SmallSite) -> None:
    site.build(AS_OF="2026-03-01")
    essay = (site.output / "essays/on-promises/feed.atom.xml").stat().st_mtime_ns

    report = site.build(AS_OF="2026-03-02")

    assert report.unchanged > 0
    assert (site.output / "essays/on-promises/feed.atom.xml").stat().st_mtime_ns == essay


def test_what_was_changed_by_hand_is_printed_again(site: SmallSite) -> None:
    site.build()
    before = site.files()
    (site.output / "index.html").write_text("mine")
    (site.output / "essays/on-promises/index.html").unlink()

    report = site.build()

    assert report.printed == 2
    assert site.files() == before


@pytest.mark.parametrize("state", [b"", b"\x00\xff", b"\x92\x63\x80"])
def test_a_lost_or_torn_memory_prints_everything_again(site: SmallSite, state: bytes) -> None:
    site.build()
    before = site.files()
    (site.root / ".output.state").write_bytes(state)

    report = site.build()

    assert report.unchanged == 0
    assert site.files() == before


# --- edits ----------------------------------------------------------------------------------------------


def append_update(site: SmallSite) -> None:
    file = site.content / "pledges/a-person-answers.md"
    file.write_text(file.read_text() + "\n## 2026-05-01 · at risk\nTwo agents left.\n")


def rename_essay(site: SmallSite) -> None:
    (site.content / "essays/on-promises.md").unlink()
    site.essay("on-kept-promises", author="maya-okafor", aliases=["on-promises"])


def turn_a_folder_into_a_picture(site: SmallSite) -> None:
    shutil.rmtree(site.content / "images/a")
    (site.content / "images/a").write_text("<svg/>")


EDITS: dict[str, Edit] = {
    "a response": lambda s: s.respond(f"essays/{ESSAY['id']}", {"id": "r-new", "text": "More."}),
    "a reply": lambda s: s.respond(f"pledges/{PLEDGE['id']}", {"id": "r-new", "in_reply_to": "r-two2"}),
    "an essay's text": lambda s: s.essay(body="Other words.", author="maya-okafor"),
    "an essay's title": lambda s: s.essay(title="On keeping", tags=["trust"]),
    "an essay's tags": lambda s: s.essay(author="maya-okafor", category="Other", tags=["new"]),
    "a slug": rename_essay,
    "a deleted page": lambda s: (s.content / "pages/about.md").unlink(),
    "a page in the menu": lambda s: s.page("help", id="help-1a2b", title="Help", menu="Help"),
    "another leader": lambda s: s.leader("tomas", id="tomas-1a2b", name="Tomás Iriarte"),
    "a leader's name": lambda s: s.leader(name="Maya O."),
    "an update": append_update,
    "a withdrawn draft": lambda s: s.essay(draft=True),
    "a pledge's date": lambda s: s.pledge(due="2026-06-01"),
    "a folder that becomes a file": turn_a_folder_into_a_picture,
}


@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_the_output_is_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path, name: str
) -> None:
    (site.content / "images/a").mkdir(parents=True)
    (site.content / "images/a/b.svg").write_text("<svg/>")
    site.build()

    EDITS[name](site)
    site.build()

    assert site.files() == clean_build(site, tmp_path / "clean")
    assert not [folder for folder in site.output.rglob("*") if folder.is_dir() and not any(folder.iterdir())]


@pytest.mark.parametrize(
    "settings",
    [
        {"SITENAME": "Another"},
        {"SITEURL": "https://promises.example/repo"},
        {"DEFAULT_PAGINATION": 1},
        {"TIMEZONE": "Pacific/Auckland"},
        {"INBOX_URL": "/inbox"},
        {"FEED_SIZE": 1},
        {"AS_OF": "2026-01-31"},
        {"TAG_AUTHORITY": "other.example,2020"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_after_a_changed_setting_the_output_is_what_a_clean_build_makes(
    site: SmallSite, tmp_path: Path, settings: dict[str, Any]
) -> None:
    site.build()

    site.build(**settings)

    assert site.files() == clean_build(site, tmp_path / "clean", **settings)


@pytest.mark.parametrize("template", ["parts/footer.html", "macros/time.html", "essay.html"])
def test_a_changed_template_prints_the_pages_that_reach_it(
    site: SmallSite, tmp_path: Path, template: str
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    site.settings["THEME"] = str(theme)
    site.build()
    feed = (site.output / "feeds/essays.atom.xml").stat().st_mtime_ns

    changed = theme / "templates" / template
    changed.write_text(
        changed.read_text().replace("</time>", "</time>.").replace("</footer>", "!</footer>") + "<!-- -->"
    )
    report = site.build()

    assert report.printed > 0
    assert (site.output / "feeds/essays.atom.xml").stat().st_mtime_ns == feed
    assert site.files() == clean_build(site, tmp_path / "clean")


# --- failures ---------------------------------------------------------------------------------------------


def test_an_error_in_the_middle_of_printing_leaves_the_last_good_site(
    site: SmallSite, tmp_path: Path
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    site.build(THEME=str(theme))
    before = trace([site.output])
    (theme / "templates/leader.html").write_text("{{ page.nothing_of_that_name }}")
    site.essay(title="Another title", author="maya-okafor")

    with pytest.raises(TemplateError):
        site.build(THEME=str(theme))

    assert trace([site.output]) == before
    assert not (site.root / ".output.staging").exists()


def test_two_pages_for_one_address_leave_the_last_good_site(site: SmallSite) -> None:
    site.build()
    before = trace([site.output])
    theme = site.root / "theme"
    shutil.copytree(ROOT / "theme", theme)
    (theme / "static/index.html").write_text("taken")

    with pytest.raises(Exception, match="two pages claim the address"):
        site.build(THEME=str(theme))

    assert trace([site.output]) == before


def cut_off_the_commit(site: SmallSite, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Build, and be cut off after that many files have been moved in."""
    real, moved = os.replace, iter(range(10_000))

    def replace(source: str | Path, target: str | Path) -> None:
        if ".staging/files/" in str(source) and next(moved) == after:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            site.build()


@pytest.mark.parametrize("after", [0, 1, 5])
def test_a_commit_that_was_cut_off_is_finished_by_the_next_build(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    site.build()
    rename_essay(site)
    cut_off_the_commit(site, monkeypatch, after)
    assert (site.root / ".output.staging/ready").exists()

    report = site.build()

    assert report.printed == 0
    assert site.files() == clean_build(site, tmp_path / "clean")
    assert not (site.root / ".output.staging").exists()


def test_a_commit_that_was_cut_off_is_finished_even_when_the_record_has_problems_now(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    rename_essay(site)
    expected = clean_build(site, tmp_path / "clean")
    cut_off_the_commit(site, monkeypatch, 3)
    site.page(title="")

    with pytest.raises(Exception, match="title"):
        site.build()

    assert site.files() == expected


def test_a_commit_that_was_cut_off_survives_the_loss_of_the_output(
    site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    rename_essay(site)
    cut_off_the_commit(site, monkeypatch, 3)
    shutil.rmtree(site.output)

    site.build()

    assert site.files() == clean_build(site, tmp_path / "clean")


def test_an_unfinished_staging_is_dropped(site: SmallSite) -> None:
    site.build()
    before = site.files()
    staged = site.root / ".output.staging/files/index.html"
    staged.parent.mkdir(parents=True)
    staged.write_text("half a pa")
    (site.root / ".output.staging/ready").write_bytes(b"\x83torn")

    site.build()

    assert site.files() == before
    assert not (site.root / ".output.staging").exists()


def test_a_build_killed_at_any_moment_leaves_old_or_new_files(site: SmallSite, tmp_path: Path) -> None:
    """Builds of a process each, killed at a random moment; then one that completes."""
    chance = random.Random(7)
    command = [sys.executable, "-m", "pledges", "build", "--settings", str(ROOT / "pelicanconf.py")]
    command += ["--content", str(site.content), "--output", str(site.output), "--as-of", "2026-06-30"]
    took = run_to_end(command)
    seen: dict[str, set[bytes]] = {name: {data} for name, data in site.files().items()}
    for number in range(ROUNDS):
        site.essay(title=f"On promises, {number}", author="maya-okafor")
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * (0.5 + 0.5 * chance.random()))
        process.send_signal(signal.SIGKILL)
        process.wait()
        new = clean_build(
            site,
            tmp_path / f"clean{number}",
            SITEURL="http://localhost:8000",
            TIMEZONE="Europe/London",
            SEARCH=True,
            SOCIAL_CARDS=True,
            PATTERNS=True,
        )
        for name, data in new.items():
            seen.setdefault(name, set()).add(data)
        for name, data in site.files().items():
            assert data in seen[name], f"{name} is neither old nor new"

    run_to_end(command)

    assert site.files() == new


def run_to_end(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - began


def test_two_builds_of_one_output_take_turns(site: SmallSite) -> None:
    command = [sys.executable, "-m", "pledges", "build", "--content", str(site.content)]
    command += ["--output", str(site.output), "--as-of", "2026-06-30"]

    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert sorted(line.startswith("0 files printed") for line in said) == [False, True]


# --- Pelican's own command --------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", ["pelicanconf.py", "publishconf.py"])
def test_pelican_builds_the_same_pages(sample_site: BuiltSite, tmp_path: Path, settings: str) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "CNAME").write_text("promises.example")
    command = [
        sys.executable,
        "-m",
        "pelican",
        "content",
        "-s",
        settings,
        "-o",
        str(output),
        "--delete-output-directory",
    ]

    done = subprocess.run(
        [*command, "-e", 'AS_OF="2026-11-22"', f'SITEURL="{sample_site.url}"', "PATTERNS=true"],
        cwd=ROOT,
        env={**os.environ, "SITEURL": URL},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    plain = {name for name in names_in(output) if not name.endswith((".br", ".gz"))}
    assert plain - {"CNAME"} == set(names_in(sample_site.output))
    for name in names_in(sample_site.output):
        assert (output / name).read_bytes() == (sample_site.output / name).read_bytes()
    assert (output / "CNAME").exists(), "what the site did not print is not the site's to delete"
