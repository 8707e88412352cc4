"""What all imports have in common on the command line: their options, and the way they go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from pledges.cli.project import content_folder, content_option, settings_option
from pledges.errors import ContentError

if TYPE_CHECKING:
    from pledges.errors import Problem
    from pledges.importers.importing import Import
    from pledges.importers.targets import Targets

F = TypeVar("F", bound=Callable[..., Any])
MAX_PROBLEMS = 50
_FILE = click.Path(path_type=Path, dir_okay=False)

_OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Only say what would be imported."),
    click.option("--yes", is_flag=True, help="Do not ask before writing."),
    click.option(
        "--map", "map_file", type=_FILE, help="What old addresses mean: an address and essays/<slug> a line."
    ),
    click.option(
        "--host",
        "hosts",
        multiple=True,
        help="Take only what stands on this host; may be given several times.",
    ),
    click.option(
        "--orphans",
        type=click.Choice(["aside", "threads"]),
        default="aside",
        show_default=True,
        help="Replies to what the export does not have: keep them aside, or make each a thread of its own.",
    ),
    click.option(
        "--aside",
        "aside_file",
        type=_FILE,
        help="Where to keep what has no place here.  [default: beside the export]",
    ),
    content_option,
    settings_option,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was said on the command line."""

    dry_run: bool
    yes: bool
    map_file: Path | None
    hosts: Sequence[str]
    orphans: str
    aside_file: Path | None
    content: Path | None
    settings_file: Path

    @property
    def folder(self) -> Path:
        """The record's folder."""
        return content_folder(self.content, self.settings_file)


class Documents(Protocol):
    """What an export brings besides responses."""

    def lines(self) -> Iterable[str]:
        """Return what the report says of it, nothing when nothing is new."""

    def write(self) -> None:
        """Put it into the record."""


def import_options(command: F) -> F:
    """Give a command the options of every import; it takes them as keywords for :class:`Options`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_targets_of(options: Options) -> Targets:
    """Return the essays and pledges there are, with the map. Raises ContentError for a map that is none."""
    from pledges.importers.target_map import read_map
    from pledges.importers.targets import read_targets

    choices = read_map(options.map_file) if options.map_file else ()
    return read_targets(options.folder, choices, options.hosts)


def run_import(
    system: str,
    source: Path,
    items: Iterable[Any],
    options: Options,
    targets: Targets | None = None,
    documents: Documents | None = None,
) -> None:
    """Import ``items``, which come from ``source``: report, ask, write, keep aside.

    ``documents`` are ready once all items are taken, and are written before the responses to them. The
    exit status is 1 when something in the export cannot be read; the rest is imported all the same.
    """
    from pledges.importers.aside import aside_path
    from pledges.importers.importing import Import
    from pledges.importers.threads import Orphans

    targets = targets or read_targets_of(options)
    path = aside_path(source, options.folder, options.aside_file)
    progress = _Progress()
    work = Import(options.folder, system, targets, orphans=Orphans(options.orphans), progress=progress.tell)
    with work, stoppable(progress):
        work.take(items)
        check_map(targets, options)
        work.plan()
        work.report.documents += documents.lines() if documents else ()
        progress.end()
        if report(work, options):
            if documents:
                documents.write()
            work.write()
            progress.end()
            tell_done(work, path)
    if work.problems:
        sys.exit(1)


@contextmanager
def stoppable(progress: _Progress) -> Iterator[None]:
    """Clear the progress at the end, and say what to do when somebody has pressed Ctrl+C."""
    try:
        yield
    except KeyboardInterrupt:
        progress.end()
        click.echo("Stopped. What is written stays; the same command again does the rest.", err=True)
        sys.exit(130)
    finally:
        progress.end()


def check_map(targets: Targets, options: Options) -> None:
    """Raise ContentError when the map names essays or pledges that are not there."""
    if options.map_file and (problems := list(targets.problems(str(options.map_file)))):
        raise ContentError(problems)


def report(work: Import, options: Options) -> bool:
    """Print the report, and return whether to go on and write."""
    from pledges.importers.importing import UNREADABLE

    print_problems(work.problems, work.report.aside[UNREADABLE])
    for line in work.report.lines():
        click.echo(line)
    if options.dry_run:
        click.echo("Nothing was written.")
        return False
    is_asked = work.report.has_news and not options.yes and sys.stdin.isatty()
    if is_asked and not click.confirm("Write this into the record?"):
        click.echo("Nothing was written.")
        return False
    return True


def tell_done(work: Import, aside: Path) -> None:
    """Say what was done, and save what is kept aside."""
    click.echo(
        f"Done: {work.report.total_new} imported." if work.report.has_news else "Nothing new was there."
    )
    if work.aside.save(aside):
        click.echo(f"Kept aside: {work.aside.count}, in {aside}.")
    if work.report.pledges:
        click.echo("Some of it answers promises: run pledges seal before you publish.")


def print_problems(problems: Sequence[Problem], count: int) -> None:
    """Print what in the export cannot be read, one a line; there are ``count`` of it."""
    from pledges.markup.text import printable

    for problem in problems[:MAX_PROBLEMS]:
        click.echo(printable(str(problem)), err=True)
    if count > MAX_PROBLEMS:
        click.echo(f"… and {count - MAX_PROBLEMS} more; all are kept aside", err=True)


class _Progress:
    """Rewrites one line on a terminal; elsewhere it says nothing."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()

    def tell(self, what: str, done: int, total: int) -> None:
        """Say how far it is."""
        if self._is_shown:
            whole = f" of {total:,}" if total > done else ""
            click.echo(f"\r\033[K{done:,}{whole} {what}", nl=False, err=True)

    def end(self) -> None:
        """Clear the line."""
        if self._is_shown:
            click.echo("\r\033[K", nl=False, err=True)
