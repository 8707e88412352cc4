"""Everything under ``content/`` as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.ledger import Ledger
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response


@dataclass(frozen=True, slots=True)
class Moderation:
    """The public tally: how many submissions wait, were published, were refused and why."""

    held: int = 0
    published: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record: documents in path order, and for each target's id its responses in file order.

    ``ledgers``: how far each pledge's ledger has come, by the pledge's id; only pledges that are sealed.
    """

    essays: tuple[Essay, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    leaders: tuple[Leader, ...] = ()
    pages: tuple[Page, ...] = ()
    responses: Mapping[str, tuple[Response, ...]] = field(default_factory=dict)
    moderation: Moderation = Moderation()
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)

    def with_document(self, document: Document) -> Record:
        """Return the record with a document in the place of the one of the same path, if there is one."""
        folder = document.path.partition("/")[0]
        parts: dict[str, Any] = {
            folder: tuple(document if d.path == document.path else d for d in getattr(self, folder))
        }
        return replace(self, **parts)
