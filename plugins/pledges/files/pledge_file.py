"""``pledges/*.md`` ⇄ :class:`Pledge` with its updates."""

from __future__ import annotations

import dataclasses
import datetime as dt

from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.errors import ContentError, Problem
from pledges.files.fields import PLEDGE
from pledges.files.reading import Reading, doubts_of, read_values
from pledges.files.text import slug_of
from pledges.files.update_text import format_update, read_updates
from pledges.files.yaml_text import write_document


def parse_pledge(path: str, text: str) -> tuple[Pledge | None, list[Problem]]:
    """Return the pledge, or None if the file has problems, and every problem.

    ``path`` is relative to the content folder and gives the slug.
    """
    return read_pledge(path, text).whole()


def read_pledge(path: str, text: str) -> Reading[Pledge]:
    """Return the pledge as far as it can be read, and every problem."""
    header, values, problems = read_values(path, text, PLEDGE)
    found = read_updates(path, header.body, header.body_line)
    pledge = Pledge(
        slug=slug_of(path),
        path=path,
        body=found.body,
        body_line=header.body_line,
        updates=tuple(found.updates),
        **values,
    )
    if pledge.due < pledge.made:
        message = f"{pledge.due} is before the promise was made on {pledge.made}; write a later date"
        problems.append(Problem(path, header.entries["due"].line, "due", message))
    unordered = _out_of_order(pledge, found.undated)
    if not problems and not found.problems and not unordered:
        return Reading(pledge, [])
    doubts = dataclasses.replace(
        doubts_of(header, PLEDGE, problems, pledge),
        updates=frozenset(found.wrong | unordered.keys()),
        unclear=frozenset(found.unclear),
        is_cut=found.is_cut or header.is_missing,
    )
    return Reading(pledge, problems + found.problems + [*unordered.values()], doubts)


def _out_of_order(pledge: Pledge, undated: set[int]) -> dict[int, Problem]:
    """Return what is wrong with the dates of updates, by their numbers."""
    problems = {}
    before = pledge.made
    for update in pledge.updates:
        if update.on >= before:
            before = update.on
        elif update.number not in undated:  # among the illegal moves too, but a file may be read for itself
            message = _order(update.on, before, pledge.made)
            problems[update.number] = Problem(pledge.path, update.line, "update", message)
    return problems


def _order(on: dt.date, before: dt.date, made: dt.date) -> str:
    if on < made:
        return f"{on} is before the promise was made on {made}; write a later date"
    return f"{on} stands after {before}; updates stand in order of date"


def format_pledge(pledge: Pledge) -> str:
    """Return the text of the pledge's file; :func:`parse_pledge` reads the same pledge from it.

    Raises ContentError when a text would be read as something else: a body with a heading that
    opens an update, a text that ends like a field.
    """
    sections = [pledge.body, *map(format_update, pledge.updates)]
    text = write_document(pledge, PLEDGE, "\n\n".join(section for section in sections if section))
    read, problems = parse_pledge(pledge.path, text)
    if problems:
        raise ContentError(problems)
    if read and (read.body, _said(read)) != (pledge.body, _said(pledge)):
        raise ContentError([_reads_otherwise(pledge.path)])
    return text


def append_update(path: str, text: str, update: Update) -> str:
    """Return a pledge's file with one more update; what was there stays as it is, byte for byte.

    The update's number and line are what its place makes them. Raises ContentError when its text
    would be read as something else.
    """
    before, known = parse_pledge(path, _normal(text))
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith(end * 2) else end if text.endswith("\n") else end * 2
    appended = f"{text}{gap}{format_update(update)}\n".replace("\r\n", "\n")
    if end == "\r\n":
        appended = text + gap + format_update(update).replace("\n", end) + end
    after, problems = parse_pledge(path, _normal(appended))
    if new := [problem for problem in problems if problem not in known]:
        raise ContentError(new)
    if before and after and _said(after) != [*_said(before), _bare(update)]:
        raise ContentError([_reads_otherwise(path)])
    return appended


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _said(pledge: Pledge) -> list[Update]:
    return [_bare(update) for update in pledge.updates]


def _bare(update: Update) -> Update:
    return dataclasses.replace(update, number=0, line=0)


def _reads_otherwise(path: str) -> Problem:
    return Problem(
        path, 0, "update", "the text would be read as a heading or a field; write that line in other words"
    )
