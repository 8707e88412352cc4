"""The moderator's desk, used as a browser without scripts uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from inbox_site import InboxSite
from moderating import TARGET, TARGET_ID, Moderator, first, send_comment, sign_in, texts
from pledges.domain.response import ResponseType
from pledges.domain.submission import State, SubmissionKind, Words
from pledges.inbox import service
from pledges.inbox.rules import RuleKind
from pledges.inbox.service import ProposalForm, Sender, reading
from pledges.inbox.service.verification import Finding, Look, apply_look

NASTY = "</q><script>alert(1)</script>\u202e\x07"


@pytest.fixture
def desk(make_site: Callable[..., InboxSite]) -> Moderator:
    """A moderator at a desk that nobody else uses."""
    return sign_in(make_site())


def propose(site: InboxSite) -> str:
    form = ProposalForm(
        name="Grace Hopper",
        title="I answer every letter",
        promise="I answer every letter within three days.",
        outcome="No letter is older than three days.",
        why="Who writes wants to be heard.",
        customers="Everyone who writes\nMy team",
        due="2027-12-31",
        text="A word to you.",
    )
    return service.submit_pledge(site.inbox, form, Sender(address="192.0.2.9")).id


# --- the queue ----------------------------------------------------------------------------------


def test_an_empty_queue_says_what_will_appear_there(desk: Moderator) -> None:
    page = desk.get()

    assert "Nothing waits." in page.text()
    assert page.css_first("#batch") is None


def test_what_looks_best_stands_first_and_each_hint_says_why(desk: Moderator) -> None:
    send_comment(desk.site, "See http://a.example http://b.example http://c.example", name="Spammer")
    send_comment(desk.site, "It was kept.", name="Ada")

    page = desk.get()

    assert texts(page, ".case__author") == ["Ada", "Spammer"]
    assert texts(page, ".hint") == ["Look twice: 3 links"]


def test_a_comment_is_shown_as_it_would_be_printed_with_its_page(desk: Moderator) -> None:
    send_comment(desk.site, "*Well* kept.\n\n> quoted", url="https://ada.example/")

    page = desk.get()

    assert first(page, ".case__text em").text() == "Well"
    assert first(page, ".case__text blockquote").text().strip() == "quoted"
    assert first(page, ".case__head .meta a").attributes["href"] == TARGET
    assert 'href="https://ada.example/"' in (page.html or "")


def test_a_reply_shows_what_it_answers(desk: Moderator) -> None:
    parent = send_comment(desk.site, "Who pays for it?", name="Ada")
    desk.post(f"/{parent}", verb="approve")
    send_comment(desk.site, "I do.", name="Bob", in_reply_to=parent)

    page = desk.get()

    assert texts(page, ".case__parent") == ["In reply to Ada: Who pays for it?"]
    assert first(page, ".case__parent a").attributes["href"] == f"{TARGET}#r-{parent}"


def test_a_mention_is_shown_with_its_source_its_sort_and_what_it_says(desk: Moderator) -> None:
    service.submit_mention(
        desk.site.inbox,
        SubmissionKind.WEBMENTION,
        "https://blog.example/a-post",
        desk.site.url + TARGET,
        Sender(address="192.0.2.1"),
    )
    ((mention,),) = [reading.search_text(desk.site.inbox, "blog.example")]
    words = Words(
        name="Bea",
        title="A post",
        excerpt="[…] they keep it […]",
        source="https://blog.example/a-post",
        type=ResponseType.LIKE,
    )
    apply_look(desk.site.inbox, mention.id, Look(Finding.LINKS, words))

    page = desk.get()

    assert "Webmention, like on" in first(page, ".case__head").text()
    assert first(page, ".linkback__title").attributes["href"] == "https://blog.example/a-post"
    assert texts(page, ".linkback__excerpt") == ["[…] they keep it […]"]
    assert texts(page, ".linkback__host") == ["blog.example"]


def test_a_long_queue_is_paged(desk: Moderator) -> None:
    for number in range(21):
        send_comment(desk.site, f"Comment {number}.")

    assert len(desk.get().css(".case")) == 20
    assert len(desk.get("?page=2").css(".case")) == 1
    assert first(desk.get(), ".filters__count").text() == "21"


def test_the_queue_can_be_narrowed_to_a_kind(desk: Moderator) -> None:
    send_comment(desk.site)
    propose(desk.site)

    assert texts(desk.get(f"?kind={SubmissionKind.PLEDGE}"), ".case__author") == ["Grace Hopper"]
    assert "Nothing of this kind waits." in desk.get("?kind=webmention").text()


@pytest.mark.parametrize("path", ["", "/search?text=alert", "/{id}", "/log"])
def test_nothing_a_stranger_wrote_is_markup_on_any_page(desk: Moderator, path: str) -> None:
    waiting = send_comment(desk.site, NASTY, name=f"A{NASTY}")
    desk.post(f"/{waiting}", verb="spam")
    desk.post("/undo", what="1")

    page = desk.get(path.format(id=waiting))

    assert page.css("script") == []
    assert "alert(1)" in page.text()
    assert not re.search("[\u202e\x07]", page.html or "")


# --- decisions ----------------------------------------------------------------------------------


def test_an_approved_comment_is_in_the_record_before_the_answer(desk: Moderator) -> None:
    waiting = send_comment(desk.site, "In the record at once.")

    answer = desk.session.post(
        f"{desk.base}/{waiting}", data={"verb": "approve"}, allow_redirects=False, timeout=20
    )

    assert answer.status_code == 303
    assert [line["id"] for line in desk.site.lines("pledges", TARGET_ID)][-1:] == [waiting]


def test_approvals_at_the_same_time_are_each_in_the_record_once(desk: Moderator) -> None:
    waiting = [send_comment(desk.site, f"Number {number}.") for number in range(24)]
    (cookie,) = desk.session.cookies

    def approve(one: str) -> tuple[int, bool]:
        answer = requests.post(
            f"{desk.base}/{one}",
            data={"verb": "approve"},
            cookies={cookie.name: cookie.value or ""},
            allow_redirects=False,
            timeout=60,
        )
        there = any(line["id"] == one for line in desk.site.lines("pledges", TARGET_ID))
        return answer.status_code, there

    with ThreadPoolExecutor(8) as moderators:
        assert set(moderators.map(approve, waiting)) == {(303, True)}

    ids = [line["id"] for line in desk.site.lines("pledges", TARGET_ID)]
    assert sorted(one for one in ids if one in waiting) == sorted(waiting)


def test_no_other_words_are_approved_than_were_seen(desk: Moderator) -> None:
    form = service.CommentForm(target=TARGET, name="Ada", text="Harmless.")
    receipt = service.submit_comment(desk.site.inbox, form, Sender(address="192.0.2.1"))
    page = desk.get()
    seen = first(page, ".acts__form input[name=seen]").attributes["value"] or ""
    shown = {name: first(page, f"input[form=batch][name={name}]") for name in ("shown", "seen")}
    batch = {name: node.attributes["value"] or "" for name, node in shown.items()}
    service.edit(desk.site.inbox, receipt.token, replace(form, text="Harmful."))

    told = desk.post(f"/{receipt.id}", 409, verb="approve", seen=seen)
    desk.post("/batch", 409, verb="approve", id=receipt.id, **batch)

    assert "changed it since" in told.text()
    assert desk.now(receipt.id).state is State.HELD
    seen = first(desk.get(), ".acts__form input[name=seen]").attributes["value"] or ""
    desk.post(f"/{receipt.id}", verb="approve", seen=seen)
    assert desk.now(receipt.id).state is State.APPROVED


@pytest.mark.parametrize(
    ("verb", "state", "told"),
    [
        ("approve", State.APPROVED, "Approved: comment by Ada."),
        ("reject", State.REJECTED, "Rejected: comment by Ada."),
        ("spam", State.SPAM, "Called spam: comment by Ada."),
        ("erase", State.ERASED, "Erased: comment"),
    ],
)
def test_a_decision_is_told_with_its_undo(desk: Moderator, verb: str, state: State, told: str) -> None:
    waiting = send_comment(desk.site)
    before = desk.now(waiting)

    page = desk.post(f"/{waiting}", verb=verb, on="/inbox/moderate")
    assert first(page, ".notice__text").text().startswith(told)
    assert desk.now(waiting).state is state

    page = desk.press_undo(page)
    assert first(page, ".notice__text").text() == "Undone: 1."
    assert desk.now(waiting) == before


def test_a_reason_is_kept_with_the_refusal(desk: Moderator) -> None:
    waiting = send_comment(desk.site)

    desk.post(f"/{waiting}", verb="reject", reason="off topic")

    assert desk.now(waiting).reason == "off topic"
    assert "off topic" in first(desk.get(f"/{waiting}"), ".case__head").text()


def test_a_batch_is_decided_and_undone_at_once(desk: Moderator) -> None:
    waiting = [send_comment(desk.site, f"Comment {number}.") for number in range(3)]

    page = desk.post("/batch", verb="approve", id=waiting[:2], shown=waiting)
    assert first(page, ".notice__text").text() == "Approved: 2."
    assert [desk.now(one).state for one in waiting] == [State.APPROVED, State.APPROVED, State.HELD]

    page = desk.press_undo(page)
    assert first(page, ".notice__text").text() == "Undone: 2."
    assert {desk.now(one).state for one in waiting} == {State.HELD}


def test_all_on_the_page_can_be_decided_without_ticking_each(desk: Moderator) -> None:
    waiting = [send_comment(desk.site, f"Comment {number}.") for number in range(3)]
    shown = [node.attributes["value"] for node in desk.get().css("input[name=shown]")]

    desk.post("/batch", verb="spam", all="yes", shown=[one or "" for one in shown])

    assert {desk.now(one).state for one in waiting} == {State.SPAM}


def test_what_a_batch_could_not_do_is_told_and_the_rest_is_done(desk: Moderator) -> None:
    erased, waiting = send_comment(desk.site, "One."), send_comment(desk.site, "Two.")
    desk.post(f"/{erased}", verb="erase")

    page = desk.post("/batch", 409, verb="approve", id=[erased, waiting])

    assert first(page, ".notice__text").text() == "Approved: comment by Ada."
    assert "cannot be published" in first(page, ".notice__failed").text()
    assert desk.now(waiting).state is State.APPROVED


@pytest.mark.parametrize("fields", [{"verb": ""}, {"verb": "approve"}, {"verb": "nonsense", "id": "x"}])
def test_enter_in_a_tick_box_and_an_empty_batch_do_nothing(desk: Moderator, fields: dict[str, str]) -> None:
    waiting = send_comment(desk.site)

    page = desk.post("/batch", **({"id": waiting} | fields if not fields["verb"] else fields))

    assert "Nothing was done" in first(page, ".notice__text").text()
    assert desk.now(waiting).state is State.HELD


def test_the_first_button_of_the_batch_does_nothing(desk: Moderator) -> None:
    """A browser presses it for Enter in a tick box, so it must not publish."""
    send_comment(desk.site)

    button = first(desk.get(), "#batch button")

    assert button.attributes["value"] in ("", None)
    assert button.attributes["tabindex"] == "-1"


def test_a_decision_that_is_no_longer_possible_says_so_with_the_way_back(desk: Moderator) -> None:
    waiting = send_comment(desk.site)
    desk.post(f"/{waiting}", verb="erase")

    page = desk.post(f"/{waiting}", 409, verb="approve")

    assert "It was erased and cannot be published." in page.text()
    assert first(page, "main a").attributes["href"] == "/inbox/moderate"
    desk.get("/nobody-has-this-id", 404)


def test_new_words_of_something_public_stand_beside_the_old_ones(desk: Moderator) -> None:
    form = service.CommentForm(target=TARGET, name="Ada", text="First words.")
    receipt = service.submit_comment(desk.site.inbox, form, Sender(address="192.0.2.1"))
    desk.post(f"/{receipt.id}", verb="approve")
    edited = service.CommentForm(target=TARGET, name="Ada", text="Second words.")
    service.edit(desk.site.inbox, receipt.token, edited)

    page = desk.get()

    assert [text.strip() for text in texts(page, ".case__text")] == ["Second words.", "First words."]
    desk.post(f"/{receipt.id}", verb="approve")
    assert desk.site.lines("pledges", TARGET_ID)[-1]["text"] == "Second words."


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
