"""What cannot be written into the record: stored all the same, told, and tried again."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from fixtures.inbox import Bench
from pledges.domain.submission import State
from pledges.fetch import fetch
from pledges.inbox import service
from pledges.inbox.errors import Unpublished
from pledges.inbox.rules import RuleKind
from pledges.inbox.worker import PUBLISH_EVERY, Worker

ADDRESS = "ada@example.org"


def put_in_the_way(bench: Bench) -> Path:
    """Let no conversation be written, whoever runs this."""
    folder = bench.inbox.content / "responses" / "pledges"
    folder.mkdir(parents=True, exist_ok=True)
    folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    return folder


def clear_away(folder: Path) -> None:
    folder.unlink()
    folder.with_name("aside").rename(folder)


def worker_of(bench: Bench, mails: list[EmailMessage]) -> Worker:
    return Worker(bench.inbox, fetch, mails.append)


def test_a_comment_that_a_rule_approves_is_received_though_it_cannot_be_published_yet(bench: Bench) -> None:
    first = bench.comment("One.", email=ADDRESS)
    service.approve(bench.inbox, first.id, actor="m")
    service.add_rule(bench.inbox, RuleKind.APPROVE_COMMENTERS, actor="m")
    folder = put_in_the_way(bench)

    second = bench.comment("Two.", email=ADDRESS)

    assert second.state is State.APPROVED
    clear_away(folder)
    assert worker_of(bench, []).begin()
    assert [second.id in line for line in bench.lines()] == [False, True]


def test_a_decision_that_cannot_be_carried_out_stops_no_other_work(bench: Bench) -> None:
    mails: list[EmailMessage] = []
    worker = worker_of(bench, mails)
    approved = bench.comment("One.")
    folder = put_in_the_way(bench)
    with pytest.raises(Unpublished):
        service.approve(bench.inbox, approved.id, actor="m")

    bench.comment("Two.")

    assert not worker.begin()
    while worker.work_once():
        pass

    assert [mail["Subject"] for mail in mails] == ["A comment by Ada waits"]
    clear_away(folder)
    assert not worker.begin()  # not tried at every turn
    bench.clock.forward(seconds=PUBLISH_EVERY.total_seconds())
    assert worker.begin()
    assert len(bench.lines()) == 1


def test_a_clock_that_was_put_back_delays_nothing(bench: Bench) -> None:
    worker = worker_of(bench, [])
    approved = bench.comment("One.")
    folder = put_in_the_way(bench)
    with pytest.raises(Unpublished):
        service.approve(bench.inbox, approved.id, actor="m")
    worker.begin()
    clear_away(folder)

    bench.clock.forward(hours=-5)

    assert worker.begin()


def test_a_record_that_is_not_there_at_all_is_told_as_one_that_cannot_be_written(bench: Bench) -> None:
    """It was an error that nobody foresaw: "try again" stood above what was decided already."""
    approved, content = bench.comment("One."), bench.inbox.content
    aside = content.rename(content.with_name("aside"))
    content.write_text("in the way")

    with pytest.raises(Unpublished):
        service.approve(bench.inbox, approved.id, actor="m")
    assert not worker_of(bench, []).begin()  # and stops no other work

    assert service.find(bench.inbox, approved.id).state is State.APPROVED
    content.unlink()
    aside.rename(content)
    assert worker_of(bench, []).begin()
    assert len(bench.lines()) == 1
