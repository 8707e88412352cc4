"""What the ledgers sealed, held against what the record says now.

What is newer than its ledger is no problem: it is sealed later. The same goes for a response that says
itself that it was edited or erased since. All else that differs was altered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from difflib import SequenceMatcher

from pledges.domain.address import Folder
from pledges.domain.ledger import (
    BY_PROMISOR,
    Body,
    EntryKind,
    Head,
    Ledger,
    update_body,
    wording_body,
)
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.update import Update
from pledges.domain.word_diff import Change, word_diff
from pledges.errors import Problem
from pledges.files.ids import Ids
from pledges.files.ledger_line import Sealed, read_ledger, response_commitment
from pledges.files.library import Library
from pledges.files.lines import header_line
from pledges.files.scan import conversation_path
from pledges.files.text import slug_of
from pledges.verify_ledger import canonical


class LedgerCheck:
    """Holds every ledger against a library. ``ledgers``: those that :meth:`problems` read, by pledge id.

    ``ids``: of all leaders and pledges, where the library has not all of them.
    """

    def __init__(self, library: Library, zone: dt.tzinfo, ids: Ids | None = None) -> None:
        self.library = library
        self.zone = zone
        self.ledgers: dict[str, Ledger] = {}
        self._pledges = {pledge.id: pledge for pledge in library.pledges}
        self._ids = ids or Ids(library.leaders, library.pledges)
        self._lacks_ids = any(map(library.lacks_id, (Folder.LEADERS, Folder.PLEDGES)))

    def problems(self) -> Iterator[Problem]:
        """Read every ledger and yield what is wrong with it, or differs from it."""
        for path in self.library.found.ledgers:
            sealed, wrong = read_ledger(path, (self.library.content / path).read_bytes())
            yield from wrong
            if sealed and not wrong:
                pledge_id = slug_of(path)
                self.ledgers[pledge_id] = ledger_of(sealed, self.zone)
                yield from self._differences(path, pledge_id, sealed)

    def _differences(self, path: str, pledge_id: str, sealed: tuple[Sealed, ...]) -> Iterator[Problem]:
        latest = {entry.entry.id: entry for entry in sealed}
        yield from self._responses(pledge_id, latest)
        pledge = self._pledges.get(pledge_id)
        if pledge is None:
            if not self.library.lacks_id(Folder.PLEDGES):
                message = f'the promise "{pledge_id}" that is sealed here has no file any more; put it back'
                yield Problem(path, 0, "", message)
            return
        if pledge.draft:
            message = "was set after the promise was published; delete the line, or withdraw the promise"
            yield Problem(pledge.path, self._line(pledge, "draft"), "draft", message)
        if (wording := latest.get(pledge.id)) and wording.opening:
            yield from self._wording(pledge, wording)
        yield from self._updates(pledge, latest)

    # --- the promisor's words ---

    def _wording(self, pledge: Pledge, sealed: Sealed) -> Iterator[Problem]:
        before, now = sealed.body(), wording_body(pledge, self._ids.leader)
        for name in sorted(before.keys() | now.keys()):
            if before.get(name) != now.get(name) and not self._is_doubtful(pledge, name):
                old, new = _printed(before.get(name)), _printed(now.get(name))
                field, line = name, self._line(pledge, name)
                if name == "text":
                    field, line = "", pledge.body_line + _first_change(old, new)
                yield Problem(pledge.path, line, field, _changed(sealed, old, new, name))

    def _is_doubtful(self, pledge: Pledge, name: str) -> bool:
        doubts = self.library.doubts_of(pledge)
        return (
            doubts.cover(name) or (name == "leader" and self._lacks_ids) or (name == "text" and doubts.is_cut)
        )

    def _updates(self, pledge: Pledge, latest: dict[str, Sealed]) -> Iterator[Problem]:
        doubts = self.library.doubts_of(pledge)
        if doubts.updates or doubts.is_cut or self._lacks_ids:
            return
        entries = [
            entry
            for entry in sorted(latest.values(), key=lambda entry: (len(entry.entry.id), entry.entry.id))
            if entry.entry.kind in (EntryKind.UPDATE, EntryKind.AMENDMENT) and entry.opening
        ]
        sealed = [entry.body() for entry in entries]
        now = [update_body(update, self._ids.pledge) for update in pledge.updates]
        if now[: len(sealed)] == sealed:
            return
        matcher = SequenceMatcher(
            None, list(map(canonical, sealed)), list(map(canonical, now)), autojunk=False
        )
        for what, start, end, new_start, new_end in matcher.get_opcodes():
            both = min(end - start, new_end - new_start) if what == "replace" else 0
            for place in range(both):
                update, entry = pledge.updates[new_start + place], entries[start + place]
                yield from _update_changes(pledge, update, entry, now[new_start + place])
            if what != "equal":
                yield from _removed(pledge, entries[start + both : end], new_start + both)
                yield from _inserted(pledge, pledge.updates[new_start + both : new_end], end < len(sealed))

    # --- the responses ---

    def _responses(self, pledge_id: str, latest: dict[str, Sealed]) -> Iterator[Problem]:
        path = conversation_path(Folder.PLEDGES, pledge_id)
        conversation = self.library.conversations.get(path)
        lines = zip(conversation.responses, conversation.lines, strict=True) if conversation else ()
        met = set()
        for response, line in lines:
            met.add(response.id)
            sealed = latest.get(response.id)
            if sealed and not _is_newer(response, sealed) and _is_altered(response, sealed):
                message = f'"{response.id}" was altered after it was sealed on {sealed.entry.date[:10]}'
                yield Problem(path, line, "", f"{message}; put back the line as it was, from a copy")
        for identity, sealed in latest.items():
            if identity not in met and sealed.entry.kind not in (*BY_PROMISOR, EntryKind.ERASURE):
                message = f'"{identity}" of {sealed.entry.date[:10]} was sealed and is gone'
                yield Problem(path, 0, "", f"{message}; put back its line, or erase it in the inbox")

    def _line(self, pledge: Pledge, field: str) -> int:
        return header_line(self.library.content / pledge.path, field)


def ledger_of(sealed: tuple[Sealed, ...], zone: dt.tzinfo) -> Ledger:
    """Return what the entries amount to, day by day; an entry counts from the latest day before it."""
    heads: dict[dt.date, Head] = {}
    day = dt.date.min
    for entry in sealed:
        day = max(day, entry.entry.day_in(zone))
        heads[day] = Head(entry.entry.n, entry.hash, entry.end)
    return Ledger(tuple(heads.items()))


def _is_newer(response: Response, sealed: Sealed) -> bool:
    """Whether the response says itself that it is another than the one sealed."""
    if sealed.entry.kind is EntryKind.ERASURE:
        return response.erased is None  # it was taken back, and published again
    since = dt.datetime.fromisoformat(sealed.entry.date)
    return response.erased is not None or (response.updated is not None and response.updated > since)


def _is_altered(response: Response, sealed: Sealed) -> bool:
    return response_commitment(response) != sealed.entry.commitment


def _update_changes(pledge: Pledge, update: Update, sealed: Sealed, now: Body) -> Iterator[Problem]:
    before = sealed.body()
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            old, new = _printed(before.get(name)), _printed(now.get(name))
            line = update.line + (1 + _first_change(old, new) if name == "text" else 0)
            field = "update" if name in ("text", "claim", "date") else name.capitalize()
            yield Problem(pledge.path, line, field, _changed(sealed, old, new, ""))


def _removed(pledge: Pledge, entries: list[Sealed], place: int) -> Iterator[Problem]:
    line = pledge.updates[place].line if place < len(pledge.updates) else 0
    for entry in entries:
        body = entry.body()
        what = f'the sealed update "{body["date"]} · {body["claim"]}" was removed'
        yield Problem(pledge.path, line, "update", f"{what}; put it back: {_short(body.get('text', ''))}")


def _inserted(pledge: Pledge, updates: tuple[Update, ...], is_before_sealed: bool) -> Iterator[Problem]:
    for update in updates if is_before_sealed else ():
        message = "was inserted before updates that are sealed; new updates stand at the end"
        yield Problem(pledge.path, update.line, "update", message)


def _changed(sealed: Sealed, old: str, new: str, name: str) -> str:
    remedy = "put the sealed words back"
    if name in ("promise", "outcome", "due"):
        remedy += ', and write an update "amended"'
    number = sealed.entry.n
    return (
        f"was changed after it was sealed (entry {number} of its ledger): {marked_diff(old, new)}; {remedy}"
    )


def _printed(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line[:57]}…"' if len(line) > 58 else f'"{line}"'


def _first_change(old: str, new: str) -> int:
    """Return the line, from 0, in which ``new`` begins to differ."""
    before, after = old.split("\n"), new.split("\n")
    pairs = zip(before, after, strict=False)
    first = next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    return min(first, len(after) - 1)


def marked_diff(old: str, new: str) -> str:
    """Return a word diff on one line, ``[-what went-]{+what came+}``, with a few words around each."""
    parts = word_diff(old, new)
    found = []
    for place, part in enumerate(parts):
        text = " ".join(part.text.split(" ")) if part.change is Change.KEPT else part.text
        line = text.replace("\n", " ¶ ")
        if part.change is Change.REMOVED:
            found.append(f"[-{line}-]")
        elif part.change is Change.ADDED:
            found.append(f"{{+{line}+}}")
        else:
            found.append(_around(line, place == 0, place == len(parts) - 1))
    return "".join(found)


def _around(text: str, is_first: bool, is_last: bool, length: int = 40) -> str:
    """Return what stands between two changes, its middle left out when it is long."""
    start = "" if is_first else text[:length]
    end = "" if is_last else text[-length:]
    if len(text) <= len(start) + len(end):
        return text
    return f"{start}…{end}"
