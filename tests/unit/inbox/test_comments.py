"""A comment is taken in once, can be edited for minutes and withdrawn for long."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.inbox import PLEDGE_ID, Bench
from pledges.domain.response import Standing
from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.errors import (
    Conflict,
    InvalidSubmission,
    TokenRefused,
    TooMany,
    UnknownTarget,
)
from pledges.inbox.service import CommentForm, Sender, submit_comment
from pledges.inbox.store_people import contact_of
from pledges.inbox.targets import Targets

FORM = CommentForm(target="/pledges/a-person-answers/", name="Ada", text="New words.")


def test_text_is_kept_as_it_came(bench: Bench) -> None:
    text = "<script>alert(1)</script>\n\n\u202eevil & \x00good\x0b \U0001f600"

    receipt = bench.comment(text, name="A\nB\u202e\x00C")

    words = service.find(bench.inbox, receipt.id).words
    assert words.text == "<script>alert(1)</script>\n\n\u202eevil & good \U0001f600"
    assert words.name == "A BC"


def test_all_mistakes_are_told_at_once(bench: Bench) -> None:
    with pytest.raises(InvalidSubmission) as raised:
        bench.comment(
            "",
            name=" ",
            email="a@b@c",
            url="javascript:alert(1)",
            in_reply_to="nobody",
            verdict="splendid",
        )

    assert [mistake.field for mistake in raised.value.mistakes] == [
        "name",
        "email",
        "url",
        "in_reply_to",
        "verdict",
    ]


def test_a_verdict_needs_no_text_and_is_any_readers(bench: Bench) -> None:
    receipt = bench.comment("", verdict="not kept")

    service.approve(bench.inbox, receipt.id, actor="m")

    line = json.loads(bench.lines()[0])
    assert (line["type"], line["verdict"], line["standing"]) == ("verdict", "not kept", "open")


def test_an_essay_has_no_verdict(bench: Bench) -> None:
    with pytest.raises(InvalidSubmission):
        bench.comment(target="/essays/on-promises/", verdict="kept")


def test_only_an_invited_customer_judges_a_repair(bench: Bench) -> None:
    form = CommentForm(target="/pledges/a-person-answers/", name="Ada", text="", verdict="accepted")
    with pytest.raises(InvalidSubmission):
        submit_comment(bench.inbox, form, Sender())

    invited = Sender(customer="c-7f3k", standing=Standing.INVITED)
    receipt = submit_comment(bench.inbox, form, invited)
    service.approve(bench.inbox, receipt.id, actor="m")

    line = json.loads(bench.lines()[0])
    assert (line["type"], line["customer"], line["standing"]) == ("repair-verdict", "c-7f3k", "invited")


@pytest.mark.parametrize(
    "target",
    [
        "/pledges/nobody/",
        "/leaders/maya-okafor/",
        "/pledges/../essays/on-promises/",
        "https://elsewhere.example/pledges/a-person-answers/",
        "/",
    ],
)
def test_what_is_no_essay_or_pledge_of_ours_cannot_be_answered(bench: Bench, target: str) -> None:
    with pytest.raises(UnknownTarget):
        bench.comment(target=target)


@pytest.mark.parametrize(
    "target",
    [
        "https://promises.example/pledges/a-person-answers/?utm_source=x#r-1",
        "/pledges/someone-answers/",
        "/pledges/a-person-answers/conversation/2/",
    ],
)
def test_every_address_of_a_pledge_leads_to_its_conversation(bench: Bench, target: str) -> None:
    receipt = bench.comment(target=target)

    found = service.find(bench.inbox, receipt.id).target
    assert found is not None
    assert found.id == PLEDGE_ID


def test_sending_twice_by_mistake_is_one_comment(bench: Bench) -> None:
    first = bench.comment("Once.")
    second = bench.comment("Once.")

    assert second.id == first.id
    assert (first.new, second.new) == (True, False)
    assert service.queue_length(bench.inbox) == 1


def test_a_waiting_comment_is_edited_in_place(bench: Bench) -> None:
    receipt = bench.comment("Old words.")

    service.edit(bench.inbox, receipt.token, FORM)

    found, editable = service.look(bench.inbox, receipt.token)
    assert found.words.text == "New words."
    assert found.state is State.HELD
    assert editable


def test_an_edit_of_a_public_comment_waits_while_the_old_words_stay(bench: Bench) -> None:
    receipt = bench.comment("Old words.")
    service.approve(bench.inbox, receipt.id, actor="m")
    service.edit(bench.inbox, receipt.token, FORM)

    assert "Old words." in bench.lines()[0]
    assert [one.id for one in service.queue(bench.inbox)] == [receipt.id]

    bench.clock.forward(minutes=1)
    service.approve(bench.inbox, receipt.id, actor="m")
    (line,) = map(json.loads, bench.lines())
    assert (line["text"], line["updated"]) == ("New words.", "2026-07-01T12:01:00Z")

    service.undo(bench.inbox, receipt.id, actor="m")
    assert "Old words." in bench.lines()[0]


def test_refused_new_words_leave_the_old_ones_public(bench: Bench) -> None:
    receipt = bench.comment("Old words.")
    service.approve(bench.inbox, receipt.id, actor="m")
    service.edit(bench.inbox, receipt.token, FORM)

    service.reject(bench.inbox, receipt.id, actor="m", reason="abuse")

    found = service.find(bench.inbox, receipt.id)
    assert (found.state, found.revision) == (State.APPROVED, None)
    assert "Old words." in bench.lines()[0]


def test_a_comment_cannot_be_edited_after_a_quarter_of_an_hour(bench: Bench) -> None:
    receipt = bench.comment()
    bench.clock.forward(minutes=15, seconds=1)

    with pytest.raises(Conflict):
        service.edit(bench.inbox, receipt.token, FORM)


def test_a_withdrawn_comment_leaves_its_place_and_nothing_else(bench: Bench) -> None:
    receipt = bench.comment("Regret.", email="ada@example.org")
    service.approve(bench.inbox, receipt.id, actor="m")

    service.withdraw(bench.inbox, receipt.token)
    service.withdraw(bench.inbox, receipt.token)

    (line,) = map(json.loads, bench.lines())
    assert line.keys() == {"id", "kind", "date", "erased"}
    assert bench.inbox.store.read(lambda tx: contact_of(tx, receipt.id)) == ""
    with pytest.raises(Conflict):
        service.approve(bench.inbox, receipt.id, actor="m")


def test_a_private_link_of_another_comment_or_a_changed_one_opens_nothing(bench: Bench) -> None:
    receipt = bench.comment()

    with pytest.raises(TokenRefused):
        service.look(bench.inbox, receipt.token[:-2] + "xx")


def test_too_many_from_one_place_are_asked_to_come_back(bench: Bench) -> None:
    for number in range(bench.inbox.settings.limit_per_10_minutes):
        bench.comment(f"Number {number}.")

    with pytest.raises(TooMany) as raised:
        bench.comment("One more.")
    bench.comment("From elsewhere.", address="192.0.2.2")
    bench.clock.forward(seconds=raised.value.retry_after_s)
    bench.comment("Later.")


def test_the_limit_holds_after_a_restart(bench: Bench) -> None:
    for number in range(bench.inbox.settings.limit_per_10_minutes):
        bench.comment(f"Number {number}.")

    with pytest.raises(TooMany):
        submit_comment(bench.reopen(), replace(FORM, text="More."), Sender(address="192.0.2.1"))


def test_two_addresses_of_one_ipv6_customer_count_as_one(bench: Bench) -> None:
    for number in range(bench.inbox.settings.limit_per_10_minutes):
        bench.comment(f"Number {number}.", address=f"2001:db8:1:2::{number:x}")

    with pytest.raises(TooMany):
        bench.comment("More.", address="2001:db8:1:2:ffff::1")


def test_undoing_an_approval_keeps_what_was_written_since(bench: Bench) -> None:
    receipt = bench.comment("Old words.")
    service.approve(bench.inbox, receipt.id, actor="m")
    service.edit(bench.inbox, receipt.token, FORM)

    service.undo(bench.inbox, receipt.id, actor="m")

    found = service.find(bench.inbox, receipt.id)
    assert (found.state, found.words.text) == (State.HELD, "New words.")


@pytest.mark.parametrize(
    "url", ["https://host.example/promises/pledges/a-person-answers/", "/pledges/a-person-answers/"]
)
def test_a_site_below_a_path_is_answered_there(content: Path, url: str) -> None:
    assert Targets(content, "https://host.example/promises").find(url).slug == "a-person-answers"


def test_a_neighbour_whose_path_begins_like_ours_is_another_site(content: Path) -> None:
    """Its pages passed for ours: "/promises" was taken off the beginning of "/promisespledges"."""
    with pytest.raises(UnknownTarget):
        Targets(content, "https://host.example/promises").find(
            "https://host.example/promisespledges/a-person-answers/"
        )
