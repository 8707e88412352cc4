"""``pledges doctor`` on the machine itself: settings, record, database, queue, mail."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from doctoring import now, told
from fixtures.mailbox import Mailbox
from pledges.cli import cli
from pledges.cli.doctor.examination import examine_machine
from pledges.cli.doctor.finding import Level
from pledges.cli.doctor.project import Project, read_project
from pledges.files.sealing import seal_record
from pledges.inbox.start import open_inbox
from records import SmallSite


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A small site, built. Read only."""
    site = SmallSite(tmp_path_factory.mktemp("site"), {"TAG_AUTHORITY": "northwind.org,2026"})
    site.everything().build()
    return site


@pytest.fixture
def project(site: SmallSite, tmp_path: Path) -> Project:
    """A deployment that is well, but for what its test breaks."""
    project = read_project(
        site.settings_file(tmp_path),
        {
            "PLEDGES_DATABASE_URL": f"sqlite:///{tmp_path}/inbox.sqlite",
            "PLEDGES_TRUSTED_PROXY": "127.0.0.1",
            "PLEDGES_MODERATOR_TOKEN": "t" * 32,
        },
    )
    settings = replace(project.settings, siteurl="https://promises.northwind.org")
    assert project.options is not None
    open_inbox(project.options, site.content).close()
    return replace(project, settings=settings)


def with_options(project: Project, **changes: object) -> Project:
    assert project.options is not None
    return replace(project, options=replace(project.options, **changes))  # type: ignore[arg-type]


def machine_told(
    project: Project, level: Level, send_to: str = "", at: dt.datetime | None = None
) -> dict[str, str]:
    return told(examine_machine(project, send_to, at or now()), level)


def test_a_machine_that_is_well_has_no_problem(project: Project) -> None:
    found = list(examine_machine(project, "", now()))

    assert [str(one) for one in found if one.level is Level.PROBLEM] == []
    assert {"settings", "record", "ledger of the record", "disk", "options", "database", "queue", "mail"} <= {
        one.about for one in found if one.level is Level.OK
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"siteurl": "http://localhost:8000"}, "nowhere that others can go"),
        ({"tag_authority": "promises.example,2026"}, "not a host that you own"),
        ({"drafts": True}, "drafts are published"),
        ({"as_of": dt.date(2026, 1, 1)}, "the site stands still"),
    ],
)
def test_settings_that_are_not_for_the_public_are_named(
    project: Project, changes: dict[str, object], words: str
) -> None:
    changed = replace(project, settings=replace(project.settings, **changes))  # type: ignore[arg-type]

    assert words in machine_told(changed, Level.PROBLEM)["settings"]


def test_mail_that_is_offered_and_never_comes_is_named(project: Project) -> None:
    changed = replace(project, settings=replace(project.settings, inbox_mail=True))

    assert "forms offer what never comes" in machine_told(changed, Level.PROBLEM)["options"]


def test_a_key_that_others_can_read_is_named(project: Project, tmp_path: Path) -> None:
    (tmp_path / "inbox.key").chmod(0o644)

    assert "others can read the key file" in machine_told(project, Level.PROBLEM)["options"]


def test_a_database_that_is_not_there_is_not_made(project: Project, tmp_path: Path) -> None:
    changed = with_options(project, database_url=f"sqlite:///{tmp_path}/other.sqlite")

    assert "there is no database" in machine_told(changed, Level.PROBLEM)["database"]
    assert not (tmp_path / "other.sqlite").exists()


def test_a_database_that_is_out_of_date_or_none_at_all_is_named(project: Project, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "inbox.sqlite") as database:
        database.execute("DELETE FROM schema_version WHERE number = 1")
    database.close()
    assert "lacks the migrations 1" in machine_told(project, Level.PROBLEM)["database"]

    (tmp_path / "none.sqlite").write_bytes(b"This is a letter, not a database. " * 100)
    changed = with_options(project, database_url=f"sqlite:///{tmp_path}/none.sqlite")
    assert "cannot be read" in machine_told(changed, Level.PROBLEM)["database"]


@pytest.mark.postgresql
def test_a_postgresql_is_looked_at_like_any_other(project: Project, postgresql: str) -> None:
    changed = with_options(project, database_url=postgresql, key="k" * 40)
    assert "lacks the migrations 1," in machine_told(changed, Level.PROBLEM)["database"]

    assert changed.options is not None
    open_inbox(changed.options, project.site.content).close()
    assert machine_told(changed, Level.OK)["database"] == "postgresql, reachable and up to date"

    changed = with_options(project, database_url=postgresql.replace("host=", "host=/nowhere"), key="k" * 40)
    assert "database" in machine_told(changed, Level.PROBLEM)


def test_a_queue_that_nobody_works_on_is_named(project: Project) -> None:
    options = project.options
    assert options is not None
    inbox = open_inbox(options, project.site.content)
    from pledges.inbox.service.health import show_worker

    show_worker(inbox)
    inbox.close()

    later = now() + dt.timedelta(hours=2)
    assert "no sign of life for 2 h" in machine_told(project, Level.PROBLEM, at=later)["queue"]


def test_the_mail_server_is_greeted_and_sent_nothing_unasked(
    project: Project, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    changed = with_options(project, mail_from="inbox@northwind.org", smtp_host="127.0.0.1", smtp_port=port)

    assert "takes us" in machine_told(changed, Level.OK)["mail"]
    assert box.messages == []
    assert "was handed over" in machine_told(changed, Level.OK, "operator@northwind.org")["mail"]
    assert [message["To"] for message in box.messages] == ["operator@northwind.org"]


def test_a_mail_server_that_is_not_there_is_a_problem(project: Project, free_port: int) -> None:
    changed = with_options(
        project, mail_from="inbox@northwind.org", smtp_host="127.0.0.1", smtp_port=free_port
    )

    assert "could not be used" in machine_told(changed, Level.PROBLEM)["mail"]


def test_what_is_not_sealed_is_told_where_the_ledger_is_used(
    site: SmallSite, project: Project, tmp_path: Path
) -> None:
    """Nothing reminded an author: what nobody has sealed can still be changed unseen."""
    copy = SmallSite(tmp_path / "copy", site.settings)
    shutil.copytree(site.content, copy.content)
    copied = replace(
        project,
        settings_file=copy.settings_file(tmp_path / "copy"),
        site=replace(project.site, content=copy.content),
    )
    assert "record" not in machine_told(copied, Level.WARNING)

    seal_record(copy.content, now().date(), dt.UTC)
    assert "record" not in machine_told(copied, Level.WARNING)

    copy.pledge("another", id="another-1a2b")
    warned = machine_told(copied, Level.WARNING)["record"]
    assert warned == "1 thing that is public is not sealed yet"


def test_the_command_ends_with_1_and_says_what_to_do(tmp_path: Path) -> None:
    site = SmallSite(tmp_path, {"SITEURL": "http://localhost:1"}).everything()
    (site.content / "essays" / "on-promises.md").write_text("---\nid: x\n---\n")
    done = CliRunner().invoke(cli, ["doctor", "--settings", str(site.settings_file(tmp_path))])

    assert done.exit_code == 1
    assert re.search(r"^problem  record: .*on-promises\.md:\d", done.output, re.MULTILINE)
    assert re.search(r"^problem  build: nothing was built", done.output, re.MULTILINE)
    assert done.output.count("         → ") >= 5
    assert re.search(r"^\d+ problems, \d+ warnings, \d+ ok\.$", done.output, re.MULTILINE)
