"""``pledges new``: a new essay, pledge, leader or page, with its id minted."""

from __future__ import annotations

import datetime as dt
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pledges.cli.project import DAY, content_folder, content_option, read_pelican_settings, settings_option
from pledges.domain.address import Folder
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.slug import slug_complaint, slugify
from pledges.errors import CommandError, ContentError, Problem

slug_option = click.option("--slug", help="The file's name.  [default: from the title]")


@click.group("new")
def command() -> None:
    """Begin an essay, pledge, leader or page.

    The file is written with an id that never changes. What is asked for and not given is asked
    on a terminal.

    \b
    Example:
      pledges new leader "Maya Okafor" --role "Head of support"
      pledges new pledge "A person answers within a minute" --leader maya-okafor
    """


@command.command("pledge")
@click.argument("title")
@click.option("--leader", help="The promisor's slug.")
@click.option("--customer", "customers", multiple=True, help="To whom; may be given several times.")
@click.option("--promise", help="The exact wording.")
@click.option("--outcome", help="What the customer can check.")
@click.option("--why", help="Why the customer values it.")
@click.option("--due", type=DAY, help="The date by which it is kept.")
@click.option("--made", type=DAY, help="When it is made.  [default: today]")
@click.option("--on-behalf-of", default="", help="The organisation promised for.")
@slug_option
@content_option
@settings_option
def new_pledge(
    title: str,
    customers: tuple[str, ...],
    due: dt.date | None,
    made: dt.date | None,
    on_behalf_of: str,
    slug: str | None,
    content: Path | None,
    settings_file: Path,
    **words: str | None,
) -> None:
    """Make a promise.

    \b
    Example:
      pledges new pledge "A person answers" --leader maya-okafor --due 2027-06-30 \\
        --customer "Everyone who calls" --promise "When you call, a person answers." \\
        --outcome "95 % of calls within 60 seconds." --why "Something has stopped working."
    """
    from pledges.files.pledge_file import format_pledge

    day = due.isoformat() if due else None
    promised = _promised({**words, "customer": next(iter(customers), None), "due": day})
    if customers:
        promised["customers"] = customers

    def write(identity: str, slug: str) -> str:
        made_on = made or _today(settings_file)
        pledge = Pledge(
            id=identity, slug=slug, title=title, made=made_on, on_behalf_of=on_behalf_of, **promised
        )
        return format_pledge(pledge)

    folder = content_folder(content, settings_file)
    _say_hints(folder, _create(Folder.PLEDGES, title, slug, folder, write), settings_file)


_QUESTIONS = {
    "leader": "Who promises (the leader's slug)?",
    "customer": "To whom?",
    "promise": "The exact words of the promise?",
    "outcome": "What can the customer check?",
    "why": "Why does the customer value it?",
    "due": "By when (YYYY-MM-DD)?",
}


def _promised(given: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what a pledge needs, by field; asks for what was not given. Raises CommandError."""
    asked = _Asked()
    answers = {name: asked.text(f"--{name}", given[name], question) for name, question in _QUESTIONS.items()}
    asked.refuse_gaps()
    customer, due = answers.pop("customer"), answers.pop("due")
    return {**answers, "customers": (customer,), "due": DAY.convert(due, None, None)}


def _say_hints(folder: Path, file: Path, settings_file: Path) -> None:
    """Say where the new promise could be more explicit; it stands as it was written."""
    from pledges.cli.check import hints_of, print_text
    from pledges.files.record import load_record
    from pledges.settings import read_settings

    settings = read_settings(read_pelican_settings(settings_file))
    path = file.relative_to(folder).as_posix()
    print_text((), hints_of(folder, load_record(folder)[0], settings, path))


@command.command("essay")
@click.argument("title")
@click.option("--author", default="", help="The author's slug, a leader.")
@click.option("--category", default="", help="The essay's category.")
@click.option("--date", "day", type=DAY, help="When it is published.  [default: today]")
@click.option("--draft", is_flag=True, help="Keep it out of the published site.")
@slug_option
@content_option
@settings_option
def new_essay(
    title: str,
    author: str,
    category: str,
    day: dt.date | None,
    draft: bool,
    slug: str | None,
    content: Path | None,
    settings_file: Path,
) -> None:
    """Begin an essay.

    \b
    Example:
      pledges new essay "The other end of the promise" --author maya-okafor --category Customers
    """
    from pledges.files.essay_file import format_essay

    def write(identity: str, slug: str) -> str:
        return format_essay(
            Essay(
                id=identity,
                slug=slug,
                title=title,
                date=day or _today(settings_file),
                author=author,
                category=category,
                draft=draft,
            )
        )

    _create(Folder.ESSAYS, title, slug, content_folder(content, settings_file), write)


@command.command("leader")
@click.argument("name")
@click.option("--role", default="", help="What they do.")
@click.option("--organisation", default="", help="Where they do it.")
@click.option("--url", default="", help="Their own site.")
@slug_option
@content_option
@settings_option
def new_leader(
    name: str,
    role: str,
    organisation: str,
    url: str,
    slug: str | None,
    content: Path | None,
    settings_file: Path,
) -> None:
    """Introduce a leader.

    \b
    Example:
      pledges new leader "Maya Okafor" --role "Head of support" --organisation "Northwind Care"
    """
    from pledges.files.leader_file import format_leader

    def write(identity: str, slug: str) -> str:
        return format_leader(
            Leader(id=identity, slug=slug, title=name, role=role, organisation=organisation, url=url)
        )

    _create(Folder.LEADERS, name, slug, content_folder(content, settings_file), write)


@command.command("page")
@click.argument("title")
@click.option("--menu", default="", help="Its label in the menu; empty keeps it out.")
@slug_option
@content_option
@settings_option
def new_page(title: str, menu: str, slug: str | None, content: Path | None, settings_file: Path) -> None:
    """Begin a plain page.

    \b
    Example:
      pledges new page "About" --menu About
    """
    from pledges.files.page_file import format_page

    def write(identity: str, slug: str) -> str:
        return format_page(Page(id=identity, slug=slug, title=title, menu=menu))

    _create(Folder.PAGES, title, slug, content_folder(content, settings_file), write)


# --- what they share ------------------------------------------------------------------------------


class _Asked:
    """Collects what was not given: asks on a terminal, else names every missing option at once."""

    def __init__(self) -> None:
        self._missing: list[str] = []

    def text(self, option: str, given: str | None, question: str) -> str:
        """Return what was given, else the answer; without a terminal an empty text."""
        if given:
            return given
        if sys.stdin.isatty():
            answer: str = click.prompt(question)
            return answer
        self._missing.append(option)
        return ""

    def refuse_gaps(self) -> None:
        """Raise CommandError when something was neither given nor asked."""
        if self._missing:
            raise CommandError(
                f"a pledge needs {', '.join(self._missing)} as well; see pledges new pledge -h"
            )


def _today(settings_file: Path) -> dt.date:
    from pledges.settings import read_settings

    return read_settings(read_pelican_settings(settings_file)).today(dt.datetime.now(dt.UTC))


def _create(
    folder: Folder, title: str, slug: str | None, content: Path, write: Callable[[str, str], str]
) -> Path:
    """Write the file, then check it where it stands; a file with problems is taken back. Return it.

    Raises CommandError when the slug cannot be used, ContentError with the file's problems.
    """
    from pledges.files.minting import mint_id, taken_ids
    from pledges.files.whole import write_whole

    slug = slug or slugify(title)
    file = content / folder / f"{slug}.md"
    complaint = slug_complaint(folder, slug)
    if not complaint and file.exists():
        complaint = f'"{file}" exists already; name another file with --slug'
    if complaint:
        raise CommandError(complaint)
    identity = mint_id(slug, taken_ids(content), secrets.choice)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        text = write(identity, slug)
    except ContentError as error:  # there is no such file yet, but this is what it would be called
        raise ContentError(
            [replace(problem, path=_name(content, file)) for problem in error.problems]
        ) from error
    write_whole(file, text.encode())
    problems = _problems_of(content, file)
    if problems:
        file.unlink()
        raise ContentError(problems)
    click.echo(file)
    return file


def _problems_of(content: Path, file: Path) -> list[Problem]:
    from pledges.files.record import load_record

    _, problems = load_record(content)
    return [problem for problem in problems if problem.path == _name(content, file)]


def _name(content: Path, file: Path) -> str:
    """Return what messages call a file of the record."""
    return f"{content.name}/{file.relative_to(content).as_posix()}"
