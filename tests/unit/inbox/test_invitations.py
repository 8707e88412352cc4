"""Invited customers: asked by a signed link, answering once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.inbox import PLEDGE_ID, Bench
from inviting import ADDRESS, WHO, answer, approve, invite, line, promise, update_pledge
from pledges.domain.submission import State
from pledges.domain.verdict import tally
from pledges.inbox import service
from pledges.inbox.errors import Conflict, InvalidSubmission, TokenRefused
from pledges.inbox.promises import Question
from pledges.inbox.service import invitations

# --- the link -----------------------------------------------------------------------------------


def test_an_invited_verdict_waits_and_then_counts(bench: Bench) -> None:
    receipt = answer(bench, invite(bench))
    assert (receipt.state, bench.lines()) == (State.HELD, [])
    approve(bench, receipt)
    assert tally(promise(bench).responses).invited.not_kept == 1
    said = line(bench)
    assert (said["type"], said["verdict"], said["standing"]) == ("verdict", "not kept", "invited")
    assert said["customer"].startswith("c-")
    assert said["author"] == {"name": "Ada"}


def test_looking_uses_nothing_up(bench: Bench) -> None:
    token = invite(bench)
    for _ in range(3):
        invitations.open_invitation(bench.inbox, token)
    assert answer(bench, token).new


def test_a_link_is_good_for_one_answer(bench: Bench) -> None:
    token = invite(bench)
    answer(bench, token)
    with pytest.raises(TokenRefused, match="used"):
        answer(bench, token, "kept")
    with pytest.raises(TokenRefused, match="used"):
        invitations.open_invitation(bench.inbox, token)


def test_a_second_click_leads_to_the_same_private_page(bench: Bench) -> None:
    token = invite(bench)
    first = answer(bench, token)
    bench.clock.forward(seconds=3)
    second = answer(bench, token)
    assert (second.id, second.new) == (first.id, False)
    bench.clock.forward(minutes=3)
    with pytest.raises(TokenRefused, match="used"):
        answer(bench, token)


def test_a_used_link_stays_used_after_tidying_up(bench: Bench) -> None:
    from pledges.inbox import retention

    token = invite(bench, days=300)
    service.reject(bench.inbox, answer(bench, token).id, actor="test", reason="abuse")
    bench.clock.forward(days=120)
    retention.tidy(bench.inbox)
    with pytest.raises(TokenRefused, match="used"):
        answer(bench, token, "kept")


def test_a_mistake_leaves_the_link_good(bench: Bench) -> None:
    token = invite(bench)
    with pytest.raises(InvalidSubmission) as error:
        answer(bench, token, "excellent", name="", about="elsewhere-u1")
    assert [mistake.field for mistake in error.value.mistakes] == ["answer", "about", "name"]
    assert answer(bench, token).new


@given(place=st.integers(min_value=0), other=st.sampled_from("abcXYZ019_-."))
def test_no_altered_link_opens(place: int, other: str) -> None:
    """On one inbox for all examples, whose making is slow."""
    token = _SIGNED.make(invitations.Purpose.INVITATION, id="abcdefghij")
    at = place % len(token)
    altered = token[:at] + other + token[at + 1 :]
    if altered == token:
        return
    try:
        opened = _SIGNED.open(invitations.Purpose.INVITATION, altered, dt.timedelta(days=1))
    except TokenRefused:
        return
    # The last letter of base64 has bits that mean nothing: what was signed is still the same.
    assert opened.fields == {"id": "abcdefghij"}


def _signed() -> Any:
    from pledges.inbox.tokens import Tokens

    return Tokens(["k" * 40], lambda: dt.datetime(2026, 7, 1, tzinfo=dt.UTC), lambda count: b"x" * count)


_SIGNED = _signed()


def test_a_link_for_something_else_is_no_invitation(bench: Bench) -> None:
    with pytest.raises(TokenRefused, match="forged"):
        answer(bench, bench.comment().token)


def test_a_link_expires_after_its_days(bench: Bench) -> None:
    token = invite(bench, days=3)
    bench.clock.forward(days=3)
    with pytest.raises(TokenRefused, match="expired"):
        answer(bench, token)


def test_asking_again_ends_the_link_before_and_the_latest_word_counts(bench: Bench) -> None:
    first = invite(bench)
    with pytest.raises(Conflict, match="--again"):
        invite(bench)
    second = invite(bench, again=True)
    with pytest.raises(TokenRefused, match="replaced"):
        answer(bench, first)
    approve(bench, answer(bench, second))
    bench.clock.forward(days=1)
    approve(bench, answer(bench, invite(bench, again=True), "kept", text="Now they do."))
    count = tally(promise(bench).responses).invited
    assert (count.kept, count.not_kept) == (1, 0)
    assert line(bench, 0)["customer"] == line(bench, 1)["customer"]


def test_two_customers_may_say_the_same_in_the_same_words(bench: Bench) -> None:
    for name in ("Ada", "Grace"):
        approve(bench, answer(bench, invite(bench, name, belongs_to=WHO), name="A caller", text=""))
    assert tally(promise(bench).responses).invited.not_kept == 2


def test_neither_name_nor_address_of_the_invited_is_in_the_record(bench: Bench) -> None:
    token = invite(bench, "Grace Hopper", belongs_to=WHO, email="grace@navy.example")
    approve(bench, answer(bench, token, name="A caller"))
    files = [file.read_text(encoding="utf-8") for file in bench.inbox.content.rglob("*.*") if file.is_file()]
    assert not [text for text in files if "Grace" in text or "grace@" in text]


def test_a_person_is_told_what_they_were_asked_about_and_under_which_name(bench: Bench) -> None:
    invite(bench, "Grace Hopper", belongs_to=WHO, email="grace@navy.example")

    (invited,) = service.export_address(bench.inbox, "grace@navy.example")["invited"]

    assert invited["name"] == "Grace Hopper"
    assert invited["pledge"] == PLEDGE_ID


def test_a_person_who_is_forgotten_leaves_no_customer_behind(bench: Bench) -> None:
    token = invite(bench, "Grace Hopper", belongs_to=WHO, email="grace@navy.example")
    approve(bench, answer(bench, token, name="Grace"))
    service.erase_address(bench.inbox, "grace@navy.example", actor="test")
    assert "erased" in line(bench)
    assert invitations.guests(bench.inbox, bench.inbox.targets.find(ADDRESS)) == []


# --- what is asked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "updates", "asked"),
    [
        ("2026-03-01", (), ["acceptance"]),
        ("2026-03-01", ("## 2026-02-01 · on track\nWell.",), ["acceptance", "outcome"]),
        ("2026-06-30", (), ["outcome"]),
        ("2026-03-01", ("## 2026-02-01 · kept\nDone.",), ["outcome"]),
        ("2026-03-01", ("## 2026-02-01 · broken\nNo.",), ["outcome"]),
        ("2026-03-01", ("## 2026-02-01 · broken\nNo.", "## 2026-02-02 · repair\nSoon."), ["outcome"]),
        (
            "2026-03-01",
            (
                "## 2026-02-01 · broken\nNo.",
                "## 2026-02-02 · repair\nSoon.",
                "## 2026-02-03 · repaired\nDone.",
            ),
            ["repair", "outcome"],
        ),
        ("2026-03-01", ("## 2026-02-01 · withdrawn\nNo.",), ["outcome"]),
    ],
)
def test_what_is_asked_follows_from_where_the_promise_stands(
    bench: Bench, on: str, updates: tuple[str, ...], asked: list[str]
) -> None:
    update_pledge(bench, *updates)
    bench.clock.now = dt.datetime.fromisoformat(f"{on}T12:00:00+00:00")
    assert [str(question) for question in promise(bench).questions("c-none")] == asked


def test_a_customer_accepts_the_promise_once(bench: Bench) -> None:
    bench.clock.now = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    approve(bench, answer(bench, invite(bench), "yes", question="acceptance", text=""))
    assert line(bench)["type"] == "acceptance"
    assert promise(bench).questions(line(bench)["customer"]) == ()


def test_a_customer_who_does_not_accept_says_why(bench: Bench) -> None:
    bench.clock.now = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    token = invite(bench)
    with pytest.raises(InvalidSubmission, match="would have to change"):
        answer(bench, token, "no", question="acceptance", text=" ")
    approve(bench, answer(bench, token, "no", question="acceptance", text="A minute is long."))
    assert "type" not in line(bench)
    assert line(bench)["standing"] == "invited"


def test_before_the_promise_is_due_a_verdict_speaks_of_a_report(bench: Bench) -> None:
    update_pledge(bench, "## 2026-02-01 · on track\nWell.")
    bench.clock.now = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
    assert promise(bench).abouts(Question.OUTCOME) == (f"{PLEDGE_ID}-u1", "")
    approve(bench, answer(bench, invite(bench), "partly", about=f"{PLEDGE_ID}-u1"))
    assert line(bench)["about"] == f"{PLEDGE_ID}-u1"


def test_a_repair_is_accepted_by_a_customer_alone(bench: Bench) -> None:
    update_pledge(
        bench,
        "## 2026-06-01 · broken\nNo.",
        "## 2026-06-02 · repair\nSoon.",
        "## 2026-06-03 · repaired\nDone.",
    )
    token = invite(bench)
    about = {"question": "repair", "about": f"{PLEDGE_ID}-u3"}
    approve(bench, answer(bench, token, "accepted", **about))
    assert promise(bench).status.repair == "made right"
    bench.clock.forward(days=1)
    approve(bench, answer(bench, invite(bench, again=True), "refused", **about))
    assert promise(bench).status.repair == "repaired"


def test_an_answer_to_what_is_not_asked_any_more_is_refused_and_keeps_the_link(bench: Bench) -> None:
    token = invite(bench)
    with pytest.raises(Conflict, match="differently"):
        answer(bench, token, "accepted", question="repair")
    assert answer(bench, token).new
