"""Staticman's files, as its repositories hold them."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from import_making import by_text, imported, record, run, tree
from pledges.importers.staticman import SYSTEM, read_staticman

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    folder = tmp_path / "_data" / "comments"
    (folder / "on-promises").mkdir(parents=True)
    return folder


def test_yaml_json_and_front_matter_come_over_and_nothing_private(content: Path, comments: Path) -> None:
    page = comments / "on-promises"
    (page / "entry1.yml").write_text(
        "_id: 530a10c0-bcf8-11e8-8d8b-834384c9d56e\n_parent: /2019/05/on-promises/\nname: Ada\n"
        "email: 72f6ffec6e34ab5d69f3811272b5ae97\nurl: 'https://ada.example/'\n"
        "message: \"First.\\r\\n\\r\\nWith *stress*.\"\ndate: '2019-05-02T17:12:17.199Z'\n",
        encoding="utf-8",
    )
    (page / "entry2.json").write_text(
        json.dumps({"_id": "u2", "name": "Bo", "message": "Second.", "date": 1556900000, "replying_to": "1"}),
        encoding="utf-8",
    )
    (page / "entry3.md").write_text(
        "---\n_id: u3\nname: Cy\ndate: 2019-05-04 10:00\nreplying_to_uid: u2\nip: 203.0.113.7\n---\nThird.\n",
        encoding="utf-8",
    )
    run(content, read_staticman(comments, BERLIN), system=SYSTEM)
    first, second, third = imported(content)
    assert first["text"] == "First.\n\nWith *stress*."
    assert first["author"] == {"name": "Ada", "url": "https://ada.example/"}
    assert first["date"] == "2019-05-02T17:12:17.199000Z"
    assert (second["date"], second["in_reply_to"]) == ("2019-05-03T16:13:20Z", first["id"])
    assert (third["date"], third["in_reply_to"]) == ("2019-05-04T08:00:00Z", second["id"])
    everything = b"".join(tree(content).values())
    assert b"72f6ffec" not in everything
    assert b"203.0.113" not in everything


def test_replies_by_number_count_what_answers_nothing_in_the_order_of_the_files(
    content: Path, comments: Path
) -> None:
    def entry(name: str, day: int, replying_to: str = "''") -> None:
        text = f"name: Ada\nmessage: {name}\ndate: '2019-05-{day:02}'\nreplying_to: {replying_to}\n"
        (comments / "on-promises" / f"{name}.yml").write_text(text, encoding="utf-8")

    entry("a", 1)
    entry("b", 2, "'1'")
    entry("c", 3)
    entry("d", 4, "2")
    entry("e", 5, "7")
    report = run(content, read_staticman(comments), system=SYSTEM)
    found = by_text(content)
    assert found["b"]["in_reply_to"] == found["a"]["id"]
    assert found["d"]["in_reply_to"] == found["c"]["id"]
    assert report.aside == {"answers what is not in the export": 1}


def test_a_parent_is_a_page_or_a_comment(content: Path, comments: Path) -> None:
    """Sites give Staticman what they like for the parent: the page's slug, its address, a comment's id."""
    known, gone = "530a10c0-bcf8-11e8-8d8b-834384c9d56e", "630a10c0-bcf8-11e8-8d8b-834384c9d56e"

    def entry(path: str, parent: str, more: str = "") -> None:
        text = f"message: {path}\ndate: 2019-05-01\n_parent: {parent}\n{more}"
        (comments / f"{path}.yml").write_text(text, encoding="utf-8")

    entry("on-promises/a", "on-promises", f"_id: {known}\n")
    entry("on-promises/b", known)
    entry("on-promises/c", gone)
    entry("on-promises/d", "''")
    entry("e", "on-promises")
    (comments / "elsewhere").mkdir()
    entry("elsewhere/f", "https://old.example/on-promises/")
    report = run(content, read_staticman(comments), system=SYSTEM)
    found = by_text(content)
    assert sorted(found) == ["e", "elsewhere/f", "on-promises/a", "on-promises/b", "on-promises/d"]
    assert found["on-promises/b"]["in_reply_to"] == found["on-promises/a"]["id"]
    assert sum("in_reply_to" in line for line in found.values()) == 1
    assert report.aside == {"answers what is not in the export": 1}


def test_one_page_s_folder_alone_gives_the_same_ids(content: Path, comments: Path) -> None:
    (comments / "on-promises" / "one.yml").write_text("message: Hi\ndate: 2019-05-01\n", encoding="utf-8")
    run(content, read_staticman(comments), system=SYSTEM)
    report = run(content, read_staticman(comments / "on-promises"), system=SYSTEM)
    assert (report.known, report.total_new) == (1, 0)


def test_files_that_cannot_be_read_are_named_with_their_lines(content: Path, comments: Path) -> None:
    page = comments / "on-promises"
    (page / "a.yml").write_text("name: Ada\nmessage: [open\n", encoding="utf-8")
    (page / "b.json").write_text('{"message": ', encoding="utf-8")
    (page / "c.yml").write_bytes(b"message: caf\xe9\n")
    (page / "d.yml").write_text("- a list\n", encoding="utf-8")
    (page / "e.json").write_text("[" * 100_000, encoding="utf-8")
    (page / "f.yml").write_text("x: y\n" * 300_000, encoding="utf-8")
    (page / "good.yml").write_text("message: Good.\ndate: 2019-05-01\n", encoding="utf-8")
    (page / "link.yml").symlink_to("/etc/hostname")
    (page / ".hidden.yml").write_text("broken: [", encoding="utf-8")
    found = list(read_staticman(comments))
    said = {str(item).removeprefix(f"{page}/") for item in found[:-1]}
    assert [line for line in said if line.startswith("a.yml:3: is not YAML (")]
    assert "c.yml: is not UTF-8; save the file as UTF-8" in said
    assert 'd.yml: has no fields; a comment has lines like "name: Ada"' in said
    assert len(said) == 6
    report = run(content, found, system=SYSTEM)
    assert (report.total_new, report.aside) == (1, {"cannot be read": 6})


def test_values_that_are_no_texts_are_not_taken_for_one(content: Path, comments: Path) -> None:
    text = "name: [a, b]\nmessage: {deep: text}\ncomment: Here.\ndate: 2019-05-01\n_id: 2019-01-01\n"
    (comments / "on-promises" / "odd.yml").write_text(text, encoding="utf-8")
    run(content, read_staticman(comments), system=SYSTEM)
    (line,) = imported(content)
    assert (line["text"], line["author"]["name"], line["origin"]) == (
        "Here.",
        "Anonymous",
        "staticman:2019-01-01",
    )
