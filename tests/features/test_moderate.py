"""The moderator's queue and its decisions, used as a browser without scripts uses them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from moderating import TARGET, TARGET_ID, Moderator, first, propose, send_comment, texts
from pledges.domain.response import ResponseType
from pledges.domain.submission import State, SubmissionKind, Words
from pledges.inbox import service
from pledges.inbox.service import Sender, reading
from pledges.inbox.service.verification import Finding, Look, apply_look

NASTY = "</q><script>alert(1)</script>\u202e\x07"


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
