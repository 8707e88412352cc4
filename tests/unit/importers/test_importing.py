"""Planned, written, and again: what an import does to the record, whatever was exported."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from import_making import (
    ESSAY_LINES,
    HERE,
    PLEDGE_LINES,
    a_response,
    by_text,
    imported,
    lines,
    on,
    record,
    run,
    tree,
)
from pledges.domain.conversation import page_of
from pledges.domain.response import Kind, Response, ResponseType
from pledges.errors import Problem
from pledges.files.record import load_record
from pledges.files.sealing import seal_record
from pledges.importers.aside import aside_path
from pledges.importers.imported import Status
from pledges.importers.importing import Import
from pledges.importers.target_map import Choice
from pledges.importers.targets import read_targets
from pledges.importers.threads import Orphans
from records import ESSAY


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return record(tmp_path)


def test_a_comment_becomes_a_line_of_the_record(content: Path) -> None:
    run(content, [a_response("7", html="<p>Hi <b>you</b></p>", text="", url="https://ada.example/")])
    (line,) = imported(content)
    assert list(line) == ["id", "kind", "author", "date", "text", "origin"]
    assert line["id"].startswith("old-")
    assert line | {"id": ""} == {
        "id": "",
        "kind": "comment",
        "author": {"name": "Ada", "url": "https://ada.example/"},
        "date": "2020-01-01T00:00:00Z",
        "text": "Hi **you**",
        "origin": "old:7",
    }


def test_a_dry_run_writes_nothing(content: Path) -> None:
    before = tree(content)
    report = run(content, [a_response("1"), a_response("2", status=Status.SPAM)], dry_run=True)
    assert (report.total_new, report.skipped) == (1, {"is spam": 1})
    assert tree(content) == before


def test_a_second_run_changes_nothing(content: Path) -> None:
    items = [
        a_response("1"),
        a_response("2", "1"),
        a_response("3", status=Status.DELETED),
        a_response("4", "3"),
    ]
    first = run(content, items)
    before = tree(content)
    second = run(content, items)
    assert (first.total_new, first.places_kept, first.known) == (3, 1, 0)
    assert (second.total_new, second.places_kept, second.known) == (0, 0, 3)
    assert tree(content) == before


def test_a_newer_export_brings_only_what_is_new_and_its_replies_find_what_came_before(content: Path) -> None:
    run(content, [a_response("1")])
    before = (content / ESSAY_LINES).read_bytes()
    run(content, [a_response("1", text="Edited since."), a_response("2", "1")])
    run(content, [a_response("3", "2")])  # an export of news alone
    assert (content / ESSAY_LINES).read_bytes().startswith(before)
    found = by_text(content)
    assert found["Comment 2."]["in_reply_to"] == found["Comment 1."]["id"]
    assert found["Comment 3."]["in_reply_to"] == found["Comment 2."]["id"]


def test_what_is_there_stays_byte_for_byte_and_comes_first(content: Path) -> None:
    before = (content / ESSAY_LINES).read_bytes()
    run(content, [a_response("1", date=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))])
    assert (content / ESSAY_LINES).read_bytes().startswith(before)


def test_comments_are_appended_by_date_but_none_before_what_it_answers(content: Path) -> None:
    run(
        content,
        [
            a_response("late", date=on(9)),
            a_response("reply", "late", date=on(2)),  # its clock was wrong
            a_response("middle", date=on(5)),
            a_response("early", date=on(1)),
        ],
    )
    assert [line["origin"] for line in imported(content)] == [
        "old:early",
        "old:late",
        "old:reply",
        "old:middle",
    ]


def test_a_reply_to_what_was_held_back_answers_the_next_above_it(content: Path) -> None:
    run(
        content,
        [
            a_response("top"),
            a_response("spam", "top", status=Status.SPAM),
            a_response("waits", "spam", status=Status.WAITING),
            a_response("kept", "waits"),
            a_response("alone", "only-spam"),
            a_response("only-spam", status=Status.SPAM),
        ],
    )
    found = by_text(content)
    assert found["Comment kept."]["in_reply_to"] == found["Comment top."]["id"]
    assert "in_reply_to" not in found["Comment alone."]


def test_a_deleted_comment_keeps_its_place_only_where_it_is_answered(content: Path) -> None:
    gone = Status.DELETED
    items = [a_response("1", status=gone), a_response("2", "1"), a_response("3", status=gone)]
    report = run(content, items)
    place, reply = imported(content)
    assert list(place) == ["id", "kind", "date", "erased"]
    assert reply["in_reply_to"] == place["id"]
    assert (report.total_new, report.places_kept, report.skipped) == (1, 1, {"was deleted": 1})


def test_a_circle_of_replies_is_cut(content: Path) -> None:
    report = run(
        content, [a_response("a", "b"), a_response("b", "c"), a_response("c", "a"), a_response("d", "d")]
    )
    assert report.total_new == 4
    assert sum("in_reply_to" in line for line in imported(content)) == 2


def test_a_thread_may_be_deeper_than_python_recurses(content: Path) -> None:
    depth = 3_000
    run(content, [a_response(str(n), str(n - 1) if n else "") for n in reversed(range(depth))])
    assert len(imported(content)) == depth


def test_an_orphan_is_kept_aside_with_what_answers_it(content: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside.jsonl"
    items = [a_response("2", "gone"), a_response("3", "2"), a_response("4")]
    report = run(content, items, aside=aside)
    assert list(by_text(content)) == ["Comment 4."]
    assert report.aside == {"answers what is not in the export": 2}
    kept = [json.loads(line) for line in aside.read_text(encoding="utf-8").splitlines()]
    assert [(row["origin"], row["parent"], row["text"]) for row in kept] == [
        ("old:2", "gone", "Comment 2."),
        ("old:3", "2", "Comment 3."),
    ]


def test_orphans_can_be_made_threads(content: Path) -> None:
    report = run(content, [a_response("2", "gone"), a_response("3", "2")], orphans=Orphans.THREADS)
    found = by_text(content)
    assert "in_reply_to" not in found["Comment 2."]
    assert found["Comment 3."]["in_reply_to"] == found["Comment 2."]["id"]
    assert (report.total_new, report.alone) == (2, 1)


def test_a_reply_never_answers_what_stands_under_another_essay(content: Path) -> None:
    other = "/pledges/a-person-answers/"
    report = run(content, [a_response("1"), a_response("2", "1", target=other)])
    assert report.aside == {"answers what is not in the export": 1}
    assert [line["origin"] for line in imported(content)] == ["old:1"]


def test_addresses_that_mean_nothing_are_named_and_their_responses_kept_aside(
    content: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside.jsonl"
    unknown = "https://old.example/about/us/"
    items = [a_response(str(n), target=unknown) for n in range(3)]
    items.append(a_response("spam", target=unknown, status=Status.SPAM))
    report = run(content, items, aside=aside)
    assert report.unknown == {unknown: 3}
    assert f"  {unknown}  (3 responses)" in list(report.lines())
    assert len(aside.read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"date": None}, "has no date that can be read"),
        ({"date": dt.datetime(1, 1, 1, tzinfo=dt.UTC)}, "has no date that can be read"),
        ({"text": " \n"}, "says nothing"),
        ({"kind": Kind.PINGBACK, "type": ResponseType.MENTION}, "source: is missing"),
    ],
)
def test_what_the_record_cannot_hold_is_kept_aside_with_the_reason(
    content: Path, fields: dict[str, object], why: str
) -> None:
    report = run(content, [a_response("1", **fields)])
    assert imported(content) == []
    assert [reason for reason in report.aside if reason.startswith(why)]


def test_what_cannot_be_read_is_kept_aside_and_named(content: Path, tmp_path: Path) -> None:
    problem = Problem("comments/1.yml", 3, "", "is not YAML; repair it")
    aside = tmp_path / "aside.jsonl"
    report = run(content, [problem, a_response("1")], aside=aside)
    assert (report.total_new, report.aside) == (1, {"cannot be read": 1})
    assert json.loads(aside.read_text(encoding="utf-8")) == {"why": str(problem)}


def test_one_key_twice_is_imported_once(content: Path) -> None:
    report = run(content, [a_response("1"), a_response("1", text="Again.")])
    assert list(by_text(content)) == ["Comment 1."]
    assert report.skipped == {"stands twice in the export": 1}


def test_a_linkback_that_the_inbox_has_received_itself_is_not_imported(content: Path) -> None:
    source = "https://friend.example/post"
    mention = {"kind": Kind.WEBMENTION, "type": ResponseType.MENTION, "text": ""}
    native = {"id": "r-9", "kind": "webmention", "type": "mention", "date": "2026-02-01T00:00:00Z"}
    with (content / ESSAY_LINES).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**native, "source": f"{source}/"}) + "\n")
    items = [
        a_response("1", source=source, **mention),
        a_response("2", source=source, **{**mention, "type": ResponseType.LIKE}),
    ]
    report = run(content, items)
    assert report.skipped == {"came in by another door already": 1}
    assert [line["type"] for line in imported(content)] == ["like"]


def test_no_mail_address_gets_into_the_record_by_a_name_or_an_address(content: Path) -> None:
    run(
        content,
        [a_response("1", name="ada@mail.example", url="mailto:ada@mail.example"), a_response("2", name="")],
    )
    one, two = imported(content)
    assert one["author"] == {"name": "ada"}
    assert two["author"] == {"name": "Anonymous"}
    assert b"@" not in (content / ESSAY_LINES).read_bytes()


def test_a_hostile_export_leaves_a_record_that_can_be_read(content: Path) -> None:
    nasty = "\x00\x0b\ud800\u202e</script>\ufffe]]>" * 3
    fields = {"name": nasty, "url": nasty, "title": nasty, "source": nasty, "excerpt": nasty, "place": nasty}
    report = run(content, [a_response(f"{nasty}{n}", text=f"{nasty}{n}", **fields) for n in range(3)])
    assert report.total_new == 3
    assert len({line["id"] for line in imported(content)}) == 3


def test_a_hostile_export_takes_no_more_time_than_its_length(content: Path) -> None:
    """Each of these once took a time that grew with the square of its length."""
    marks, spaces = "a" + "\u0301\u0316" * 200_000, "<b>x</b>" + " " * 400_000 + "y"
    items = [
        a_response("1", text=marks),
        a_response("2", html=spaces),
        a_response("3", name="a" * 400_000, title=marks, excerpt=marks),
        a_response("4" * 400_000, "5" * 400_000, target="/x" * 200_000),
    ]
    report = run(content, items)
    assert (report.total_new, report.aside.total()) == (3, 1)
    assert all(len(name) <= 200 for name in report.unknown)


def test_no_more_is_held_than_can_be_named(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledges.importers.importing.MAX_LISTED", 3)
    problems = [Problem("x.yml", n, "", "is broken; repair it") for n in range(1, 9)]
    unknown = [a_response(str(n), target=f"/nowhere-{n}/") for n in range(8)]
    with Import(content, "old", read_targets(content)) as work:
        work.take([*problems, *unknown])
        report = work.plan()
        assert len(work.problems) == 3
    assert report.aside["cannot be read"] == 8
    assert (len(report.unknown), report.unknown["(others)"]) == (4, 5)


def test_responses_to_promises_are_imported_and_named_for_sealing(content: Path) -> None:
    report = run(content, [a_response("1", target="/pledges/a-person-answers/")])
    assert report.pledges
    assert imported(content, PLEDGE_LINES)


def test_an_import_that_dies_between_conversations_is_finished_by_the_next(
    content: Path, tmp_path: Path
) -> None:
    items = [a_response("1"), a_response("2", target="/pledges/a-person-answers/")]
    with Import(content, "old", read_targets(content)) as work:
        work.take(items)
        work.plan()
        work.write()
    whole = tree(content)
    for path in (ESSAY_LINES, PLEDGE_LINES):
        half = record(tmp_path / path.split("/")[1])
        (half / path).write_bytes(whole[path])
        (half / path).with_name(f".{Path(path).name}.leftover").write_bytes(b'{"torn')
        run(half, items)
        assert tree(half) == whole


def test_the_permalinks_of_what_is_there_stay(content: Path) -> None:
    run(content, [a_response(str(n)) for n in range(7)], system="older")
    before = page_of(read_responses(content), 3)
    run(content, [a_response(str(n), "" if n % 2 else "0", date=on(n + 1)) for n in range(7)])
    after = page_of(read_responses(content), 3)
    assert {identity: after[identity] for identity in before} == before
    assert len(after) == len(before) + 7


def read_responses(content: Path) -> tuple[Response, ...]:
    return load_record(content)[0].responses[ESSAY["id"]]


def test_an_import_into_a_sealed_conversation_is_sealed_after_it(content: Path) -> None:
    today = dt.date(2026, 3, 1)
    seal_record(content, today, dt.UTC)
    items = [a_response("1", target="/pledges/a-person-answers/"), a_response("2", "1", target="answers")]
    items.append(a_response("3", target="/pledges/a-person-answers/", status=Status.DELETED))
    items.append(a_response("4", "3", target="/pledges/a-person-answers/"))
    run(content, items)
    (sealing,) = seal_record(content, today, dt.UTC)
    assert [statement.id for statement in sealing.statements] == [
        line["id"] for line in imported(content, PLEDGE_LINES) if "erased" not in line
    ]
    before = tree(content)
    run(content, items)
    assert tree(content) == before


def test_what_is_placed_at_last_is_no_longer_kept_aside(content: Path, tmp_path: Path) -> None:
    aside, other = tmp_path / "x.aside.jsonl", tmp_path / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    run(content, [a_response("1", target="/nowhere/")], aside=aside)
    assert aside.exists()
    choices = [Choice("/nowhere/", "essays/on-promises", 1)]
    for path in (aside, other):
        run(
            content, [a_response("1", target="/nowhere/")], targets=read_targets(content, choices), aside=path
        )
    assert not aside.exists()
    assert other.read_text(encoding="utf-8") == "mine"


def test_nothing_is_kept_aside_within_the_record(content: Path) -> None:
    assert aside_path(content.parent / "export.xml", content).name == "export.aside.jsonl"
    with pytest.raises(Exception, match="is within the record; name a file elsewhere with --aside"):
        aside_path(content / "export.xml", content)


def test_progress_is_told(content: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Import(content, "old", read_targets(content), progress=lambda *now: told.append(now)) as work:
        work.take(a_response(str(n)) for n in range(2_500))
        work.plan()
        work.write()
    assert told == [("read", 1000, 0), ("read", 2000, 0), ("read", 2500, 2500), ("written", 1, 1)]
    assert len(lines(content)) == 2_501


def test_the_map_and_the_host_decide_first(content: Path) -> None:
    targets = read_targets(content, [Choice("/left/out/", "", 1)], ["old.example"])
    items = [
        a_response("1"),
        a_response("2", target="https://old.example/left/out"),
        a_response("3", target=HERE.replace("old.", "test.")),
    ]
    report = run(content, items, targets=targets)
    assert report.total_new == 1
    assert report.skipped == {"the map leaves it out": 1}
    assert report.aside == {"its address is on a host that was not asked for": 1}
