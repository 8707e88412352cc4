"""``pledges inbox …`` as people and programs run it: looking, deciding, answering."""

from __future__ import annotations

import json
import re

import click
import pytest

from fixtures.inbox import ESSAY_ID
from fixtures.shell import Shell
from pledges.cli.inbox import PLACES
from pledges.cli.inbox import command as inbox_group
from pledges.cli.inbox_project import open_project_inbox
from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.service import ProposalForm, Sender

ADDRESS = "ada@example.org"


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
