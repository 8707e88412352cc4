"""``pledges inbox …`` about people, rules, the way in, and the settings that all of it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.inbox import ESSAY, write_record
from fixtures.shell import Shell
from pledges.inbox.config import OPTIONS

ADDRESS = "ada@example.org"


# --- people -----------------------------------------------------------------------------------------


def test_an_address_is_exported_whole(shell: Shell) -> None:
    waiting = shell.send("Mine.", email=ADDRESS)
    shell.send("Not mine.", email="bob@example.org", name="Bob")

    found = json.loads(shell.run("export", ADDRESS).out)

    assert found["address"] == ADDRESS
    assert [one["id"] for one in found["submissions"]] == [waiting]
    nothing = shell.run("export", "nobody@example.org")
    assert "Nothing is kept" in nothing.err
    assert shell.run("export", "not an address").status == 1


def test_an_address_is_erased_only_when_it_is_meant(shell: Shell) -> None:
    waiting = shell.send("Forget me.", email=ADDRESS)
    shell.run("approve", waiting)

    assert shell.run("erase", ADDRESS).status == 1
    assert shell.lines()[0]["text"] == "Forget me."

    said = shell.run("erase", ADDRESS, "--yes")
    assert f"erased {waiting}" in said.out
    assert "erased" in shell.lines()[0]
    assert "Forget me." not in json.dumps(shell.lines())
    assert json.loads(shell.run("export", ADDRESS).out)["submissions"] == []


def test_the_commits_that_still_hold_an_erased_text_are_named(shell: Shell) -> None:
    waiting = shell.send("Committed.", email=ADDRESS)
    shell.run("approve", waiting)
    git = ["git", "-C", str(shell.content), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *arguments], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout

    assert commit.strip() in shell.run("erase", ADDRESS, "--yes").out


def test_a_leaders_address_is_kept_in_the_inbox_alone(shell: Shell) -> None:
    assert shell.run("contact", "maya-okafor", "maya@northwind.example").out == "kept: maya-okafor\n"

    found = json.loads(shell.run("export", "maya@northwind.example").out)
    assert found["kept_for"] == ["leader:maya-okafor-4k2d"]
    assert not any(b"northwind.example" in file.read_bytes() for file in shell.content.rglob("*.*"))
    assert shell.run("contact", "maya-okafor").out == "forgotten: maya-okafor\n"
    assert shell.run("contact", "nobody", "x@example.org").status == 1


# --- rules and the way in -----------------------------------------------------------------------------


def test_rules_are_listed_added_and_removed(shell: Shell) -> None:
    assert shell.run("rules").out.startswith("No rules: everything waits.")

    assert shell.run("rules", "add", "block word", "Pills").out == "added: block word pills\n"
    assert shell.run("rules", "add", "approve known commenters").status == 0
    assert shell.run("rules").out.splitlines() == ["approve known commenters", "block word\tpills"]
    assert shell.run("rules", "remove", "block word", "pills").out == "removed\n"
    assert shell.run("rules", "remove", "block word", "pills").status == 1
    assert shell.run("rules", "add", "block address", "nonsense").status == 1


def test_the_link_leads_to_the_desk_of_the_site(shell: Shell) -> None:
    said = shell.run("link", "--name", "maya")

    assert said.out.startswith("https://promises.example/inbox/moderate/sign-in/")


def test_a_site_without_an_inbox_says_what_to_write(shell: Shell) -> None:
    values = json.loads(shell.settings.read_text())
    shell.settings.write_text(json.dumps({**values, "INBOX_URL": ""}))

    said = shell.run("list")

    assert said.status == 1
    assert 'write INBOX_URL = "/inbox"' in said.err


def test_the_settings_file_alone_says_where_the_site_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITEURL", "https://elsewhere.example")
    monkeypatch.setenv("INBOX_URL", "/other")

    assert shell.run("link").out.startswith("https://promises.example/inbox/")


def test_a_folder_without_settings_is_told(shell: Shell) -> None:
    shell.settings.unlink()

    said = shell.run("list")

    assert said.status == 1
    assert "there is no settings file" in said.err


def test_the_commands_read_a_pelican_settings_file_in_a_process_of_its_own(tmp_path: Path) -> None:
    write_record(tmp_path / "content")
    assert ESSAY
    (tmp_path / "pelicanconf.py").write_text(
        'SITEURL = "https://promises.example"\nTAG_AUTHORITY = "promises.example,2026"\n'
        'INBOX_URL = "/inbox"\nPATH = "content"\nTHEME = "simple"\n'
    )
    code = "import sys; sys.argv[0] = 'pledges'\ntry:\n from pledges.cli import main; main()\n"
    code += "finally:\n assert 'pelican' not in sys.modules"

    done = subprocess.run(
        [sys.executable, "-c", code, "inbox", "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing waits.")
    assert (tmp_path / "var/inbox.sqlite").exists()


def test_every_option_of_the_inbox_is_explained() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pledges", "settings"], capture_output=True, text=True, check=True
    )

    for option in OPTIONS:
        assert f"{option.name}  [" in done.stdout
