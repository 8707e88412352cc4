"""What strangers write, printed: a small Markdown subset, and nothing that harms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.markup import render_stranger

_TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ALLOWED = {"p", "br", "em", "strong", "a", "blockquote", "code", "pre", "ul", "ol", "li", "hr"}
_ATTRIBUTES = re.compile(r'(?: start="\d+"| href="https?://[^"]*" rel="nofollow ugc noopener")?\Z')


def assert_harmless(html: str) -> None:
    """Only listed tags, only listed attributes, and every "<" and "&" that is text is escaped."""
    for _closing, name, attributes in _TAG.findall(html):
        assert name in _ALLOWED
        assert _ATTRIBUTES.match(attributes), attributes
    assert "<" not in _TAG.sub("", html)
    assert not re.search(r"&(?!(?:amp|lt|gt|quot|nbsp);|#39;)", html)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", html
    )


def test_paragraphs_line_breaks_and_emphasis_are_kept() -> None:
    assert render_stranger("One *two*\nthree\n\n**Four**") == (
        "<p>One <em>two</em><br>\nthree</p>\n<p><strong>Four</strong></p>"
    )


def test_quotes_code_and_lists_are_kept() -> None:
    html = render_stranger("> Yes\n\n`no`\n\n- a\n- b\n\n3. c\n\n```python\nx < 1\n```")

    assert "<blockquote>\n<p>Yes</p>\n</blockquote>" in html
    assert "<code>no</code>" in html
    assert "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" in html
    assert '<ol start="3">' in html
    assert "<pre><code>x &lt; 1\n</code></pre>" in html


@pytest.mark.parametrize("text", ["[a](https://x.example/)", "https://x.example/", "<https://x.example/>"])
def test_web_links_are_marked_as_a_strangers(text: str) -> None:
    assert '<a href="https://x.example/" rel="nofollow ugc noopener">' in render_stranger(text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java\\script:x",
        "data:text/html,x",
        "vbscript:x",
        "ftp://x.example/",
        "//x.example/",
        "/inbox/moderate",
        "#main",
        "http://bank.example@x.example/",
        "https:x",
    ],
)
def test_a_link_to_anything_but_a_web_page_is_its_label(url: str) -> None:
    assert render_stranger(f"[label]({url})") == "<p>label</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=x>hi</b>",
        "a <!-- c --> d",
        "<div>\n*x*\n</div>",
        "<img src=x>",
        "1 < 2",
    ],
)
def test_html_is_printed_as_it_was_typed(text: str) -> None:
    html = render_stranger(text)

    assert_harmless(html)
    assert "&lt;" in html
    assert "<b" not in html.replace("<br>", "")


def test_a_picture_is_its_alternative() -> None:
    assert render_stranger('![a "cat"](https://x.example/c.png "t")') == '<p>a "cat"</p>'


@pytest.mark.parametrize("text", ["# Loud", "Loud\n===", "Loud\n---", "###### Loud"])
def test_a_heading_is_a_bold_paragraph(text: str) -> None:
    assert render_stranger(text) == "<p><strong>Loud</strong></p>"


@pytest.mark.parametrize(
    "text",
    [
        "ada@host.example",
        "<ada@host.example>",
        "[write](mailto:ada@host.example)",
        "<mailto:ada@host.example>",
        "`ada@host.example`",
        "    ada@host.example",
        "ada&#64;host.example",
        "ada&commat;host.example",
        "ada\\@host.example",
    ],
)
def test_a_mail_address_is_for_people_only(text: str) -> None:
    html = render_stranger(text)

    assert "ada [at] host.example" in html
    assert "@" not in html
    assert "mailto" not in html.replace("&lt;mailto:", "")


def test_a_mail_address_in_a_link_is_encoded_and_a_handle_stays() -> None:
    html = render_stranger("https://x.example/to/ada@host.example and https://x.example/@ada from @ada")

    assert 'href="https://x.example/to/ada%40host.example"' in html
    assert 'href="https://x.example/@ada"' in html
    assert html.endswith("from @ada</p>")


def test_text_that_turns_its_surroundings_is_straightened() -> None:
    assert render_stranger("a\u202eb\u2066c\x00\x0bd\ufeff\ud800") == "<p>abc\nd</p>".replace("\n", "<br>\n")


def test_a_long_text_is_cut() -> None:
    assert render_stranger("x" * 50, max_chars=10) == "<p>xxxxxxxxx…</p>"


def test_quotes_in_quotes_end_at_a_depth_that_pages_can_show() -> None:
    html = render_stranger(">" * 5000 + " deep")

    assert html.count("<blockquote>") == 6
    assert "deep" in html


def test_nothing_gives_nothing() -> None:
    assert render_stranger("") == render_stranger(" \n\t\n") == ""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "[a](", ")", "javascript:", "https://x.example/", "*", "_", "`", "```\n", "\n", "\n\n",
             "> ", "- ", "1. ", "# ", "![", "]", '"', "'", "&", "&#64;", "a@b.example", "<script>", "onload=",
             "\\", "\x00", "\u202e", "\ufdd0", "http://a@b.example/", "<a@b.example>", "\t", " ", "é",
             "[x]: data:x\n", "=", "---\n"]
        ),
        max_size=25,
    ).map("".join)
    | st.text(alphabet=st.characters(codec=None), max_size=80)
)  # fmt: skip
def test_whatever_is_written_the_html_is_harmless(text: str) -> None:
    html = render_stranger(text)

    assert_harmless(html)
    assert "a@b.example" not in html
