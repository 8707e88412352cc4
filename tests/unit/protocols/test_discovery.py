"""Where pages want to be told of links, webmention.rocks' 23 cases among them."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from pledges.protocols.discovery import find_ping_url, pingback_endpoint, webmention_endpoint
from pledges.protocols.trackback import rdf

CASES = sorted((Path(__file__).parents[2] / "corpus" / "webmention_rocks").iterdir())
PAGE = "https://them.example/2026/post"
HTML = "text/html; charset=utf-8"


def test_all_23_discovery_cases_are_there() -> None:
    assert [case.name[:2] for case in CASES] == [f"{number:02d}" for number in range(1, 24)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_endpoint_of_webmention_rocks_is_found(case: Path) -> None:
    headers = message_from_bytes((case / "headers").read_bytes())
    found = webmention_endpoint(
        headers.get_all("link", []),
        headers["content-type"],
        (case / "body").read_bytes(),
        (case / "url").read_text(encoding="utf-8").strip(),
    )
    assert found == (case / "expected").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('<https://them.example/decoy-webmention>; rel="other", </wm>; rel=webmention', "/wm"),
        ('</wm>; title="a; rel=other, <x>; rel=y"; rel=webmention', "/wm"),
        ('</x>; title="</y>; rel=webmention"; rel=other, </wm>; rel=webmention', "/wm"),
        ("</wm>;rel=WebMention", "/wm"),
        ('</wm>  ;  rel  =  "a webmention b"', "/wm"),
        ("</wm>; crossorigin; rel=webmention", "/wm"),
        ("</wm>; rel=other; rel=webmention", None),
        ("</wm>; rel=not-webmention", None),
        ("</wm>; rel=webmention-other", None),
        ("</wm>; anchor='#x'; rel=webmention", None),
        ("<mailto:me@them.example>; rel=webmention", None),
        ("<>; rel=webmention", "/2026/post"),
        ("</wm", None),
        ("", None),
    ],
)
def test_link_headers_are_read_as_rfc_8288_says(header: str, expected: str | None) -> None:
    found = webmention_endpoint([header], "application/pdf", b"%PDF", PAGE)
    assert found == (f"https://them.example{expected}" if expected else None)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<base href="/base/"><link rel=webmention href="wm">', "https://them.example/base/wm"),
        ('<area rel=webmention href="/no"><a rel=webmention href="/wm">', "https://them.example/wm"),
        ('<template><a rel=webmention href="/no"></a></template>', None),
        ('<textarea><a rel=webmention href="/no"></a></textarea>', None),
        ('<a rel="webmention" href="/wm?a=1&amp;b=2">x</a>', "https://them.example/wm?a=1&b=2"),
        ('<a rel="webmention" href="javascript:alert(1)">x</a>', None),
        ('<a rel="webmention" href=" /wm ">x</a>', "https://them.example/wm"),
    ],
)
def test_only_true_elements_of_the_page_are_endpoints(html: str, expected: str | None) -> None:
    assert webmention_endpoint([], HTML, html.encode(), PAGE) == expected


def test_elements_count_in_html_only() -> None:
    html = b'<a rel="webmention" href="/wm">x</a>'
    assert webmention_endpoint([], "text/plain", html, PAGE) is None
    assert webmention_endpoint([], "application/xhtml+xml", html, PAGE) == "https://them.example/wm"


def test_the_pingback_header_comes_before_the_element() -> None:
    html = b'<link rel="pingback" href="https://them.example/element">'
    found = pingback_endpoint(["https://them.example/header"], HTML, html, PAGE)
    assert found == "https://them.example/header"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<link rel="pingback" href="https://a.example/x">', "https://a.example/x"),
        ('<link rel="pingback" href="https://a.example/x" />', "https://a.example/x"),
        ('<link rel="pingback" href="https://a.example/x/">', "https://a.example/x/"),
        ('<link rel="pingback" href="https://a.example/?a=1&amp;b=&quot;">', "https://a.example/?a=1&b=%22"),
        ('<link rel="pingback" href="https://a.example/?a=&amp;lt;">', "https://a.example/?a=&lt;"),
        ('<link href="https://a.example/x" rel="pingback">', None),
        ("<link rel=pingback href=https://a.example/x>", None),
        ('<link rel="pingback" href="/relative">', None),
        ('<link rel="pingback" href="https://a.example/1"><link rel="pingback" href="https://a.example/2">',
         "https://a.example/1"),
    ],
)  # fmt: skip
def test_the_pingback_element_is_matched_as_strictly_as_the_specification_says(
    html: str, expected: str | None
) -> None:
    assert pingback_endpoint([], HTML, html.encode(), PAGE) == expected


def test_an_http_link_header_is_no_pingback_discovery() -> None:
    assert pingback_endpoint([], HTML, b"<p>", PAGE) is None


def test_the_trackback_address_of_the_page_asked_for_is_found_among_several() -> None:
    blocks = [
        rdf(f"https://them.example/{n}", f"Entry {n}", f"https://them.example/tb/{n}") for n in range(5)
    ]
    page = f"<html><body>{''.join(blocks)}</body></html>"
    assert find_ping_url(page, "https://them.example/3") == "https://them.example/tb/3"
    assert find_ping_url(page, "https://them.example/9") is None


def test_an_exact_identifier_comes_before_one_that_only_means_the_same() -> None:
    page = rdf(PAGE + "/", "A", "https://them.example/a") + rdf(PAGE, "B", "https://them.example/b")
    assert find_ping_url(page, PAGE) == "https://them.example/b"
    assert find_ping_url(page, PAGE.replace("https:", "http:") + "#x") == "https://them.example/a"


@pytest.mark.parametrize(
    "title",
    ["a -- b", "--", "---->", "a --- b -", "<b>\"quoted\" & 'so'</b>", "\x00\x0b\ud800 odd", "日本語", "]]>"],
)
def test_the_discovery_block_is_one_comment_and_reads_back(title: str) -> None:
    url = "https://us.example/essays/a--b/?x=1&y=2"
    block = rdf(url, title, "https://us.example/inbox/trackback/essays/a--b")
    assert block.startswith("<!--")
    assert block.endswith("-->")
    assert "--" not in block[4:-3]
    assert find_ping_url(block, url) == "https://us.example/inbox/trackback/essays/a--b"


@pytest.mark.parametrize(
    "page",
    [
        "<rdf:RDF" * 20_000,
        "<rdf:RDF></rdf:RDF>",
        '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF><rdf:Description/></rdf:RDF>',
        "<rdf:RDF><rdf:Description trackback:ping='x'/></rdf:RDF>",
    ],
    ids=["unclosed", "empty", "entity", "undeclared prefixes"],
)
def test_broken_blocks_give_no_address(page: str) -> None:
    assert find_ping_url(page, PAGE) is None
