"""The visible documents of a site: looked up by slug, in order, by term, and who belongs to whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.slug import slugify
from pledges.domain.status import Thresholds
from pledges.language import Language
from pledges.settings import Settings
from pledges.views.models import TagView
from pledges.views.shelf import Groups, Index, Shelf

D = TypeVar("D", bound=Document)


@dataclass
class Catalogue:
    """The visible record and the settings, with addresses and words as the site has them."""

    record: Record
    settings: Settings

    def put(self, document: Document) -> None:
        """Put a document in the place of the visible one of the same path, and look everything up anew."""
        self.record = self.record.with_document(document)
        for name in _looked_up(type(self)):
            self.__dict__.pop(name, None)

    # --- addresses ---

    def url(self, path: str) -> str:
        """Return the address of a site path for use in ``href``."""
        return self.settings.url(path)

    def absolute(self, path: str) -> str:
        """Return the full address of a site path."""
        return self.settings.absolute(path)

    def tag_uri(self, identity: str) -> str:
        """Return the feed id of something in the record (RFC 4151); it survives slugs and domains."""
        return f"tag:{self.settings.tag_authority}:{identity}"

    def entry_id(self, document: Document) -> str:
        """Return a document's feed id: the imported one where there is one."""
        return document.feed_id or self.tag_uri(document.id)

    def midnight(self, day: dt.date) -> dt.datetime:
        """Return the instant at which ``day`` begins in the site's zone."""
        return dt.datetime.combine(day, dt.time(), self.settings.zone)

    @property
    def has_inbox(self) -> bool:
        """Whether there are forms and endpoints."""
        return self.settings.has_inbox

    def inbox(self, path: str) -> str:
        """Return the address of an inbox path (``/comments``) for use in ``href``."""
        return self.settings.inbox(path)

    def absolute_inbox(self, path: str) -> str:
        """Return the full address of an inbox path."""
        return self.settings.absolute_inbox(path)

    def local(self, instant: dt.datetime) -> dt.datetime:
        """Return an instant in the site's zone, for the day that is printed."""
        return instant.astimezone(self.settings.zone)

    # --- documents ---

    def note(self, facet: str, identity: str) -> None:
        """Remember that what is being made depends on this."""

    @property
    def everything(self) -> Record:
        """The visible record, all documents of which count as looked at."""
        for kind in (Essay, Pledge, Leader, Page):
            self.note(kind.__name__.lower(), "*")
        return self.record

    @cached_property
    def leaders(self) -> Index[Leader]:
        """Leaders by slug."""
        return Index({leader.slug: leader for leader in self.record.leaders}, self.note)

    @property
    def leaders_by_name(self) -> tuple[Leader, ...]:
        """Leaders as an index lists them: accents do not count, so Łucja stands under L."""
        self.note(Leader.__name__.lower(), "*")
        return self._leaders_by_name

    @cached_property
    def _leaders_by_name(self) -> tuple[Leader, ...]:
        return tuple(sorted(self.record.leaders, key=lambda leader: (slugify(leader.name), leader.slug)))

    @cached_property
    def _pledges(self) -> Mapping[str, Pledge]:
        ordered = sorted(self.record.pledges, key=lambda pledge: pledge.slug)
        ordered.sort(key=lambda pledge: pledge.made, reverse=True)
        return {pledge.slug: pledge for pledge in ordered}

    @cached_property
    def pledges(self) -> Index[Pledge]:
        """Pledges by slug, the newest first."""
        return Index(self._pledges, self.note)

    @cached_property
    def _essays(self) -> Mapping[str, Essay]:
        ordered = sorted(self.record.essays, key=lambda essay: essay.slug)
        ordered.sort(key=self.published, reverse=True)
        return {essay.slug: essay for essay in ordered}

    @cached_property
    def essays(self) -> Index[Essay]:
        """Essays by slug, the newest first."""
        return Index(self._essays, self.note)

    def published(self, essay: Essay) -> dt.datetime:
        """Return when an essay was published: the instant it names, else the midnight of its day."""
        return essay.at or self.midnight(essay.date)

    @cached_property
    def essay_list(self) -> Shelf[Essay]:
        """Essays, the newest first."""
        return Shelf(tuple(self._essays.values()), self.note)

    @cached_property
    def essay_order(self) -> Mapping[str, int]:
        """Each essay's place in the list, by slug."""
        return {slug: place for place, slug in enumerate(self._essays)}

    @cached_property
    def essays_by_term(self) -> Groups[Essay]:
        """The essays under each tag, and under ``category:<name>`` each category's."""
        pairs = (
            (term, essay)
            for essay in self._essays.values()
            for term in (*essay.tags, f"category:{essay.category}")
            if term != "category:"
        )
        return Groups(_grouped(pairs), self.note)

    # --- what is said, in the language of the site ---

    @cached_property
    def language(self) -> Language:
        """The language of the interface."""
        return self.settings.language

    def say(self, message: str, **values: Any) -> str:
        """Return a message in the site's language, with values in its places."""
        return self.language.gettext(message, **values)

    def say_of_many(self, word: str) -> str:
        """Return a word that is said of several promises, where languages bend it otherwise than of one."""
        return self.language.pgettext("promises", word)

    def say_count(self, one: str, many: str, number: int) -> str:
        """Return a message about a number in the site's language."""
        return self.language.ngettext(one, many, number)

    def tag(self, tag: TagView) -> TagView:
        """Return a status tag whose word is in the site's language."""
        word = self.language.gettext(tag.word)
        return tag if word == tag.word else TagView(word=word, tone=tag.tone)

    def tag_if(self, tag: TagView | None) -> TagView | None:
        """Return a status tag where there is one, as :meth:`tag` does."""
        return self.tag(tag) if tag else None

    @property
    def thresholds(self) -> Thresholds:
        """The site's thresholds in days; a pledge may override them."""
        settings = self.settings
        return Thresholds(due_soon_days=settings.due_soon_days, silent_days=settings.silent_days)

    # --- who belongs to whom ---

    @cached_property
    def _pledges_of(self) -> Mapping[str, tuple[Pledge, ...]]:
        return _grouped((pledge.leader, pledge) for pledge in self._pledges.values())

    @cached_property
    def pledges_of(self) -> Groups[Pledge]:
        """Each leader's pledges, the newest first, by the leader's slug."""
        return Groups(self._pledges_of, self.note)

    @cached_property
    def pledge_order(self) -> Mapping[str, int]:
        """Each pledge's place among its leader's, by slug."""
        return {own.slug: place for all_own in self._pledges_of.values() for place, own in enumerate(all_own)}

    @cached_property
    def essays_of(self) -> Groups[Essay]:
        """Each leader's essays, the newest first, by the leader's slug."""
        pairs = ((essay.author, essay) for essay in self._essays.values() if essay.author)
        return Groups(_grouped(pairs), self.note)

    @cached_property
    def _essays_about(self) -> Mapping[str, tuple[Essay, ...]]:
        pairs = {(slug, essay.slug) for essay in self._essays.values() for slug in essay.pledges}
        pairs |= {(pledge.slug, slug) for pledge in self._pledges.values() for slug in pledge.essays}
        order = self.essay_order
        linked = sorted((pair for pair in pairs if pair[1] in order), key=lambda pair: order[pair[1]])
        return _grouped((pledge, self._essays[essay]) for pledge, essay in linked)

    @cached_property
    def essays_about(self) -> Groups[Essay]:
        """The essays linked to each pledge, whichever side names the link, by the pledge's slug."""
        return Groups(self._essays_about, self.note)

    @cached_property
    def pledges_about(self) -> Groups[Pledge]:
        """The pledges linked to each essay, whichever side names the link, by the essay's slug."""
        pairs = [(essay.slug, slug) for slug, essays in self._essays_about.items() for essay in essays]
        order = {slug: number for number, slug in enumerate(self._pledges)}
        linked = sorted((pair for pair in pairs if pair[1] in order), key=lambda pair: order[pair[1]])
        return Groups(_grouped((essay, self._pledges[pledge]) for essay, pledge in linked), self.note)

    @cached_property
    def repaired_by(self) -> Index[Pledge]:
        """For the slug of each repairing pledge, the pledge that it repairs."""
        repaired = {
            update.repair: pledge
            for pledge in self._pledges.values()
            for update in pledge.updates
            if update.repair
        }
        return Index(repaired, self.note)


def _grouped(pairs: Iterable[tuple[str, D]]) -> dict[str, tuple[D, ...]]:
    groups: dict[str, list[D]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _looked_up(kind: type) -> Iterator[str]:
    """Yield the names under which something is kept once it was looked up."""
    for base in kind.__mro__:
        yield from (name for name, value in vars(base).items() if isinstance(value, cached_property))
