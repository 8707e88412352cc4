"""``pledges inbox …`` as people and programs run it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from fixtures.inbox import ESSAY, ESSAY_ID, PLEDGE_ID, write_record
from pledges import cli
from pledges.cli.inbox import PLACES
from pledges.cli.inbox import command as inbox_group
from pledges.cli.inbox_project import open_project_inbox
from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.config import OPTIONS
from pledges.inbox.service import CommentForm, ProposalForm, Sender

ADDRESS = "ada@example.org"


@dataclass
class Said:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str


@dataclass
class Shell:
    """A shell in a project's folder."""

    settings: Path
    content: Path
    run: Callable[..., Said]

    def send(self, text: str = "Thank you.", **fields: Any) -> str:
        """Send a comment as a reader and return its id."""
        form = CommentForm(**{"target": "/pledges/a-person-answers/", "name": "Ada", "text": text, **fields})
        with open_project_inbox(self.settings) as inbox:
            return service.submit_comment(inbox, form, Sender(address="192.0.2.1")).id

    def state(self, submission: str) -> State:
        """Return where a submission stands."""
        with open_project_inbox(self.settings) as inbox:
            return service.find(inbox, submission).state

    def lines(self, kind: str = "pledges", target: str = PLEDGE_ID) -> list[dict[str, Any]]:
        """Return what is public."""
        path = self.content / "responses" / kind / f"{target}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A project whose settings are kept as JSON, which is read faster than a settings file."""
    content = tmp_path / "content"
    write_record(content)
    settings = tmp_path / "site.json"
    settings.write_text(
        json.dumps(
            {
                "SITEURL": "https://promises.example",
                "SITENAME": "Promises",
                "TAG_AUTHORITY": "promises.example,2026",
                "INBOX_URL": "/inbox",
                "PATH": str(content),
                "OUTPUT_PATH": str(tmp_path / "output"),
                "THEME": str(tmp_path / "theme"),
            }
        )
    )

    def run(*arguments: str, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["pledges", "inbox", *arguments, "-s", str(settings)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return Shell(settings, content, run)


@pytest.mark.parametrize("name", PLACES)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    context = click.Context(inbox_group)
    found = inbox_group.get_command(context, name)
    assert found is not None

    text = found.get_help(click.Context(found, info_name=name))

    assert "Example:\n" in text
    assert f"pledges inbox {name}" in text


# --- looking --------------------------------------------------------------------------------------


def test_an_empty_list_says_so_and_what_to_do(shell: Shell) -> None:
    said = shell.run("list")

    assert said.status == 0
    assert said.out.startswith("Nothing waits.")
    assert "pledges inbox list --state approved" in said.out
    assert shell.run("list", "--state", "spam").out == "Nothing found.\n"


def test_the_list_is_one_line_each_where_nobody_looks(shell: Shell) -> None:
    shell.send("Spam http://a.example http://b.example http://c.example", name="Buyer")
    waiting = shell.send("First\nline.\tAnd more.")

    lines = [line.split("\t") for line in shell.run("list").out.splitlines()]

    assert [line[3] for line in lines] == ["Ada", "Buyer"]
    assert lines[0][0] == waiting
    assert lines[0][6] == "First line. And more."
    assert lines[1][7] == "3 links"


def test_a_strangers_text_cannot_steer_the_terminal(shell: Shell) -> None:
    waiting = shell.send("\x1b[2Jgone \x9b31m\u202e", name="A\x1b]0;title\x07da")

    said = shell.run("list").out + shell.run("show", waiting).out

    assert not any(sign in said for sign in ("\x1b", "\x9b", "\x07", "\u202e"))


def test_the_list_is_a_table_on_a_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = shell.send("A [bold]text[/bold].")
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr("pledges.cli.inbox_text.sys.stdout.isatty", lambda: True, raising=False)

    said = re.sub(r"\x1b\[[0-9;]*m", "", shell.run("list").out)

    assert said.split()[:3] == ["id", "kind", "state"]
    assert waiting in said
    assert "[bold]" in said


def test_the_list_for_programs_is_json(shell: Shell) -> None:
    waiting = shell.send("For programs.")

    (found,) = json.loads(shell.run("list", "--json").out)

    assert (found["id"], found["words"]["text"], found["state"]) == (waiting, "For programs.", "held")
    assert json.loads(shell.run("list", "--json", "--state", "spam").out) == []


def test_the_list_says_how_much_more_waits(shell: Shell) -> None:
    for number in range(3):
        shell.send(f"Number {number}.")

    said = shell.run("list", "--limit", "2")

    assert len(said.out.splitlines()) == 2
    assert "1 more wait" in said.err


def test_a_search_finds_words_and_addresses(shell: Shell) -> None:
    waiting = shell.send("The night agent.", email=ADDRESS)
    shell.send("Another.", name="Bob")

    for text in ("NIGHT", ADDRESS):
        assert [line.split("\t")[0] for line in shell.run("list", "--search", text).out.splitlines()] == [
            waiting
        ]


def test_one_is_shown_whole_with_its_history(shell: Shell) -> None:
    waiting = shell.send("All of it.", url="https://ada.example/")
    shell.run("reject", waiting, "--reason", "off topic")

    said = shell.run("show", waiting).out

    for words in ("All of it.", "https://ada.example/", "/pledges/a-person-answers/", "off topic", "reject"):
        assert words in said
    assert shell.run("show", "nobody").status == 1


# --- deciding -------------------------------------------------------------------------------------


def test_an_approved_comment_is_in_the_record_when_the_command_ends(shell: Shell) -> None:
    waiting = shell.send("Publish me.")

    said = shell.run("approve", waiting)

    assert said.out == f"approved {waiting}\n"
    assert [line["text"] for line in shell.lines()] == ["Publish me."]


@pytest.mark.parametrize(
    ("verb", "state"), [("reject", State.REJECTED), ("spam", State.SPAM), ("erase", State.ERASED)]
)
def test_a_refusal_is_undone_by_id(shell: Shell, verb: str, state: State) -> None:
    waiting = shell.send()

    shell.run(verb, waiting)
    assert shell.state(waiting) is state

    assert shell.run("undo", waiting).out == f"undone {waiting}: it is held again\n"
    assert shell.state(waiting) is State.HELD


def test_several_are_decided_at_once_and_undone_at_once(shell: Shell) -> None:
    waiting = [shell.send(f"Number {number}.") for number in range(3)]

    said = shell.run("approve", *waiting)
    assert len(shell.lines()) == 3

    batch = said.out.splitlines()[-1].rpartition(" ")[2]
    assert len(shell.run("undo", batch).out.splitlines()) == 3
    assert shell.lines() == []
    assert shell.run("undo", batch).status == 1


def test_what_could_not_be_done_is_told_and_the_rest_is_done(shell: Shell) -> None:
    waiting = shell.send()

    said = shell.run("approve", "nobody", waiting)

    assert (said.status, said.out) == (1, f"approved {waiting}\n")
    assert said.err == "nobody: there is no submission nobody\n"


def test_a_promise_is_published_as_a_leaders(shell: Shell) -> None:
    form = ProposalForm(
        name="Grace",
        title="Letters",
        promise="I answer.",
        outcome="None is old.",
        why="So.",
        customers="You",
        due="2099-12-31",
    )
    with open_project_inbox(shell.settings) as inbox:
        waiting = service.submit_pledge(inbox, form, Sender(address="192.0.2.1")).id

    shell.run("approve", waiting, "--leader", "maya-okafor")

    assert "leader: maya-okafor" in (shell.content / "pledges/letters.md").read_text()
    assert "due:" in shell.run("show", waiting).out.lower()


def test_who_acted_stands_in_the_log(shell: Shell) -> None:
    waiting = shell.send()
    shell.run("approve", waiting)

    with open_project_inbox(shell.settings) as inbox:
        assert service.history(inbox, waiting)[0].actor.endswith("command)")


# --- answering --------------------------------------------------------------------------------------


def test_an_answer_of_the_house_carries_its_role(shell: Shell) -> None:
    waiting = shell.send("Who pays?")
    shell.run("approve", waiting)

    said = shell.run("reply", waiting, "--name", "Maya Okafor", "--role", "promisor", "--text", "I do.")

    line = shell.lines()[-1]
    assert (line["author"]["role"], line["in_reply_to"], line["text"]) == ("promisor", waiting, "I do.")
    shell.run("undo", said.out.rpartition(" ")[2].strip())
    assert len(shell.lines()) == 1


def test_an_answer_can_come_from_standard_input_and_go_to_a_page(shell: Shell) -> None:
    said = shell.run(
        "reply", "/essays/on-promises/", "--name", "Maya", "--role", "author", typed="Two lines.\nHere.\n"
    )

    assert said.status == 0
    assert shell.lines("essays", ESSAY_ID)[0]["text"] == "Two lines.\nHere."


def test_an_answer_to_nothing_is_refused(shell: Shell) -> None:
    waiting = shell.send("Not public yet.")

    assert shell.run("reply", waiting, "--name", "M", "--role", "author", "--text", "x").status == 1
    assert shell.run("reply", "/nowhere/", "--name", "M", "--role", "author", "--text", "x").status == 1


# --- people -----------------------------------------------------------------------------------------


def test_an_address_is_exported_whole(shell: Shell) -> None:
    waiting = shell.send("Mine.", email=ADDRESS)
    shell.send("Not mine.", email="bob@example.org", name="Bob")

    found = json.loads(shell.run("export", ADDRESS).out)

    assert found["address"] == ADDRESS
    assert [one["id"] for one in found["submissions"]] == [waiting]
    nothing = shell.run("export", "nobody@example.org")
    assert "Nothing is kept" in nothing.err
    assert shell.run("export", "not an address").status == 1


def test_an_address_is_erased_only_when_it_is_meant(shell: Shell) -> None:
    waiting = shell.send("Forget me.", email=ADDRESS)
    shell.run("approve", waiting)

    assert shell.run("erase", ADDRESS).status == 1
    assert shell.lines()[0]["text"] == "Forget me."

    said = shell.run("erase", ADDRESS, "--yes")
    assert f"erased {waiting}" in said.out
    assert "erased" in shell.lines()[0]
    assert "Forget me." not in json.dumps(shell.lines())
    assert json.loads(shell.run("export", ADDRESS).out)["submissions"] == []


def test_the_commits_that_still_hold_an_erased_text_are_named(shell: Shell) -> None:
    waiting = shell.send("Committed.", email=ADDRESS)
    shell.run("approve", waiting)
    git = ["git", "-C", str(shell.content), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *arguments], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout

    assert commit.strip() in shell.run("erase", ADDRESS, "--yes").out


def test_a_leaders_address_is_kept_in_the_inbox_alone(shell: Shell) -> None:
    assert shell.run("contact", "maya-okafor", "maya@northwind.example").out == "kept: maya-okafor\n"

    found = json.loads(shell.run("export", "maya@northwind.example").out)
    assert found["kept_for"] == ["leader:maya-okafor-4k2d"]
    assert not any(b"northwind.example" in file.read_bytes() for file in shell.content.rglob("*.*"))
    assert shell.run("contact", "maya-okafor").out == "forgotten: maya-okafor\n"
    assert shell.run("contact", "nobody", "x@example.org").status == 1


# --- rules and the way in -----------------------------------------------------------------------------


def test_rules_are_listed_added_and_removed(shell: Shell) -> None:
    assert shell.run("rules").out.startswith("No rules: everything waits.")

    assert shell.run("rules", "add", "block word", "Pills").out == "added: block word pills\n"
    assert shell.run("rules", "add", "approve known commenters").status == 0
    assert shell.run("rules").out.splitlines() == ["approve known commenters", "block word\tpills"]
    assert shell.run("rules", "remove", "block word", "pills").out == "removed\n"
    assert shell.run("rules", "remove", "block word", "pills").status == 1
    assert shell.run("rules", "add", "block address", "nonsense").status == 1


def test_the_link_leads_to_the_desk_of_the_site(shell: Shell) -> None:
    said = shell.run("link", "--name", "maya")

    assert said.out.startswith("https://promises.example/inbox/moderate/sign-in/")


def test_a_site_without_an_inbox_says_what_to_write(shell: Shell) -> None:
    values = json.loads(shell.settings.read_text())
    shell.settings.write_text(json.dumps({**values, "INBOX_URL": ""}))

    said = shell.run("list")

    assert said.status == 1
    assert 'write INBOX_URL = "/inbox"' in said.err


def test_the_settings_file_alone_says_where_the_site_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITEURL", "https://elsewhere.example")
    monkeypatch.setenv("INBOX_URL", "/other")

    assert shell.run("link").out.startswith("https://promises.example/inbox/")


def test_a_folder_without_settings_is_told(shell: Shell) -> None:
    shell.settings.unlink()

    said = shell.run("list")

    assert said.status == 1
    assert "there is no settings file" in said.err


def test_the_commands_read_a_pelican_settings_file_in_a_process_of_its_own(tmp_path: Path) -> None:
    write_record(tmp_path / "content")
    assert ESSAY
    (tmp_path / "pelicanconf.py").write_text(
        'SITEURL = "https://promises.example"\nTAG_AUTHORITY = "promises.example,2026"\n'
        'INBOX_URL = "/inbox"\nPATH = "content"\nTHEME = "simple"\n'
    )
    code = "import sys; sys.argv[0] = 'pledges'\ntry:\n from pledges.cli import main; main()\n"
    code += "finally:\n assert 'pelican' not in sys.modules"

    done = subprocess.run(
        [sys.executable, "-c", code, "inbox", "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing waits.")
    assert (tmp_path / "var/inbox.sqlite").exists()


def test_every_option_of_the_inbox_is_explained() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pledges", "settings"], capture_output=True, text=True, check=True
    )

    for option in OPTIONS:
        assert f"{option.name}  [" in done.stdout
