"""``pledges check``: every problem in the record, in one run."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from pledges.cli.project import content_folder, content_option, read_pelican_settings, settings_option
from pledges.errors import Problem


@click.command("check")
@content_option
@click.option("--fix", is_flag=True, help="Mint an id for every file that has none.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, annotations for GitHub Actions, or JSON for tools.",
)
@settings_option
def command(content: Path | None, fix: bool, form: str, settings_file: Path) -> None:
    """Find every problem in the record: file, line, field, what is wrong, what to write instead.

    The exit status is 1 when there is one.

    \b
    Example:
      pledges check
      pledges check --fix
      pledges check --format github
    """
    from pledges.files.minting import fix_missing_ids

    folder = content_folder(content, settings_file)
    if fix:
        for path, identity in fix_missing_ids(folder, secrets.choice):
            click.echo(f"{path}: id: {identity}", err=True)
    problems = find_problems(folder, settings_file)
    _PRINTERS[form](problems)
    if problems:
        sys.exit(1)
    if form == "text":
        click.echo("No problems.")


def find_problems(folder: Path, settings_file: Path) -> Sequence[Problem]:
    """Return every problem of the record under ``folder``, in file order."""
    import datetime as dt

    from pledges.errors import ContentError
    from pledges.files.check import check_record
    from pledges.settings import read_settings

    settings = read_settings(read_pelican_settings(settings_file))
    try:
        check_record(folder, settings, settings.today(dt.datetime.now(dt.UTC)))
    except ContentError as error:
        return error.problems
    return ()


def _print_text(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def _print_github(problems: Sequence[Problem]) -> None:
    """Print workflow commands; GitHub shows each beside its line."""
    for problem in problems:
        message = f"{problem.field}: {problem.message}" if problem.field else problem.message
        place = f"file={_escape_property(problem.path)},line={max(problem.line, 1)}"
        print(f"::error {place}::{_escape_data(message)}")


def _print_json(problems: Sequence[Problem]) -> None:
    rows = [{"path": p.path, "line": p.line, "field": p.field, "message": p.message} for p in problems]
    print(json.dumps(rows, ensure_ascii=False, indent=2))


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


_PRINTERS: dict[str, Callable[[Sequence[Problem]], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
}
