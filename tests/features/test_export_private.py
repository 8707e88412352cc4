"""The inbox's database taken elsewhere and back, in a file that is for its owner alone."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fixtures.inbox import Bench, settings_for
from pledges.cli.export import command as export
from pledges.errors import PledgesError
from pledges.inbox import service
from pledges.inbox.start import open_inbox
from pledges.inbox.store_dump import DumpError
from pledges.inbox.store_moving import dump_inbox, load_inbox
from serving import write_project

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def run(*arguments: object) -> Result:
    """Run ``pledges export``."""
    return CliRunner().invoke(export, [str(one) for one in arguments])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of a project whose inbox holds one comment."""
    settings = write_project(tmp_path / "site", 8000)
    monkeypatch.setenv("PLEDGES_KEY", "k" * 40)
    inbox = open_inbox(settings_for(f"sqlite:///{tmp_path}/site/var/inbox.sqlite"), tmp_path / "site/content")
    form = service.CommentForm(
        target="/essays/how-to-be-let-down/", name="Ada", text="Unheard words.", email="ada@example.org"
    )
    service.submit_comment(inbox, form, service.Sender())
    inbox.close()
    return settings


def filled(bench: Bench) -> Bench:
    for number in range(5):
        bench.comment(f"Comment {number}", email=f"reader{number}@example.org")
    for one in service.queue(bench.inbox, limit=2):
        service.approve(bench.inbox, one.id, actor="m")
    service.set_leader_address(bench.inbox, "maya-okafor-4k2d", "maya@northwind.example", actor="m")
    return bench


def dumped(url: str) -> bytes:
    file = io.BytesIO()
    dump_inbox(settings_for(url), file, NOW)
    return file.getvalue()


def test_an_inbox_moves_to_an_empty_database_of_the_other_sort_and_goes_on_there(
    bench: Bench, database_url: str, content: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    filled(bench)
    is_sqlite = database_url.startswith("sqlite")
    other = request.getfixturevalue("postgresql") if is_sqlite else f"sqlite:///{tmp_path}/other.sqlite"
    file = tmp_path / "inbox.jsonl"
    file.write_bytes(dumped(database_url))

    rows = load_inbox(settings_for(other), file, NOW)

    assert rows == file.read_bytes().count(b"\n") - 1
    assert dumped(other) == file.read_bytes()
    inbox = open_inbox(settings_for(other), content, now=bench.clock)
    try:
        waiting = service.queue(inbox, limit=10)
        assert len(waiting) == 3
        service.approve(inbox, waiting[0].id, actor="m")  # ids go on behind those that came
        assert service.export_address(inbox, "reader1@example.org")["submissions"]
    finally:
        inbox.close()
    assert len(bench.lines()) == 3


def test_an_inbox_that_holds_something_is_never_filled(
    bench: Bench, database_url: str, tmp_path: Path
) -> None:
    filled(bench)
    file = tmp_path / "inbox.jsonl"
    before = dumped(database_url)
    file.write_bytes(before)
    with pytest.raises(DumpError, match="not empty"):
        load_inbox(settings_for(database_url), file, NOW)
    assert dumped(database_url) == before


def test_a_cut_off_file_fills_nothing(bench: Bench, database_url: str, tmp_path: Path) -> None:
    filled(bench)
    file = tmp_path / "inbox.jsonl"
    file.write_bytes(dumped(database_url)[:-40])
    other = f"sqlite:///{tmp_path}/other.sqlite"
    with pytest.raises(DumpError, match="line"):
        load_inbox(settings_for(other), file, NOW)
    assert dumped(other).count(b"\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        b'["contacts",{"owner":"x","address_key":"k","address":"a","created_at":"soon"}]',
        b'["contacts",{"owner":"x","address_key":"k","address":"a","created_at":true}]',
        b'["contacts",{"owner":"x","address_key":7,"address":"a","created_at":1}]',
        b'["contacts",{"owner":"x","address_key":null,"address":"a","created_at":1}]',
        b'["contacts",{"owner":"x","address_key":"k","address":"a","created_at":99999999999999999999}]',
        b'["contacts",{"owner":"x"}]',
        b'["rates",{"bucket":"b","who":"w","window_at":1,"count":1}]',
        b'["sqlite_master",{"sql":"x"}]',
        b"[]",
        b"\xff",
    ],
)
def test_a_line_that_is_no_row_fills_nothing(
    bench: Bench, database_url: str, tmp_path: Path, line: bytes
) -> None:
    first = dumped(database_url).split(b"\n")[0]
    file = tmp_path / "inbox.jsonl"
    file.write_bytes(first + b"\n" + line + b"\n")
    other = f"sqlite:///{tmp_path}/other.sqlite"
    with pytest.raises(DumpError, match="line 2"):
        load_inbox(settings_for(other), file, NOW)
    assert dumped(other).count(b"\n") == 1


def test_a_row_that_stands_twice_fills_nothing(bench: Bench, database_url: str, tmp_path: Path) -> None:
    head = dumped(database_url).split(b"\n")[0]
    row = b'["contacts",{"owner":"x","address_key":"k","address":"a","created_at":1}]'
    file = tmp_path / "inbox.jsonl"
    file.write_bytes(b"\n".join([head, row, row, b""]))
    other = f"sqlite:///{tmp_path}/other.sqlite"
    with pytest.raises(DumpError, match="line 3"):
        load_inbox(settings_for(other), file, NOW)
    assert dumped(other).count(b"\n") == 1


def test_the_private_file_is_for_its_owner_alone_and_nothing_of_it_is_in_the_archive(
    project: Path, tmp_path: Path
) -> None:
    previous = os.umask(0)
    try:
        done = run(tmp_path / "r.zip", "--private", tmp_path / "p.jsonl", "-s", project)
    finally:
        os.umask(previous)

    assert done.exit_code == 0, done.output
    assert stat.S_IMODE((tmp_path / "p.jsonl").stat().st_mode) == 0o600
    private = (tmp_path / "p.jsonl").read_text()
    assert "Unheard words." in private
    assert "ada@example.org" not in private  # encrypted
    with zipfile.ZipFile(tmp_path / "r.zip") as opened:
        for name in opened.namelist():
            assert b"Unheard words." not in opened.read(name), name


@pytest.mark.parametrize("taken", ["r.zip", "p.jsonl"])
def test_where_one_of_two_files_is_there_already_neither_is_written(
    project: Path, tmp_path: Path, taken: str
) -> None:
    """The private file was written first, and so stood in the way of the next attempt."""
    (tmp_path / taken).write_text("mine")

    refused = run(tmp_path / "r.zip", "--private", tmp_path / "p.jsonl", "-s", project)

    assert f'"{tmp_path / taken}" is there already' in str(refused.exception)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([taken, "site"])
    assert (tmp_path / taken).read_text() == "mine"


def test_where_the_record_has_problems_no_private_file_is_left(project: Path, tmp_path: Path) -> None:
    (tmp_path / "site/content/essays/bad.md").write_text("no header")

    refused = run(tmp_path / "r.zip", "--private", tmp_path / "p.jsonl", "-s", project)

    assert isinstance(refused.exception, PledgesError)
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_one_name_for_two_files_is_refused(project: Path, tmp_path: Path) -> None:
    refused = run(tmp_path / "x", "--private", tmp_path / "x", "-s", project)

    assert (
        str(refused.exception) == f'"{tmp_path / "x"}" is named for two things; give each a file of its own'
    )
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
