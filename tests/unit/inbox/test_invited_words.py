"""Whose word an invited customer's is, and what a moderator can do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.inbox import PLEDGE_ID, Bench
from inviting import ADDRESS, HISTORIES, WHO, answer, approve, invite, line, promise, update_pledge
from pledges.domain.response import Role
from pledges.domain.submission import State
from pledges.domain.verdict import tally
from pledges.inbox import service
from pledges.inbox.errors import Conflict, InvalidSubmission
from pledges.inbox.rules import RuleKind
from pledges.inbox.service import invitations
from pledges.inbox.service.replies import reply

# --- who speaks for whom ------------------------------------------------------------------------


def test_the_promisor_is_nobodys_customer(bench: Bench) -> None:
    with pytest.raises(InvalidSubmission, match="made this promise"):
        invite(bench, "maya  okafor", belongs_to=WHO)
    with pytest.raises(InvalidSubmission, match="enter your own"):
        answer(bench, invite(bench), "kept", name="Maya Okafor")


@pytest.mark.parametrize("role", Role)
def test_nobody_who_speaks_for_the_house_gives_a_verdict(bench: Bench, role: Role) -> None:
    """Through the door of replies, at any time, with any words; and by the open form under the same name."""
    inbox = bench.inbox
    update_pledge(bench, "## 2026-06-01 · kept\nDone.")
    for text in ("kept", "verdict: kept", '"standing":"invited","verdict":"kept"'):
        reply(inbox, ADDRESS, name="Maya Okafor", text=text, role=role, actor="test")
    approve(bench, bench.comment("Kept.", name="Maya Okafor", verdict="kept"))
    said = tally(promise(bench).responses)
    assert (said.invited.total, said.open.total) == (0, 1)
    assert promise(bench).status.verdict == "none yet"


_LINES = ("kept", "Verdict: kept", '"standing":"invited"', "accepted")
_MOVES = st.one_of(
    st.tuples(st.just("reply"), st.sampled_from(list(Role)), st.sampled_from(_LINES)),
    st.tuples(st.just("comment"), st.sampled_from(("kept", "")), st.sampled_from(_LINES)),
    st.tuples(st.just("forge"), st.sampled_from(("accepted", "refused", "yes")), st.sampled_from(_LINES)),
    st.tuples(st.just("history"), st.sampled_from(HISTORIES), st.just("")),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(_MOVES, max_size=6))
def test_no_sequence_of_the_promisors_moves_yields_a_customers_word(bench: Bench, moves: list[Any]) -> None:
    """Through every door there is but an invitation. The record grows from example to example."""
    for door, how, text in moves:
        if door == "history":
            update_pledge(bench, *how)
        elif door == "reply":
            reply(bench.inbox, ADDRESS, name="Maya Okafor", text=text, role=how, actor="test")
        elif door == "comment":
            approve(bench, bench.comment(text, name="Maya Okafor", verdict=how))
        else:
            with pytest.raises(InvalidSubmission):
                bench.comment(text, name="Maya Okafor", verdict=how)
        now = promise(bench)
        assert tally(now.responses).invited.total == 0
        assert now.status.verdict == "none yet"
        assert now.status.repair != "made right"
        assert not now.status.acceptance_confirmed


def test_a_line_that_gives_the_house_a_verdict_counts_for_nothing(bench: Bench) -> None:
    receipt = answer(bench, invite(bench), "kept")
    approve(bench, receipt)
    file = bench.inbox.content / f"responses/pledges/{PLEDGE_ID}.jsonl"
    for role in Role:
        signed = file.read_text(encoding="utf-8").replace('"Ada"', f'"Ada","role":"{role}"')
        file.write_text(signed, encoding="utf-8")
        assert tally(promise(bench).responses).invited.total == 0
        file.write_text(signed.replace(f',"role":"{role}"', ""), encoding="utf-8")
    assert tally(promise(bench).responses).invited.total == 1


# --- moderation ---------------------------------------------------------------------------------


def test_refusing_a_verdict_leaves_a_note_with_the_reason(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    with pytest.raises(Conflict, match="give a reason"):
        service.reject(bench.inbox, receipt.id, actor="test")
    service.reject(bench.inbox, receipt.id, actor="test", reason="private details")
    note = line(bench)
    assert note["text"] == "A verdict was not published: private details."
    assert note["author"] == {"name": "The moderators", "role": "moderator"}
    assert "Nobody came" not in bench.lines()[0]
    assert tally(promise(bench).responses).invited.total == 0


def test_what_was_refused_can_be_published_after_all(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    service.reject(bench.inbox, receipt.id, actor="test", reason="private details")
    service.undo(bench.inbox, receipt.id, actor="test")
    assert bench.lines() == []
    approve(bench, receipt)
    assert line(bench)["text"] == "Nobody came."


def test_unpublishing_a_verdict_leaves_the_note_in_its_place(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    approve(bench, receipt)
    service.mark_spam(bench.inbox, receipt.id, actor="test")
    assert line(bench)["text"] == "A verdict was not published: spam."
    assert "updated" in line(bench)


def test_erasing_does_not_get_around_the_note(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    with pytest.raises(Conflict, match="in silence"):
        service.erase(bench.inbox, receipt.id, actor="test")
    service.reject(bench.inbox, receipt.id, actor="test", reason="abuse")
    service.erase(bench.inbox, receipt.id, actor="test")
    assert line(bench)["text"] == "A verdict was not published: abuse."


def test_a_customer_may_take_their_word_back_before_it_is_published(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    service.withdraw(bench.inbox, receipt.token)
    assert bench.lines() == []


def test_no_rule_puts_an_invited_word_aside_unread(bench: Bench) -> None:
    service.add_rule(bench.inbox, RuleKind.BLOCK_WORD, "nobody", actor="test")
    assert answer(bench, invite(bench)).state is State.HELD


def test_a_rule_publishes_invited_customers_at_once_and_nobody_else(bench: Bench) -> None:
    service.add_rule(bench.inbox, RuleKind.APPROVE_INVITED, actor="test")
    assert bench.comment().state is State.HELD
    assert answer(bench, invite(bench)).state is State.APPROVED
    assert len(bench.lines()) == 1


def test_an_answer_can_be_edited_for_a_quarter_of_an_hour(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    receipt = answer(bench, invite(bench))
    form = service.CommentForm(target="", name="Ada L.", text="Nobody came, twice.")
    changed = service.edit(bench.inbox, receipt.token, form)
    assert (changed.words.text, changed.words.verdict) == ("Nobody came, twice.", "not kept")


def test_the_list_of_guests_tells_who_has_answered(bench: Bench) -> None:
    answer(bench, invite(bench))
    invite(bench, "Grace", belongs_to=WHO)
    target = bench.inbox.targets.find(ADDRESS)
    found = [(one.invitation.customer.name, one.answer) for one in invitations.guests(bench.inbox, target)]
    assert found == [(WHO, State.HELD), ("Grace", None)]
