"""What the inbox publishes, it seals; what it takes back, it says so."""

from __future__ import annotations

import json
from typing import Any

from fixtures.inbox import PLEDGE_ID, Bench
from pledges.files.record import load_record
from pledges.inbox import service
from pledges.inbox.publish import recover
from pledges.verify_ledger import reader, verify


def entries(bench: Bench) -> list[dict[str, Any]]:
    """Return the sealed entries, after making sure that the verifier and the record's check agree to them."""
    assert verify(*reader(bench.inbox.content), {})[1] == []
    assert load_record(bench.inbox.content)[1] == []
    file = bench.inbox.content / "ledger" / f"{PLEDGE_ID}.jsonl"
    lines = file.read_bytes().splitlines() if file.exists() else []
    return [json.loads(line)["entry"] for line in lines]


def test_an_approved_comment_is_an_entry_of_the_ledger(bench: Bench) -> None:
    receipt = bench.comment()
    assert entries(bench) == []
    service.approve(bench.inbox, receipt.id, actor="moderator")
    recover(bench.inbox)
    assert [(entry["kind"], entry["id"]) for entry in entries(bench)] == [("response", receipt.id)]


def test_an_erasure_and_its_undoing_are_entries_of_their_own(bench: Bench) -> None:
    receipt = bench.comment("Keep me.")
    service.approve(bench.inbox, receipt.id, actor="moderator")
    service.erase(bench.inbox, receipt.id, actor="moderator")
    assert [entry["kind"] for entry in entries(bench)] == ["response", "erasure"]
    service.undo(bench.inbox, receipt.id, actor="moderator")
    assert [entry["kind"] for entry in entries(bench)] == ["response", "erasure", "response"]


def test_an_approval_that_is_undone_takes_the_line_but_not_the_entry(bench: Bench) -> None:
    receipt = bench.comment()
    service.approve(bench.inbox, receipt.id, actor="moderator")
    service.undo(bench.inbox, receipt.id, actor="moderator")
    assert bench.lines() == []
    assert [entry["kind"] for entry in entries(bench)] == ["response", "erasure"]


def test_a_comment_on_an_essay_is_in_no_ledger(bench: Bench) -> None:
    receipt = bench.comment(target="/essays/on-promises/")
    service.approve(bench.inbox, receipt.id, actor="moderator")
    assert entries(bench) == []


def test_a_damaged_ledger_keeps_the_publication_waiting_until_it_is_mended(bench: Bench) -> None:
    first = bench.comment("First.")
    service.approve(bench.inbox, first.id, actor="moderator")
    file = bench.inbox.content / "ledger" / f"{PLEDGE_ID}.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    second = bench.comment("Second.", address="192.0.2.2")
    service.approve(bench.inbox, second.id, actor="moderator")
    file.write_bytes(whole)
    assert recover(bench.inbox) == 1
    assert [entry["id"] for entry in entries(bench)] == [first.id, second.id]
