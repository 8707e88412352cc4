"""One target's drafts in the order they are appended, each with what it answers here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pledges.importers.imported import Status
from pledges.importers.known import Known
from pledges.importers.origin import response_id
from pledges.importers.spool import Spool
from pledges.importers.targets import Target


class Orphans(StrEnum):
    """What becomes of replies to what is not in the export."""

    ASIDE = "aside"
    THREADS = "threads"  # each begins a thread of its own


class Verdict(StrEnum):
    """Why a draft is not written. Others have their status, or what is wrong with them, for a reason."""

    TWICE = "stands twice in the export"
    LINKBACK = "came in by another door already"
    ORPHAN = "answers what is not in the export"


@dataclass(slots=True)
class Slot:
    """A draft without its words. ``answers`` is the id of what it answers here, once that is settled."""

    place: int
    key: str
    id: str
    parent: str
    status: Status
    age: tuple[float, int]
    wrong: str = ""
    answers: str = ""
    state: str = "open"  # then "known", "dropped" or "written"
    alone: bool = False


@dataclass(slots=True)
class Threads:
    """What happens to each draft of a target: ``written``, in order; ``dropped``, and why; ``known``."""

    written: list[Slot] = field(default_factory=list)
    dropped: list[tuple[Slot, str]] = field(default_factory=list)
    known: int = 0


def settle(target: Target, spool: Spool, known: Known, system: str, orphans: Orphans) -> Threads:
    """Decide about every draft of a target.

    By date, but nothing before what it answers: pages are filled in file order and never re-flowed. A
    reply to what was not imported answers the nearest above it that is; a deleted response keeps its place
    when it is answered; a circle is cut.
    """
    return _Settling(target, spool, known, system, orphans).settle()


@dataclass(slots=True)
class _Settling:
    target: Target
    spool: Spool
    known: Known
    system: str
    orphans: Orphans
    slots: dict[str, Slot] = field(default_factory=dict)
    result: Threads = field(default_factory=Threads)

    def settle(self) -> Threads:
        self._collect()
        for slot in sorted(self.slots.values(), key=lambda slot: slot.age):
            if slot.status is Status.LIVE and not slot.wrong:
                self._place(slot)
        for slot in self.slots.values():
            if slot.state == "open":
                self._drop(slot, slot.wrong or slot.status)
        return self.result

    def _collect(self) -> None:
        for number, (place, draft) in enumerate(self.spool.drafts(self.target)):
            response = draft.response
            slot = Slot(
                place=place,
                key=draft.key,
                id=response.id,
                parent=draft.parent,
                status=draft.status,
                age=(response.date.timestamp(), number),
                wrong=draft.wrong,
            )
            if draft.key in self.slots:
                self._drop(slot, Verdict.TWICE)
                continue
            self.slots[draft.key] = slot
            if self.known.has(slot.id):
                slot.state = "known"
                self.result.known += slot.status is Status.LIVE
            elif response.is_linkback and self.known.has_linkback(
                self.target, response.type, response.source
            ):
                self._drop(slot, Verdict.LINKBACK)

    def _place(self, slot: Slot) -> None:
        """Write what a response answers, from the top down, and then itself."""
        chain: dict[str, Slot] = {}
        here: Slot | None = slot
        while here is not None and here.state == "open" and here.key not in chain:
            chain[here.key] = here
            here = self._above(here)
        for one in reversed(chain.values()):
            above = self._above(one)
            if self._is_orphan(one, above):
                self._drop(one, Verdict.ORPHAN)
                continue
            if above is not None and above.state in ("known", "written"):
                one.answers = self._id_here(above)
            elif above is None:
                one.answers = self._id_above(one)
            one.alone = bool(one.parent and not one.answers)
            one.state = "written"
            self.result.written.append(one)

    def _above(self, slot: Slot) -> Slot | None:
        """Return the nearest above a response that has, or keeps, a place here."""
        met = {slot.key}
        parent = self.slots.get(slot.parent)
        while parent is not None and parent.key not in met:
            if _has_place(parent):
                return parent
            met.add(parent.key)
            parent = self.slots.get(parent.parent)
        return None

    def _top_parent(self, slot: Slot) -> str:
        """Return the key at the end of the way up through what has no place, when it is not in the export."""
        met = {slot.key}
        parent = slot.parent
        while parent in self.slots and parent not in met:
            met.add(parent)
            parent = self.slots[parent].parent
        return "" if parent in self.slots else parent

    def _is_orphan(self, slot: Slot, above: Slot | None) -> bool:
        if self.orphans is Orphans.THREADS:
            return False
        if above is not None:
            return above.state == "dropped"
        return bool(self._top_parent(slot)) and not self._id_above(slot)

    def _id_here(self, above: Slot) -> str:
        is_here = above.state == "written" or self.known.stands_in(self.target, above.id)
        return above.id if is_here else ""

    def _id_above(self, slot: Slot) -> str:
        """Return the id of what an earlier export brought here, which this one no longer has."""
        parent = self._top_parent(slot)
        identity = response_id(self.system, parent) if parent else ""
        return identity if identity and self.known.stands_in(self.target, identity) else ""

    def _drop(self, slot: Slot, why: str) -> None:
        slot.state = "dropped"
        self.result.dropped.append((slot, why))


def _has_place(slot: Slot) -> bool:
    """Whether a response is, or will be, in the conversation: also as a place that is kept."""
    if slot.state in ("known", "written"):
        return True
    return slot.status in (Status.LIVE, Status.DELETED) and not slot.wrong
