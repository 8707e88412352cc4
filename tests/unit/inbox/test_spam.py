"""Hints order the queue; only the moderator's own rules decide."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fixtures.inbox import PLEDGE_ID, Bench
from pledges.domain.submission import State, Submission, Words
from pledges.inbox import service, spam, tally
from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.rules import RuleKind
from pledges.inbox.service import CommentForm, Sender, submit_comment
from pledges.inbox.service.reading import search_text
from pledges.inbox.spam import Signals


def reasons(bench: Bench, receipt: service.Receipt) -> str:
    return "; ".join(hint.reason for hint in service.find(bench.inbox, receipt.id).hints)


def send(bench: Bench, text: str, **sender: Any) -> service.Receipt:
    form = CommentForm(target="/pledges/a-person-answers/", name="Ada", text=text)
    return submit_comment(bench.inbox, form, Sender(**{"address": "192.0.2.1", **sender}))


@pytest.mark.parametrize(
    ("text", "sender", "reason"),
    [
        ("Hello.", {"honeypot": True}, "people do not see"),
        ("Hello.", {"filled_in_s": 0.4}, "0 seconds after"),
        ("See https://a.example https://b.example https://c.example", {}, "3 links"),
        ("THIS IS A VERY IMPORTANT MESSAGE FOR ALL READERS OF THIS PAGE", {}, "mostly capitals"),
    ],
)
def test_a_hint_has_a_reason_and_refuses_nothing(
    bench: Bench, text: str, sender: dict[str, Any], reason: str
) -> None:
    receipt = send(bench, text, **sender)

    assert receipt.state is State.HELD
    assert reason in reasons(bench, receipt)


def test_what_looks_best_is_first_in_the_queue(bench: Bench) -> None:
    suspect = send(bench, "Sent by a machine.", honeypot=True)
    bench.clock.forward(minutes=1)
    good = send(bench, "Sent by a person.")

    assert [one.id for one in service.queue(bench.inbox)] == [good.id, suspect.id]


def test_the_same_words_from_many_places_are_seen_as_repeats(bench: Bench) -> None:
    first = send(bench, "Nice post!")
    service.reject(bench.inbox, first.id, actor="m")

    assert "came 1 times before" in reasons(bench, send(bench, "Nice post!", address="192.0.2.2"))


def test_many_from_one_place_are_a_hint(bench: Bench) -> None:
    receipts = [send(bench, f"Number {number}.") for number in range(6)]

    assert "6 submissions from one place" in reasons(bench, receipts[-1])


def test_the_classifier_learns_from_decisions_and_unlearns_when_they_are_undone(bench: Bench) -> None:
    for number in range(6):
        good = send(bench, f"The telephone was answered by person number {number}.")
        bad = send(bench, f"Cheap watches and casino bonus number {number}.")
        service.approve(bench.inbox, good.id, actor="m")
        service.mark_spam(bench.inbox, bad.id, actor="m")

    bench.clock.forward(hours=1)
    assert "called spam before" in reasons(bench, send(bench, "Casino bonus, cheap watches!"))
    assert "approved before" in reasons(bench, send(bench, "A person answered the telephone."))

    for _ in range(2):
        for one in service.queue(bench.inbox):
            service.reject(bench.inbox, one.id, actor="m")
    for one in list_spam(bench):
        service.undo(bench.inbox, one, actor="m")
    bench.clock.forward(hours=1)
    assert "spam before" not in reasons(bench, send(bench, "Casino bonus, cheap watches, again!"))


def list_spam(bench: Bench) -> list[str]:
    return [one.id for one in search_text(bench.inbox, "", states=[State.SPAM])]


def test_an_untrained_classifier_says_nothing() -> None:
    assert spam.classify({}) == []
    assert spam.classify({spam.TEXTS: (4, 100), "casino": (0, 100)}) == []


def test_a_mentions_copy_of_our_text_is_a_hint() -> None:
    (hint,) = spam.hints(Words(), Signals(copied=0.9), {})
    assert "copies our text" in hint.reason


@pytest.mark.parametrize(
    ("kind", "value", "form"),
    [
        (RuleKind.BLOCK_WORD, "casino", {"text": "A Casino, here!"}),
        (RuleKind.BLOCK_HOST, "spam.example", {"url": "https://www.spam.example/x"}),
        (RuleKind.BLOCK_HOST, "spam.example", {"text": "See http://a.spam.example/."}),
        (RuleKind.BLOCK_ADDRESS, "ada@example.org", {"email": "ADA@example.org"}),
    ],
)
def test_what_a_rule_blocks_is_kept_as_spam_and_can_be_undone(
    bench: Bench, kind: RuleKind, value: str, form: dict[str, str]
) -> None:
    service.add_rule(bench.inbox, kind, value, actor="m")

    receipt = bench.comment(**{"text": "Hello.", **form})

    assert receipt.state is State.SPAM
    assert "blocked" in reasons(bench, receipt)
    service.undo(bench.inbox, receipt.id, actor="m")
    assert service.find(bench.inbox, receipt.id).state is State.HELD


def test_a_blocked_word_is_not_found_inside_another(bench: Bench) -> None:
    service.add_rule(bench.inbox, RuleKind.BLOCK_WORD, "sex", actor="m")

    assert bench.comment("I live in Essex.").state is State.HELD


def test_a_known_commenter_is_published_at_once_if_a_rule_says_so(bench: Bench) -> None:
    first = bench.comment("First.", email="ada@example.org")
    service.approve(bench.inbox, first.id, actor="m")
    assert bench.comment("Second.", email="ada@example.org").state is State.HELD
    service.add_rule(bench.inbox, RuleKind.APPROVE_COMMENTERS, actor="m")

    assert bench.comment("Third.", email="ada@example.org").state is State.APPROVED
    assert bench.comment("Fourth.", name="Bo", email="ada@example.org").state is State.HELD
    assert bench.comment("Fifth.").state is State.HELD
    assert [json.loads(line)["text"] for line in bench.lines()] == ["First.", "Third."]


def test_a_rule_never_publishes_what_has_a_hint_against_it(bench: Bench) -> None:
    first = bench.comment("First.", email="ada@example.org")
    service.approve(bench.inbox, first.id, actor="m")
    service.add_rule(bench.inbox, RuleKind.APPROVE_COMMENTERS, actor="m")

    links = "https://a.example https://b.example https://c.example"
    assert bench.comment(links, email="ada@example.org").state is State.HELD


def test_rules_are_listed_without_addresses_and_removed_by_either_form(bench: Bench) -> None:
    rule = service.add_rule(bench.inbox, RuleKind.BLOCK_ADDRESS, "ada@example.org", actor="m")
    assert "ada" not in str(service.rule_book(bench.inbox))

    assert service.remove_rule(bench.inbox, RuleKind.BLOCK_ADDRESS, rule.value, actor="m")
    assert not service.remove_rule(bench.inbox, RuleKind.BLOCK_ADDRESS, "ada@example.org", actor="m")
    with pytest.raises(InvalidSubmission):
        service.add_rule(bench.inbox, RuleKind.BLOCK_WORD, " ", actor="m")


def test_the_tally_goes_on_from_the_one_in_the_record(make_bench: Any, content: Any) -> None:
    (content / "moderation.json").write_text('{"held": 3, "published": 67, "refused": {"abuse": 2}}')
    bench = make_bench()
    first, second, _ = bench.comment("One."), bench.comment("Two."), bench.comment("Three.")
    service.approve(bench.inbox, first.id, actor="m")
    service.reject(bench.inbox, second.id, actor="m", reason="abuse")
    bench.reopen()

    assert tally.write(bench.inbox.store, content)
    assert not tally.write(bench.inbox.store, content)

    told = json.loads((content / "moderation.json").read_text())
    assert told == {"held": 1, "published": 68, "refused": {"abuse": 3}}


def test_ids_are_what_the_record_takes(bench: Bench) -> None:
    ids = {bench.inbox.new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all((one.isalnum() and one.islower()) or one.isdigit() for one in ids)


def as_submission(bench: Bench, receipt: service.Receipt) -> Submission:
    return service.find(bench.inbox, receipt.id)


def test_the_pledge_of_the_fixture_is_the_one_answered(bench: Bench) -> None:
    target = as_submission(bench, bench.comment()).target
    assert target is not None
    assert target.id == PLEDGE_ID
