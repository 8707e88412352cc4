"""The words around a link."""

from __future__ import annotations

import pytest

from pledges.protocols.copies import copied_share
from pledges.protocols.excerpt import MAX_PART, excerpt_around, page_text, shortened

TARGET = "https://us.example/essays/x/"
LINK = f'<a href="{TARGET}">a fine essay</a>'


def around(html: str) -> str:
    return excerpt_around(html, "https://them.example/", [TARGET])


def test_a_short_paragraph_is_quoted_whole() -> None:
    html = f"<p>Before.</p><p>There is {LINK}, which I like. And more words to say why I do.</p><p>After.</p>"
    assert around(html) == "There is a fine essay, which I like. And more words to say why I do."


def test_a_long_paragraph_is_cut_at_spaces_on_both_sides() -> None:
    before, after = " ".join(f"b{n}" for n in range(100)), " ".join(f"a{n}" for n in range(100))
    excerpt = around(f"<p>{before} {LINK} {after}</p>")
    assert excerpt.startswith("[…] b")
    assert excerpt.endswith(" […]")
    assert " b99 a fine essay a0 " in excerpt
    assert set(excerpt.replace("[…]", "").split()) <= set(f"{before} a fine essay {after}".split())
    assert len(excerpt) <= 3 * MAX_PART + 10


def test_a_long_link_text_is_cut() -> None:
    html = f'<p>See <a href="{TARGET}">{"word " * 60}</a> there.</p>'
    assert len(around(html)) <= 3 * MAX_PART + 10
    assert "…" in around(html)


def test_text_without_spaces_is_cut_too() -> None:
    excerpt = around(f"<p>{'b' * 500}{LINK}{'a' * 500}</p>")
    assert "a fine essay" in excerpt
    assert len(excerpt) <= 3 * MAX_PART + 10


def test_a_link_that_stands_alone_is_quoted_with_what_is_around_it() -> None:
    html = (
        f"<div><p>Some words that lead to the link and say why.</p><p>{LINK}</p><p>And some after.</p></div>"
    )
    assert around(html) == "Some words that lead to the link and say why. a fine essay And some after."


def test_words_in_different_blocks_are_kept_apart() -> None:
    html = (
        f"<ul><li>One<li>{LINK}<li>Two<br>Three</ul><div>Four</div>five, six, seven, eight, nine, ten, eleven"
    )
    assert " ".join(page_text(html).split()) == (
        "One a fine essay Two Three Four five, six, seven, eight, nine, ten, eleven"
    )


def test_inline_markup_leaves_words_whole() -> None:
    assert page_text("<p>un<b>believ</b>able, <i>really</i>.</p>") == "unbelievable, really."


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "script", "style", "noscript", "form"])
def test_what_is_not_the_pages_own_text_is_ignored(tag: str) -> None:
    assert page_text(f"<p>Own words.</p><{tag}>Not own words</{tag}>") == "Own words."


def test_a_link_in_the_navigation_gives_no_excerpt() -> None:
    assert around(f"<nav>{LINK}</nav><p>Text.") == ""


def test_the_link_in_the_text_comes_before_the_one_in_the_navigation() -> None:
    assert around(f"<nav>Home {LINK}</nav><p>I read {LINK} yesterday.").startswith("I read a fine essay")


@pytest.mark.parametrize(
    "junk",
    [
        "Share this:TwitterFacebook",
        "Share this: Click to share on X (Opens in new window) Print",
        "Share this:\nTwitter\nFacebook\nEmail\nPrint\nMore",
        "Like this:Loading...",
        "Like this: Like Loading…",
        "Share this:TwitterFacebookLike this:LikeLoading...",
        "Share on X LinkedIn Reddit",
    ],
)
def test_share_buttons_are_no_words_of_the_author(junk: str) -> None:
    assert around(f"<div>I read {LINK} and liked it very much indeed, truly. {junk}</div>") == (
        "I read a fine essay and liked it very much indeed, truly."
    )


@pytest.mark.parametrize(
    "text", ["Share this: moreover, it is good.", "I like this: Likewise you.", "Share this text"]
)
def test_words_that_only_look_like_share_buttons_stay(text: str) -> None:
    assert shortened(text) == text


def test_the_containers_of_share_buttons_are_ignored() -> None:
    html = '<p>Words.</p><div class="sharedaddy sd-block">Share</div><ul class="share-buttons"><li>Tweet</ul>'
    assert page_text(html) == "Words."


def test_control_characters_and_bidi_overrides_are_dropped() -> None:
    assert around(f"<p>a\u202eb\x0bc {LINK} d</p>") == "ab c a fine essay d"


def test_things_to_ignore_may_stand_in_one_another() -> None:
    """Taking the outer one out of the tree once freed the inner one, which was then taken out."""
    outer = '<aside><nav><aside>x</aside></nav></aside><div class="sharing"><p class="sharing">x</p></div>'
    assert page_text(f"<p>Own.</p>{outer * 50}") == "Own."


def test_a_base_in_the_head_counts() -> None:
    text = '<p>I read <a href="x/">it</a> in a day or two, and then again.'
    excerpt = around(f'<base href="https://us.example/essays/">{text}')
    assert excerpt == "I read it in a day or two, and then again."


def test_a_page_without_the_link_has_no_excerpt() -> None:
    assert around("<p>Nothing.") == ""
    assert around("") == ""


def test_a_scraper_is_told_from_one_who_quotes() -> None:
    sentences = [f"This is sentence number {n} of an essay that somebody wrote with care." for n in range(10)]
    essay = " ".join(sentences)
    assert copied_share(f"Welcome! {essay.upper()} Buy now.", essay) == 1
    assert copied_share(f"She says: “{sentences[3]}” I agree.", essay) == pytest.approx(0.1)
    assert copied_share(sentences[0], essay) == pytest.approx(0.1)
    assert copied_share("anything", "Too short.") == 0.0
