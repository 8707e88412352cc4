"""The conversation as readers meet it: threads before dates, linkbacks apart, permalinks that stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from fixtures.site import BuiltSite
from records import ESSAY, URL, SmallSite

PROMISE = "essays/the-promise-you-do-not-bargain-with"
TARGET = f"essays/{ESSAY['id']}"
TALK = "/essays/on-promises/"


# --- the conversation that the first essay of its kind had ----------------------------------------


@pytest.fixture(scope="module")
def essay(sample_site: BuiltSite) -> LexborHTMLParser:
    """The sample essay with a late reply to an early comment and linkbacks over fifteen months."""
    return LexborHTMLParser((sample_site.output / PROMISE / "index.html").read_text(encoding="utf-8"))


def one(node: LexborNode | LexborHTMLParser, selector: str) -> LexborNode:
    found = node.css(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def replies_of(article: LexborNode) -> list[LexborNode]:
    return [node for node in article.css("details.replies > ol > li > article") if node != article]


def test_threads_stand_in_order_of_their_first_comment_and_replies_below_what_they_answer(
    essay: LexborHTMLParser,
) -> None:
    roots = essay.css("#conversation .thread--top > li > article")

    assert [(root.id, [reply.id for reply in replies_of(root)]) for root in roots] == [
        ("r-m5z8qd", ["r-q9f4hu"]),
        ("r-w3p6yn", ["r-e6t2vl"]),
    ]


def test_a_nested_reply_is_later_than_the_comment_that_stands_below_it(essay: LexborHTMLParser) -> None:
    dates = [time.attributes["datetime"] or "" for time in essay.css("#conversation time.dt-published")]

    assert [date[:10] for date in dates] == ["2025-03-04", "2025-03-08", "2025-03-05", "2025-03-08"]


def test_the_authors_replies_are_marked_and_no_one_elses(essay: LexborHTMLParser) -> None:
    marked = {
        article.id
        for article in essay.css("#conversation article")
        if essay.css(f"#{article.id} > .response__self .response__role")
    }

    assert marked == {"r-q9f4hu", "r-e6t2vl"}
    assert {node.text() for node in essay.css(".response__role")} == {"Author"}


def test_linkbacks_stand_in_a_section_of_their_own_after_the_comments(essay: LexborHTMLParser) -> None:
    linkbacks = essay.css("#elsewhere article.linkback")

    assert [linkback.id for linkback in linkbacks] == ["r-b7c1xk", "r-a2r9ws", "r-k0d5jm", "r-u8x3oc"]
    assert not essay.css("#conversation .linkback")
    html = essay.html or ""
    assert html.index('id="conversation"') < html.index('id="elsewhere"')


@pytest.mark.parametrize(
    ("anchor", "kind", "host", "title", "date"),
    [
        (
            "r-b7c1xk",
            "Pingback",
            "bridgesandlandings.example",
            "Links for a wet weekend | Bridges and Landings",
            "2025-03-07",
        ),
        (
            "r-a2r9ws",
            "Trackback",
            "frugaldirector.example",
            "What does an unconditional promise cost?",
            "2025-04-06",
        ),
        (
            "r-k0d5jm",
            "Webmention",
            "ilsefarrow.example",
            "One sentence on the wall",
            "2025-11-19",
        ),
        (
            "r-u8x3oc",
            "Trackback",
            "leadershipdigestdaily.example",
            "The Promise You Do Not Bargain With",
            "2026-06-05",
        ),
    ],
)
def test_a_linkback_says_its_kind_host_title_one_date_and_the_words_around_the_link(
    essay: LexborHTMLParser, anchor: str, kind: str, host: str, title: str, date: str
) -> None:
    linkback = one(essay, f"#{anchor}")

    assert one(linkback, ".linkback__kind").text() == kind
    assert one(linkback, ".linkback__host").text() == host
    assert one(linkback, ".linkback__title").text() == title
    assert (one(linkback, "time").attributes["datetime"] or "")[:10] == date
    excerpt = one(linkback, "blockquote").text().strip()
    assert excerpt.startswith("[…] ")
    assert excerpt.endswith(" […]")
    link = one(linkback, "a.linkback__title")
    assert link.attributes["rel"] == "nofollow ugc noopener"
    assert host in (link.attributes["href"] or "")


def test_every_response_links_to_itself(essay: LexborHTMLParser, sample_site: BuiltSite) -> None:
    articles = essay.css("#conversation article, #elsewhere article")

    assert len(articles) == 8
    for article in articles:
        dates = essay.css(f"#{article.id} > .response__self a.response__date")
        assert [date.attributes["href"] for date in dates] == [f"/{PROMISE}/#{article.id}"]


# --- order, erasure, depth --------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    made = SmallSite(tmp_path, {"CONVERSATION_PAGE_SIZE": 3})
    made.leader()
    made.essay()
    return made


def test_a_reply_to_an_erased_comment_keeps_its_place(site: SmallSite) -> None:
    erased = {"id": "r-a", "author": None, "text": "", "erased": "2026-02-03T00:00:00Z"}
    site.respond(TARGET, {"id": "r-b", "in_reply_to": "r-a"})
    file = site.content / "responses" / f"{TARGET}.jsonl"
    line = json.dumps(
        {k: v for k, v in {**erased, "kind": "comment", "date": "2026-02-01T00:00:00Z"}.items() if v}
    )
    file.write_text(line + "\n" + file.read_text())

    site.build()

    root = one(site.html(TALK), ".thread--top > li > article")
    assert root.id == "r-r-a"
    assert "removed" in one(root, ".response__erased").text()
    assert [reply.id for reply in replies_of(root)] == ["r-r-b"]


def test_a_response_is_dated_by_the_day_of_the_sites_zone(site: SmallSite) -> None:
    site.respond(TARGET, {"id": "r-a", "date": "2026-02-01T23:30:00Z"})

    site.build(TIMEZONE="Europe/Berlin")

    date = one(site.html(TALK), "#r-r-a time")
    assert date.text() == "2 February 2026"
    assert date.attributes["datetime"] == "2026-02-01T23:30:00Z"


def test_a_thread_of_any_depth_is_printed_whole(site: SmallSite) -> None:
    site.respond(
        TARGET,
        *({"id": f"r-{n}", "in_reply_to": f"r-{n - 1}" if n else ""} for n in range(400)),
    )

    site.build()

    page = site.html(TALK)
    assert len(page.css("#conversation article.response")) == 400
    assert [node.id for node in page.css(".thread--top > li > article")] == ["r-r-0"]


# --- paging -------------------------------------------------------------------------------------------


def numbered(first: int, last: int) -> Iterator[dict[str, str]]:
    return ({"id": f"r-{n}", "date": f"2026-02-{n:02}T12:00:00Z"} for n in range(first, last + 1))


def anchors(site: SmallSite, address: str) -> list[str]:
    return [node.id or "" for node in site.html(address).css("#conversation article")]


def test_a_long_conversation_goes_on_on_further_pages(site: SmallSite) -> None:
    site.respond(TARGET, *numbered(1, 7))

    site.build()

    assert anchors(site, TALK) == ["r-r-1", "r-r-2", "r-r-3"]
    assert anchors(site, f"{TALK}conversation/2/") == ["r-r-4", "r-r-5", "r-r-6"]
    assert anchors(site, f"{TALK}conversation/3/") == ["r-r-7"]
    assert not (site.output / "essays/on-promises/conversation/4").exists()


def test_a_further_page_names_itself_its_neighbours_and_its_feed(site: SmallSite) -> None:
    site.respond(TARGET, *numbered(1, 7))

    site.build()

    page = site.html(f"{TALK}conversation/2/")
    assert one(page, "link[rel=canonical]").attributes["href"] == f"{URL}{TALK}conversation/2/"
    feeds = page.css("link[rel=alternate]")
    assert feeds[0].attributes["href"] == f"{TALK}feed.atom.xml"
    assert one(page, "a[rel=prev]").attributes["href"] == TALK
    assert one(page, "a[rel=next]").attributes["href"] == f"{TALK}conversation/3/"
    assert one(page, "#r-r-5 a.response__date").attributes["href"] == f"{TALK}conversation/2/#r-r-5"


def test_what_is_appended_moves_no_other_response(site: SmallSite) -> None:
    site.respond(TARGET, *numbered(1, 7))
    site.build()
    before = {name: anchors(site, name) for name in (TALK, f"{TALK}conversation/2/")}

    site.respond(TARGET, *numbered(8, 11), {"id": "r-early", "date": "2026-01-20T00:00:00Z"})
    site.build()

    assert {name: anchors(site, name) for name in before} == before
    assert "r-r-early" in anchors(site, f"{TALK}conversation/4/")


def test_a_reply_stands_on_the_page_of_what_it_answers(site: SmallSite) -> None:
    site.respond(TARGET, *numbered(1, 7), {"id": "r-late", "in_reply_to": "r-1"})

    site.build()

    assert anchors(site, TALK) == ["r-r-1", "r-r-late", "r-r-2", "r-r-3"]
    atom = (site.output / "essays/on-promises/feed.atom.xml").read_text(encoding="utf-8")
    assert f'href="{URL}{TALK}#r-r-late"' in atom
    assert f'href="{URL}{TALK}conversation/3/#r-r-7"' in atom
