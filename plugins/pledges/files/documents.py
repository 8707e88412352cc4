"""Documents of each kind as one value that can be written as MessagePack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record


class Documents(msgspec.Struct, array_like=True):
    """Documents of each kind, in the order in which they were given."""

    essays: tuple[Essay, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    leaders: tuple[Leader, ...] = ()
    pages: tuple[Page, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        """Yield each document."""
        yield from self.essays
        yield from self.pledges
        yield from self.leaders
        yield from self.pages

    def record(self) -> Record:
        """Return them as a record to which nothing is answered."""
        return Record(essays=self.essays, pledges=self.pledges, leaders=self.leaders, pages=self.pages)


def documents_of(documents: Iterable[Document]) -> Documents:
    """Return documents of any kinds by their kinds."""
    found = list(documents)
    return Documents(
        tuple(document for document in found if isinstance(document, Essay)),
        tuple(document for document in found if isinstance(document, Pledge)),
        tuple(document for document in found if isinstance(document, Leader)),
        tuple(document for document in found if isinstance(document, Page)),
    )
