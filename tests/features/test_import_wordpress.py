"""A real WordPress, exported by itself and imported: what its readers had met is what ours meet."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from fixtures.wordpress import WordPressSite
from pledges.domain.essay import Essay
from pledges.domain.record import Record
from pledges.domain.response import Kind, Response, ResponseType, Role
from pledges.files.record import load_record
from pledges.markup.stranger import render_stranger
from site_checks import broken_links

ROOT = Path(__file__).parents[2]
_SETTINGS = """import runpy

globals().update({{k: v for k, v in runpy.run_path({conf!r}).items() if k.isupper()}})
PATH = {content!r}
OUTPUT_PATH = {output!r}
"""
_PLAIN = str.maketrans("’‘“”–—…\u00a0", "''\"\"--. ")


@dataclass(frozen=True, slots=True)
class Moved:
    """A project into which a blog was imported."""

    folder: Path
    blog: WordPressSite
    said: str

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def record(self) -> Record:
        record, problems = load_record(self.content)
        assert not problems
        return record

    def essay(self, slug: str) -> Essay:
        (found,) = [essay for essay in self.record().essays if essay.slug == slug]
        return found

    def response(self, number: int) -> Response:
        """Return what became of a comment, by its number in WordPress."""
        found = [one for some in self.record().responses.values() for one in some]
        (response,) = [one for one in found if one.origin.endswith(f"/comment-{number}")]
        return response


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pledges", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def project(folder: Path, blog: WordPressSite) -> list[str]:
    """Make an empty project beside an export; return the arguments that import it."""
    (folder / "content").mkdir(parents=True)
    settings = _SETTINGS.format(
        conf=str(ROOT / "pelicanconf.py"), content=str(folder / "content"), output=str(folder / "output")
    )
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    (folder / "blog.xml").write_text(blog.run("export.php"), encoding="utf-8")
    (folder / "users.json").write_text(json.dumps(blog.facts["users"]), encoding="utf-8")
    return ["import", "wordpress", "blog.xml", "--uploads", str(blog.uploads), "--users", "users.json"]


@pytest.fixture(scope="module")
def moved(filled_wordpress: WordPressSite, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    folder = tmp_path_factory.mktemp("moved") / "site"
    arguments = project(folder, filled_wordpress)
    said = run(folder, *arguments)
    return Moved(folder, filled_wordpress, said)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files but those that Python keeps of what it has compiled, where it may."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).split())


def shown(comments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the comments that WordPress shows under posts."""
    return [one for one in comments if one["approved"] == "1" and one["post"] != "about"]


# --- what was answered ----------------------------------------------------------------------------


def test_every_response_that_was_shown_is_here_and_no_other(moved: Moved) -> None:
    there = Counter(one["kind"] for one in shown(moved.blog.facts["comments"]))
    here = Counter(one.kind.value for some in moved.record().responses.values() for one in some)
    assert here == there
    assert here == {"comment": 8, "webmention": 6, "pingback": 1, "trackback": 1}


def test_dates_and_threads_are_those_of_wordpress(moved: Moved) -> None:
    comments = {one["id"]: one for one in moved.blog.facts["comments"]}
    for one in shown(list(comments.values())):
        parent = one["parent"]
        while parent and comments[parent]["approved"] != "1":  # what nobody may see is not answered here
            parent = comments[parent]["parent"]
        response = moved.response(one["id"])
        assert response.date.strftime("%Y-%m-%dT%H:%M:%SZ") == one["date"]
        assert response.in_reply_to == (moved.response(parent).id if parent else "")


def test_texts_are_those_of_wordpress(moved: Moved) -> None:
    for one in shown(moved.blog.facts["comments"]):
        response = moved.response(one["id"])
        words = render_stranger(response.text).striptags() if response.text else ""
        if response.is_linkback and response.type is not ResponseType.REPLY:
            words = (
                f"{response.title} {response.excerpt}"
                if response.kind is Kind.TRACKBACK
                else response.excerpt
            )
        assert plain(words) == plain(html.unescape(one["text"]))


def test_names_sources_and_types_of_linkbacks_are_kept(moved: Moved) -> None:
    by_source = {one.source: one for some in moved.record().responses.values() for one in some if one.source}
    types = {source: (one.kind.value, one.type.value) for source, one in by_source.items()}
    assert types == {
        "https://jo.example/2019/06/answering/": ("pingback", "mention"),
        "https://old.example/archives/42": ("trackback", "mention"),
        "https://kim.example/notes/1": ("webmention", "reply"),
        "https://lee.example/likes/1": ("webmention", "like"),
        "https://noa.example/r/1": ("webmention", "repost"),
        "https://pat.example/b/1": ("webmention", "bookmark"),
        "https://quin.example/m/1": ("webmention", "mention"),
        "https://ray.example/rsvp": ("webmention", "rsvp"),
    }
    pingback = by_source["https://jo.example/2019/06/answering/"]
    assert pingback.title == "Answering well – Jo’s notebook"
    trackback = by_source["https://old.example/archives/42"]
    assert (trackback.author.name if trackback.author else "", trackback.title) == (
        "The Old Blog",
        "Waiting & listening",
    )


def test_only_who_was_signed_in_as_the_author_speaks_as_the_author(moved: Moved) -> None:
    responses = [one for some in moved.record().responses.values() for one in some]
    speaking = {one.author.name for one in responses if one.author and one.author.role is Role.AUTHOR}
    assert speaking == {"Maya Okafor", "José Núñez"}


def test_nobodys_mail_or_ip_address_is_anywhere(moved: Moved) -> None:
    export = (moved.folder / "blog.xml").read_text(encoding="utf-8")
    for secret in ("203.0.113.77", "@reader.example", "maya.secret@listening.example", "tulip"):
        assert secret in export
        assert not [
            name
            for name, data in files(moved.folder).items()
            if secret.encode() in data and name != "blog.xml"
        ]


# --- what was written -----------------------------------------------------------------------------


def test_posts_keep_their_dates_authors_words_and_feed_ids(moved: Moved) -> None:
    essay = moved.essay("on-listening-well")
    assert essay.title == 'On listening & "answering" late'
    assert essay.at == dt.datetime.fromisoformat("2019-05-03T00:30:00+02:00")
    assert (essay.author, essay.category) == ("maya-okafor", "Customers")
    assert set(essay.tags) == {"answering", "C++", "Größe & Weite", "Leading & listening"}
    assert essay.summary == "What we learned by listening."
    assert essay.aliases == ("on-listening",)
    assert essay.image is not None
    assert (essay.image.src, essay.image.alt) == ("/images/2019/05/the-desk.jpg", "A desk with one telephone")
    guids = {post["link"]: post["guid"] for post in moved.blog.facts["posts"]}
    assert essay.feed_id == guids[f"{moved.blog.url}/2019/05/on-listening-well/"]


def test_what_not_everybody_could_read_is_a_draft(moved: Moved) -> None:
    drafts = {essay.slug for essay in moved.record().essays if essay.draft}
    assert drafts == {"a-draft", "pending", "for-us", "with-a-word"}
    assert "thrown-away" not in {essay.slug for essay in moved.record().essays}
    assert "Not imported: 1 in the trash." in moved.said


def test_authors_are_leaders_with_their_biographies(moved: Moved) -> None:
    leaders = {leader.slug: leader for leader in moved.record().leaders}
    assert {leader.name for leader in leaders.values()} == {"Maya Okafor", "José Núñez"}
    assert leaders["maya-okafor"].url == "https://maya.example/"
    assert leaders["maya-okafor"].body == (
        "Maya runs a [support line](https://northwind.example/).\n\nShe listens for a living."
    )


def test_a_page_whose_address_the_site_needs_gets_another(moved: Moved) -> None:
    assert {page.slug for page in moved.record().pages} == {"about", "team", "search-2"}
    assert "/search/ /search-2/ 301" in moved.folder.joinpath("blog.redirects.txt").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("slug", "title", "lost"),
    [
        # WordPress's idea of inches
        ("on-listening-well", 'On listening & "answering" <em>late</em>', {'id="12″'}),
        # a list that WordPress makes at every view, and a footnote's number and arrow
        (
            "blocks-and-promises",
            "Blocks and promises",
            {"1", "↩︎", "Protected:", "With", "password", "(no", "title)", "承诺", "Ünïcödé", "日本語", "🎉"},
        ),
        ("about", "About us", set()),
    ],
)
def test_readers_meet_the_words_that_wordpress_shows(
    moved: Moved, built: Path, slug: str, title: str, lost: set[str]
) -> None:
    (post,) = [one for one in moved.blog.facts["posts"] if one["title"] == title]
    folder = built if slug == "about" else built / "essays"
    here = Counter(words_of(folder.joinpath(slug, "index.html").read_text(encoding="utf-8"), "main"))
    there = Counter(words_of(post["html"], "body"))
    assert set(there - here) <= lost


def test_readers_reach_what_wordpress_links_to(moved: Moved, built: Path) -> None:
    page = built.joinpath("essays/blocks-and-promises/index.html").read_text(encoding="utf-8")
    links = {node.attributes.get("href") for node in LexborHTMLParser(page).css("main a")}
    assert {
        "/essays/on-listening-well/",
        "#why",
        "https://photographer.example/",
        "https://northwind.example/call",
        "https://www.youtube.com/watch?v=blocks1",
        "https://notes.example/",
    } <= {
        re.sub(r"^.*(?=/essays/)", "", link or "") if "/essays/" in (link or "") else link for link in links
    }


def test_what_could_not_be_taken_over_is_named_with_its_file(moved: Moved) -> None:
    for line in (
        "content/essays/on-listening-well.md: [contact-form-7] is a shortcode that nobody here knows",
        "content/essays/on-listening-well.md: a <script> is left out",
        "content/essays/on-listening-well.md: an embedded <iframe> became a link",
        "content/essays/on-listening-well.md: a picture has no text alternative",
        f"content/essays/on-listening-well.md: a link still leads to the old site: {moved.blog.url}/?p=999",
        'content/essays/blocks-and-promises.md: the block "latest-posts" shows nothing here',
        "content/essays/same-words.md: it has no title",
        'Not imported: 1 of the type "custom_css"',
        f"{moved.blog.url}/about/  (1 response)",
    ):
        assert line in moved.said
    (aside,) = moved.folder.joinpath("blog.aside.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(aside)["text"] == "A comment on a page."


# --- and then -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(moved: Moved) -> Path:
    assert run(moved.folder, "check") == "No problems.\n"
    settings = moved.folder / "pelicanconf.py"
    moves = moved.folder / "blog.redirects.txt"
    settings.write_text(
        f'{settings.read_text(encoding="utf-8")}REDIRECTS = open({str(moves)!r}, encoding="utf-8").read()\n',
        encoding="utf-8",
    )
    run(moved.folder, "build", "--as-of", "2026-11-22")
    return moved.folder / "output"


def test_the_site_is_whole_and_every_old_address_leads_to_a_page(moved: Moved, built: Path) -> None:
    broken = broken_links(built, "http://localhost:8000")
    assert [line for line in broken if not line.startswith("patterns/")] == []
    lines = moved.folder.joinpath("blog.redirects.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 15
    for line in lines:
        _, new, code = line.split(" ")
        assert code == "301"
        if "2098" not in line:  # its year has not come
            assert (built / new.lstrip("/")).exists(), line


def test_pages_stand_at_old_addresses_and_lead_to_the_new_ones(built: Path) -> None:
    for old in ("2019/05/on-listening", "2019/05/on-listening-well", "2020/03/承诺", "about/team"):
        assert 'http-equiv="refresh"' in built.joinpath(old, "index.html").read_text(encoding="utf-8")
    page = built.joinpath("2019/05/on-listening-well/index.html").read_text(encoding="utf-8")
    assert 'url=/essays/on-listening-well/"' in page


def test_a_second_import_changes_nothing(moved: Moved) -> None:
    before = files(moved.folder)
    said = run(moved.folder, "import", "wordpress", "blog.xml", "--uploads", str(moved.blog.uploads))
    assert "Nothing new was there." in said
    assert files(moved.folder) == before


def test_an_import_that_was_cut_off_is_completed_by_the_next(
    filled_wordpress: WordPressSite, tmp_path: Path
) -> None:
    arguments = project(tmp_path / "site", filled_wordpress)
    run(tmp_path / "site", *arguments)
    whole = files(tmp_path / "site" / "content")
    for name in sorted(whole)[::2]:
        if not name.startswith("images/"):  # they are copied before the first text is written
            (tmp_path / "site" / "content" / name).unlink()
    run(tmp_path / "site", *arguments)
    assert files(tmp_path / "site" / "content") == whole


def test_a_dry_run_writes_nothing(filled_wordpress: WordPressSite, tmp_path: Path) -> None:
    arguments = project(tmp_path / "site", filled_wordpress)
    before = files(tmp_path)
    said = run(tmp_path / "site", *arguments, "--dry-run")
    assert "To import: 2 leaders, 10 essays, 3 pages." in said
    assert "To import: 16 responses in 2 conversations." in said
    assert files(tmp_path) == before


def words_of(page: str, selector: str) -> list[str]:
    """Return the words that a reader meets in a part of a page, without the site's own corrections."""
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style, .permalink"):
        node.decompose()
    node = tree.css_first(selector)
    return plain(node.text(separator=" ") if node else "").split()
