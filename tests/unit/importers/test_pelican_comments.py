"""The folders of Pelican's comment plugins, as their documentation has them."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from import_making import by_text, imported, record, run, tree
from pledges.importers.pelican_comments import SYSTEM, read_pelican_comments

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "comments" / "on-promises"
    folder.mkdir(parents=True)
    return folder


def test_markdown_and_rst_come_over_with_their_threads_and_nothing_private(content: Path, page: Path) -> None:
    (page / "0.md").write_text(
        "email: ada@mail.example\ndate: 2014-3-21 15:02\nauthor: Ada\nwebsite: https://ada.example/\n\n"
        "A *first* comment.\n\nurl: not a field any more\n",
        encoding="utf-8",
    )
    (page / "1.md").write_text(
        "date: 2014-03-22T10:00+01:00\nauthor: Bo\nreplyto: 0md\n\nBy the slug.\n", encoding="utf-8"
    )
    (page / "2.rst").write_text(
        ":date: 2014-03-23 10:00\n:author: Cy\n:replyto: 1.md\n\nBy the *name*, at *length*.\n",
        encoding="utf-8",
    )
    (page / "3.md").write_text(
        "---\ndate: 2014-03-24 10:00\nauthor: Di\nreplyto: 2\n---\n\nBy the stem.\n", encoding="utf-8"
    )
    (page / "4.md").write_text("date: 2014-03-25\nreplyto: 9md\n\nTo nothing.\n", encoding="utf-8")
    report = run(content, read_pelican_comments(page.parent, BERLIN), system=SYSTEM)
    first, second, third, fourth = imported(content)
    assert first["text"] == "A *first* comment.\n\nurl: not a field any more"
    assert (first["date"], first["author"]["url"]) == ("2014-03-21T14:02:00Z", "https://ada.example/")
    assert first["origin"] == "pelican-comments:on-promises/0.md"
    assert (second["date"], second["in_reply_to"]) == ("2014-03-22T09:00:00Z", first["id"])
    assert (third["text"], third["in_reply_to"]) == ("By the *name*, at *length*.", second["id"])
    assert (fourth["text"], fourth["in_reply_to"]) == ("By the stem.", third["id"])
    assert report.aside == {"answers what is not in the export": 1}
    assert b"mail.example" not in b"".join(tree(content).values())


def test_rst_reads_no_other_file_and_prints_nothing_raw(content: Path, page: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words", encoding="utf-8")
    text = f":date: 2014-03-23\n\n.. include:: {secret}\n\n.. raw:: html\n\n   <b>raw</b>\n\nThe rest.\n"
    (page / "0.rst").write_text(text, encoding="utf-8")
    run(content, read_pelican_comments(page.parent), system=SYSTEM)
    (said,) = by_text(content)
    assert said.endswith("The rest.")
    assert "secret words" not in said


def test_a_file_without_fields_or_in_other_letters_is_a_problem(content: Path, page: Path) -> None:
    (page / "0.md").write_text("Just words.\n", encoding="utf-8")
    (page / "1.md").write_bytes(b"author: Ren\xe9\n\nHello.\n")
    (page / "notes.txt").write_text("not a comment", encoding="utf-8")
    report = run(content, read_pelican_comments(page.parent), system=SYSTEM)
    assert (report.total_new, report.aside) == (0, {"cannot be read": 2})


def test_a_post_named_within_the_file_goes_before_the_folder_s_name(content: Path, page: Path) -> None:
    (page.parent / "5.md").write_text("post_id: on-promises\ndate: 2014-03-25\n\nFlat.\n", encoding="utf-8")
    run(content, read_pelican_comments(page.parent), system=SYSTEM)
    assert list(by_text(content)) == ["Flat."]
