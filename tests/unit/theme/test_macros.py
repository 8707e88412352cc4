from typing import Any

import msgspec
import pytest

from pledges.views import models as m
from theme_views import AMENDED, CARD, FORM, LINK, NOT_KEPT, OVERDUE, SCORECARD, linkback, response

HOSTILE = "<script>alert('x')</script> \"quoted\""


def words(node: Any) -> str:
    return " ".join(node.text().split())


# --- status -------------------------------------------------------------------------------------


def test_a_tag_says_its_word_and_has_its_tone(macro: Any) -> None:
    tag = macro("status", "status_tag", NOT_KEPT).css_first("span")
    assert (tag.text(), tag.attributes["class"]) == ("Not kept", "tag tag--broken")


def test_a_card_does_not_repeat_its_date_as_a_tag(macro: Any) -> None:
    calm = msgspec.structs.replace(CARD, schedule=m.TagView(word="Due 30 June 2026", tone="open"))
    assert "Due 30 June 2026" not in {tag.text() for tag in macro("card", "pledge_card", calm).css(".tag")}
    assert "Due in 9 days" in {tag.text() for tag in macro("card", "pledge_card", CARD).css(".tag")}


def test_a_card_says_whom_the_promise_is_made_to(macro: Any) -> None:
    who = words(macro("card", "pledge_card", CARD).css_first(".pledge-card__who"))
    assert who == "Maya Okafor, Northwind Care →, to Everyone who calls; The carers' group"


def test_a_number_that_is_zero_leads_nowhere(macro: Any) -> None:
    tree = macro("scorecard", "scorecard_list", SCORECARD)
    assert [words(node) for node in tree.css(".score__count")] == ["1 Kept later", "2 Overdue", "0", "3"]


# --- the history --------------------------------------------------------------------------------


def test_an_amendment_keeps_the_old_value_readable(macro: Any) -> None:
    change = macro("timeline", "event", AMENDED).css_first(".amendments dd")
    assert words(change.css_first("del")) == "(before: 31 December 2026)"
    assert words(change.css_first("ins")) == "(now: 31 March 2027)"


def test_a_customer_whom_the_promisor_names_has_not_spoken(macro: Any) -> None:
    named = msgspec.structs.replace(AMENDED, customer="The council")
    shown = words(macro("timeline", "event", named).css_first(".event__source"))
    assert shown == "The council, according to the promisor"
    spoken = msgspec.structs.replace(named, source="customer")
    assert words(macro("timeline", "event", spoken).css_first(".event__source")) == "The council"


def test_an_entry_says_who_made_it(macro: Any) -> None:
    assert (
        words(macro("timeline", "event", OVERDUE).css_first("h3")) == "The due date has passed the calendar"
    )


# --- the conversation ---------------------------------------------------------------------------


def test_the_anchor_is_what_the_permalink_points_at(macro: Any) -> None:
    tree = macro("thread", "comment", response(permalink="/pledges/a/conversation/2/#r-7"))
    assert tree.css_first("article").attributes["id"] == "r-7"
    assert tree.css_first("a.u-url time").attributes["datetime"] == "2026-04-02T19:40:00Z"


def test_replies_stand_below_a_summary_that_counts_them(macro: Any) -> None:
    inner = response("r-2", replies=(response("r-3"),), reply_count=1)
    tree = macro("thread", "comment", response(replies=(inner,), reply_count=2))
    assert [summary.text() for summary in tree.css("summary")] == ["2 replies", "1 reply"]
    assert tree.css_first("article article article").attributes["id"] == "r-3"
    assert all("open" in details.attributes for details in tree.css("details"))


def test_a_long_branch_may_start_closed(macro: Any) -> None:
    tree = macro("thread", "comment", response(replies=(response("r-2"),), reply_count=21, open=False))
    assert "open" not in tree.css_first("details").attributes


def test_an_erased_comment_keeps_its_place_and_its_replies(macro: Any) -> None:
    tree = macro(
        "thread", "comment", response(erased=True, author="", replies=(response("r-2"),), reply_count=1)
    )
    assert words(tree.css_first(".response__self")) == (
        "This comment was removed at its author's wish. 2 April 2026"
    )
    assert tree.css_first("#r-1 #r-2")


def test_a_role_is_a_word(macro: Any) -> None:
    assert (
        macro("thread", "comment", response(role="Promisor")).css_first(".response__role").text()
        == "Promisor"
    )
    assert macro("thread", "comment", response()).css(".response__role") == []


def test_strangers_links_are_not_recommended(macro: Any) -> None:
    tree = macro("thread", "comment", response(author_url="https://x.example/"))
    assert tree.css_first(".p-author a").attributes["rel"] == "nofollow ugc noopener"
    assert macro("thread", "linkback", linkback()).css_first("a").attributes["rel"] == "nofollow ugc noopener"


def test_reply_is_offered_where_it_can_be_taken(macro: Any) -> None:
    assert macro("thread", "comment", response()).css(".response__reply") == []
    link = macro("thread", "comment", response(reply_url="/inbox/comments?x=1&y=2")).css_first(
        ".response__reply"
    )
    assert (words(link), link.attributes["href"]) == ("Reply to Ewan T.", "/inbox/comments?x=1&y=2")


def test_a_reply_laid_flat_names_whom_it_answers(macro: Any) -> None:
    tree = macro("thread", "comment", response(in_reply_to=LINK))
    assert words(tree.css_first(".response__about")) == "In reply to A link"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({}, "What a minute costs"),
        ({"title": ""}, "The Night Desk"),
        ({"title": "", "author": ""}, "nightdesk.example"),
    ],
)
def test_a_linkback_is_called_by_what_is_known_of_it(known: dict[str, str], shown: str, macro: Any) -> None:
    tree = macro("thread", "linkback", linkback(**known))
    assert tree.css_first(".linkback__title").text() == shown
    assert tree.css_first(".linkback__kind").text() == "Webmention"


@pytest.mark.parametrize(
    ("type_", "relation"),
    [("like", "u-like"), ("repost", "u-repost"), ("mention", "u-comment"), ("reply", "u-comment")],
)
def test_a_linkback_says_in_microformats_what_it_does(type_: str, relation: str, macro: Any) -> None:
    classes = macro("thread", "linkback", linkback(type=type_)).css_first("article").attributes["class"]
    assert classes == f"linkback {relation} h-cite"


def test_hostile_names_are_printed_as_text(macro: Any) -> None:
    tree = macro("thread", "comment", response(author=HOSTILE, role=HOSTILE, standing=HOSTILE))
    assert tree.css("script") == []
    assert tree.css_first(".p-author").text() == HOSTILE
    tree = macro("thread", "linkback", linkback(title=HOSTILE, excerpt=HOSTILE, host=HOSTILE, author=HOSTILE))
    assert tree.css("script") == []
    assert words(tree.css_first(".linkback__excerpt")) == HOSTILE


# --- forms --------------------------------------------------------------------------------------


def test_every_control_has_a_label(macro: Any) -> None:
    tree = macro("form", "comment_form", FORM)
    for control in tree.css("input:not([type=hidden]):not([type=radio]), textarea"):
        assert tree.css_first(f'label[for="{control.attributes["id"]}"]')
    assert len(tree.css("label input[type=radio]")) == 4


def test_a_form_carries_what_the_inbox_needs(macro: Any) -> None:
    tree = macro("form", "comment_form", FORM, in_reply_to="r-1")
    hidden = {node.attributes["name"]: node.attributes["value"] for node in tree.css("input[type=hidden]")}
    assert hidden == {"target": "/pledges/a/", "in_reply_to": "r-1"}
    names = {node.attributes["name"] for node in tree.css("input, textarea")}
    assert names == {"target", "in_reply_to", "verdict", "text", "name", "email", "url", "topic"}


def test_a_mistake_is_joined_to_its_field_and_listed_first(macro: Any) -> None:
    tree = macro("form", "comment_form", FORM, {"name": "", "text": "Hello"}, {"name": "Enter your name"})
    field = tree.css_first("input#name")
    assert field.attributes["aria-invalid"] == "true"
    described = [tree.css_first(f"#{name}") for name in field.attributes["aria-describedby"].split()]
    assert [words(node) for node in described] == ["Shown with your comment.", "Error: Enter your name"]
    assert tree.css_first("[role=alert] a").attributes["href"] == "#name"
    assert tree.css_first("textarea#text").text().strip() == "Hello"
    assert "aria-invalid" not in tree.css_first("textarea#text").attributes


def test_what_was_typed_comes_back_whole(macro: Any) -> None:
    tree = macro(
        "form", "comment_form", FORM, {"text": "\n  two\n</textarea><b>", "verdict": "partly", "url": '"x'}
    )
    assert tree.css_first("textarea").text() == "\n  two\n</textarea><b>"
    assert tree.css_first("input[checked]").attributes["value"] == "partly"
    assert tree.css_first("input#url").attributes["value"] == '"x'


def test_the_trap_is_out_of_everyones_way(macro: Any) -> None:
    trap = macro("form", "comment_form", FORM).css_first(".trap")
    assert trap.attributes["aria-hidden"] == "true"
    assert trap.css_first("input").attributes["tabindex"] == "-1"


def test_the_form_sends_or_shows_a_preview_and_leaves_the_checking_to_the_answer(macro: Any) -> None:
    form = macro("form", "comment_form", FORM)
    assert [button.attributes.get("name") for button in form.css("button")] == [None, "preview"]
    assert "novalidate" in form.css_first("form").attributes


def test_mails_are_offered_only_where_the_inbox_sends_any(macro: Any) -> None:
    assert macro("form", "comment_form", FORM).css_first("#notify") is None
    offering = msgspec.structs.replace(FORM, offers_mail=True)
    assert macro("form", "comment_form", offering).css_first("#notify") is not None


def test_what_was_typed_wrongly_comes_back_in_a_plain_field(macro: Any) -> None:
    field = macro("form", "text_field", "due", "Due", value="31 February", error="Enter a date", type="date")
    assert field.css_first("input").attributes["type"] == "text"


# --- small pieces -------------------------------------------------------------------------------


def test_a_picture_keeps_its_place_when_its_size_is_known(macro: Any) -> None:
    known = m.FigureView(url="/x.svg", alt="X", width=3, height=2)
    image = macro("figure", "picture", known).css_first("img")
    assert (image.attributes["width"], image.attributes["height"]) == ("3", "2")
    assert (
        "width"
        not in macro("figure", "picture", m.FigureView(url="/x.svg", alt="")).css_first("img").attributes
    )


def test_post_and_organisation_are_joined_only_when_both_are_there(macro: Any) -> None:
    posts = [words(macro("person", "post", *pair).body) for pair in (("A", "B"), ("A", ""), ("", "B"))]
    assert posts == ["A, B", "A", "B"]


def test_one_page_needs_no_paging(macro: Any) -> None:
    assert macro("paging", "pages", m.PagingView(number=1, total=1)).css("nav") == []
    assert macro("paging", "pages", None).css("nav") == []
    assert macro("paging", "pages", m.PagingView(number=1, total=2, next_url="/2/")).css_first("a[rel=next]")
