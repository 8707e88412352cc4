"""What we write for WordPress, put into a real one and exported by it again, is what it was."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from fixtures.wordpress import WordPressSite, install
from pledges.cli.export import command as export
from serving import write_project

NS = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
Rows = Counter[tuple[Any, ...]]


@pytest.fixture(scope="module")
def there_and_back(tmp_path_factory: pytest.TempPathFactory) -> tuple[etree._Element, etree._Element]:
    """The file that we wrote of the sample record, and what WordPress has made of it."""
    folder = tmp_path_factory.mktemp("back")
    blog: WordPressSite = install(tmp_path_factory.mktemp("wordpress"))
    settings = write_project(folder, 8000)
    done = CliRunner().invoke(export, ["--wxr", str(folder / "w.xml"), "-s", str(settings)])
    assert done.exit_code == 0, done.output
    assert blog.run("take_in.php", str(folder / "w.xml")) == ""
    written = etree.parse(folder / "w.xml").getroot()
    return written, etree.fromstring(blog.run("export.php").strip().encode())


def text(element: etree._Element, path: str) -> str:
    return element.findtext(path, "", NS).strip()


def posts(root: etree._Element) -> dict[str, etree._Element]:
    return {
        f"{text(item, 'wp:post_type')}/{text(item, 'wp:post_name')}": item
        for item in root.iter("item")
        if text(item, "wp:post_type") in ("post", "page")
    }


def words(html: str) -> list[str]:
    """Return what is read of it: WordPress may set tags and spaces in its own way."""
    return re.findall(r"\w+", unescape(re.sub(r"<[^<>]*>", " ", html)))


def test_every_post_and_page_has_its_title_date_author_state_and_words(
    there_and_back: tuple[etree._Element, etree._Element],
) -> None:
    written, kept = map(posts, there_and_back)
    assert set(kept) == set(written)
    for name, before in written.items():
        after = kept[name]
        for path in ("title", "dc:creator", "wp:post_date_gmt", "wp:status", "wp:comment_status"):
            if path != "dc:creator" or text(before, path):
                assert text(after, path) == text(before, path), (name, path)
        assert words(text(after, "content:encoded")) == words(text(before, "content:encoded")), name
        terms = {(one.get("domain"), one.get("nicename")) for one in before.iter("category")}
        assert terms <= {(one.get("domain"), one.get("nicename")) for one in after.iter("category")}


def comments(root: etree._Element) -> Rows:
    found: Rows = Counter()
    for name, item in posts(root).items():
        by_id = {text(one, "wp:comment_id"): one for one in item.findall("wp:comment", NS)}
        for one in by_id.values():
            parent = by_id.get(text(one, "wp:comment_parent"))
            found[
                name,
                *(text(one, f"wp:comment_{part}") for part in ("type", "approved", "date_gmt", "author_url")),
                " ".join(words(text(one, "wp:comment_author"))),
                " ".join(words(text(one, "wp:comment_content"))),
                "" if parent is None else text(parent, "wp:comment_date_gmt"),
                frozenset(text(meta, "wp:meta_value") for meta in one.findall("wp:commentmeta", NS)),
            ] += 1
    return found


def test_every_answer_has_its_thread_kind_date_author_words_and_our_own_line(
    there_and_back: tuple[etree._Element, etree._Element],
) -> None:
    written, kept = map(comments, there_and_back)
    assert written.total() > 90
    assert kept == written
