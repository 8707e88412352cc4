"""A map from old addresses to essays and pledges: a file that people write, one address a line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pledges.errors import ContentError, Problem
from pledges.files.text import decode


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: the old address (or its path alone), and what it means now; nothing: leave it out."""

    old: str
    new: str
    line: int


def read_map(path: Path) -> list[Choice]:
    """Return the lines of a map: an old address, white space, what it means now.

    That is ``essays/<slug>``, ``pledges/<slug>``, a slug, or ``-`` for what is to be left out. Lines that are
    empty or begin with ``#`` do not count.

    Raises ContentError with every line that is something else.
    """
    text, problems = decode(str(path), path.read_bytes())
    choices = []
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) == 2:
            choices.append(Choice(words[0], "" if words[1] == "-" else words[1], number))
        else:
            message = f'"{line.strip()[:80]}" is not an old address and what it means now'
            hint = "write for example: /2019/05/listening/ essays/listening"
            problems.append(Problem(str(path), number, "", f"{message}; {hint}"))
    if problems:
        raise ContentError(problems)
    return choices
