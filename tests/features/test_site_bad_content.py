"""Bad content: every problem of every file in one run, by every command, and the last good site stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from records import ESSAY, PLEDGE, ROOT, SmallSite, trace

Run = Callable[..., "subprocess.CompletedProcess[str]"]

PROBLEMS = """\
content/essays/no-title.md:1: title: is missing; write the essay's title
content/essays/on-promises.md:6: "/pledges/none/" leads to nothing on this site; write the address \
of a page or file that exists
content/pages/about.md:4: date: is not a field of a page; did you mean "draft"?
content/pages/latin.md:3: byte 0xe9 after "title: Caf" is not UTF-8; save the file as UTF-8
content/pledges/a-person-answers.md:10: due: "31 February 2026" is not a date; write 2026-02-28
content/pledges/another.md:4: leader: "maya-okafo" is not a file in content/leaders; did you mean \
"maya-okafor"?
content/responses/essays/on-promises-7x2k.jsonl:2: in_reply_to: "r-gone" is not a response in this \
file; did you mean "r-one1"?
content/responses/pledges/a-person-answers-9m3t.jsonl:2: the line is torn off: its JSON does not \
end; complete it or delete it
""".splitlines()

COMMANDS = {
    "pledges build": ["pledges", "build"],
    "pelican -s pelicanconf.py": ["pelican", "content", "-s", "pelicanconf.py"],
    "pelican -s publishconf.py": ["pelican", "content", "-s", "publishconf.py"],
}


@pytest.fixture
def project(tmp_path: Path) -> SmallSite:
    """A site of its own: settings, record and theme in one folder."""
    site = SmallSite(tmp_path).everything()
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, site.root / name)
    for name in ("plugins", "theme"):
        (site.root / name).symlink_to(ROOT / name)
    return site


@pytest.fixture
def run(project: SmallSite) -> Run:
    def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=project.root,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def spoil(site: SmallSite) -> None:
    """Put a problem of another kind into each file."""
    no_title = {name: value for name, value in ESSAY.items() if name != "title"}
    site.write("essays/no-title.md", {**no_title, "id": "no-title-1a2b"}, "A text.")
    site.essay(body="See [the pledge](/pledges/none/).")
    site.page(date="2026-01-01")
    (site.content / "pages/latin.md").write_bytes(b"---\nid: latin-1a2b\ntitle: Caf\xe9\n---\nText.\n")
    site.pledge(due="31 February 2026")
    site.pledge("another", id="another-1a2b", leader="maya-okafo")
    site.respond(f"essays/{ESSAY['id']}", {"id": "r-new", "in_reply_to": "r-gone"})
    torn = site.content / "responses/pledges" / f"{PLEDGE['id']}.jsonl"
    torn.write_text(torn.read_text() + '{"id": "r-torn", "kind": "comm')


@pytest.mark.parametrize("command", COMMANDS)
def test_every_problem_is_printed_and_the_last_good_site_stays(
    project: SmallSite, run: Run, command: str
) -> None:
    assert run(*COMMANDS[command]).returncode == 0
    before = trace([project.output])
    spoil(project)

    done = run(*COMMANDS[command])

    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == sorted(PROBLEMS)
    assert "Traceback" not in done.stdout
    assert trace([project.output]) == before


def test_bad_content_leaves_no_output_where_there_was_none(project: SmallSite, run: Run) -> None:
    spoil(project)

    assert run("pledges", "build").returncode == 1
    assert not project.output.exists()


# --- pledges check -----------------------------------------------------------------------------------


def test_check_prints_the_same_problems(project: SmallSite, run: Run) -> None:
    spoil(project)

    done = run("pledges", "check")

    assert done.returncode == 1
    assert sorted(done.stderr.splitlines()) == sorted(PROBLEMS)


def test_check_annotates_for_github(project: SmallSite, run: Run) -> None:
    spoil(project)

    done = run("pledges", "check", "--format", "github")

    assert done.returncode == 1
    assert (
        '::error file=content/pages/about.md,line=4::date: is not a field of a page; did you mean "draft"?'
    ) in done.stdout.splitlines()
    assert len(done.stdout.splitlines()) == len(PROBLEMS)


def test_check_writes_json_for_tools(project: SmallSite, run: Run) -> None:
    spoil(project)

    done = run("pledges", "check", "--format", "json")

    assert done.returncode == 1
    rows = json.loads(done.stdout)
    assert {
        "path": "content/essays/no-title.md",
        "line": 1,
        "field": "title",
        "message": "is missing; write the essay's title",
    } in rows
    assert len(rows) == len(PROBLEMS)


def test_check_finds_nothing_in_a_good_record(project: SmallSite, run: Run) -> None:
    done = run("pledges", "check")

    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems.\n", "")
    assert json.loads(run("pledges", "check", "--format", "json").stdout) == []


def test_check_mints_missing_ids(project: SmallSite, run: Run) -> None:
    file = project.essay()
    file.write_text(file.read_text().replace('id: "on-promises-7x2k"\n', ""))
    (project.content / "responses/essays/on-promises-7x2k.jsonl").unlink()
    assert "id: is missing" in run("pledges", "check").stderr

    done = run("pledges", "check", "--fix")

    assert done.returncode == 0
    assert done.stderr.startswith("content/essays/on-promises.md: id: on-promises-")
    assert file.read_text().startswith("---\nid: on-promises-")


def test_a_file_that_cannot_be_read_is_one_problem_among_the_others(project: SmallSite, run: Run) -> None:
    project.pledge("second", id="second-2b2b", due="soon")
    (project.content / "pledges/gone.md").symlink_to("nowhere.md")
    leader = project.content / "leaders/maya-okafor.md"
    leader.unlink()
    leader.symlink_to("elsewhere/maya-okafor.md")
    (project.content / "responses/essays/gone-1a2b.jsonl").symlink_to("nowhere.jsonl")

    for command in (["pledges", "check"], ["pledges", "build"], COMMANDS["pelican -s pelicanconf.py"]):
        done = run(*command)

        assert done.returncode == 1
        assert [line.partition(" (")[0] for line in done.stderr.splitlines()] == [
            "content/leaders/maya-okafor.md: cannot be read",
            "content/pledges/gone.md: cannot be read",
            'content/pledges/second.md:10: due: "soon" is not a date; write it as YYYY-MM-DD',
            "content/responses/essays/gone-1a2b.jsonl: cannot be read",
        ]


def test_an_editors_lock_is_no_hindrance(project: SmallSite, run: Run) -> None:
    """Emacs locks a file that is edited by a link to nothing beside it."""
    (project.content / "pledges/.#a-person-answers.md").symlink_to("maya@desk.1234:1700000000")

    for command in (["pledges", "check"], ["pledges", "build"], ["pledges", "build"]):
        assert run(*command).returncode == 0


# --- settings and plugins ----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "promises.example", "/promises", "ftp://promises.example"])
def test_publishing_refuses_an_address_that_is_not_absolute(
    project: SmallSite, run: Run, address: str
) -> None:
    for command in (COMMANDS["pelican -s publishconf.py"], ["pledges", "build", "-s", "publishconf.py"]):
        done = run(*command, SITEURL=address)

        assert done.returncode == 1
        assert f"SITEURL: {address!r} is not an absolute URL" in done.stderr
        assert not project.output.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://promises.example/?preview=1",
        "https://promises.example/#top",
        "https://me:secret@promises.example",
        " https://promises.example",
        "https://promises.example/our promises",
    ],
)
def test_publishing_refuses_an_address_that_no_page_could_be_added_to(
    project: SmallSite, run: Run, address: str
) -> None:
    done = run("pledges", "build", "-s", "publishconf.py", SITEURL=address)

    assert done.returncode == 1
    assert f"SITEURL: {address!r} is more than the address of a site" in done.stderr
    assert not project.output.exists()


@pytest.mark.parametrize("output", ["content", "content/site", "."])
@pytest.mark.parametrize("command", ["pledges build --output", "pelican content -s pelicanconf.py -o"])
def test_a_site_is_not_built_into_what_it_is_built_from(
    project: SmallSite, run: Run, command: str, output: str
) -> None:
    before = trace([project.content])

    done = run(*command.split(), output)

    assert done.returncode == 1
    assert "lie within each other; write a folder that holds nothing but the site" in done.stderr
    assert trace([project.content]) == before


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("SEARCH = true", "name 'true' is not defined"),
        ("SEARCH = ", "invalid syntax"),
        ("import nix", "'nix'"),
    ],
)
def test_settings_that_are_not_python_are_named_with_their_line(
    project: SmallSite, run: Run, line: str, said: str
) -> None:
    file = project.root / "pelicanconf.py"
    number = len(file.read_text().splitlines()) + 1
    with file.open("a") as settings:
        settings.write(f"{line}\n")

    for command in ("build", "check"):
        done = run("pledges", command)

        assert done.returncode == 1
        assert f"pelicanconf.py:{number}: " in done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_written_is_named(project: SmallSite, run: Run) -> None:
    done = run("pledges", "build", "--output", "/proc/site")

    assert done.returncode == 1
    assert done.stderr.startswith('pledges: "/proc/')
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("SILENT_DAYS = 'ninety'", "SILENT_DAYS: 'ninety' is not a number of days; write 90"),
        ("THEME = 'nowhere'", "Could not find the theme nowhere"),
        ("FEED_SIZE = 0", "FEED_SIZE: 0 is not a number of entries; write 50"),
        ("TIMEZONE = 'London'", "TIMEZONE: 'London' is not a time zone"),
        ("AS_OF = '2026-02-30'", "AS_OF: '2026-02-30' is not a date"),
        ("TAG_AUTHORITY = 'promises.example,2026-13'", "TAG_AUTHORITY: 'promises.example,2026-13' is not"),
        (
            "PLUGINS = ['pledge']",
            'PLUGINS: pledge could not be loaded; see the error above; did you mean "pledges"?',
        ),
        ("PLUGINS = ['pledges', 'sitemapp']", "PLUGINS: sitemapp could not be loaded"),
        ("PLUGINS = []", 'PLUGINS: has no "pledges"; write PLUGINS = ["pledges"]'),
        (
            "import pledges\ndef broken(): raise RuntimeError('broken')\npledges.register = broken",
            "PLUGINS: pledges could not be loaded",
        ),
    ],
    ids=lambda value: value.partition(" ")[0] if "=" in value else "",
)
@pytest.mark.parametrize("command", ["pledges build", "pelican -s pelicanconf.py"])
def test_a_mistake_in_the_settings_is_named(
    project: SmallSite, run: Run, command: str, line: str, named: str
) -> None:
    with (project.root / "pelicanconf.py").open("a") as settings:
        settings.write(f"\n{line}\n")

    done = run(*COMMANDS[command])

    assert done.returncode == 1
    assert named in " ".join((done.stdout + done.stderr).split())
    assert not project.output.exists()


def test_pelican_without_our_class_is_refused(project: SmallSite, run: Run) -> None:
    with (project.root / "pelicanconf.py").open("a") as settings:
        settings.write("\nfrom pelican import Pelican\nPELICAN_CLASS = Pelican\n")

    done = run("pelican", "content", "-s", "pelicanconf.py")

    assert done.returncode == 1
    assert "PELICAN_CLASS" in done.stdout + done.stderr
    assert not project.output.exists()


def test_a_record_that_is_not_there_is_named(run: Run) -> None:
    done = run("pledges", "build", "--content", "nowhere")

    assert done.returncode == 1
    assert 'nowhere" is not a folder; write the folder that holds the record' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_outside_a_project_says_where_to_run_it(run: Run) -> None:
    done = run("pledges", "build", "--settings", "nowhere.py")

    assert done.returncode == 1
    assert 'there is no settings file "nowhere.py"' in done.stderr
