"""What becomes of each part of a WordPress export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pledges.domain.essay import Essay
from pledges.domain.record import Record
from pledges.errors import ContentError, Problem
from pledges.files.record import load_record
from pledges.importers.importing import Import
from pledges.importers.targets import read_targets
from pledges.importers.wordpress import SYSTEM, WordPress
from wxr_making import BLOG, comment, export, item

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass
class Imported:
    """A content folder into which an export was imported."""

    content: Path
    report: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)

    def record(self) -> Record:
        record, problems = load_record(self.content)
        assert not problems, problems
        return record

    def essay(self, slug: str) -> Essay:
        (found,) = [essay for essay in self.record().essays if essay.slug == slug]
        return found

    def body(self, slug: str = "item-1") -> str:
        return self.essay(slug).body


Bring = Callable[..., Imported]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import an export into this test's content folder, with this test's uploads."""
    (tmp_path / "content").mkdir()
    (tmp_path / "uploads").mkdir()

    def import_it(*items: str, **how: str | bool) -> Imported:
        file = tmp_path / "blog.xml"
        file.write_text(export(*items, **how), encoding="utf-8")  # type: ignore[arg-type]
        content = tmp_path / "content"
        targets = read_targets(content)
        with (
            WordPress(file, content, targets, uploads=tmp_path / "uploads") as blog,
            Import(content, SYSTEM, targets) as work,
        ):
            work.take(blog.responses())
            lines = [*blog.lines(), *work.plan().lines()]
            blog.write()
            work.write()
            return Imported(content, lines, work.problems, list(blog.redirects()))

    return import_it


# --- posts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_all_versions_are_read(bring: Bring, version: str) -> None:
    done = bring(item(1, "Words.", comment(5)), version=version, authors=version != "1.0")
    assert done.body() == "Words."
    assert done.essay("item-1").author == ("maya" if version == "1.0" else "maya-okafor")
    assert len(next(iter(done.record().responses.values()))) == 1


def test_a_title_is_text_whatever_was_typed(bring: Bring) -> None:
    done = bring(item(1, title="A &amp; <b>B</b> \x0b&#8217; <script>x</script>"))
    assert done.essay("item-1").title == "A & B ’"


def test_two_posts_with_one_slug_or_one_guid_are_both_kept(bring: Bring) -> None:
    twin = item(1, "Other words.", slug="same").replace(
        "<wp:post_id><![CDATA[1]]>", "<wp:post_id><![CDATA[2]]>"
    )
    done = bring(item(1, slug="same"), twin)
    assert {essay.slug: essay.feed_id for essay in done.record().essays} == {
        "same": f"{BLOG}/?p=1",
        "same-2": "",
    }


def test_what_is_here_with_the_same_slug_and_title_stays_and_is_joined(bring: Bring, tmp_path: Path) -> None:
    text = "---\nid: mine-2345\ntitle: A title\ndate: 2019-05-03\n---\nMy own words.\n"
    (tmp_path / "content" / "essays").mkdir()
    (tmp_path / "content" / "essays" / "item-1.md").write_text(text)
    done = bring(item(1, "Other words.", comment(5)))
    assert done.body() == "My own words."
    assert list(done.record().responses) == ["mine-2345"]


def test_another_essay_with_the_same_slug_stays_beside(bring: Bring, tmp_path: Path) -> None:
    text = "---\nid: mine-2345\ntitle: Something else\ndate: 2019-05-03\n---\nMy own words.\n"
    (tmp_path / "content" / "essays").mkdir()
    (tmp_path / "content" / "essays" / "item-1.md").write_text(text)
    done = bring(item(1, "Other words.", comment(5)))
    assert (done.body("item-1"), done.body("item-1-2")) == ("My own words.", "Other words.")
    assert list(done.record().responses) == [done.essay("item-1-2").id]


def test_further_categories_become_tags_and_series_stay(bring: Bring) -> None:
    terms = (
        ("category", "uncategorized", "Uncategorized"),
        ("category", "one", "One &amp; all"),
        ("category", "two", "Two"),
        ("post_tag", "x", "X"),
        ("series", "s", "The series"),
        ("post_format", "post-format-aside", "Aside"),
    )
    essay = bring(item(1, terms=terms)).essay("item-1")
    assert (essay.category, essay.tags, essay.series) == ("One & all", ("X", "Two"), "The series")


# --- links and pictures ---------------------------------------------------------------------------


def test_links_lead_to_the_new_places(bring: Bring) -> None:
    links = (
        "/2019/05/item-2/",
        "http://www.blog.example/?p=2#x",
        f"{BLOG}/category/one/",
        "/author/maya/",
        "/feed/",
    )
    text = " ".join(f'<a href="{url}">x</a>' for url in links)
    done = bring(item(1, text), item(2, terms=(("category", "one", "One"),)))
    assert done.body() == (
        "[x](/essays/item-2/) [x](/essays/item-2/#x) [x](/category/one/) [x](/leaders/maya-okafor/) "
        "[x](/feeds/essays.rss.xml)"
    )


def test_no_link_leads_from_what_is_published_to_a_draft(bring: Bring) -> None:
    link = f'<a href="{BLOG}/?p=2">x</a>'
    done = bring(
        item(1, link), item(2, link.replace("p=2", "p=3"), status="private"), item(3, status="draft")
    )
    assert done.body("item-1") == f"[x]({BLOG}/?p=2)"
    assert done.body("item-2") == "[x](/essays/item-3/)"
    assert f"content/essays/item-1.md: a link still leads to the old site: {BLOG}/?p=2" in done.report


def test_pictures_come_from_the_uploads_or_become_links(bring: Bring, tmp_path: Path) -> None:
    folder = tmp_path / "uploads" / "2019"
    folder.mkdir()
    (folder / "a b.png").write_bytes(PNG)
    (folder / "evil.svg").write_text("<svg/>")
    base = "/wp-content/uploads/2019"
    names = ("a%20b.png", "a%20b-300x200.png", "evil.svg", "gone.png", "../../../secret.png")
    done = bring(item(1, "".join(f'<p><img alt="A" src="{base}/{name}"></p>' for name in names)))
    assert done.body().split("\n\n") == [
        "![A](/images/2019/a-b.png)",
        "![A](/images/2019/a-b.png)",
        f"[A]({BLOG}{base}/evil.svg)",
        f"[A]({BLOG}{base}/gone.png)",
        "[A](https://blog.example/secret.png)",
    ]
    assert [path.name for path in (tmp_path / "content" / "images").rglob("*.*")] == ["a-b.png"]


def test_a_picture_that_the_check_would_refuse_is_not_copied(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "uploads" / "broken.png").write_bytes(PNG[:40])
    (tmp_path / "uploads" / "report.pdf").write_bytes(b"%PDF-1.4")
    base = "/wp-content/uploads"
    done = bring(item(1, f'<img alt="A" src="{base}/broken.png"> <a href="{base}/report.pdf">B</a>'))
    assert done.body() == f"[A]({BLOG}{base}/broken.png) [B](/images/report.pdf)"
    (note,) = [line for line in done.report if "broken.png" in line and "became a link" in line]
    assert "is not among the uploads" not in note


def test_a_picture_that_is_here_under_the_same_name_stays(bring: Bring, tmp_path: Path) -> None:
    for folder, data in (("uploads", PNG), ("content/images", b"another")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "a.png").write_bytes(data)
    done = bring(item(1, '<img alt="A" src="/wp-content/uploads/a.png">'))
    assert done.body() == "![A](/images/a-2.png)"
    assert (tmp_path / "content/images/a.png").read_bytes() == b"another"


def test_old_addresses_are_listed_with_the_new_ones(bring: Bring) -> None:
    done = bring(item(1, slug="one"), item(2, slug="about", kind="page"), item(3, status="draft"))
    assert "/2019/05/one/ /essays/one/ 301" in done.redirects
    assert not [line for line in done.redirects if "item-3" in line or "?" in line]


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("One\nline\n\nAnother", "One  \nline\n\nAnother"),
        ("<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->", "One line"),
        ("[youtube https://youtu.be/x]", "[https://youtu.be/x](https://youtu.be/x)"),
        ('[code language="php"]$a < 1; [b][/code]', "```php\n$a < 1; [b]\n```"),
        ("<pre>[gallery ids='1']</pre>", "```\n[gallery ids='1']\n```"),
        ("[sic] and [1] and a[0]", "\\[sic\\] and \\[1\\] and a\\[0\\]"),
        ('[box color="red"]In **it**[/box]', '\\[box color="red"\\]In \\*\\*it\\*\\*\\[/box\\]'),
        ("<p>a<script>b</script><style>c</style></p>", "a"),
        ('<iframe src="//player.vimeo.com/video/7"></iframe>', "[https://vimeo.com/7](https://vimeo.com/7)"),
        ('<a href="data:text/html,x">a</a> <a href="vbscript:x">b</a>', "a b"),
        ("&lt;script&gt; stays", "&lt;script> stays"),
        ("<h1>A</h1><h4>B</h4>", "# A\n\n#### B"),
        ("<div><div>a</div>b<p>c</p></div>", "a\n\nb\n\nc"),
        ("a<!--more-->b", "ab"),
    ],
)
def test_content_becomes_markdown(bring: Bring, content: str, markdown: str) -> None:
    assert bring(item(1, content)).body() == markdown


def test_shortcodes_that_nobody_knows_are_named(bring: Bring) -> None:
    done = bring(item(1, '[box a="b"]x[/box] [contact-form] [sic]'))
    named = [line for line in done.report if "shortcode" in line]
    assert [line.split(": ", 1)[1].split(" ")[0] for line in named] == ["[box]", "[contact-form]"]


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 5_000 + "deep",
        "[caption]" * 20_000,
        "<!--" * 50_000,
        "[a b=" * 20_000,
        "<b>" * 3_000 + "x",
        "*_`" * 30_000,
        "".join(f"[x{number} a=b]<code>" for number in range(30_000)),
        "<code>a</code>[b c=d]" * 5_000,
    ],
)
def test_content_made_to_hurt_is_survived(bring: Bring, content: str) -> None:
    assert bring(item(1, content)).essay("item-1").title == "A title"


# --- responses ------------------------------------------------------------------------------------


def test_comments_without_a_type_or_state_that_is_known_are_kept_aside(bring: Bring) -> None:
    done = bring(
        item(
            1,
            "x",
            comment(5, type=""),
            comment(6, type="order_note"),
            comment(7, approved="x"),
            comment(0, id=""),
        )
    )
    assert [problem.message.split(",")[0] for problem in done.problems] == [
        'is of the type "order_note"',
        'has the state "x"',
        "has no comment_id",
    ]
    (responses,) = done.record().responses.values()
    assert [one.origin for one in responses] == ["wordpress:blog.example/comment-5"]


def test_comments_of_several_blogs_do_not_meet(bring: Bring) -> None:
    bring(item(1, "x", comment(5, "First")))
    done = bring(item(1, "x", comment(5, "Second")).replace("blog.example", "other.example"))
    assert done.report[-1] == "In the record already, left as they are: 1."


# --- files that are none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<rss><channel><item/></channel></rss>", "is no export of WordPress's"),
        (export(version="2.0").replace("export/2.0", "export/1.2"), '"2.0" is a version nobody here knows'),
        (export(item(1))[:-20], "is not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + export().partition("?>")[2], "has a document type"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "blog.xml").write_text(text)
    with pytest.raises(ContentError, match=said):
        WordPress(tmp_path / "blog.xml", tmp_path / "content", read_targets(tmp_path / "content"))
    assert not list((tmp_path / "content").iterdir())
