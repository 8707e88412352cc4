"""The record as published on one day: what all views look things up in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from typing import Any, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from pledges.domain.conversation import Conversation
from pledges.domain.document import Document, Image
from pledges.domain.essay import Essay
from pledges.domain.events import Event, events
from pledges.domain.ledger import Ledger
from pledges.domain.periods import END, Period, periods, place_of
from pledges.domain.picture import Size
from pledges.domain.pledge import Pledge
from pledges.domain.record import Moderation
from pledges.domain.response import Response
from pledges.domain.status import Status, status_of
from pledges.domain.summary import Summary, places_in
from pledges.domain.update import Update
from pledges.markup import Rendered
from pledges.markup.links import SizeOf, srcset
from pledges.markup.texts import Texts
from pledges.views.catalogue import Catalogue
from pledges.views.models import FigureView
from pledges.views.shelf import Shelf, kind_of, noted
from pledges.views.summaries import sum_up

D = TypeVar("D", bound=Document)
T = TypeVar("T")

#: Of how many essays and pledges what was computed from their answers is kept.
REMEMBERED = 256
#: Of how many pledges the events are kept: the feed of every tag asks for those of all its pledges.
EVENTS_REMEMBERED = 12_000


@dataclass
class Publication(Catalogue):
    """The visible record as it is on a day, with what is answered, and what is computed from them once.

    ``texts`` holds the authors' Markdown as HTML, ``essay_html`` that of essays and pages, by id, where
    Pelican left it otherwise; ``size_of`` knows the width and height of a picture by its address;
    ``writable`` returns what of a text can be drawn on a card, None where there are no cards. ``summaries``
    and ``known_statuses``: what was computed before, by id.
    """

    today: dt.date
    texts: Texts
    size_of: SizeOf
    essay_html: Mapping[str, Markup] = field(default_factory=dict)
    writable: Callable[[str], str] | None = None
    read: set[str] = field(default_factory=set)
    summaries: dict[str, Summary] = field(default_factory=dict)
    _noted: set[str] = field(init=False)
    known_statuses: dict[str, Status] = field(default_factory=dict)
    _is_covered: bool = False
    _heard: dict[str, tuple[Response, ...]] = field(default_factory=dict)
    _answers: dict[str, tuple[Response, ...]] = field(default_factory=dict)
    _conversations: dict[str, Conversation] = field(default_factory=dict)
    _events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._noted = self.read

    # --- authors' texts ---

    def body(self, document: Document) -> Rendered:
        """Return a document's own text."""
        self.note("text", document.id)
        return self.texts.body(document)

    def update_text(self, pledge: Pledge, update: Update) -> Rendered:
        """Return the text of an update."""
        self.note("text", pledge.id)
        return self.texts.update(pledge, update)

    def page_html(self, document: Document) -> Markup:
        """Return a document's text as HTML, an essay's or page's as Pelican's plugins left it."""
        self.note("text", document.id)
        return self.essay_html.get(document.id) or self.texts.body(document).html

    def href(self, address: str) -> str:
        """Return an address that an author gave in a field, fit for ``href``; empty: not published yet."""
        if not address.startswith("/"):
            return address
        path, hash_, fragment = address.partition("#")
        return f"{found}{hash_}{fragment}" if (found := self.texts.resolve(path)) else ""

    # --- what was answered ---

    def note(self, facet: str, identity: str) -> None:
        """Remember that what is being made depends on this side of what was written or answered.

        A document is noted under its kind (``pledges.views.shelf``) by whoever looks at more of it than its
        text and its place among others. The sides, each with the document's id: ``text`` (what its author
        wrote below the header); ``answers`` (all that was said), ``count`` (how many and when), ``words``
        (the customers'), ``status`` (where the pledge stands by them), ``ledger``; and as a whole (``*``)
        ``said`` (all of it), ``archives`` (what of it is in archives), ``voices``, ``tally``, ``theme``
        (all but its templates for pages) and ``cards`` (what they are drawn with).
        """
        if not self._is_covered:
            self._noted.add(f"{facet}/{identity}")

    @contextmanager
    def covered(self) -> Iterator[None]:
        """Note nothing meanwhile: what was noted before says it all."""
        before, self._is_covered = self._is_covered, True
        try:
            yield
        finally:
            self._is_covered = before

    def summary(self, target: Document) -> Summary:
        """Return what is known of a conversation without reading it; the caller notes what it uses."""
        if target.id not in self.summaries:
            self.summaries[target.id] = sum_up(self.settings, self.today, self._said(target))
        return self.summaries[target.id]

    def status(self, pledge: Pledge) -> Status:
        """Return where the pledge stands today."""
        self.note("status", pledge.id)
        return self._status(pledge)

    def statuses(self) -> Sequence[tuple[Pledge, Status]]:
        """Return where each pledge stands today, the newest pledge first."""
        self.note("status", "*")
        self.note("pledge", "*")
        return self._statuses

    @cached_property
    def _statuses(self) -> Sequence[tuple[Pledge, Status]]:
        return [(pledge, self._status(pledge)) for pledge in self._pledges.values()]

    def _status(self, pledge: Pledge) -> Status:
        if pledge.id not in self.known_statuses:
            self.known_statuses[pledge.id] = self.status_by(pledge, self.summary(pledge))
        return self.known_statuses[pledge.id]

    def status_by(self, pledge: Pledge, summary: Summary) -> Status:
        """Return where the pledge would stand today if this were what was answered to it."""
        return status_of(pledge, summary.words, self.today, self.thresholds, self.settings.zone)

    def responses(self, target: Document) -> tuple[Response, ...]:
        """Return the responses to an essay or pledge, in file order."""
        self.note("answers", target.id)
        return self._said(target)

    def _said(self, target: Document) -> tuple[Response, ...]:
        if target.id in self._heard:
            return self._heard[target.id]
        if target.id not in self._answers:
            _make_room(self._answers)
            self._answers[target.id] = self.record.responses.get(target.id, ())
        return self._answers[target.id]

    def edit(self, document: Document, texts: Texts) -> None:
        """Take in a visible document as it is now, with its texts; as :meth:`put` does."""
        self.put(document)
        self.texts.take(texts)
        if document.id in self.essay_html:
            self.essay_html = {**self.essay_html, document.id: texts.body(document).html}
        self._forget(document)

    def hear(self, target: Document, responses: tuple[Response, ...]) -> None:
        """Take in what is now answered to a target; only what depends on it is computed anew."""
        self._heard[target.id] = responses
        self.summaries.pop(target.id, None)
        self._forget(target)

    def _forget(self, document: Document) -> None:
        """Forget what was computed of a document, and all that may have been made of it."""
        for name in ("_periods", "_statuses"):
            self.__dict__.pop(name, None)
        for remembered in (self._answers, self._conversations, self._events, self._made):
            remembered.clear()
        self.known_statuses.pop(document.id, None)

    def response_count(self, target: Document) -> int:
        """Return how many responses a target has; erased ones keep a place but do not count."""
        self.note("count", target.id)
        return self.summary(target).count

    def last_changed(self, target: Document) -> dt.datetime | None:
        """Return when what can be read of a conversation was last changed."""
        self.note("count", target.id)
        return self.summary(target).changed

    def last_erased(self, target: Document) -> dt.datetime | None:
        """Return when something was last taken away from a conversation, until today."""
        self.note("count", target.id)
        return self.summary(target).erased

    @property
    def last_moments(self) -> list[dt.datetime]:
        """When anything that can be read of a conversation was last changed, and anything taken away."""
        self.note("count", "*")
        known = [self.summary(target) for target in self._targets]
        return [moment for one in known for moment in (one.changed, one.erased) if moment]

    @cached_property
    def _targets(self) -> tuple[Essay | Pledge, ...]:
        return (*self.record.essays, *self.record.pledges)

    @cached_property
    def targets(self) -> Shelf[Essay | Pledge]:
        """Everything that can be responded to."""
        return Shelf(self._targets, self.note)

    @property
    def periods(self) -> Sequence[Period]:
        """The periods in which something was said that can be read, the oldest first."""
        self.note("archives", "*")
        return self._periods

    @property
    def period_firsts(self) -> list[int]:
        """Where they begin."""
        return [period.first for period in self._periods]

    @cached_property
    def _periods(self) -> Sequence[Period]:
        places = [place for target in self._targets for place in self.summary(target).places]
        places.sort()
        return periods(places)

    def places_since(self, first: int) -> list[int]:
        """Return where in time stands what was said from a place on."""
        self.note("said", "*")
        parts = (self.summary(target).between(first, END) for target in self._targets)
        return sorted(place for part in parts if part for place in places_in(part))

    def newest(self, number: int, since: int) -> list[int]:
        """Return the places of all that was said from a place on, and of at least the newest ``number``."""
        found = self.places_since(since)
        if len(found) >= number:
            return found
        for period in reversed(self.periods):
            if period.first < since:
                found = self.places_since(period.first)
                if len(found) >= number:
                    break
        return found[-number:]

    def said_between(self, first: int, end: int) -> Iterator[tuple[Document, list[Response]]]:
        """Return, target by target, what was said from a place in time on and before another and can be
        read.
        """
        self.note("said", "*")
        for target in self._targets:
            if self.summary(target).between(first, end):
                self.note(kind_of(target), target.id)
                yield target, [one for one in self._said(target) if _is_between(one, first, end)]

    def voices(self, number: int) -> list[tuple[Document, Response]]:
        """Return what readers said last, at most :data:`VOICES`, the newest first."""
        self.note("voices", "*")
        latest = nlargest(
            number,
            ((*voice, target) for target in self._targets for voice in self.summary(target).voices),
            key=lambda row: row[:2],
        )
        targets = noted(tuple(target for _, _, target in latest), self.note)
        said = (identity for _, identity, _ in latest)
        return [
            (target, self.conversation(target).by_id[one]) for target, one in zip(targets, said, strict=True)
        ]

    def ledger(self, pledge: Pledge) -> Ledger | None:
        """Return how far a pledge's ledger has come; None while nothing is sealed."""
        self.note("ledger", pledge.id)
        return self.record.ledgers.get(pledge.id)

    @property
    def moderation(self) -> Moderation:
        """The public tally."""
        self.note("tally", "*")
        return self.record.moderation

    def conversation(self, target: Document) -> Conversation:
        """Return the responses to an essay or pledge laid out on pages."""
        responses = self.responses(target)
        if target.id not in self._conversations:
            _make_room(self._conversations)
            size = self.settings.conversation_page_size
            self._conversations[target.id] = Conversation(responses, size)
        return self._conversations[target.id]

    def words(self, pledge: Pledge) -> tuple[Response, ...]:
        """Return the customers' words on a pledge until today, and what is erased, in file order."""
        self.note("words", pledge.id)
        return self.summary(pledge).words

    def events(self, pledge: Pledge) -> tuple[Event, ...]:
        """Return what happened to a pledge until today, in order of time."""
        words = self.words(pledge)
        if pledge.id not in self._events:
            _make_room(self._events, EVENTS_REMEMBERED)
            context = (self.today, self.thresholds, self.settings.zone)
            self._events[pledge.id] = events(pledge, words, *context)
        return self._events[pledge.id]

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, made once while it is asked for again soon; it is noted for each who
        asks what making it has read.
        """
        if key not in self._made:
            if len(self._made) >= REMEMBERED:
                del self._made[next(iter(self._made))]  # the oldest
            self._made[key] = self._with_reads(make)
        made: T
        made, reads = self._made[key]
        if not self._is_covered:
            self._noted |= reads
        return made

    def _with_reads(self, make: Callable[[], T]) -> tuple[T, frozenset[str]]:
        before, self._noted, self._is_covered = (self._noted, self._is_covered), set(), False
        try:
            return make(), frozenset(self._noted)
        finally:
            self._noted, self._is_covered = before

    # --- pictures ---

    def figure(self, image: Image | None) -> FigureView | None:
        """Return the view of a header's picture."""
        if image is None:
            return None
        url = self.url(quote("/" + image.src.lstrip("/")))
        width, height, widths = self.size_of(url) or Size(0, 0)
        others = srcset(url, widths)
        return FigureView(
            url=url, alt=image.alt, caption=image.caption, width=width, height=height, srcset=others
        )


def _is_between(response: Response, first: int, end: int) -> bool:
    return response.erased is None and first <= place_of(response.date, response.id) < end


def _make_room(remembered: dict[str, Any], most: int = REMEMBERED) -> None:
    """Forget everything once there is much: what is asked for twice is asked for soon."""
    if len(remembered) >= most:
        remembered.clear()
