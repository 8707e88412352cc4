"""What an import does, or would do, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_NAMED = 20
"""How many unknown addresses a report names; the others are in the file that is kept aside."""


@dataclass(slots=True)
class Report:
    """The numbers. ``new`` counts by kind and type; ``skipped`` and ``aside`` by reason.

    ``known``: in the record already. ``alone``: replies that become threads of their own. ``unknown``: the
    old addresses that mean nothing here, with how many responses each has. ``documents``: lines of an
    importer's own, about what it brings besides responses. ``pledges``: some of it answers a promise.
    """

    new: Counter[str] = field(default_factory=Counter)
    known: int = 0
    places_kept: int = 0
    conversations: int = 0
    alone: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    documents: list[str] = field(default_factory=list)
    pledges: bool = False

    @property
    def total_new(self) -> int:
        """How many responses are written."""
        return self.new.total()

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.total_new or self.documents)

    def lines(self) -> Iterator[str]:
        """Yield the report for people, as it is before anything is written."""
        yield from self.documents
        yield f"To import: {_responses(self.total_new)} in {_count(self.conversations, 'conversation')}."
        yield from (f"  {count} × {what}" for what, count in sorted(self.new.items()))
        if self.places_kept:
            yield f"  {_count(self.places_kept, 'place')} kept of deleted comments that were answered"
        if self.alone:
            yield f"  {self.alone} of them stand alone: what they answer is not here"
        if self.known:
            yield f"In the record already, left as they are: {self.known}."
        yield from self._reasons("Not imported", self.skipped)
        yield from self._reasons("Kept aside", self.aside)
        yield from self._unknown()

    def _reasons(self, title: str, reasons: Counter[str]) -> Iterator[str]:
        if reasons:
            yield f"{title}: {_responses(reasons.total())}."
            yield from (f"  {count} × {why}" for why, count in sorted(reasons.items()))

    def _unknown(self) -> Iterator[str]:
        if self.unknown:
            yield "Old addresses to name in the map (--map FILE), with what they stand for or -:"
            named = sorted(self.unknown.items(), key=lambda one: (-one[1], one[0]))
            yield from (f"  {address}  ({_responses(count)})" for address, count in named[:MAX_NAMED])
            if len(named) > MAX_NAMED:
                yield f"  and {len(named) - MAX_NAMED} more"


def _responses(count: int) -> str:
    return _count(count, "response")


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
