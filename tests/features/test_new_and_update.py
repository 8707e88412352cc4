"""``pledges new`` and ``pledges update``: what they write is right; what they refuse leaves nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pledges.cli import main
from records import SmallSite

Run = Callable[..., tuple[int, str, str]]

WORDS = [
    *(
        "--leader",
        "maya-okafor",
        "--customer",
        "Everyone who calls",
        "--promise",
        "When you call, we answer.",
    ),
    *("--outcome", "95 % of calls within 60 seconds: counted.", "--why", "You call when it is broken."),
]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    site = SmallSite(tmp_path)
    site.leader()
    (tmp_path / "pelicanconf.py").write_text(
        'SITEURL = "https://promises.example"\nTAG_AUTHORITY = "promises.example,2026"\n'
        'PATH = "content"\nTHEME = "simple"\nAS_OF = "2026-11-22"\n'
    )
    return site


@pytest.fixture
def run(site: SmallSite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the site's folder, without a terminal; return its exit status and what it printed."""
    monkeypatch.chdir(site.root)

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["pledges", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


def texts(site: SmallSite) -> dict[str, str]:
    return {str(file): file.read_text() for file in site.content.rglob("*.md")}


def test_a_new_pledge_has_an_id_and_no_problems(site: SmallSite, run: Run) -> None:
    status, _, _ = run("new", "pledge", "We answer: at once", *WORDS, "--due", "2027-06-30")

    text = (site.content / "pledges/we-answer-at-once.md").read_text()
    assert status == 0
    assert re.search(r"^id: we-answer-at-once-[a-z0-9]{4}$", text, re.MULTILINE)
    assert "\nmade: 2026-11-22\ndue: 2027-06-30\n" in text
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["new", "pledge", "Late", *WORDS, "--due", "2020-01-01"],
            "content/pledges/late.md:10: due: 2020-01-01 is before the promise was made on 2026-11-22",
        ),
        (["new", "pledge", "Late", *WORDS], "a pledge needs --due as well"),
        (["new", "pledge", "Open", *WORDS, "--due", "2027-01-01"], '"open" is an address of the site itself'),
        (["new", "essay", "Late", "--author", "maya-okafo"], 'did you mean "maya-okafor"?'),
        (["new", "leader", "X", "--slug", "../x"], '"../x" is not a slug'),
        (["new", "leader", "Maya Okafor"], "exists already; name another file with --slug"),
    ],
    ids=["due before made", "missing", "reserved", "unknown author", "outside", "exists"],
)
def test_what_cannot_be_begun_is_refused_and_not_written(
    site: SmallSite, run: Run, arguments: list[str], said: str
) -> None:
    before = texts(site)

    status, _, err = run(*arguments)

    assert status == 1
    assert said in err
    assert texts(site) == before


def test_an_update_is_appended_to_the_pledge_named_by_slug_or_file(site: SmallSite, run: Run) -> None:
    run("new", "pledge", "We answer", *WORDS, "--due", "2027-06-30")
    file = site.content / "pledges/we-answer.md"
    before = file.read_text()

    first = run("update", "we-answer", "on track", "--text", "94 %.", "--evidence", "https://a.example/1")
    second = run(
        "update", "content/pledges/we-answer.md", "amended", "--due", "2027-09-30", "--text", "Hiring."
    )

    assert (first[0], second[0]) == (0, 0)
    assert file.read_text() == (
        before
        + "\n## 2026-11-22 · on track\n94 %.\nEvidence: https://a.example/1\n"
        + "\n## 2026-11-22 · amended\nHiring.\nDue: 2027-09-30\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["we-anser", "on track"], 'there is no pledge "we-anser"; did you mean "we-answer"?'),
        (["we-answer", "on trak"], '"on trak" is not a claim; did you mean "on track"?\n'),
        (["we-answer", "marvellous"], '"marvellous" is not a claim; write one of: accepted, on track'),
        (["we-answer", "repaired"], 'update: "repaired" cannot follow'),
        (["we-answer", "kept", "--due", "2027-09-30"], 'Due: goes with "amended" only'),
        (["we-answer", "on track", "--text", "## 2026-11-22 · kept"], "would be read as a heading"),
        (["we-answer", "on track", "--on", "2020-01-01"], "2020-01-01 is before the promise was made"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_update_that_is_no_legal_move_is_refused_and_not_written(
    site: SmallSite, run: Run, arguments: list[str], said: str
) -> None:
    run("new", "pledge", "We answer", *WORDS, "--due", "2027-06-30")
    before = texts(site)

    status, _, err = run("update", *arguments)

    assert status == 1
    assert said in err
    assert err.startswith(("content/pledges/we-answer.md:", "pledges: "))
    assert texts(site) == before
