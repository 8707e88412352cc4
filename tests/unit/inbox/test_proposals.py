"""A reader's own promise becomes a leader's file and a pledge's when a moderator agrees."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.inbox import Bench
from pledges.domain.submission import State
from pledges.files.leader_file import parse_leader
from pledges.files.pledge_file import parse_pledge
from pledges.inbox import service
from pledges.inbox.errors import Conflict, InvalidSubmission
from pledges.inbox.service import ProposalForm, Receipt, Sender, submit_pledge
from pledges.inbox.service.people import leader_address

FORM = ProposalForm(
    name="Bo Lind",
    title="Bread by six",
    promise="There is bread at six every morning: fresh, too.",
    outcome="The door is open at six.",
    why="People go to work early.",
    customers="Everyone in Mill Lane\nThe night shift",
    due="2026-12-31",
    experience="safe, warm",
    email="bo@example.org",
)


def propose(bench: Bench, form: ProposalForm = FORM) -> Receipt:
    return submit_pledge(bench.inbox, form, Sender(address="192.0.2.1"))


def test_an_approved_proposal_is_two_files_that_read_as_it_was_written(bench: Bench) -> None:
    receipt = propose(bench)
    service.approve(bench.inbox, receipt.id, actor="m")

    content = bench.inbox.content
    pledge, problems = parse_pledge(
        "pledges/bread-by-six.md", (content / "pledges/bread-by-six.md").read_text()
    )
    leader, more = parse_leader("leaders/bo-lind.md", (content / "leaders/bo-lind.md").read_text())
    assert problems + more == []
    assert pledge is not None
    assert leader is not None
    assert (pledge.promise, pledge.customers) == (FORM.promise, ("Everyone in Mill Lane", "The night shift"))
    assert (pledge.made, pledge.due, pledge.leader) == (dt.date(2026, 7, 1), dt.date(2026, 12, 31), "bo-lind")
    assert pledge.id.startswith("bread-by-six-")
    assert leader_address(bench.inbox, leader.id) == "bo@example.org"
    assert "bo@example.org" not in (content / "leaders/bo-lind.md").read_text()


def test_undoing_it_takes_the_files_out_and_approving_again_puts_them_back(bench: Bench) -> None:
    receipt = propose(bench)
    service.approve(bench.inbox, receipt.id, actor="m")
    pledge = bench.inbox.content / "pledges/bread-by-six.md"
    before = pledge.read_text()

    service.undo(bench.inbox, receipt.id, actor="m")
    assert not pledge.exists()
    assert service.find(bench.inbox, receipt.id).state is State.HELD

    service.approve(bench.inbox, receipt.id, actor="m")
    assert pledge.read_text() == before


def test_a_file_somebody_has_changed_since_is_left_alone(bench: Bench) -> None:
    receipt = propose(bench)
    service.approve(bench.inbox, receipt.id, actor="m")
    pledge = bench.inbox.content / "pledges/bread-by-six.md"
    pledge.write_text(pledge.read_text() + "\nMore.\n")

    with pytest.raises(Conflict, match="changed since"):
        service.undo(bench.inbox, receipt.id, actor="m")
    assert service.find(bench.inbox, receipt.id).state is State.APPROVED
    assert pledge.exists()


def test_a_second_promise_of_the_same_name_gets_another_slug(bench: Bench) -> None:
    for _ in range(2):
        service.approve(bench.inbox, propose(bench).id, actor="m")

    assert (bench.inbox.content / "pledges/bread-by-six-2.md").exists()
    assert (bench.inbox.content / "leaders/bo-lind-2.md").exists()


@pytest.mark.parametrize("leader", ["../essays/on-promises", "maya-okafor.md", "Maya Okafor"])
def test_a_leader_is_named_by_the_slug_of_a_file_in_its_folder(bench: Bench, leader: str) -> None:
    """The name of any file was taken, and the record had a problem from then on."""
    receipt = propose(bench)
    (bench.inbox.content / "leaders/maya-okafor.md.md").write_text("")

    with pytest.raises(Conflict, match="there is no leader"):
        service.approve(bench.inbox, receipt.id, actor="m", leader=leader)


def test_a_misspelt_leader_is_told_with_the_nearest(bench: Bench) -> None:
    receipt = propose(bench)
    with pytest.raises(Conflict, match='did you mean "maya-okafor"'):
        service.approve(bench.inbox, receipt.id, actor="m", leader="maya-okafo")


def test_a_moderator_may_give_it_to_a_leader_who_is_there(bench: Bench) -> None:
    receipt = propose(bench)
    with pytest.raises(Conflict):
        service.approve(bench.inbox, receipt.id, actor="m", leader="nobody")

    service.approve(bench.inbox, receipt.id, actor="m", leader="maya-okafor")

    assert "leader: maya-okafor" in (bench.inbox.content / "pledges/bread-by-six.md").read_text()
    assert not (bench.inbox.content / "leaders/bo-lind.md").exists()


def test_all_mistakes_are_told_at_once(bench: Bench) -> None:
    form = ProposalForm(
        name="", title="", promise="x" * 3000, outcome=" ", why="", customers="\n", due="soon", email="x"
    )

    with pytest.raises(InvalidSubmission) as raised:
        propose(bench, form)

    fields = [mistake.field for mistake in raised.value.mistakes]
    assert fields == ["name", "email", "title", "promise", "outcome", "why", "customers", "due"]


def test_a_promise_is_due_on_a_day_to_come(bench: Bench) -> None:
    with pytest.raises(InvalidSubmission):
        propose(bench, replace(FORM, due="2026-07-01"))


@pytest.mark.parametrize("title", ["Open", "Page", "---", "日本語", "x" * 100])
def test_any_title_finds_a_place(bench: Bench, title: str) -> None:
    receipt = propose(bench, replace(FORM, title=title))
    service.approve(bench.inbox, receipt.id, actor="m")

    assert len(list((bench.inbox.content / "pledges").glob("*.md"))) == 2


@given(text=st.text(min_size=1, max_size=60))
def test_whatever_is_typed_is_refused_or_reads_back(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from fixtures.inbox import settings_for, write_record
    from pledges.inbox.start import open_inbox

    folder = tmp_path_factory.mktemp("typed")
    write_record(folder / "content")
    inbox = open_inbox(settings_for(f"sqlite:///{folder}/inbox.sqlite"), folder / "content")
    try:
        form = replace(FORM, title=text, promise=text, why=text, name=text, due="2999-12-31")
        try:
            receipt = submit_pledge(inbox, form, Sender())
        except InvalidSubmission:
            return
        service.approve(inbox, receipt.id, actor="m")
        for file in (folder / "content/pledges").glob("*.md"):
            assert parse_pledge(f"pledges/{file.name}", file.read_text())[1] == []
    finally:
        inbox.close()
