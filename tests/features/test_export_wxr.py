"""The record as a WordPress file: everything is in it, and nothing that was written breaks its form."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from pledges.cli import cli
from pledges.cli.export import command as export
from pledges.domain.record import Record
from pledges.domain.response import Kind
from pledges.exporters.wxr_comments import RECORD
from pledges.files.record import load_record
from serving import write_project

NS = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HOSTILE = "a ]]> b <script>alert(1)</script> \u0007 & \U0001f600"


@pytest.fixture(scope="module")
def wxr_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the file of the module's tests is, once ``record`` has written it."""
    return tmp_path_factory.mktemp("file") / "w.xml"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory, wxr_file: Path) -> tuple[Record, etree._Element]:
    """The sample record with one hostile answer and one draft, and its WordPress file."""
    folder = tmp_path_factory.mktemp("wxr")
    settings = write_project(folder, 8000)
    target = sorted((folder / "content/responses/essays").glob("*.jsonl"))[0]
    line = {"id": "hostile1", "kind": "comment", "author": {"name": HOSTILE}, "date": "2026-11-20T10:00:00Z"}
    with target.open("a") as file:
        file.write(json.dumps({**line, "text": HOSTILE}, separators=(",", ":")) + "\n")
    draft = "---\nid: not-yet-2k4d\ntitle: Not yet\ndate: 2026-11-01\ndraft: true\n---\nUnfinished.\n"
    (folder / "content/essays/not-yet.md").write_text(draft)
    done = CliRunner().invoke(export, ["--wxr", str(wxr_file), "-s", str(settings)])
    assert done.exit_code == 0, done.output
    found, problems = load_record(folder / "content")
    assert problems == []
    return found, etree.parse(wxr_file, etree.XMLParser(resolve_entities=False)).getroot()


def text(element: etree._Element, path: str) -> str:
    return element.findtext(path, "", NS)


def items(root: etree._Element, kind: str) -> dict[str, etree._Element]:
    return {text(one, "wp:post_name"): one for one in root.iter("item") if text(one, "wp:post_type") == kind}


def test_essays_and_promises_are_posts_pages_and_leaders_are_pages_leaders_are_authors(
    record: tuple[Record, etree._Element],
) -> None:
    found, root = record
    assert text(root, "channel/wp:wxr_version") == "1.2"
    assert set(items(root, "post")) == {one.slug for one in (*found.essays, *found.pledges)}
    assert set(items(root, "page")) == {one.slug for one in (*found.pages, *found.leaders)}
    logins = {text(author, "wp:author_login") for author in root.iter(f"{{{NS['wp']}}}author")}
    assert logins == {leader.slug for leader in found.leaders}
    for essay in found.essays:
        post = items(root, "post")[essay.slug]
        assert (text(post, "title"), text(post, "dc:creator")) == (essay.title, essay.author)
        assert text(post, "wp:status") == ("draft" if essay.draft else "publish")
        assert text(post, "wp:post_date").startswith(str(essay.date))
    for pledge in found.pledges:
        post = items(root, "post")[pledge.slug]
        body = text(post, "content:encoded")
        assert body.count("<h2>") >= len(pledge.updates)
        assert 'nicename="promises"' in etree.tostring(post).decode()


def test_every_answer_keeps_its_kind_date_thread_and_place(record: tuple[Record, etree._Element]) -> None:
    found, root = record
    posts = items(root, "post")
    seen = Counter[str]()
    for target in (*found.essays, *found.pledges):
        said = {one.id: one for one in found.responses.get(target.id, ())}
        comments = posts[target.slug].findall("wp:comment", NS)
        lines = [json.loads(meta_of(comment, RECORD)) for comment in comments]
        number = {
            text(comment, "wp:comment_id"): line["id"] for comment, line in zip(comments, lines, strict=True)
        }
        assert sorted(number.values()) == sorted(said)
        for comment, line in zip(comments, lines, strict=True):
            response = said[line["id"]]
            assert number.get(text(comment, "wp:comment_parent"), "") == response.in_reply_to
            at = dt.datetime.fromisoformat(text(comment, "wp:comment_date_gmt")).replace(tzinfo=dt.UTC)
            assert at == response.date.replace(microsecond=0)
            assert "salt" not in line
            assert text(comment, "wp:comment_author_email") == text(comment, "wp:comment_author_IP") == ""
            seen[text(comment, "wp:comment_type")] += 1
    kinds = Counter(one.kind.value for said in found.responses.values() for one in said)
    assert seen["pingback"] == kinds["pingback"] > 0
    assert seen["trackback"] == kinds["trackback"] > 0
    assert seen.total() == kinds.total()


def meta_of(comment: etree._Element, key: str) -> str:
    found = [
        text(meta, "wp:meta_value")
        for meta in comment.findall("wp:commentmeta", NS)
        if text(meta, "wp:meta_key") == key
    ]
    return found[0] if found else ""


def test_a_webmention_says_so_as_wordpress_plugin_does(record: tuple[Record, etree._Element]) -> None:
    found, root = record
    sources = {
        one.source
        for said in found.responses.values()
        for one in said
        if one.kind.value == "webmention" and not one.erased
    }
    comments = root.iter(f"{{{NS['wp']}}}comment")
    told = {
        meta_of(one, "webmention_source_url") for one in comments if meta_of(one, "protocol") == "webmention"
    }
    assert sources
    assert told - {""} == sources


def test_what_a_stranger_wrote_ends_no_element_and_runs_nothing(
    record: tuple[Record, etree._Element],
) -> None:
    _, root = record
    found = [
        comment
        for comment in root.iter(f"{{{NS['wp']}}}comment")
        if json.loads(meta_of(comment, RECORD))["id"] == "hostile1"
    ]
    assert len(found) == 1
    said = text(found[0], "wp:comment_content")
    assert "]]&gt;" in said
    assert "<script" not in said
    assert "\U0001f600" in text(found[0], "wp:comment_author")


def test_our_own_importer_reads_it_back_with_every_thread_kind_and_date(
    record: tuple[Record, etree._Element], wxr_file: Path, tmp_path: Path
) -> None:
    found, _ = record
    settings = write_project(tmp_path, 8000)
    shutil.rmtree(tmp_path / "content")
    (tmp_path / "content").mkdir()

    done = CliRunner().invoke(cli, ["import", "wordpress", str(wxr_file), "--yes", "-s", str(settings)])

    assert done.exit_code == 0, done.output
    again, problems = load_record(tmp_path / "content")
    assert problems == []
    slugs = {target.id: target.slug for target in (*found.essays, *found.pledges)}
    assert {essay.slug for essay in again.essays} == set(slugs.values())
    assert {leader.slug for leader in again.leaders} == {leader.slug for leader in found.leaders}
    assert {essay.title for essay in again.essays} >= {essay.title for essay in found.essays}
    now = {essay.id: essay.slug for essay in again.essays}
    assert threads(again, now) == threads(found, slugs)


def threads(record: Record, slugs: dict[str, str]) -> Counter[tuple[object, ...]]:
    """Return where each answer stands: its target, kind, date, page, and what it answers."""
    return Counter(
        (
            slugs[target],
            one.kind,
            one.date.replace(microsecond=0),
            (one.source, one.title if one.kind in (Kind.TRACKBACK, Kind.PINGBACK) else ""),
            parent.date if parent else None,
        )
        for target, said in record.responses.items()
        for one in said
        for parent in [next((other for other in said if other.id == one.in_reply_to), None)]
    )
