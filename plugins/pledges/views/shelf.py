"""Documents on shelves, which note who looks at which: only whoever did may show that one is otherwise."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from typing import Generic, TypeVar, overload

from pledges.domain.document import Document

D = TypeVar("D", bound=Document)
Note = Callable[[str, str], None]
"""Takes a kind of document and an id, or ``*`` for all of the kind."""

#: Whoever looks at more documents than this at once counts as having looked at all of their kind.
MANY = 24


def kind_of(document: Document) -> str:
    """Return what the documents of its kind are noted under."""
    return type(document).__name__.lower()


class Shelf(Sequence[D]):
    """Documents in an order. How many there are says nothing about any of them."""

    def __init__(self, documents: tuple[D, ...], note: Note) -> None:
        self._documents = documents
        self._note = note

    @overload
    def __getitem__(self, place: int) -> D: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[D, ...]: ...
    def __getitem__(self, place: int | slice) -> D | tuple[D, ...]:
        """Return one, or some."""
        if isinstance(place, slice):
            return noted(self._documents[place], self._note)
        return noted((self._documents[place],), self._note)[0]

    def __iter__(self) -> Iterator[D]:
        """Yield all."""
        return iter(noted(self._documents, self._note))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._documents)


def noted(documents: tuple[D, ...], note: Note) -> tuple[D, ...]:
    """Return documents that somebody looks at."""
    if len(documents) > MANY:
        for kind in {kind_of(document) for document in documents}:
            note(kind, "*")
    else:
        for document in documents:
            note(kind_of(document), document.id)
    return documents


class Index(Mapping[str, D]):
    """Documents by slug, in an order. The slugs say nothing about any of them."""

    def __init__(self, documents: Mapping[str, D], note: Note) -> None:
        self._documents = documents
        self._note = note

    def __getitem__(self, slug: str) -> D:
        """Return one."""
        return noted((self._documents[slug],), self._note)[0]

    def __contains__(self, slug: object) -> bool:
        """Tell whether there is one."""
        return slug in self._documents

    def __iter__(self) -> Iterator[str]:
        """Yield the slugs."""
        return iter(self._documents)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._documents)

    def values(self) -> ValuesView[D]:
        """Return all."""
        noted(tuple(self._documents.values()), self._note)
        return self._documents.values()

    def items(self) -> ItemsView[str, D]:
        """Return all with their slugs."""
        noted(tuple(self._documents.values()), self._note)
        return self._documents.items()


class Groups(Mapping[str, Shelf[D]], Generic[D]):
    """Shelves by a name."""

    def __init__(self, groups: Mapping[str, tuple[D, ...]], note: Note) -> None:
        self._groups = groups
        self._note = note

    def __getitem__(self, name: str) -> Shelf[D]:
        """Return a shelf."""
        return Shelf(self._groups[name], self._note)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is one."""
        return name in self._groups

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._groups)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._groups)
