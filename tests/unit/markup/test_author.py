"""Authors' Markdown: what it can say, what it must not bring in, what is wrong with it and where."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.domain.picture import Size
from pledges.markup import LinkProblem, Rendered, for_feed, render_author


def resolve(url: str) -> str | None:
    """A site on which everything exists but what is called "gone"."""
    return (
        None if "gone" in url else "/" + url.removeprefix("{filename}").removeprefix("{static}").lstrip("/")
    )


def rendered(text: str, **arguments: object) -> Rendered:
    return render_author(text, resolve=resolve, **arguments)  # type: ignore[arg-type]


def html(text: str, **arguments: object) -> str:
    return str(rendered(text, **arguments).html)


def problems(text: str, **arguments: object) -> list[tuple[int, str]]:
    return [(problem.line, problem.target) for problem in rendered(text, **arguments).problems]


# --- what it can say --------------------------------------------------------------------------


def test_headings_begin_at_level_two_and_skip_none_whatever_was_typed() -> None:
    entries = rendered("#### A\n\n###### B\n\n##### C\n\n#### D").toc

    assert [(entry.level, entry.title) for entry in entries] == [(2, "A"), (3, "B"), (3, "C"), (2, "D")]


def test_headings_can_begin_deeper_in_the_page() -> None:
    assert "<h4 " in html("# A", top_level=4)


def test_a_heading_has_a_permalink_and_stands_in_the_contents() -> None:
    text = rendered('## The *"whole"* é & more')

    assert text.toc[0].id == "t-the-whole-é-more"
    assert text.toc[0].title == "The “whole” é & more"
    assert 'href="#t-the-whole-é-more"' in text.html


def test_two_headings_of_one_text_have_two_ids() -> None:
    assert [entry.id for entry in rendered("## A\n\n## A").toc] == ["t-a", "t-a_1"]


def test_footnotes_of_two_texts_on_one_page_do_not_clash() -> None:
    text = "A[^1] and again[^1].\n\n[^1]: Note."
    first, second = html(text, prefix="u1-"), html(text, prefix="u2-")

    assert 'href="#u1-fn:1"' in first
    assert 'id="u1-fn:1"' in first
    assert 'id="u1-fnref2:1"' in first
    assert 'href="#u1-fnref2:1"' in first
    assert "u1-" not in second


def test_a_text_takes_nothing_over_from_the_text_before() -> None:
    rendered("A[^1] HTML [x][r]\n\n[^1]: Note.\n\n*[HTML]: Hyper\n\n[r]: /x/\n\n## A")

    assert html("B HTML [x][r] {y}") == "<p>B HTML [x][r] {y}</p>"
    assert rendered("B {y}").toc == ()


def test_a_call_out_has_its_title() -> None:
    assert html('!!! action "Action item"\n    Do it.') == (
        '<aside class="callout callout--action">\n<p class="callout__title">Action item</p>\n'
        "<p>Do it.</p>\n</aside>"
    )


@pytest.mark.parametrize("title", ["", ' ""'])
def test_a_pull_quote_has_no_title_of_its_own(title: str) -> None:
    assert html(f"!!! pull{title}\n    A promise.") == '<aside class="pull">\n<p>A promise.</p>\n</aside>'


def test_a_pull_quote_can_say_whose_words_they_are() -> None:
    assert html('!!! pull "Maya"\n    A promise.').endswith(
        '<p>A promise.</p>\n<p class="pull__source">Maya</p>\n</aside>'
    )


def test_a_titled_picture_alone_is_a_figure_with_a_caption() -> None:
    assert html('![A boat](images/b.png "The *last* boat")', size_of=lambda src: Size(640, 480)) == (
        '<figure><img alt="A boat" src="/images/b.png" width="640" height="480" loading="lazy" '
        'decoding="async">'
        "<figcaption>The *last* boat</figcaption></figure>"
    )


def test_a_linked_picture_can_be_a_figure_and_one_among_words_is_none() -> None:
    assert html('[![A](a.png "C")](/x/)').startswith('<figure><a href="/x/"><img')
    assert "<figure>" not in html('See ![A](a.png "C")')
    assert "<figure>" not in html("![A](a.png)")


def test_sizes_are_asked_for_by_the_resolved_address() -> None:
    page = html("![A]({static}/images/a.png)", size_of={"/images/a.png": Size(3, 4)}.get)

    assert 'width="3" height="4"' in page


def test_tables_definitions_abbreviations_attributes_and_details() -> None:
    page = html(
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\nTerm\n: Meaning\n\nHTML\n{: .lead }\n\n*[HTML]: Hyper\n\n"
        "<details markdown><summary>S</summary>\n*in*\n</details>"
    )

    assert '<td class="align-right">2</td>' in page
    assert "<dd>Meaning</dd>" in page
    assert '<p class="lead"><abbr title="Hyper">HTML</abbr></p>' in page
    assert "<em>in</em>" in page
    assert "style=" not in page


def test_quotes_dashes_and_apostrophes_are_set_but_not_in_code() -> None:
    assert html('"It\'s *\'so\'*" -- *"she"* said ("x")... `"--"`') == (
        '<p>“It’s <em>‘so’</em>” – <em>“she”</em> said (“x”)… <code>"--"</code></p>'
    )


def test_quotes_of_other_languages_are_left_as_typed() -> None:
    assert html('"Das ist\'s" -- ja', lang="de") == '<p>"Das ist’s" – ja</p>'


# --- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["{filename}pledges/x.md", "{filename}/pledges/x.md", "/pledges/x.md", "pledges/x.md"]
)
def test_internal_links_are_resolved_and_keep_their_fragment(url: str) -> None:
    text = rendered(f"[a]({url}#b)")

    assert text.html == '<p><a href="/pledges/x.md#b">a</a></p>'
    assert text.links == ("/pledges/x.md#b",)


def test_links_elsewhere_stay_plain() -> None:
    assert html("[a](https://x.example/?a=1&b=2)") == '<p><a href="https://x.example/?a=1&amp;b=2">a</a></p>'


def test_links_in_pasted_html_are_resolved_too() -> None:
    assert problems('<div><a href="/gone/">a</a></div>') == [(1, "/gone/")]
    assert 'href="/there/"' in html('<p><a href="there/">a</a></p>')


def test_a_link_to_a_heading_of_the_same_text_finds_it() -> None:
    assert 'href="#t-why"' in html("## Why\n\n[see](#why)")


def test_a_broken_link_is_reported_at_its_line_of_the_file() -> None:
    text = "One [ok](/x/)\n\nTwo [a](/gone/)\nthree [b](/gone/x/)\n\n[c](/gone/) `/gone`"

    assert problems(text, first_line=10) == [(12, "/gone/"), (13, "/gone/x/"), (15, "/gone/")]


def test_a_link_by_reference_is_reported_where_its_address_stands() -> None:
    assert problems("[a][r]\n\n[r]: /gone/") == [(3, "/gone/")]


def test_a_link_without_an_address_is_reported() -> None:
    assert problems("x\n[a]()") == [(2, "]()")]


def test_a_link_with_a_user_name_is_reported() -> None:
    assert problems("[a](https://ada@x.example/)") == [(1, "https://ada@x.example/")]


def test_a_call_for_a_footnote_that_is_not_there_is_reported() -> None:
    assert problems("One[^1]\ntwo[^2] `[^3]`\n\n[^1]: Note.") == [(2, "[^2]")]


def test_a_picture_without_a_text_alternative_is_reported_with_what_to_write() -> None:
    (problem,) = rendered("x\n\n![](images/a.png)").problems

    assert isinstance(problem, LinkProblem)
    assert (problem.line, problem.target) == (3, "images/a.png")
    assert "![what it shows](images/a.png)" in problem.message


def test_an_ornament_needs_no_text_alternative() -> None:
    assert problems("![](images/a.png){role=presentation}") == []


def test_addresses_become_absolute_for_a_feed_and_permalinks_go() -> None:
    text = html("## A\n\n[a](/x/) [b](https://y.example/) ![c](c.png) [d](#a)")

    assert for_feed(text, "https://s.example/essays/e/") == (
        '<h2 id="t-a">A</h2>\n<p><a href="https://s.example/x/">a</a> <a href="https://y.example/">b</a> '
        '<img alt="c" src="https://s.example/c.png" loading="lazy" decoding="async"> '
        '<a href="https://s.example/essays/e/#t-a">d</a></p>'
    )


# --- what it must not bring in ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<iframe src="https://x.example/"></iframe>', "<iframe"),
        ("<style>p { color: red }</style>", "<style"),
        ('a <b onclick="x()">b</b>', "onclick"),
        ("<img src=x.png alt=a onerror=x()>", "onerror"),
        ("[a](javascript:x())", "javascript:"),
        ('<svg><a xlink:href="javascript:x()">a</a></svg>', "<svg"),
    ],
)
def test_scripts_in_pasted_html_are_taken_out_and_reported(text: str, target: str) -> None:
    page = html("x\n\n" + text)

    assert (3, target) in problems("x\n\n" + text)
    assert not re.search("<script|<iframe|<style|<svg|onclick|onerror|javascript|alert|color", page)


def test_code_that_shows_tags_is_no_problem() -> None:
    text = rendered("`<script>` and\n\n    <b onclick=x>\n\n```html\n<iframe src='javascript:x'>\n```\n1 < 2")

    assert text.problems == ()
    assert "&lt;script&gt;" in text.html


@pytest.mark.parametrize(
    "text",
    [
        "ada@host.example",
        "<ada@host.example>",
        "[ada](mailto:ada@host.example)",
        '<a class="x" href="mailto:ada@host.example?subject=Hi">write</a>',
        "`ada@host.example`",
        "    ada@host.example",
        "## To ada@host.example",
        '![ada@host.example](a.png "ada@host.example")',
        "ada&#64;host.example",
    ],
)
def test_a_mail_address_is_for_people_only(text: str) -> None:
    result = rendered(text)

    assert "ada [at] host.example" in result.html
    for printed in (str(result.html), result.plain, *(entry.title for entry in result.toc)):
        assert "@" not in printed
        assert "mailto" not in printed
        assert "&#64;" not in printed


# --- what is said of it -----------------------------------------------------------------------


def test_words_are_counted_without_marks() -> None:
    assert rendered("## One two\n\n*Three* [four](/x/)[^1].\n\n[^1]: Five.").words == 5


def test_the_first_sentences_make_the_summary() -> None:
    text = rendered("## Title\n\nOne *two* & three[^1]. " + "Four five six. " * 40 + "\n\n[^1]: Note.")

    assert text.plain.startswith("One two & three. Four")
    assert text.plain.endswith("six.")
    assert len(text.plain) <= 300


def test_a_summary_without_sentences_ends_at_a_word() -> None:
    assert rendered("word " * 100).plain.endswith("word…")


def test_an_empty_text_is_nothing() -> None:
    assert rendered("") == Rendered(html=rendered("").html)
    assert rendered("").html == ""


def test_texts_can_be_rendered_in_threads() -> None:
    text = "## A\n\nB[^1]\n\n[^1]: N"

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(html, [text] * 12)) == {html(text)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["word ", "*a* ", "**b** ", "\n", "\n\n", "# H\n", "- x\n", "1. y\n", "> q\n", "[l](/x/) ", "!",
             "    code\n", "![i](i.png) ", "_c_ ", "---\n", "\\* ", "&amp; ", "a: b\n", "[r]: /x/\n", ": ",
             "http://x.example "]
        ),
        max_size=20,
    ).map("".join)
)  # fmt: skip
def test_the_quick_engine_for_plain_texts_prints_what_the_complete_one_prints(text: str) -> None:
    """A comment makes a text need the complete engine, and leaves nothing behind."""
    assert html(text) == html(text + "\n\n<!-- -->").rstrip()
