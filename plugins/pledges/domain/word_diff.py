"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Below this share of words in common, two texts are told one after the other, not woven together.
ALIKE = 0.4


class Change(StrEnum):
    """What became of a part of a text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that stayed, went or came."""

    change: Change
    text: str


def word_diff(old: str, new: str) -> tuple[Part, ...]:
    """Return the parts in reading order; what was removed stands before what was added in its place.

    The kept and removed parts together are the old text, the kept and added ones the new, to the letter.
    """
    before, after = _words(old), _words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _parts([(old, new, False)])
    return _parts(_joined(_runs(matcher, before, after)))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"(\s+)", text) if word]


#: A run of the old text, the run of the new one in its place, and whether they are the same.
_Run = tuple[str, str, bool]


def _runs(matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]) -> Iterator[_Run]:
    for name, start, end, new_start, new_end in matcher.get_opcodes():
        yield "".join(before[start:end]), "".join(after[new_start:new_end]), name == "equal"


def _joined(runs: Iterator[_Run]) -> list[_Run]:
    """Return the runs, changes with nothing but a space between them as one."""
    found: list[_Run] = []
    for old, new, same in runs:
        if not same and len(found) > 1 and found[-1][2] and not found[-1][0].strip() and not found[-2][2]:
            (gap, _, _), (before, after, _) = found.pop(), found.pop()
            found.append((before + gap + old, after + gap + new, False))
        else:
            found.append((old, new, same))
    return found


def _parts(runs: Sequence[_Run]) -> tuple[Part, ...]:
    found: list[Part] = []
    for old, new, same in runs:
        if same:
            found.append(Part(Change.KEPT, old))
        else:
            found += [Part(Change.REMOVED, old)] if old else []
            found += [Part(Change.ADDED, new)] if new else []
    return tuple(found)
