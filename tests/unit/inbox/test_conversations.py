"""Where a response is to be read: on its own page of a long conversation."""

from __future__ import annotations

from typing import Any

from fixtures.inbox import PLEDGE_ID, Bench
from pledges.domain.response import Role
from pledges.domain.submission import TargetRef
from pledges.inbox import service
from pledges.inbox.conversations import find_published, published, response_path
from pledges.inbox.service.replies import reply_to

REF = TargetRef("pledges", PLEDGE_ID)
PAGE = "/pledges/a-person-answers/"


def approved(bench: Bench, text: str) -> str:
    """Publish a comment and return its id."""
    receipt = bench.comment(text)
    service.approve(bench.inbox, receipt.id, actor="m")
    return receipt.id


def test_a_response_on_a_later_page_is_linked_to_there(make_bench: Any) -> None:
    """Mails and the inbox's pages named the first page, where its anchor leads nowhere."""
    bench = make_bench(conversation_page_size=2)
    target = bench.inbox.targets.find(PAGE)
    first, second, third = (approved(bench, text) for text in ("One.", "Two.", "Three."))
    reply = reply_to(bench.inbox, first, name="Maya", text="To one.", role=Role.PROMISOR, actor="m")

    places = [response_path(bench.inbox, target, one) for one in (first, second, third, reply.id)]

    assert places == [
        f"{PAGE}#r-{first}",
        f"{PAGE}#r-{second}",
        f"{PAGE}conversation/2/#r-{third}",
        f"{PAGE}#r-{reply.id}",
    ]


def test_what_was_just_published_counts_at_once(make_bench: Any) -> None:
    bench = make_bench(conversation_page_size=1)
    target = bench.inbox.targets.find(PAGE)
    approved(bench, "One.")
    receipt = bench.comment("Two.")
    assert response_path(bench.inbox, target, receipt.id) == f"{PAGE}#r-{receipt.id}"

    service.approve(bench.inbox, receipt.id, actor="m")

    assert response_path(bench.inbox, target, receipt.id) == f"{PAGE}conversation/2/#r-{receipt.id}"


def test_a_target_that_nobody_has_answered_has_no_responses(bench: Bench) -> None:
    assert published(bench.inbox, REF) == ()
    assert find_published(bench.inbox, REF, "some-id") is None
    target = bench.inbox.targets.find(PAGE)
    assert response_path(bench.inbox, target, "some-id") == f"{PAGE}#r-some-id"
