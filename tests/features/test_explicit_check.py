"""``pledges check --explicit``: hints beside their lines, never errors, each rule to be switched off."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pledges.domain.explicit import RULES
from pledges.errors import SettingsError
from pledges.settings import read_settings
from records import ROOT, SmallSite

Run = Callable[..., "subprocess.CompletedProcess[str]"]
VAGUE = """---
id: a-person-answers-9m3t
title: A person answers
leader: maya-okafor
customers:
  - Everyone who calls
  - All stakeholders
promise: >
  When you call us,
  we strive to answer you soon.
outcome: 95 % of calls are answered within a minute.
why: People call when something has stopped working.
made: 2026-01-15
due: 2099-12-31
---

## 2026-01-20 · accepted
They read it with us.

## 2026-02-01 · amended
Plainer words.
Outcome: World-class answers.
"""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A record whose one promise is vague."""
    site = SmallSite(tmp_path)
    site.leader()
    (site.content / "pledges").mkdir()
    (site.content / "pledges" / "a-person-answers.md").write_text(VAGUE, encoding="utf-8")
    settings = f"import runpy\nglobals().update(runpy.run_path({str(ROOT / 'pelicanconf.py')!r}))\n"
    (tmp_path / "pelicanconf.py").write_text(f"{settings}PATH = {str(site.content)!r}\n", encoding="utf-8")
    return site


@pytest.fixture
def run(site: SmallSite) -> Run:
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pledges", *arguments],
            cwd=site.root,
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_each_hint_stands_on_the_line_of_its_words_and_the_status_is_0(run: Run) -> None:
    done = run("check", "--explicit")
    lines = [line.partition(": could be")[0] for line in done.stderr.splitlines()]
    assert done.returncode == 0
    assert done.stdout == "No problems.\n"
    file = "content/pledges/a-person-answers.md"
    assert lines == [
        f"{file}:7: customers",
        f"{file}:10: promise",  # strive
        f"{file}:10: promise",  # soon
        f"{file}:22: Outcome",  # praise
        f"{file}:22: Outcome",  # nothing to count
    ]
    assert '"All stakeholders" is too wide a circle for a verdict' in done.stderr


def test_without_the_option_nothing_is_said(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")


def test_github_and_json_carry_the_same_as_warnings(run: Run) -> None:
    annotations = run("check", "--explicit", "--format", "github").stdout.splitlines()
    rows = json.loads(run("check", "--explicit", "--format", "json").stdout)
    assert all(line.startswith("::warning file=content/pledges/") for line in annotations)
    assert len(annotations) == len(rows) == 5
    assert sorted(row["rule"] for row in rows) == ["date", "intent", "measure", "praise", "to-whom"]
    assert {row["level"] for row in rows} == {"warning"}


def test_rules_are_left_out_by_name(run: Run, site: SmallSite) -> None:
    with (site.root / "pelicanconf.py").open("a") as settings:
        settings.write('EXPLICIT_OFF = ["intent", "praise"]\n')
    rows = json.loads(run("check", "--explicit", "--format", "json").stdout)
    assert sorted(row["rule"] for row in rows) == ["date", "measure", "to-whom"]


def test_a_rule_that_does_not_exist_is_a_wrong_setting() -> None:
    values = {"SITEURL": "https://a.example", "TAG_AUTHORITY": "a.example,2026"}
    with pytest.raises(SettingsError, match='"intend", which is no rule; did you mean "intent"'):
        read_settings({**values, "EXPLICIT_OFF": ["intend"]})
    with pytest.raises(SettingsError, match="is not a list"):
        read_settings({**values, "EXPLICIT_OFF": "intent"})
    assert read_settings({**values, "EXPLICIT_OFF": list(RULES)}).explicit_off == tuple(RULES)


@pytest.mark.parametrize("change", ["lang: de", "declared"])
def test_what_the_rules_cannot_read_or_nobody_can_change_is_passed_over(
    run: Run, site: SmallSite, change: str
) -> None:
    file = site.content / "pledges" / "a-person-answers.md"
    text = (
        VAGUE.replace("made:", "lang: de\nmade:")
        if change == "lang: de"
        else f"{VAGUE}\n## 2026-03-01 · kept\n"
    )
    file.write_text(text, encoding="utf-8")
    assert json.loads(run("check", "--explicit", "--format", "json").stdout) == []


def test_problems_come_first_and_decide_the_status(run: Run, site: SmallSite) -> None:
    file = site.content / "pledges" / "a-person-answers.md"
    file.write_text(VAGUE.replace("due: 2099-12-31", "due: soon"), encoding="utf-8")
    done = run("check", "--explicit")
    assert done.returncode == 1
    assert "due:" in done.stderr


def test_a_new_pledge_is_written_and_its_hints_are_said(run: Run, site: SmallSite) -> None:
    words = ["--promise", "We aim to help.", "--outcome", "Ten calls.", "--why", "You wait at home."]
    who = ["--leader", "maya-okafor", "--customer", "The Rowan Street carers"]
    done = run("new", "pledge", "We help", *who, *words, "--due", "2099-06-30")
    assert done.returncode == 0
    assert (site.content / "pledges" / "we-help.md").is_file()
    assert '"aim to" promises an effort' in done.stderr
    assert "a-person-answers" not in done.stderr


def test_the_rules_in_the_documentation_are_those_of_the_code() -> None:
    text = (ROOT / "plugins" / "pledges" / "docs" / "explicit.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| `")]
    documented = [(row[0].strip("| `"), row[1], row[2].strip(" |")) for row in rows]
    assert documented == [(rule.name, rule.virtue, rule.asks) for rule in RULES.values()]
