"""What a moderator decides is on the site when it is decided, and can be undone."""

from __future__ import annotations

import json
from unittest.mock import ANY

import pytest

from fixtures.inbox import Bench
from pledges.domain.response import Role
from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.errors import Conflict, NotThere
from pledges.inbox.service.replies import reply, reply_to


def test_an_approved_comment_is_one_line_of_its_conversation(bench: Bench) -> None:
    receipt = bench.comment("Well kept.", url="https://ada.example/")

    service.approve(bench.inbox, receipt.id, actor="moderator")

    assert [json.loads(line) for line in bench.lines()] == [
        {
            "id": receipt.id,
            "kind": "comment",
            "author": {"name": "Ada", "url": "https://ada.example/"},
            "date": "2026-07-01T12:00:00Z",
            "text": "Well kept.",
            "salt": ANY,
        }
    ]


def test_nothing_is_public_before_it_is_approved(bench: Bench) -> None:
    receipt = bench.comment()

    assert receipt.state is State.HELD
    assert bench.lines() == []
    assert [one.id for one in service.queue(bench.inbox)] == [receipt.id]


def test_approving_twice_publishes_once_and_is_one_action(bench: Bench) -> None:
    receipt = bench.comment()

    first = service.approve(bench.inbox, receipt.id, actor="one")
    second = service.approve(bench.inbox, receipt.id, actor="other")

    assert first.action is not None
    assert second.action is None
    assert len(bench.lines()) == 1


@pytest.mark.parametrize("verb", ["approve", "reject", "spam", "erase"])
def test_every_decision_can_be_undone(bench: Bench, verb: str) -> None:
    receipt = bench.comment()
    before = service.find(bench.inbox, receipt.id)

    batch, failed = service.decide_batch(bench.inbox, verb, [receipt.id], actor="moderator")
    service.undo_batch(bench.inbox, batch, actor="moderator")

    assert failed == {}
    assert service.find(bench.inbox, receipt.id) == before
    assert bench.lines() == []


def test_an_erasure_of_a_public_comment_can_be_undone(bench: Bench) -> None:
    receipt = bench.comment("Keep me.")
    service.approve(bench.inbox, receipt.id, actor="moderator")
    before = bench.lines()

    service.erase(bench.inbox, receipt.id, actor="moderator")
    erased = bench.lines()
    service.undo(bench.inbox, receipt.id, actor="moderator")

    assert json.loads(erased[0]).keys() == {"id", "kind", "date", "erased"}
    said, again = json.loads(before[0]), json.loads(bench.lines()[0])
    assert said.pop("salt") != again.pop("salt")
    assert said == again


def test_an_answered_comment_leaves_its_place_when_its_approval_is_undone(bench: Bench) -> None:
    receipt = bench.comment("First.")
    service.approve(bench.inbox, receipt.id, actor="moderator")
    reply_to(bench.inbox, receipt.id, name="Maya", text="Answer.", role=Role.PROMISOR, actor="moderator")

    service.undo(bench.inbox, receipt.id, actor="moderator")

    first, second = map(json.loads, bench.lines())
    assert "erased" in first
    assert "text" not in first
    assert second["in_reply_to"] == receipt.id


def test_the_last_decision_is_undone_first(bench: Bench) -> None:
    receipt = bench.comment()
    approved = service.approve(bench.inbox, receipt.id, actor="moderator")
    service.mark_spam(bench.inbox, receipt.id, actor="moderator")

    with pytest.raises(Conflict):
        service.undo(bench.inbox, receipt.id, actor="moderator", action_id=approved.action)
    service.undo(bench.inbox, receipt.id, actor="moderator")
    assert service.find(bench.inbox, receipt.id).state is State.APPROVED
    service.undo(bench.inbox, receipt.id, actor="moderator")
    assert service.find(bench.inbox, receipt.id).state is State.HELD
    with pytest.raises(NotThere):
        service.undo(bench.inbox, receipt.id, actor="moderator")


def test_a_role_is_set_by_a_reply_of_the_house_alone(bench: Bench) -> None:
    bench.comment(name="Maya Okafor (promisor)")
    answer = reply(
        bench.inbox,
        "/essays/on-promises/",
        name="Maya Okafor",
        text="Thank you.",
        role=Role.AUTHOR,
        actor="cli",
    )

    (line,) = bench.lines("essays", "on-promises-2k4d")
    assert json.loads(line)["author"] == {"name": "Maya Okafor", "role": "author"}
    service.undo(bench.inbox, answer.id, actor="cli")
    assert bench.lines("essays", "on-promises-2k4d") == []


def test_a_batch_says_what_it_could_not_do(bench: Bench) -> None:
    receipt = bench.comment()

    batch, failed = service.decide_batch(bench.inbox, "approve", [receipt.id, "nobody"], actor="m")

    assert list(failed) == ["nobody"]
    assert [d.submission.state for d in service.undo_batch(bench.inbox, batch, actor="m")] == [State.HELD]


def test_other_lines_of_a_conversation_stay_as_they_are_byte_for_byte(bench: Bench) -> None:
    path = bench.inbox.content / "responses/pledges/a-person-answers-9m3t.jsonl"
    path.parent.mkdir(parents=True)
    before = b'{"id": "r-1", "kind": "comment",  "date": "2026-01-01T00:00:00Z", "text": "by hand"}'
    path.write_bytes(before)  # and no line end

    receipt = bench.comment()
    service.approve(bench.inbox, receipt.id, actor="moderator")
    assert path.read_bytes().startswith(before + b"\n{")
    service.undo(bench.inbox, receipt.id, actor="moderator")
    assert path.read_bytes() == before + b"\n"
