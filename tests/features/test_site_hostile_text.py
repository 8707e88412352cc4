"""Markup, control characters and turned directions in every field of every kind of file stay text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from feed_checks import ATOM, assert_valid_atom, assert_valid_json_feed, assert_valid_opml, assert_valid_rss
from pledges.markup import printable
from records import URL, SmallSite, names_in
from site_checks import broken_links

MARKUP = "<script>alert(1)</script>\"><img src=x onerror=alert(2)></script></title>'--><!-- -- ]]> &lt;b&gt;"
CODE = "{{ 7 * 7 }} {% raw %} \\u003c %3Cb%3E"
TURNED = "\u202eevil\u202c \u2066x \u2069\u200f"
FOREIGN = "שלום مرحبا 😀𝕊\U0001f469\u200d\U0001f680 ﷽ " + "Donaudampfschiff" * 20
HOSTILE = f"{MARKUP} {CODE} {TURNED} {FOREIGN}"
CONTROLS = "\x00\x0b\x1b\x7f\x85\ufffe\ud800\r"

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")

Words = Callable[[str], str]


def write_record(site: SmallSite, word: Words, stranger: Words) -> None:
    """Fill every field of every kind of file that takes a text; the argument names the field."""
    (site.content / "images").mkdir(parents=True)
    (site.content / "images/x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    image = {"src": "/images/x.svg", "alt": word("alt"), "caption": word("caption")}
    site.leader(
        body=word("bio").replace("<", "&lt;").replace(">", "&gt;"),
        name=word("name"),
        role=word("role"),
        organisation=word("organisation"),
        url="https://maya.example/?a=1&b=%22",
        links=[{"title": word("link"), "url": "https://x.example/'--"}],
        photo={"src": "/images/x.svg", "alt": word("photo")},
    )
    site.essay(
        body=f"Text {word('body').replace('<', '&lt;').replace('>', '&gt;')}",
        title=word("title"),
        author="maya-okafor",
        category=word("category"),
        tags=[word("tag"), word("second tag")],
        series=word("series"),
        part=1,
        next=word("next"),
        summary=word("summary"),
        epigraph={"text": word("epigraph"), "source": word("source")},
        image=image,
        videos=[{"title": word("video"), "url": "https://v.example/", "duration": "2:27"}],
        question=word("question"),
        pledges=["a-person-answers"],
    )
    site.essay(
        "second", id="second-1a2b", title=word("second"), series=word("series"), part=2, author="maya-okafor"
    )
    site.pledge(
        body=(
            "I mean it.\n\n## 2026-02-01 · accepted\nThey did.\n"
            f"Customer: {word('customer')}\n\n## 2026-02-02 · amended\nWhy.\nEvidence: https://e.example/?q='--\n"
            f"Promise: {word('new promise')}\nOutcome: {word('new outcome')}\n"
        ),
        title=word("pledge"),
        on_behalf_of=word("behalf"),
        customers=[word("first customer"), word("second customer")],
        promise=word("promise"),
        outcome=word("outcome"),
        why=word("why"),
        tags=[word("tag")],
        experience=[word("experience")],
        image=image,
    )
    site.page(title=word("page"), summary=word("page summary"), menu=word("menu"))
    talk = {
        "author": {"name": stranger("who"), "url": "javascript:alert(1)"},
        "text": f"Text {stranger('text')}",
        "origin": stranger("origin"),
    }
    linkback = {
        "title": stranger("their title"),
        "excerpt": stranger("excerpt"),
        "source": "javascript:alert(3)",
    }
    said = {"type": "verdict", "standing": "invited", "customer": stranger("c"), "verdict": "kept"}
    for target in ("essays/on-promises-7x2k", "pledges/a-person-answers-9m3t"):
        name = target[:2]
        site.respond(
            target,
            {"id": f"r-{name}1", **talk},
            {
                "id": f"r-{name}2",
                **talk,
                "in_reply_to": f"r-{name}1",
                "author": {"name": stranger("w"), "role": "author"},
            },
            {"id": f"r-{name}3", "kind": "trackback", **talk, **linkback},
            {
                "id": f"r-{name}4",
                "kind": "webmention",
                **talk,
                **linkback,
                "source": "https://s.example/?<b>'--",
            },
            {"id": f"r-{name}5", "kind": "pingback", "type": "mention", **linkback, "text": ""},
        )
    site.respond("pledges/a-person-answers-9m3t", {"id": "r-verdict", **talk, **said})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    def stranger(name: str) -> str:
        return f"{name}: {HOSTILE}{CONTROLS}".replace("\ud800", "")

    return built(tmp_path_factory.mktemp("hostile"), lambda name: f"{name}: {HOSTILE}", stranger)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return built(tmp_path_factory.mktemp("harmless"), *[lambda name: f"{name}: harmless words"] * 2)


def built(root: Path, word: Words, stranger: Words) -> SmallSite:
    settings = {"INBOX_URL": "/inbox", "SITENAME": word("site"), "SITESUBTITLE": word("subtitle")}
    site = SmallSite(root, settings)
    write_record(site, word, stranger)
    site.build()
    return site


def shape(page: LexborHTMLParser) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element of a page with the names of its attributes, in order."""
    return [(node.tag or "", tuple(sorted(node.attributes))) for node in page.css("*")]


def pages(site: SmallSite) -> list[str]:
    return [name for name in names_in(site.output) if name.endswith(".html")]


def test_no_element_and_no_attribute_comes_from_a_text(hostile: SmallSite, harmless: SmallSite) -> None:
    """Two sites that differ in their words only consist of the same elements with the same attributes."""
    ours, theirs = (
        Counter(tuple(shape(site.html(f"/{name}"))) for name in pages(site)) for site in (hostile, harmless)
    )

    assert len(pages(hostile)) == len(pages(harmless)) > 20
    assert ours == theirs


def test_no_page_runs_anything(hostile: SmallSite) -> None:
    for name in pages(hostile):
        for node in hostile.html(f"/{name}").css("*"):
            assert node.tag != "script" or node.attributes.get("type") == "application/ld+json"
            for key, value in node.attributes.items():
                assert not key.startswith("on"), f"{name}: {key}"
                assert "javascript:" not in (value or "").lower() or key == "content", f"{name}: {value}"


def test_what_was_written_is_shown(hostile: SmallSite) -> None:
    page = hostile.html("/essays/on-promises/")
    heading = page.css_first("h1")
    assert heading is not None
    assert heading.text().strip() == f"title: {printable(HOSTILE)}"
    assert "<script>alert(1)</script>" in page.css("#r-r-es1 .response__body")[0].text()


def test_nothing_that_is_printed_turns_directions_or_rings_bells(hostile: SmallSite) -> None:
    for name in names_in(hostile.output):
        if name.endswith((".html", ".xml", ".json", ".opml", ".txt")):
            found = FORBIDDEN.search((hostile.output / name).read_bytes().decode())
            assert not found, f"{name}: {found}"


def test_the_data_for_machines_says_what_was_written(hostile: SmallSite) -> None:
    counted = 0
    for name in pages(hostile):
        for node in hostile.html(f"/{name}").css("script"):
            counted += 1
            assert json.loads(node.text())["@context"] == "https://schema.org"
    assert counted > 4
    data = json.loads(hostile.html("/essays/on-promises/").css("script")[0].text())
    assert data["headline"] == f"title: {printable(HOSTILE)}"
    assert data["author"]["name"] == f"name: {printable(HOSTILE)}"


def test_every_feed_is_valid(hostile: SmallSite) -> None:
    checks = (
        (assert_valid_atom, "*atom.xml"),
        (assert_valid_rss, "*rss.xml"),
        (assert_valid_json_feed, "*feed.json"),
    )
    for check, pattern in checks:
        files = sorted(hostile.output.rglob(pattern))
        assert files
        for file in files:
            check(file.read_bytes())
    assert_valid_opml((hostile.output / "feeds/all.opml").read_bytes())
    etree.fromstring((hostile.output / "sitemap.xml").read_bytes())


def test_a_feed_reader_that_trusts_the_feed_runs_nothing(hostile: SmallSite) -> None:
    for file in hostile.output.rglob("*atom.xml"):
        for content in etree.fromstring(file.read_bytes()).iter(ATOM + "content"):
            for node in LexborHTMLParser(content.text).css("*"):
                assert node.tag not in {"script", "iframe", "style", "object"}
                assert not any(name.startswith("on") for name in node.attributes)
                assert not (node.attributes.get("href") or "").startswith("javascript:")
                if node.tag == "img":
                    assert (node.attributes["src"] or "").startswith(f"{URL}/images/")


def test_every_link_leads_somewhere(hostile: SmallSite) -> None:
    broken = broken_links(hostile.output, URL)

    # In Atom a summary is plain text; the walker reads every summary as HTML.
    assert [line for line in broken if "atom.xml: x (img src)" not in line] == []


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["essay", "pledge", "leader", "page"])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x7f", "\x85", "\ufffe"])
def test_a_control_character_in_a_document_is_a_problem(tmp_path: Path, kind: str, character: str) -> None:
    site = SmallSite(tmp_path).everything()
    file = getattr(site, kind)()
    file.write_bytes(file.read_bytes().replace(b"\n---\n", f"{character}\n---\n".encode(), 1))

    with pytest.raises(Exception, match=f"control character U\\+{ord(character):04X}; delete it"):
        site.build()


@pytest.mark.parametrize("character", ["\x07", "\x1b"])
def test_an_escaped_control_character_in_a_header_is_a_problem(tmp_path: Path, character: str) -> None:
    site = SmallSite(tmp_path).everything()
    site.page(title=f"About{character}us")

    with pytest.raises(Exception, match=r"content/pages/about\.md:3: title: control character"):
        site.build()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<script>alert(1)</script>", "<script> cannot stand in a text"),
        ("<b onclick='x'>a</b>", "onclick= is a script"),
        ("[a](javascript:alert(1))", "javascript: addresses cannot be linked"),
    ],
)
def test_active_content_in_an_authors_text_is_a_problem(tmp_path: Path, text: str, message: str) -> None:
    site = SmallSite(tmp_path).everything()
    site.essay(body=f"One.\n\n{text}\n", author="maya-okafor")

    with pytest.raises(Exception, match=re.escape(message)) as caught:
        site.build()
    assert "essays/on-promises.md:" in str(caught.value)


def test_a_lone_surrogate_in_a_response_is_printed_safely_or_refused(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    site.respond("essays/on-promises-7x2k", {"id": "r-odd", "text": "odd \ud800 text"})

    with pytest.raises(Exception, match=r"on-promises-7x2k\.jsonl:2: "):
        site.build()


def test_a_stranger_may_send_any_amount_of_anything(tmp_path: Path) -> None:
    site = SmallSite(tmp_path).everything()
    many: list[Any] = [
        "<" * 20_000,
        ">" * 20_000,
        "*" * 20_000,
        "[" * 20_000,
        "a\u0301" * 20_000,
        "\u0301" * 20_000,
        "x",
    ]
    site.respond(
        "essays/on-promises-7x2k", *({"id": f"r-n{n}", "text": f"x{text}"} for n, text in enumerate(many))
    )

    site.build()

    assert len(site.html("/essays/on-promises/").css("article.response")) == len(many) + 1
