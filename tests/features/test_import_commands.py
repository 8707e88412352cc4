"""``pledges import``: as typed, stopped in the middle, and typed again."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from import_making import ESSAY_LINES, by_text, tree
from records import ROOT, SmallSite
from wxr_making import export as wxr_of
from wxr_making import item

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT / "plugins")}
HEAD = '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
MANY = 250
Wanted = tuple[Path, dict[str, bytes]]
Stop = Callable[[int], tuple[SmallSite, str]]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path).everything()


@pytest.fixture
def run(site: SmallSite) -> Run:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "pledges", "import", *arguments]
        return subprocess.run(
            words,
            cwd=site.root,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return command


def with_settings(site: SmallSite, *more: str) -> None:
    """Give the site the sample's settings, and more."""
    for name in ("plugins", "theme"):
        (site.root / name).symlink_to(ROOT / name)
    settings = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    (site.root / "pelicanconf.py").write_text("\n".join([settings, *more, ""]), encoding="utf-8")


def export(file: Path, *comments: tuple[str, str]) -> Path:
    """Write a Disqus export with these comments: the slug they stand under, and their text."""
    slugs = list(dict.fromkeys(slug for slug, _ in comments))
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for slug in slugs:
            out.write(f'<thread dsq:id="{slug}"><link>https://old.example/{slug}/</link></thread>\n')
        for number, (slug, text) in enumerate(comments):
            out.write(
                f'<post dsq:id="{number}"><message>{text}</message>'
                f"<createdAt>2019-05-02T10:00:00Z</createdAt>"
                f'<author><name>Ada</name></author><thread dsq:id="{slug}" /></post>\n'
            )
        out.write("</disqus>\n")
    return file


def test_a_report_first_then_the_import_then_nothing_more_to_do(site: SmallSite, run: Run) -> None:
    export(site.root / "export.xml", ("on-promises", "Well said."), ("nowhere", "Lost."), ("shop", "Buy."))
    (site.root / "map.txt").write_text("/shop/ -\n", encoding="utf-8")
    words = ("disqus", "export.xml", "--content", "content", "--map", "map.txt")
    before = tree(site.root)
    dry = run(*words, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.splitlines() == [
        "To import: 1 response in 1 conversation.",
        "  1 × comment, reply",
        "Not imported: 1 response.",
        "  1 × the map leaves it out",
        "Kept aside: 1 response.",
        "  1 × no essay or pledge is known by this address",
        "Old addresses to name in the map (--map FILE), with what they stand for or -:",
        "  https://old.example/nowhere/  (1 response)",
        "Nothing was written.",
    ]
    assert tree(site.root) == before
    done = run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2] == "Done: 1 imported."
    assert list(by_text(site.content)) == ["Well said."]
    aside = json.loads((site.root / "export.aside.jsonl").read_text(encoding="utf-8"))
    assert (aside["text"], aside["target"]) == ("Lost.", "https://old.example/nowhere/")
    after = tree(site.content)
    assert "Nothing new was there." in run(*words).stdout
    assert tree(site.content) == after
    with_settings(site)
    check = [sys.executable, "-m", "pledges", "check"]
    assert subprocess.run(check, cwd=site.root, env=ENVIRONMENT, check=False).returncode == 0


@pytest.mark.parametrize(("answer", "is_written"), [("n", False), ("y", True)])
def test_on_a_terminal_it_asks_before_it_writes(site: SmallSite, answer: str, is_written: bool) -> None:
    export(site.root / "export.xml", ("on-promises", "Well said."))
    words = [sys.executable, "-m", "pledges", "import", "disqus", "export.xml", "--content", "content"]
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        words, cwd=site.root, env=ENVIRONMENT, stdin=theirs, capture_output=True, text=True, check=True
    )
    os.close(ours)
    os.close(theirs)
    assert "Write this into the record? [y/N]" in done.stdout
    assert bool(by_text(site.content)) is is_written


def many_essays(root: Path) -> SmallSite:
    """Write a site with many essays, each with one comment in the export."""
    site = SmallSite(root).everything()
    for number in range(MANY):
        site.essay(f"essay-{number}", id=f"essay-{number}-1a2b", title=f"Essay {number}")
    return site


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Wanted:
    """An export for many essays, and the record that one run makes of it."""
    site = many_essays(tmp_path_factory.mktemp("whole"))
    file = export(site.root / "export.xml", *((f"essay-{n % MANY}", f"Words {n}.") for n in range(2 * MANY)))
    words = [sys.executable, "-m", "pledges", "import", "disqus", str(file), "--content", str(site.content)]
    subprocess.run(words, env=ENVIRONMENT, check=True, capture_output=True)
    return file, tree(site.content)


@pytest.fixture
def stopped(tmp_path: Path, wanted: Wanted) -> Iterator[Stop]:
    """Begin the same import, and send it a signal when it has written a few conversations."""
    site = many_essays(tmp_path / "stopped")
    words = [
        sys.executable,
        "-m",
        "pledges",
        "import",
        "disqus",
        str(wanted[0]),
        "--content",
        str(site.content),
    ]
    # A shell that starts the tests in the background has them ignore Ctrl+C, and programs inherit it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        words, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, before)

    def stop(number: int) -> tuple[SmallSite, str]:
        while len(os.listdir(site.content / "responses" / "essays")) < 5:
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(number)
        _, said = process.communicate()
        return site, said

    yield stop
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_was_stopped_is_finished_by_the_same_command(
    wanted: Wanted,
    stopped: Stop,
    run: Run,
    number: int,
) -> None:
    site, said = stopped(number)
    assert tree(site.content) != wanted[1]
    assert number == signal.SIGKILL or said.startswith("Stopped. What is written stays;")
    assert run("disqus", str(wanted[0]), "--content", str(site.content)).returncode == 0
    assert tree(site.content) == wanted[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["disqus", "torn.xml"], "torn.xml:2: is not well-formed XML ("),
        (["disqus", "gone.xml"], 'pledges: "gone.xml": No such file or directory'),
        (["isso", "torn.xml"], "torn.xml: is not a database of Isso ("),
        (["isso", "gone.db"], 'pledges: "gone.db": No such file or directory'),
        (["staticman", "gone"], 'pledges: "gone": No such file or directory'),
        (["webmention.io", "torn.xml"], "torn.xml: is not a page of mentions;"),
        (["webmention.io"], "pledges: name the files of saved pages, or a domain with --fetch"),
        (
            ["webmention.io", "--fetch", "x.example"],
            "pledges: put the token of your webmention.io account into",
        ),
        (["disqus", "good.xml", "--map", "map.txt"], 'map.txt:1: "essays/none" is no essay or pledge;'),
        (
            ["disqus", "good.xml", "--aside", "content/x.jsonl"],
            'pledges: "content/x.jsonl" is within the record;',
        ),
    ],
)
def test_what_is_wrong_is_said_on_one_line_and_nothing_is_written(
    site: SmallSite, run: Run, words: list[str], message: str
) -> None:
    with_settings(site)
    (site.root / "torn.xml").write_text(HEAD + "<thread", encoding="utf-8")
    (site.root / "map.txt").write_text("/a/ essays/none\n", encoding="utf-8")
    export(site.root / "good.xml", ("on-promises", "Well said."))
    before = tree(site.content)
    done = run(*words, "--content", "content")
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert tree(site.content) == before


def test_a_date_without_a_zone_is_of_the_site_s_and_what_cannot_be_read_makes_the_exit_status_1(
    site: SmallSite, run: Run
) -> None:
    folder = site.root / "comments" / "on-promises"
    folder.mkdir(parents=True)
    (folder / "0.md").write_text("date: 2014-07-21 15:00\nauthor: Ada\n\nHello.\n", encoding="utf-8")
    (folder / "1.md").write_text("nothing but words\n", encoding="utf-8")
    with_settings(site, 'TIMEZONE = "Europe/Berlin"')
    done = run("pelican-comments", "comments")
    assert done.returncode == 1
    assert done.stderr.startswith("comments/on-promises/1.md:1: has no fields;")
    assert by_text(site.content, ESSAY_LINES)["Hello."]["date"] == "2014-07-21T13:00:00Z"


def test_an_export_cannot_steer_the_terminal(site: SmallSite, run: Run) -> None:
    """Its titles and the addresses of its pictures stand in the report."""
    picture = "<img src='https://blog.example/wp-content/uploads/\u202ea\u009b2J.png'>"
    (site.root / "blog.xml").write_text(wxr_of(item(1, f"<p>{picture}</p>", title="\u009b2J")), "utf-8")

    done = run("wordpress", "blog.xml", "--dry-run", "--content", "content")

    assert done.returncode == 0, done.stderr
    assert "uploads" in done.stdout
    assert (done.stdout + done.stderr).replace("\n", "").isprintable()
