"""The moderator's other pages: one submission, the answer of the house, the log, the search, the rules."""

from __future__ import annotations

import pytest

from moderating import TARGET, TARGET_ID, Moderator, first, propose, send_comment, texts
from pledges.domain.submission import State
from pledges.inbox.rules import RuleKind

NASTY = "</q><script>alert(1)</script>\u202e\x07"


# --- one submission -----------------------------------------------------------------------------


def test_a_submissions_page_shows_its_history_and_undoes_the_last_act_only(desk: Moderator) -> None:
    waiting = send_comment(desk.site)
    desk.post(f"/{waiting}", verb="approve")
    desk.post(f"/{waiting}", verb="spam")

    page = desk.get(f"/{waiting}")

    assert texts(page, ".deed__what") == ["Called spam", "Approved"]
    assert len(page.css(".deed__undo")) == 1
    assert "moderator" in first(page, ".deed .meta").text()


def test_a_promise_becomes_that_of_a_known_leader(desk: Moderator) -> None:
    waiting = propose(desk.site)
    page = desk.get(f"/{waiting}")
    assert "I answer every letter within three days." in page.text()
    assert "To you, not for publication" in page.text()
    assert "maya-okafor" in texts(page, "#leader option")

    desk.post(f"/{waiting}", verb="approve", leader="maya-okafor")

    text = (desk.site.content / "pledges/i-answer-every-letter.md").read_text(encoding="utf-8")
    assert "leader: maya-okafor" in text
    assert "A word to you" not in text


def test_an_answer_of_the_house_carries_its_role(desk: Moderator) -> None:
    waiting = send_comment(desk.site, "Who pays?")
    desk.post(f"/{waiting}", verb="approve")

    page = desk.post(f"/{waiting}/reply", name="Maya Okafor", role="promisor", text="I do.")

    line = desk.site.lines("pledges", TARGET_ID)[-1]
    assert (line["author"], line["in_reply_to"]) == ({"name": "Maya Okafor", "role": "promisor"}, waiting)
    assert first(page, ".response__role").text() == "Promisor"
    desk.press_undo(page)
    assert desk.site.lines("pledges", TARGET_ID)[-1]["id"] == waiting


def test_an_answer_with_mistakes_keeps_what_was_typed(desk: Moderator) -> None:
    waiting = send_comment(desk.site)
    desk.post(f"/{waiting}", verb="approve")

    page = desk.post(f"/{waiting}/reply", 422, name="", role="moderator", text="Typed already.")

    assert first(page, "textarea").text().strip() == "Typed already."
    assert texts(page, ".error-summary a") == ["Enter a name"]


def test_a_page_can_be_answered_without_a_comment(desk: Moderator) -> None:
    page = desk.get(f"/reply?target={TARGET}")
    assert first(page, "input[name=target]").attributes["value"] == TARGET

    desk.post("/reply", target=TARGET, name="Maya Okafor", role="promisor", text="To all of you.")

    assert desk.site.lines("pledges", TARGET_ID)[-1]["text"] == "To all of you."
    desk.post("/reply", 422, target=TARGET, name="Maya", role="promisor", text="")
    desk.post("/reply", 400, target="/nowhere/", name="Maya", role="promisor", text="x")


# --- the log, the search, the rules -----------------------------------------------------------------


def test_the_log_tells_everything_and_undoes_what_can_be(desk: Moderator) -> None:
    waiting = send_comment(desk.site)
    desk.post(f"/{waiting}", verb="approve")
    desk.post("/rules", do="add", kind=RuleKind.BLOCK_WORD, value="pills")

    page = desk.get("/log")

    assert texts(page, ".deed__what") == ["Added a rule block word pills", "Approved comment by Ada"]
    desk.post(
        "/undo", what=first(page, ".deed__undo button").attributes["value"] or "", on="/inbox/moderate/log"
    )
    assert desk.now(waiting).state is State.HELD
    assert texts(desk.get("/log"), ".deed__what")[0] == "Undid the approval: comment by Ada"


@pytest.mark.parametrize("what", ["", "0", "99999999999999999999", "batch", "batch nobody", "-1", "x"])
def test_an_undo_of_nothing_says_so(desk: Moderator, what: str) -> None:
    page = desk.post("/undo", what=what)

    assert "There was nothing to undo." in page.text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=NIGHT", ["Ada"]),
        ("text=ada@example.org", ["Ada"]),
        ("text=Ὀδυσσεύς", ["Ὀδυσσεύς"]),
        ("text=%22quoted%22", ["Ὀδυσσεύς"]),
        ("text=name", []),
        ("state=held", ["Ὀδυσσεύς", "Ada"]),
        ("state=spam", []),
        ("state=nonsense", []),
    ],
)
def test_submissions_are_found_by_words_address_and_state(
    desk: Moderator, query: str, found: list[str]
) -> None:
    send_comment(desk.site, "A night agent answered.", name="Ada", email="ada@example.org")
    desk.site.clock.forward(minutes=1)
    send_comment(desk.site, 'It is "quoted" here.', name="Ὀδυσσεύς")

    page = desk.get(f"/search?{query}")

    assert texts(page, ".case__author") == found


def test_rules_are_added_shown_and_removed(desk: Moderator) -> None:
    desk.post("/rules", do="add", kind=RuleKind.BLOCK_HOST, value="WWW.Casino.example")
    page = desk.post("/rules", do="add", kind=RuleKind.APPROVE_COMMENTERS, value="")
    assert texts(page, ".deed__what") == [
        "Publish comments of known commenters at once",
        "Put aside as spam what links to this host: casino.example",
    ]

    page = desk.post("/rules", do="remove", kind=RuleKind.BLOCK_HOST, value="casino.example")
    assert len(page.css(".deed__what")) == 1


def test_a_rule_that_cannot_be_used_says_why(desk: Moderator) -> None:
    page = desk.post("/rules", 422, do="add", kind=RuleKind.BLOCK_ADDRESS, value="not an address")
    assert "Enter an e-mail address" in first(page, ".field__error").text()
    assert first(page, "#value").attributes["value"] == "not an address"

    desk.post("/rules", 422, do="add", kind="nonsense")


def test_a_blocked_address_is_not_shown_again(desk: Moderator) -> None:
    page = desk.post("/rules", do="add", kind=RuleKind.BLOCK_ADDRESS, value="spammer@spam.example")

    assert "spam.example" not in (page.html or "")
    value = first(page, ".deed__undo input[name=value]").attributes["value"] or ""
    page = desk.post("/rules", do="remove", kind=RuleKind.BLOCK_ADDRESS, value=value)
    assert "No rules" in page.text()
