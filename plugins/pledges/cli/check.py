"""``pledges check``: every problem in the record, in one run."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pledges.cli.project import content_folder, content_option, read_pelican_settings, settings_option
from pledges.errors import Problem

if TYPE_CHECKING:
    from pledges.domain.record import Record
    from pledges.files.explicit_hints import Found
    from pledges.settings import Settings


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
@click.option("--explicit", is_flag=True, help="Say too where open promises could be more explicit.")
@settings_option
def command(content: Path | None, fix: bool, form: str, explicit: bool, settings_file: Path) -> None:
    """Find every problem in the record: file, line, field, what is wrong, what to write instead.

    The exit status is 1 when there is one. With --explicit, promises that can still be amended are read
    for what a customer could not hold them to; that is a hint and changes no exit status. Rules can be
    left out by name with the setting EXPLICIT_OFF.

    \b
    Example:
      pledges check
      pledges check --fix
      pledges check --explicit --format github
    """
    from pledges.files.minting import fix_missing_ids

    folder = content_folder(content, settings_file)
    if fix:
        for path, identity in fix_missing_ids(folder, secrets.choice):
            click.echo(f"{path}: id: {identity}", err=True)
    problems, record, settings = look(folder, settings_file)
    found = hints_of(folder, record, settings) if explicit and record else []
    _PRINTERS[form](problems, found)
    if problems:
        sys.exit(1)
    if form == "text":
        click.echo("No problems.")
        if record and (left := unsealed_words(folder, record, settings)):
            click.echo(f"{left}; run pledges seal before you publish.")


def unsealed_words(folder: Path, record: Record, settings: Settings) -> str:
    """Return how much there is to seal, in words; empty where there is nothing, or the ledger is not used."""
    from pledges.files.sealing import unsealed

    if not record.ledgers:
        return ""
    found = unsealed(folder, record, settings.today(dt.datetime.now(dt.UTC)), settings.zone)
    count = sum(len(sealing.statements) for sealing in found)
    if not count:
        return ""
    return (
        f"{count} {'thing that is public is' if count == 1 else 'things that are public are'} not sealed yet"
    )


def look(folder: Path, settings_file: Path) -> tuple[Sequence[Problem], Record | None, Settings]:
    """Return every problem of the record under ``folder``, in file order, or the record without any."""
    from pledges.domain.summary import NOTHING_SAID
    from pledges.errors import ContentError
    from pledges.files.check import check_record
    from pledges.files.flawless import flawless_record
    from pledges.settings import read_settings
    from pledges.site.workers import share_out

    settings = read_settings(read_pelican_settings(settings_file))
    today = settings.today(dt.datetime.now(dt.UTC))
    flawless = flawless_record(folder, settings, today, lambda said: NOTHING_SAID, share=share_out)
    try:
        checked = flawless or check_record(folder, settings, today)
    except ContentError as error:
        return error.problems, None, settings
    return (), checked.whole, settings


def hints_of(folder: Path, record: Record, settings: Settings, path: str = "") -> Sequence[Found]:
    """Return where the record's promises, or the one at ``path``, could be more explicit."""
    from pledges.files.explicit_hints import explicit_hints

    name = Path(os.path.relpath(folder.absolute(), Path.cwd())).as_posix()
    wanted = [pledge for pledge in record.pledges if path in ("", pledge.path)]
    today = settings.today(dt.datetime.now(dt.UTC))
    return explicit_hints(folder, name, wanted, today, settings.explicit_off, settings.default_lang)


def print_text(problems: Sequence[Problem], hints: Sequence[Found]) -> None:
    """Print one line each: problems first, then what could be more explicit."""
    for problem in problems:
        print(problem, file=sys.stderr)
    for hint, _ in hints:
        print(
            f"{hint.path}:{hint.line}: {hint.field}: could be more explicit: {hint.message}", file=sys.stderr
        )


def _print_github(problems: Sequence[Problem], hints: Sequence[Found]) -> None:
    """Print workflow commands; GitHub shows each beside its line."""
    for problem in problems:
        print(_annotation("error", problem))
    for hint, _ in hints:
        print(_annotation("warning", hint))


def _annotation(level: str, problem: Problem) -> str:
    message = f"{problem.field}: {problem.message}" if problem.field else problem.message
    place = f"file={_escape_property(problem.path)},line={max(problem.line, 1)}"
    return f"::{level} {place}::{_escape_data(message)}"


def _print_json(problems: Sequence[Problem], hints: Sequence[Found]) -> None:
    rows = [_row(problem) for problem in problems]
    rows += [{**_row(hint), "level": "warning", "rule": str(rule)} for hint, rule in hints]
    print(json.dumps(rows, ensure_ascii=False, indent=2))


def _row(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
    }


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


_PRINTERS: dict[str, Callable[[Sequence[Problem], Sequence[Found]], None]] = {
    "text": print_text,
    "github": _print_github,
    "json": _print_json,
}
