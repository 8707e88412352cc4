"""What has to be looked at before a record counts as whole: texts, and what is answered, share by share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.ledger import Ledger
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.domain.summary import Summary
from pledges.files.answers_alone import answers_found, read_answers
from pledges.files.check import CheckedRecord, LinkCheck, Links, documents, shown_on
from pledges.files.conversations import Answered, Conversations, Sight
from pledges.files.documents import documents_of
from pledges.files.ids import Ids
from pledges.files.library import Library
from pledges.files.links import known_addresses
from pledges.files.remembered import Remembered
from pledges.files.scan import conversation_path, ledger_path
from pledges.files.text import slug_of
from pledges.files.visible import visible
from pledges.markup.links import Resolve
from pledges.markup.texts import EncodedTexts, Texts, text_keys
from pledges.settings import Settings

SumUp = Callable[[Sequence[Response]], Summary]
"""Makes the summary of a conversation as it can be seen."""

#: How many conversations are looked at together: so many are kept at hand.
_TOGETHER = 20


class Seen(msgspec.Struct, array_like=True):
    """What was found, as :class:`Remembered` holds it."""

    texts: dict[str, msgspec.Raw] = {}
    links: dict[str, Links] = {}
    sights: dict[str, Sight] = {}
    ledgers: dict[str, Ledger] = {}
    summaries: dict[str, Summary] = {}

    def take(self, other: Seen) -> None:
        """Take in what was found by another share."""
        self.texts |= other.texts
        self.links |= other.links
        self.sights |= other.sights
        self.ledgers |= other.ledgers
        self.summaries |= other.summaries


class _View:
    """Documents that may link to the same: to what a record shows, or will show ``later``."""

    def __init__(self, check: LinkCheck, shown: Record, later: Record, others: Iterable[Document]) -> None:
        """``others`` are left out."""
        self._found = check, shown, later
        paths = {document.path for document in others}
        self.documents = {d.path: d for d in documents(shown) if d.path not in paths}
        self.resolve: Resolve = self._late

    def _late(self, url: str) -> str | None:
        return self.find(url)

    @cached_property
    def find(self) -> Resolve:
        """Tells where an address leads; to make it takes a while."""
        check, shown, later = self._found
        return check.texts(shown, later).resolve


class Due:
    """What of a library is due, whose documents have no problems of their own: the texts of documents that
    have changed, or whose links may; what is answered to targets of which either has changed.
    """

    def __init__(
        self, library: Library, settings: Settings, today: dt.date, sum_up: SumUp, before: Remembered
    ) -> None:
        self._library = library
        self._settings = settings
        self._today = today
        self._sum_up = sum_up
        self._before = before
        self._whole = library.record()
        self._names = Ids(library.leaders, library.pledges)
        self._check = LinkCheck(library.content, self._whole, settings, {}, library.found.images)
        self._views = self._all_views()
        self._view_of = {path: view for view in self._views for path in view.documents}
        if (links_stand := self._links_stand()) and before.resolve:
            self._views[0].resolve = before.resolve
        self._texts = [path for path in self._view_of if not self._text_stands(path, links_stand)]
        self._targets = self._targets_due()
        # Pictures that nothing shows are published all the same; those that are known have no faults.
        self._pictures = [] if before.documents else sorted(library.found.images)

    def prepare(self) -> int:
        """Make what all shares need, and return of how many pieces the work consists."""
        if len(self._texts) > _TOGETHER:
            for view in {id(view): view for view in map(self._view_of.__getitem__, self._texts)}.values():
                _ = view.find
        return len(self._texts) + len(self._targets)

    # --- what is due ---

    def _all_views(self) -> list[_View]:
        published = visible(self._whole, dt.date.max, zone=self._settings.zone)
        shown = shown_on(self._today, self._whole, self._settings)
        now = _View(self._check, shown, published, ())
        later = _View(self._check, published, published, documents(shown))
        drafts = _View(self._check, self._whole, self._whole, (*documents(shown), *documents(published)))
        return [now, later, drafts]

    def _links_stand(self) -> bool:
        """Tell whether no page and no list came, went or moved; then links lead where they led before."""
        changed, known = self._before.changed, self._before.documents
        old = [known[path] for path in changed if path in known]
        new = [document for document in documents(self._whole) if document.path in changed]
        if {document.path for document in old} != {document.path for document in new}:
            return False
        both = zip(self._seen(old), self._seen(new), strict=True)
        return all(known_addresses(before) == known_addresses(now) for before, now in both)

    def _seen(self, some: list[Document]) -> tuple[Record, Record, Record]:
        record = documents_of(some).record()
        later = visible(record, dt.date.max, zone=self._settings.zone)
        return shown_on(self._today, record, self._settings), later, record

    def _text_stands(self, path: str, links_stand: bool) -> bool:
        links = None if path in self._before.changed else self._before.links.get(path)
        if links is None:
            return False
        view = self._view_of[path]
        if view is self._views[0] and not all(
            key in self._before.texts for key in text_keys(view.documents[path])
        ):
            return False
        return links_stand or all(view.resolve(url) == led for url, led in links.items())

    def _targets_due(self) -> list[Essay | Pledge]:
        before = self._before
        sealed = {slug_of(path) for path in self._library.found.ledgers}
        said = {slug_of(path) for paths in self._library.found.conversations.values() for path in paths}
        known = {slug_of(path) for path in before.sights}
        due = before.answered | (said - known) | (sealed - before.ledgers.keys())
        if not self._names_stand():  # they are part of what is sealed
            due |= sealed
        targets: tuple[Essay | Pledge, ...] = (*self._whole.essays, *self._whole.pledges)
        return [target for target in targets if target.id in due or not before.standing(target.path)]

    def _names_stand(self) -> bool:
        """Tell whether slugs of leaders and pledges mean the same ids as before."""
        before = self._before
        now = {d.path: d for d in (*self._whole.leaders, *self._whole.pledges)}
        return all(
            _named(before.documents.get(path)) == _named(now.get(path))
            for path in before.changed
            if path in now or path in before.documents
        )

    # --- the look itself ---

    def look(self, number: int, of: int) -> Seen | None:
        """Look at one of several shares; None where something is wrong with it."""
        seen = Seen()
        is_right = (
            all(self._render(path, seen) for path in self._texts[number::of])
            and all(self._hear(some, seen) for some in _chunks(self._targets[number::of]))
            and not any(self._check.pictures.other_faults(self._pictures[number::of]))
        )
        return seen if is_right else None

    def _render(self, path: str, seen: Seen) -> bool:
        """Render a document's texts; tell whether its links and pictures are right."""
        view = self._view_of[path]
        document, links = view.documents[path], Links()

        def resolve(url: str) -> str | None:
            links[url] = view.resolve(url)
            return links[url]

        texts = Texts(resolve, self._check.pictures.size_of, self._settings.default_lang)
        for _ in self._check.complaints(document, texts):
            return False
        seen.links[path] = links
        if view is self._views[0]:
            seen.texts |= texts.encoded()
        return True

    def _hear(self, targets: Sequence[Essay | Pledge], seen: Seen) -> bool:
        """Read what is answered to targets; tell whether it is right."""
        found = answers_found((target.id for target in targets), self._answers.__contains__)
        content, zone = self._library.content, self._settings.zone
        read = read_answers(content, targets, found, self._names, zone)
        if read is None:
            return False
        seen.sights |= read.conversations.sights()
        seen.ledgers |= read.ledgers
        shown = shown_on(self._today, read.record, self._settings)
        for target, responses in shown.responses.items():
            seen.summaries[target] = self._sum_up(responses)
        return True

    @cached_property
    def _answers(self) -> frozenset[str]:
        found = self._library.found
        return frozenset(itertools.chain(found.ledgers, *found.conversations.values()))

    # --- what comes of it ---

    def checked(self, shares: Iterable[Seen]) -> CheckedRecord:
        """Return the record with what the shares found, and what was known before."""
        seen = self._known()
        for share in shares:
            seen.take(share)
        conversations = Conversations(self._library.content, sights=seen.sights)
        whole = dataclasses.replace(self._whole, responses=Answered(conversations), ledgers=seen.ledgers)
        now = self._views[0]
        size_of = self._check.pictures.size_of
        return CheckedRecord(
            whole,
            shown_on(self._today, whole, self._settings),
            Texts(now.resolve, size_of, self._settings.default_lang, EncodedTexts(seen.texts)),
            self._check.pictures,
            conversations,
            links=seen.links,
            summaries=seen.summaries,
            rendered=frozenset(self._texts),
        )

    def _known(self) -> Seen:
        """Return what was known before and stands."""
        before, seen = self._before, Seen()
        rendered, heard = set(self._texts), {target.id for target in self._targets}
        for path, document in self._views[0].documents.items():
            if path not in rendered:
                seen.texts |= {key: before.texts.raw[key] for key in text_keys(document)}
        seen.links = {path: before.links[path] for path in self._view_of if path not in rendered}
        for target in (*self._whole.essays, *self._whole.pledges):
            if target.id in heard:
                continue
            path = conversation_path(target.path.partition("/")[0], target.id)
            if path in self._answers:
                seen.sights[path] = before.sights[path]
            if ledger_path(target.id) in self._answers:
                seen.ledgers[target.id] = before.ledgers[target.id]
            if target.id in before.summaries:
                seen.summaries[target.id] = before.summaries[target.id]
        return seen


def _named(document: Document | None) -> tuple[str, ...] | None:
    return (document.id, document.slug, *document.aliases) if document else None


def _chunks(targets: Sequence[Essay | Pledge]) -> Iterator[Sequence[Essay | Pledge]]:
    return (targets[start : start + _TOGETHER] for start in range(0, len(targets), _TOGETHER))
