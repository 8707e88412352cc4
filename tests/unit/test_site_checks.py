"""The link walker finds what a reader would run into, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_checks import broken_links

SITE = "https://example.org/blog"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages, a style sheet and a picture whose links all resolve."""
    write(tmp_path, "index.html", '<link rel="stylesheet" href="/blog/main.css"><a href="one/#r-1">One</a>')
    write(tmp_path, "one/index.html", '<p id="r-1"><a href="../">Up</a> <a href="#r-1">Here</a>')
    write(tmp_path, "main.css", "body { background: url(quay.svg) }")
    write(tmp_path, "quay.svg", '<svg xmlns="http://www.w3.org/2000/svg"><g id="boat"/></svg>')
    return tmp_path


def write(site: Path, name: str, text: str) -> None:
    file = site / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_site_whose_links_all_resolve_has_none_broken(site: Path) -> None:
    assert broken_links(site, SITE) == []


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ('<a href="/blog/two/">x</a>', "/blog/two/ (a href): no such file"),
        ('<a href="https://example.org/blog/two/">x</a>', "(a href): no such file"),
        ('<a href="/blog/one">x</a>', "/blog/one (a href): needs a slash at its end"),
        ('<a href="/blog/one/#r-2">x</a>', "/blog/one/#r-2 (a href): no such fragment"),
        ('<a href="#gone">x</a>', "#gone (a href): no such fragment"),
        ('<svg><use href="/blog/quay.svg#whale"/></svg>', "(use href): no such fragment"),
        ('<img src="lost.png" alt="">', "lost.png (img src): no such file"),
        ('<img srcset="quay.svg 1x, lost.png 2x" alt="">', "lost.png (img srcset): no such file"),
        ('<meta property="og:image" content="https://example.org/blog/lost.png">', "(meta content): no such"),
        ('<meta http-equiv="refresh" content="0; url=/blog/two/">', "(meta refresh): no such file"),
        ('<p style="background: url(lost.png)">x</p>', "(p style): no such file"),
        ('<style>p { background: url("lost.png") }</style>', "(style style): no such file"),
    ],
)
def test_a_link_of_a_page_that_leads_nowhere_is_named(site: Path, html: str, complaint: str) -> None:
    write(site, "page.html", html)

    (line,) = broken_links(site, SITE)

    assert line.startswith("page.html: ")
    assert complaint in line


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://elsewhere.example/two/">another site</a>',
        '<a href="/about/">outside the site, on the same host</a>',
        '<a href="mailto:a@example.org">mail</a>',
        '<img src="data:image/gif;base64,R0lGODlh" alt="">',
        '<link rel="pingback" href="/blog/inbox/pingback">',
        '<a href="#top">top</a>',
        '<a href="one/?sort=date#r-1">a query</a>',
        '<a href="one/#:~:text=Here">a text fragment</a>',
        '<svg><use href="/blog/quay.svg#boat"/></svg>',
    ],
)
def test_what_is_not_a_file_of_the_site_is_not_looked_for(site: Path, html: str) -> None:
    write(site, "page.html", html)

    assert broken_links(site, SITE) == []


def test_links_in_feeds_are_followed(site: Path) -> None:
    lost = f"{SITE}/lost/"
    write(site, "a.atom.xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{lost}"/></feed>')
    write(site, "b.rss.xml", f"<rss><channel><item><link>{lost}</link></item></channel></rss>")
    write(site, "c.json", json.dumps({"items": [{"url": lost}]}))
    write(site, "sitemap.xml", f"<urlset><url><loc>{lost}</loc></url></urlset>")
    write(site, "all.opml", f'<opml><body><outline xmlUrl="{lost}"/></body></opml>')
    write(site, "robots.txt", f"User-agent: *\nSitemap: {lost}\n")

    lines = broken_links(site, SITE)

    files = ["a.atom.xml", "all.opml", "b.rss.xml", "c.json", "robots.txt", "sitemap.xml"]
    assert [line.partition(":")[0] for line in lines] == files


def test_links_inside_the_texts_of_feeds_are_followed(site: Path) -> None:
    html = '<a href="/blog/lost/">x</a>'
    escaped = html.replace("<", "&lt;")
    write(site, "a.xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><content>{escaped}</content></feed>')
    write(site, "b.json", json.dumps({"items": [{"content_html": html}]}))

    assert len(broken_links(site, SITE)) == 2


def test_a_number_of_comments_is_not_a_link(site: Path) -> None:
    slash = "http://purl.org/rss/1.0/modules/slash/"
    write(site, "a.xml", f'<rss xmlns:slash="{slash}"><slash:comments>7</slash:comments></rss>')

    assert broken_links(site, SITE) == []


def test_a_guid_that_is_no_permalink_is_not_a_link(site: Path) -> None:
    guid = f"{SITE}/lost/"
    write(site, "a.xml", f'<rss><guid isPermaLink="false">{guid}</guid></rss>')

    assert broken_links(site, SITE) == []
