"""Ids for slugs: what must not change when a file is renamed refers by id."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pledges.domain.document import Document
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge


class Ids:
    """The ids of leaders and pledges by their slugs, old ones included; an unknown slug stands for itself."""

    def __init__(self, leaders: Iterable[Leader], pledges: Iterable[Pledge]) -> None:
        self._documents = leaders, pledges

    def leader(self, slug: str) -> str:
        """Return a leader's id."""
        return self._leaders.get(slug, slug)

    def pledge(self, slug: str) -> str:
        """Return a pledge's id."""
        return self._pledges.get(slug, slug)

    @cached_property
    def _leaders(self) -> dict[str, str]:
        return _by_slug(self._documents[0])

    @cached_property
    def _pledges(self) -> dict[str, str]:
        return _by_slug(self._documents[1])


def _by_slug(documents: Iterable[Document]) -> dict[str, str]:
    return {slug: document.id for document in documents for slug in (*document.aliases, document.slug)}
