"""HTML from elsewhere as Markdown: a reader of the one meets the words and links of the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pledges.importers.essay_markdown import essay_markdown
from pledges.importers.html_tree import Notes, finish_tree, read_tree
from pledges.importers.html_words import same_words
from pledges.markup.author import sanitised

WORDS = st.text("ab *_`[]{}()<>&#!|\\~-+=.:1\"'é日", min_size=1, max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
INLINE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("b", "em", "code", "s", "sup", "span")), inner),
        st.builds(
            '<a href="https://a.example/{}">{}</a>'.format,
            st.sampled_from(("", "x_(y)", "q?a=1&amp;b=*")),
            inner,
        ),
        st.builds("{} {}".format, inner, inner),
        st.builds("{}{}".format, inner, inner),
        st.builds("{}<br>{}".format, inner, inner),
        st.just('<img src="/images/a.png" alt="A [picture]">'),
    ),
    max_leaves=5,
)
BLOCK = st.recursive(
    st.one_of(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("p", "h2", "h3", "div")), INLINE),
        st.builds("<pre>{}</pre>".format, WORDS),
        st.builds("<pre><code>{}\n  {}</code></pre>".format, WORDS, WORDS),
        st.builds("<table><tr><th>{}</th></tr><tr><td>{}</td></tr></table>".format, INLINE, INLINE),
        st.builds(
            '<figure><img src="/images/a.png" alt="A"><figcaption>{}</figcaption></figure>'.format, INLINE
        ),
        st.just("<hr>"),
        INLINE,
    ),
    lambda inner: st.one_of(
        st.builds("<{0}><li>{1}</li><li>{2}</li></{0}>".format, st.sampled_from(("ul", "ol")), inner, inner),
        st.builds("<blockquote>{}</blockquote>".format, inner),
        st.builds("{}\n{}".format, inner, inner),
        st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, INLINE, inner),
    ),
    max_leaves=6,
)


def markdown(html: str, *, line_ends_count: bool = False) -> tuple[str, str]:
    """Return the tree's HTML as it is converted, and the Markdown."""
    tree = read_tree(html, Notes())
    finish_tree(tree, line_ends_count=line_ends_count)
    return tree.decode_contents(), essay_markdown(tree)[0]


@given(BLOCK, st.booleans())
def test_rendered_again_it_shows_the_same_words_links_and_pictures(html: str, line_ends_count: bool) -> None:
    source, text = markdown(html, line_ends_count=line_ends_count)
    assert same_words(source, sanitised(text)), text


@given(st.text("<>/abp= \n\"'&;!-[]", max_size=200))
def test_no_html_is_too_broken(html: str) -> None:
    markdown(html, line_ends_count=True)
