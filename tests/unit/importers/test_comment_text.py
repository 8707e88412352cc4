"""A stranger's HTML as small Markdown: what is printed of it reads like the HTML did."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pledges.importers.comment_text import MAX_CHARS, MAX_TAGS, escape_markdown, text_of_html
from pledges.markup.stranger import render_stranger
from pledges.markup.text import plain_text


def words(printed: str) -> str:
    """Return what a reader reads, white space collapsed."""
    body = LexborHTMLParser(printed).body
    return " ".join((body.text() if body else "").split())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<p>One.</p>\n\n<p>Two<br>lines.</p>", "One.\n\nTwo\nlines."),
        ("Just words &amp; an entity", "Just words & an entity"),
        ("<b>bold</b>, <em>leaning</em> and <code>a_b*c</code>", "**bold**, *leaning* and `a_b*c`"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<blockquote><p>said</p></blockquote><p>answered</p>", "> said\n\nanswered"),
        ("<pre><code>if a &lt; b:\n    go()\n</code></pre>", "```\nif a < b:\n    go()\n```"),
        ('<a href="https://a.example/x_(y)">a link</a>', "[a link](https://a.example/x_%28y%29)"),
        ("<h2>Loud</h2><p>quiet</p>", "**Loud**\n\nquiet"),
        ('see <img src="https://a.example/x.png" alt="a cat"> here', "see a cat here"),
        ('<img src="https://a.example/x.png">', "https://a.example/x.png"),
        ("He said [sic] 2 * 3, C:\\files, a_b", "He said [sic] 2 * 3, C:\\files, a_b"),
        ("first line\nsecond line", "first line\nsecond line"),
    ],
)
def test_html_becomes_the_markdown_that_visitors_write(written: str, text: str) -> None:
    assert text_of_html(written) == text


@pytest.mark.parametrize(
    "written",
    [
        '<a href="javascript:alert(1)">click</a>',
        '<a href="data:text/html,x">click</a>',
        "<script>alert(1)</script>click",
        "<p onclick='x()'>click</p>",
        "<style>p{}</style><div><span style='x'>click</span></div>",
        "<!-- secret -->click",
    ],
)
def test_of_what_could_harm_only_the_words_stay(written: str) -> None:
    assert text_of_html(written) == "click"


@pytest.mark.parametrize("tag", ["blockquote", "b", "div", "ul><li", "a href='https://a.example/'"])
def test_nesting_of_any_depth_is_survived(tag: str) -> None:
    assert "deep" in text_of_html(f"<{tag}>" * 5_000 + "deep")


def test_of_more_tags_than_people_write_the_words_stay() -> None:
    text = text_of_html("<li>x *y*</li>" * MAX_TAGS)
    assert words(str(render_stranger(text, 10**6))).count("x *y*") == MAX_TAGS


def test_of_more_html_than_people_write_the_words_stay() -> None:
    text = text_of_html(f"<script>no</script><b class='x'>yes</b> &lt;3 1 * 2 {'word ' * MAX_CHARS}")
    assert text.startswith("yes  <3 1 * 2 word word")
    assert text.endswith("word")


TEXTS = st.text(
    st.one_of(
        st.sampled_from('\\`*_[]()<>#+-=~!|&;.:/1aé \n"'),
        st.characters(codec="utf-8", exclude_categories=["C"]),
    ),
    max_size=60,
).filter(lambda text: "%EF%B7%90" not in text)  # what the printer itself puts for a "<" in an address


@given(TEXTS)
@example("1. one\n2) two")
@example("# no heading\n> no quote\n- no list\n===")
@example("&amp; &lt; &#42; & ; a&b")
@example("<https://a.example/> <a@b.example>")
@example("snake_case_name, _leaning_, __init__, 2*3*4")
@example("[a](b) [a]: b [a][b] ![a](b)\n[a]: https://a.example/")
@example("* * *\n * a\n\\* b\\")
@example("a\n---\nb\n***\n~~~\n    code")
def test_plain_words_read_as_they_were_written(text: str) -> None:
    expected = " ".join(plain_text(unicodedata.normalize("NFC", text)).split())
    printed = str(render_stranger(escape_markdown(text)))
    # A mail address is printed for people, not for harvesters.
    assert words(printed).replace(" [at] ", "@") == expected.replace(" [at] ", "@")


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["p", "div", "b", "em", "li", "blockquote"]))
def test_what_stood_in_tags_is_still_said(texts: list[str], tag: str) -> None:
    written = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in texts)
    printed = str(render_stranger(text_of_html(written), 10**6))
    spoken = re.sub(r"[^\w]", "", words(printed).replace(" [at] ", "@"))
    expected = re.sub(r"[^\w]", "", plain_text(unicodedata.normalize("NFC", "".join(texts))))
    assert spoken == expected.replace("[at]", "at")
