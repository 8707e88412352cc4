"""``pledges due``: what leaders are told, on the terminal, as JSON and by mail."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.mailbox import Mailbox
from records import PLEDGE, ROOT, SmallSite

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """A site of its own with two promises of two leaders and a question."""
    site = SmallSite(tmp_path).everything()
    site.leader("tomas", id="tomas-1a2b", name="Tomás")
    site.pledge("lifts", id="lifts-1a2b", title="Lifts run", leader="tomas", due="2026-06-30")
    site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-q", "text": "Does it count\nholidays?"})
    shutil.copy(ROOT / "pelicanconf.py", site.root / "pelicanconf.py")
    for name in ("plugins", "theme"):
        (site.root / name).symlink_to(ROOT / name)
    return site


@pytest.fixture
def run(site: SmallSite) -> Run:
    def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        home = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PLEDGES_KEY": "k" * 40}
        return subprocess.run(
            [sys.executable, "-m", "pledges", *arguments],
            cwd=site.root,
            env={**home, "PYTHONPATH": str(ROOT / "plugins"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_each_leader_sees_what_waits_for_them(run: Run) -> None:
    done = run("due", "--as-of", "2026-07-01")
    assert (done.returncode, done.stderr) == (0, "")
    maya, tomas = done.stdout.split("Tomás (tomas)")
    assert "asked on 1 February 2026, not answered: Ada: “Does it count holidays?”" in maya
    assert "no word for 167 days (last on 15 January 2026)" in maya
    assert "overdue by 1 day (due 30 June 2026): say whether it was kept" in tomas


def test_one_leader_can_be_asked_for(run: Run) -> None:
    done = run("due", "--as-of", "2026-06-30", "--leader", "tomas")
    assert "Maya" not in done.stdout
    assert "due today" in done.stdout
    wrong = run("due", "--leader", "thomas")
    assert wrong.returncode == 1
    assert 'did you mean "tomas"?' in wrong.stderr


def test_nothing_waits_on_a_quiet_day(run: Run) -> None:
    done = run("due", "--as-of", "2026-01-20")
    assert done.stdout == "Nothing needs a word on 20 January 2026.\n"


def test_json_carries_the_same_for_programs(run: Run) -> None:
    rows = json.loads(run("due", "--as-of", "2026-07-01", "--format", "json").stdout)
    assert [(row["leader"], row["need"], row["days"]) for row in rows] == [
        ("maya-okafor", "silent", -167),
        ("maya-okafor", "question", -150),
        ("tomas", "overdue", -1),
        ("tomas", "silent", -167),
    ]
    assert rows[1]["url"].endswith("/pledges/a-person-answers/#r-r-q")
    assert rows[1]["response"] == "r-q"


def test_a_question_is_linked_to_on_its_page_of_a_long_conversation(run: Run, site: SmallSite) -> None:
    with (site.root / "pelicanconf.py").open("a") as settings:
        settings.write("\nCONVERSATION_PAGE_SIZE = 1\n")

    rows = json.loads(run("due", "--as-of", "2026-07-01", "--format", "json").stdout)

    assert rows[1]["url"].endswith("/pledges/a-person-answers/conversation/2/#r-r-q")


def test_a_problem_in_the_record_is_told_like_anywhere_else(run: Run, site: SmallSite) -> None:
    site.pledge("lifts", id="lifts-1a2b", leader="tomas", due="31 February 2026")
    done = run("due")
    assert done.returncode == 1
    assert "content/pledges/lifts.md:" in done.stderr


def test_mail_goes_to_the_addresses_kept_in_the_inbox_and_the_rest_is_named(
    run: Run, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    server = {
        "PLEDGES_SMTP_HOST": "127.0.0.1",
        "PLEDGES_SMTP_PORT": str(port),
        "PLEDGES_MAIL_FROM": "inbox@promises.example",
    }
    kept = run("inbox", "contact", "tomas", "tomas@larkfield.example", **server)
    assert kept.returncode == 0, kept.stderr
    done = run("due", "--as-of", "2026-07-01", "--mail", **server)
    assert done.returncode == 0, done.stderr
    assert "tomas: mailed" in done.stderr
    assert "maya-okafor: no address is kept; see pledges inbox contact maya-okafor" in done.stderr
    (mail,) = box.messages
    assert mail["To"] == "tomas@larkfield.example"
    assert mail["Subject"] == "1 promise of yours needs a word"
    text = mail.get_content()
    assert "overdue by 1 day" in text
    assert "Lifts run" in text
    assert "A person answers" not in text


def test_a_mail_server_out_of_reach_is_told_and_ends_with_1(run: Run, free_port: int) -> None:
    server = {
        "PLEDGES_SMTP_HOST": "127.0.0.1",
        "PLEDGES_SMTP_PORT": str(free_port),
        "PLEDGES_MAIL_FROM": "inbox@promises.example",
    }
    run("inbox", "contact", "tomas", "tomas@larkfield.example", **server)
    done = run("due", "--as-of", "2026-07-01", "--mail", **server)
    assert done.returncode == 1
    assert "tomas: not mailed: the mail server could not be used" in done.stderr
    assert "tomas@larkfield.example" not in done.stderr


def test_the_help_has_an_example(run: Run) -> None:
    assert "Example:\n    pledges due" in run("due", "--help").stdout
