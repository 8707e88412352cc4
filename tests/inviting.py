"""Customers who are invited, and what they answer."""

from __future__ import annotations

import json
from typing import Any

from fixtures.inbox import PLEDGE, Bench
from pledges.inbox import service
from pledges.inbox.promises import read_promise
from pledges.inbox.service import invitations
from pledges.inbox.service.intake import Receipt, Sender
from pledges.inbox.service.invitations import AnswerForm

WHO = "Everyone who calls"
ADDRESS = "/pledges/a-person-answers/"
BROKEN = "## 2026-06-01 · broken\nNo."
HISTORIES = (
    (),
    ("## 2026-06-01 · accepted\nThey took it.\nCustomer: Everyone who calls",),
    ("## 2026-06-01 · kept\nDone.",),
    (BROKEN, "## 2026-06-02 · repair\nSoon.", "## 2026-06-03 · repaired\nDone."),
)


def invite(bench: Bench, name: str = WHO, **more: Any) -> str:
    target = bench.inbox.targets.find(ADDRESS)
    return invitations.invite(bench.inbox, target, name, actor="test", **more)[1]


def answer(bench: Bench, token: str, value: str = "not kept", **fields: str) -> Receipt:
    given = {"question": "outcome", "answer": value, "name": "Ada", "text": "Nobody came.", **fields}
    return invitations.answer(bench.inbox, token, AnswerForm(**given), Sender(address="192.0.2.7"))


def approve(bench: Bench, receipt: Receipt) -> None:
    service.approve(bench.inbox, receipt.id, actor="test")


def update_pledge(bench: Bench, *updates: str) -> None:
    file = bench.inbox.content / "pledges/a-person-answers.md"
    file.write_text("\n\n".join([PLEDGE.rstrip(), *updates]) + "\n", encoding="utf-8")


def line(bench: Bench, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bench.lines()[number])
    return found


def promise(bench: Bench) -> Any:
    return read_promise(bench.inbox, bench.inbox.targets.find(ADDRESS))
