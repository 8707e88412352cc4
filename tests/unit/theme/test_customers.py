"""What the customers say, and the way to "made right", as pages print them."""

from typing import Any

import msgspec

from pledges.views import models as m
from theme_views import CARD, DAY, FULL_PLEDGE, LINK, MOMENT, NOT_KEPT, PLEDGE

replace = msgspec.structs.replace

KEPT = m.TagView(word="Kept", tone="kept")
MADE_RIGHT = m.TagView(word="Made right", tone="kept")
NOTE = m.LinkView(title="A verdict was not published: private details.", url="/pledges/a/#r-n1")
HOSTILE = "<script>alert(1)</script>"
SAID = m.CustomersView(
    invited=(
        m.WordView(
            author="The council", tag=KEPT, date=MOMENT, excerpt=HOSTILE, permalink="#r-2", about=LINK
        ),
        m.WordView(author="The council", tag=NOT_KEPT, date=MOMENT, permalink="#r-1", earlier=True),
    ),
    readers=(m.WordView(author="Anybody", tag=KEPT, date=MOMENT, excerpt="Yes.", permalink="#r-3"),),
    unread=2,
    unpublished=(NOTE,),
)
STEPS = (
    m.StepView(tag=NOT_KEPT, date=DAY, text="It was not.", url="#u1"),
    m.StepView(tag=MADE_RIGHT, date=DAY, text="It is dry.", who="The council", url="#r-4"),
)


def words(node: Any) -> str:
    return " ".join(node.text().split())


def test_invited_customers_stand_before_readers_and_apart_from_them(render: Any) -> None:
    tree = render("pledge.html", replace(FULL_PLEDGE, customers_say=SAID))
    lists = tree.css("#customers .testimonies")
    assert [len(found.css(".testimony")) for found in lists] == [2, 1]
    assert words(lists[0].css_first(".testimony")).startswith("Kept The council")
    assert "2 more readers in the conversation" in words(tree.css_first("#customers"))
    assert tree.css_first("#customers script") is None


def test_an_earlier_word_says_that_it_no_longer_counts(render: Any) -> None:
    tree = render("pledge.html", replace(FULL_PLEDGE, customers_say=SAID))
    [earlier] = tree.css(".testimony--earlier")
    assert "said earlier; their later word counts" in words(earlier)


def test_what_was_not_published_stands_beside_the_verdict_with_its_reason(render: Any) -> None:
    verdict = replace(FULL_PLEDGE.verdict, unpublished=(NOTE,))
    tree = render("pledge.html", replace(FULL_PLEDGE, verdict=verdict, customers_say=SAID))
    for place in (".standing__side--verdict .unpublished", "#customers .unpublished"):
        assert words(tree.css_first(place)) == NOTE.title


def test_a_page_on_which_nobody_has_spoken_has_no_such_section(render: Any) -> None:
    tree = render("pledge.html", PLEDGE)
    assert tree.css_first("#customers") is None
    assert tree.css_first("#repair") is None


def test_the_way_to_made_right_is_told_in_order_on_page_and_card(render: Any, macro: Any) -> None:
    verdict = replace(FULL_PLEDGE.verdict, made_right=MADE_RIGHT)
    page = render("pledge.html", replace(FULL_PLEDGE, verdict=verdict, repair_story=STEPS))
    card = macro("card", "pledge_card", replace(CARD, how=STEPS))
    for tree in (page, card):
        assert [words(tag) for tag in tree.css(".step .tag")] == ["Not kept", "Made right"]
    assert words(page.css_first("#repair")) == "How it was made right"
    assert macro("card", "pledge_card", CARD).css_first(".steps") is None
