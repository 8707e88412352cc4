"""What backup.sh saves, restore.sh brings back: on both databases, with the keys that open it."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from fixtures.inbox import settings_for, write_record
from pledges.inbox import service
from pledges.inbox.config import InboxSettings
from pledges.inbox.start import open_inbox
from pledges.inbox.store_moving import dump_inbox
from serving import ROOT

DEPLOY = ROOT / "plugins/pledges/docs/deploy"
NEEDED = {"sqlite": ("sqlite3",), "postgresql": ("pg_dump", "pg_restore")}


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Path:
    """A project's folder with a record, keys, and an inbox in which one of three comments is published."""
    for program in NEEDED[database_url.partition(":")[0].partition("+")[0]]:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    folder = tmp_path / "project"
    write_record(folder / "content")
    (folder / "var").mkdir()
    (folder / "var/sent.jsonl").write_text('{"link": "https://northwind.example/"}\n')
    inbox = open_inbox(options(folder, database_url), folder / "content")
    for name in ("ada", "ben", "cleo"):
        form = service.CommentForm(
            target="/pledges/a-person-answers/", name=name, text="Yes.", email=f"{name}@example.org"
        )
        receipt = service.submit_comment(inbox, form, service.Sender())
    service.approve(inbox, receipt.id, actor="m")
    inbox.close()
    return folder


def options(folder: Path, url: str) -> InboxSettings:
    return settings_for(url, key="", key_file=str(folder / "var/inbox.key"))


def run(script: str, argument: Path, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PLEDGES_DATABASE_URL": url}
    return subprocess.run(
        [DEPLOY / script, str(argument)], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def backed_up(folder: Path, url: str) -> Path:
    done = run("backup.sh", folder.parent / "backups", folder, url)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def rows(folder: Path, url: str) -> bytes:
    file = io.BytesIO()
    dump_inbox(options(folder, url), file, dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    return file.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "sqlite" not in path.name
    }


def emptied(url: str) -> None:
    """Lose the database, as a broken disk does; on PostgreSQL leave an empty one."""
    if url.startswith("sqlite"):
        for file in Path(url.removeprefix("sqlite:///")).parent.glob("inbox.sqlite*"):
            file.unlink()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def test_all_that_was_saved_comes_back_and_the_inbox_goes_on(project: Path, database_url: str) -> None:
    before, database = files(project), rows(project, database_url)
    backup = backed_up(project, database_url)
    shutil.rmtree(project / "content")
    shutil.rmtree(project / "var")
    emptied(database_url)

    done = run("restore.sh", backup, project, database_url)

    assert done.returncode == 0, done.stderr
    assert files(project) == before
    assert rows(project, database_url) == database
    inbox = open_inbox(options(project, database_url), project / "content")
    try:
        assert len(service.queue(inbox, limit=10)) == 2
        assert service.export_address(inbox, "ben@example.org")["submissions"]
        for one in service.queue(inbox, limit=10):
            service.approve(inbox, one.id, actor="m")
    finally:
        inbox.close()
    assert len(files(project)["content/responses/pledges/a-person-answers-9m3t.jsonl"].splitlines()) == 3


def test_a_backup_is_for_its_owner_alone_and_appears_only_when_it_is_whole(
    project: Path, database_url: str
) -> None:
    backup = backed_up(project, database_url)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in backup.iterdir())
    shutil.rmtree(project / "content")
    failed = run("backup.sh", project.parent / "others", project, database_url)
    assert failed.returncode != 0
    assert [folder.suffix for folder in (project.parent / "others").iterdir()] == [".part"]


def test_nothing_that_is_there_is_overwritten(project: Path, database_url: str) -> None:
    backup = backed_up(project, database_url)
    before = files(project)
    refused = run("restore.sh", backup, project, database_url)
    assert refused.returncode == 1
    assert "content is not empty: move it away first" in refused.stderr
    assert files(project) == before


def test_a_damaged_backup_is_refused_before_anything_is_put_back(project: Path, database_url: str) -> None:
    backup = backed_up(project, database_url)
    shutil.rmtree(project / "content")
    shutil.rmtree(project / "var")
    damaged = backup / "content.tar"
    damaged.write_bytes(damaged.read_bytes()[:-512] + bytes(511) + b"x")
    refused = run("restore.sh", backup, project, database_url)
    assert refused.returncode == 1
    assert "content.tar: FAILED" in refused.stdout
    assert list(project.iterdir()) == []
