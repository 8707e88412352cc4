"""Everything that can go wrong, in one tree, and the form in which authors meet it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Control characters, and those that turn the direction of what stands around them.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing in the record that its author can repair.

    ``path`` is relative to the site's folder; ``line`` counts from 1 (0: the file as a
    whole); ``field`` is the header field or part it stands in, or empty; ``message`` quotes
    what is wrong and says what to write instead. Printed, it is one line, in which nothing that is
    quoted from a file can steer a terminal.
    """

    path: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        line = f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        return harmless(line)


def harmless(line: str) -> str:
    """Return a line in which nothing can steer a terminal: what would is spelt out."""
    return _STEERING.sub(lambda sign: ascii(sign[0])[1:-1], line)


class PledgesError(Exception):
    """Base of every error that this package raises on purpose."""


class ContentError(PledgesError):
    """The record has problems; nothing was built. Carries all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class SettingsError(PledgesError):
    """A setting cannot be used; the message names it, quotes it and says what to write."""


class CommandError(PledgesError):
    """A command was asked for something it cannot do; the message says what would work."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``'; did you mean "x"?'`` for the nearest known word, else an empty string."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""
