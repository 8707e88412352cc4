"""Lists cut into pages with stable addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pledges.views.models import LinkView, PagingView

T = TypeVar("T")


def pages(
    items: Sequence[T], size: int, url_of: Callable[[int], str]
) -> Iterator[tuple[int, Sequence[T], PagingView | None]]:
    """Yield each page's number, its items and its paging (None when there is one page only).

    An empty list is one empty page. ``url_of`` gives the address of a page by its number.
    """
    for number in range(1, page_count(items, size) + 1):
        yield number, *page_of(number, items, size, url_of)


def page_count(items: Sequence[object], size: int) -> int:
    """Return how many pages a list has; an empty one has one."""
    return max(1, -(-len(items) // size))


def page_of(
    number: int, items: Sequence[T], size: int, url_of: Callable[[int], str]
) -> tuple[Sequence[T], PagingView | None]:
    """Return one page's items and its paging."""
    shown = items[(number - 1) * size : number * size]
    return shown, paging(number, page_count(items, size), url_of)


def paging(
    number: int, total: int, url_of: Callable[[int], str], *, grows: bool = False
) -> PagingView | None:
    """Return where page ``number`` of ``total`` stands; links to near pages, the first and the last.

    What is left out between them shows as "…".

    Of a list that grows at its end only the first page tells how long it is, so that a page once full
    stays as it is.
    """
    if total == 1:
        return None
    is_told = not grows or number == 1
    near = range(max(1, number - 2), min(total, number + 2) + 1)
    shown = sorted({1, *near, *([total] if is_told else [])})
    return PagingView(
        number=number,
        total=total if is_told else 0,
        previous_url=url_of(number - 1) if number > 1 else "",
        next_url=url_of(number + 1) if number < total else "",
        pages=tuple(
            LinkView(title=str(n), url=url_of(n), current=n == number) if n else LinkView(title="…", url="")
            for n in _with_gaps(shown)
        ),
    )


def _with_gaps(numbers: Iterable[int]) -> Iterator[int]:
    """Yield ascending page numbers, and 0 where several are left out; one alone is put back."""
    last = 0
    for number in numbers:
        if number == last + 2:
            yield last + 1
        elif number > last + 2:
            yield 0
        yield number
        last = number
