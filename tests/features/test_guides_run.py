"""Every command of every guide, run in order in a copy of the sample site."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

import wxr_making
from guides import CHANGES, GUIDES, ROOT, Typed, typed_in
from pledges.cli import cli
from pledges.cli.inbox_project import open_project_inbox
from pledges.inbox import service
from pledges.inbox.context import Inbox
from pledges.inbox.service import CommentForm, Sender, submit_comment
from pledges.inbox.service.proposals import ProposalForm, submit_pledge

SETTINGS = Path("pelicanconf.py")
#: What needs the web, a site that is live, or runs until it is stopped; tests of their own are about each.
ELSEWHERE = {
    ("verify", "https://promises.example"),
    ("import", "webmention.io", "--fetch"),
    ("send",),
    ("doctor",),
    ("serve",),
    ("inbox", "serve"),
}
SHOWING = [guide for guide in GUIDES if guide != CHANGES and [*typed_in(guide)]]
#: The submission that guides name, and another one.
FIRST, SECOND = "4k2d9m3txw", "9m3txw4k2d"
TARGET = "/pledges/a-person-answers/"
ANSWER = "y\n"  # to a question, and as the text of an answer
DISQUS = """<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><link>https://blog.example/services/</link></thread></disqus>
"""
ISSO = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR, title VARCHAR);
CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT, modified FLOAT,
    mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER, dislikes INTEGER, voters BLOB, notification INTEGER DEFAULT 0);
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project, with the files that guides speak of, as the working folder."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for name in ("plugins", "theme"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    exports(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLEDGES_MAIL_FROM", "")
    return tmp_path


def exports(folder: Path) -> None:
    """Write what other systems have kept, under the names that guides use."""
    (folder / "export.xml").write_text(DISQUS)
    (folder / "blog.xml").write_text(wxr_making.export(wxr_making.item(1)))
    (folder / "users.json").write_text("[]")
    (folder / "wp-content/uploads").mkdir(parents=True)
    (folder / "addresses.txt").write_text("/services/ pledges/a-person-answers\n")
    for name in ("old-site/_data/comments", "old-site/content/comments"):
        (folder / name).mkdir(parents=True)
    for number in range(2):
        (folder / f"mentions-{number}.jf2").write_text(json.dumps({"type": "feed", "children": []}))
    with sqlite3.connect(folder / "comments.db") as database:
        database.executescript(ISSO)
    database.close()


@contextmanager
def opened() -> Iterator[Inbox]:
    with open_project_inbox(SETTINGS) as inbox:
        yield inbox


def waiting() -> tuple[str, str]:
    """Send two comments in; returns their ids."""
    forms = [CommentForm(target=TARGET, name="Ada", text=f"Good {n}.") for n in (1, 2)]
    with opened() as inbox:
        first, second = (submit_comment(inbox, form, Sender()).id for form in forms)
    return first, second


def published() -> tuple[str, str]:
    """Send two comments in and approve them."""
    ids = waiting()
    with opened() as inbox:
        for one in ids:
            service.approve(inbox, one, actor="moderator")
    return ids


def proposed() -> tuple[str, str]:
    """Send a reader's own promise in."""
    form = ProposalForm(
        title="Open late",
        promise="We open until ten.",
        outcome="The door is open at ten.",
        why="People work late.",
        customers="Everyone in the street",
        due="2027-12-31",
        name="Maya Okafor",
        email="",
        url="",
        on_behalf_of="",
        experience="",
        text="",
    )
    with opened() as inbox:
        return submit_pledge(inbox, form, Sender()).id, ""


def prepared(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command with a submission of ours, in the state that it asks for, in the guide's place."""
    if words == ("verify", "output"):
        assert CliRunner().invoke(cli, ["build"]).exit_code == 0
    if words[0] == "export":
        Path("record.zip").unlink(missing_ok=True)  # the guide shows one choice after another
        waiting()
    if words[:2] == ("import", "archive"):
        for name in ("content", "var"):  # into an empty site
            shutil.rmtree(name, ignore_errors=True)
    if words[:2] == ("inbox", "erase") and "@" in words[2]:
        return (*words, "--yes")  # asked for on a terminal
    if FIRST not in words:
        return words
    before: Callable[[], tuple[str, str]] = waiting
    if words[1] in ("undo", "reply"):
        before = published
    elif "--leader" in words:
        before = proposed
    first, second = before()
    return tuple({FIRST: first, SECOND: second}.get(word, word) for word in words)


def is_elsewhere(line: Typed) -> bool:
    plain = tuple(word for word in line.words if word not in ("--dry-run", "--settings"))
    return any(plain[: len(one)] == one for one in ELSEWHERE)


@pytest.mark.parametrize("guide", SHOWING, ids=lambda guide: guide.stem)
def test_what_a_guide_shows_can_be_done(guide: Path, project: Path) -> None:
    for line in typed_in(guide):
        if is_elsewhere(line):
            continue
        words = prepared(line.words)
        done = CliRunner().invoke(cli, list(words), input=ANSWER, env=dict(line.environment))
        assert done.exit_code == 0, f"pledges {' '.join(words)}\n{done.output}\n{done.exception!r}"


def test_only_what_needs_the_web_or_does_not_end_is_left_out() -> None:
    lines = [line for guide in GUIDES for line in typed_in(guide)]
    assert sum(not is_elsewhere(line) for line in lines) > 60
    assert all(any(line.words[: len(one)] == one for line in lines) for one in ELSEWHERE - {("serve",)})
