"""Who answers whom, and on which page of a long conversation it stands.

Pages are filled in file order and never re-flowed: where a response stands follows only from the
lines before its own, so an appended line moves no other and every permalink stays.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pledges.domain.response import Response


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Thread:
    """A response with what answers it, by date. ``reply_count`` counts all below, to any depth.

    Threads can be deeper than Python recurses: go through them with :meth:`walk`. For the same
    reason they are compared by identity.
    """

    response: Response
    replies: tuple[Thread, ...] = ()
    reply_count: int = 0

    def walk(self) -> Iterator[tuple[int, Response]]:
        """Yield every response of the thread with its depth (the root's is 0), in reading order."""
        waiting = [(0, self)]
        while waiting:
            depth, thread = waiting.pop()
            yield depth, thread.response
            waiting.extend((depth + 1, reply) for reply in reversed(thread.replies))

    def __repr__(self) -> str:
        return f"<Thread {self.response.id} with {self.reply_count} below>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a conversation, oldest threads first. A thread's root decides its section."""

    number: int
    total: int
    threads: tuple[Thread, ...] = ()
    linkbacks: tuple[Thread, ...] = ()


class Conversation:
    """All responses to one essay or pledge, in file order, laid out on pages of whole threads.

    A reply goes to the page of what it answers. Anything else goes to the last page while that
    holds fewer than ``page_size`` responses, else it opens a new one. In merged files a reply may
    stand before what it answers: then the answered response joins its first reply's page, and a
    reply that already stands on another page stays there as a thread of its own. A reply to a
    response that does not exist is a thread of its own; a circle begins at its first line.
    """

    def __init__(self, responses: Iterable[Response], page_size: int) -> None:
        self.responses: tuple[Response, ...] = tuple(responses)
        self._page_size = page_size
        self._page: Page | None = None  # the one that was asked for last

    @cached_property
    def _layout(self) -> _Layout:
        return _lay_out(self.responses, self._page_size)

    @property
    def total(self) -> int:
        """How many pages there are; an empty conversation has one."""
        return 1 if self._is_short else max(1, len(self._layout.members))

    @property
    def _is_short(self) -> bool:
        """Whether all stand on one page, as there is room for them."""
        return len(self.responses) <= self._page_size

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The number (from 1) of the page that each response stands on, by its id."""
        if self._is_short:
            return dict.fromkeys([response.id for response in self.responses], 1)
        pages: dict[str, int] = {}
        for response, number in zip(self.responses, self._layout.page, strict=True):
            pages.setdefault(response.id, number)
        return pages

    @cached_property
    def by_id(self) -> Mapping[str, Response]:
        """The responses by their ids."""
        return {response.id: response for response in self.responses}

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many comments and how many linkbacks can be read: what is erased does not count."""
        linkback_flags = [response.is_linkback for response in self.responses if response.erased is None]
        return len(linkback_flags) - sum(linkback_flags), sum(linkback_flags)

    def page(self, number: int) -> Page:
        """Return page ``number`` (from 1). Raises IndexError where there is none."""
        if not 1 <= number <= self.total:
            raise IndexError(f"the conversation has {self.total} pages, none numbered {number}")
        if self._page is None or self._page.number != number:
            self._page = self._made(number)
        return self._page

    def _made(self, number: int) -> Page:
        members = self._layout.members[number - 1] if self.responses else []
        roots = _nest(self.responses, members, self._layout.parent)
        return Page(
            number=number,
            total=self.total,
            threads=tuple(thread for thread in roots if not thread.response.is_linkback),
            linkbacks=tuple(thread for thread in roots if thread.response.is_linkback),
        )

    def pages(self) -> tuple[Page, ...]:
        """Return all pages in order."""
        return tuple(self.page(number) for number in range(1, self.total + 1))


def threads(responses: Sequence[Response]) -> tuple[Thread, ...]:
    """Return the threads that begin with a comment, oldest first, as if all stood on one page."""
    return conversation_page(responses, 1, len(responses) + 1).threads


def linkbacks(responses: Sequence[Response]) -> tuple[Thread, ...]:
    """Return the trackbacks, pingbacks and webmentions with what answers them, oldest first."""
    return conversation_page(responses, 1, len(responses) + 1).linkbacks


def page_of(responses: Sequence[Response], page_size: int) -> Mapping[str, int]:
    """Return the number (from 1) of the page that each response stands on, by its id."""
    return Conversation(responses, page_size).page_of


def conversation_page(responses: Sequence[Response], number: int, page_size: int) -> Page:
    """Return page ``number`` (from 1) of the conversation. Raises IndexError where there is none."""
    return Conversation(responses, page_size).page(number)


@dataclass(slots=True)
class _Layout:
    """For each response, by its place in the file: its page and its parent's place (-1: none)."""

    page: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    members: list[list[int]] = field(default_factory=list)  # the places on each page


def _lay_out(responses: Sequence[Response], page_size: int) -> _Layout:
    """Place each response, looking only at those before it."""
    layout = _Layout()
    met: dict[str, int] = {}
    waiting: defaultdict[str, list[int]] = defaultdict(list)  # replies met before what they answer
    top: list[int] = []  # towards the root of each response's thread, see _root
    for index, response in enumerate(responses):
        is_known = response.id in met
        parent = met.get(response.in_reply_to, -1) if response.in_reply_to else -1
        orphans = [] if is_known else waiting.pop(response.id, [])
        number = _choose_page(layout, parent, orphans, page_size)
        layout.parent.append(parent)
        layout.page.append(number)
        layout.members[number - 1].append(index)
        top.append(parent if parent >= 0 else index)
        for orphan in orphans:
            if layout.page[orphan] == number and _root(top, index) != orphan:
                layout.parent[orphan] = top[orphan] = index
        met.setdefault(response.id, index)
        if parent < 0 and response.in_reply_to not in ("", response.id):
            waiting[response.in_reply_to].append(index)
    return layout


def _choose_page(layout: _Layout, parent: int, orphans: Sequence[int], page_size: int) -> int:
    """Return the page for the next response, opening one when it needs to."""
    if parent >= 0:
        return layout.page[parent]
    if orphans:
        return layout.page[orphans[0]]
    if not layout.members or len(layout.members[-1]) >= page_size:
        layout.members.append([])
    return len(layout.members)


def _root(top: list[int], index: int) -> int:
    """Return the root of a response's thread, shortening the way for the next who asks."""
    root = index
    while top[root] != root:
        root = top[root]
    while top[index] != root:
        top[index], index = root, top[index]
    return root


def _nest(responses: Sequence[Response], members: Sequence[int], parent: Sequence[int]) -> list[Thread]:
    """Return the threads of one page, deepest first built, so that no depth is too deep."""
    replies: defaultdict[int, list[int]] = defaultdict(list)
    for index in sorted(members, key=lambda place: _age(responses[place])):
        replies[parent[index]].append(index)
    order = list(replies[-1])
    for index in order:  # grows while it is read: roots, their replies, and so on down
        order.extend(replies[index])
    built: dict[int, Thread] = {}
    for index in reversed(order):
        below = tuple(built.pop(reply) for reply in replies[index])
        count = sum(thread.reply_count + 1 for thread in below)
        built[index] = Thread(responses[index], below, count)
    return [built[index] for index in replies[-1]]


def _age(response: Response) -> tuple[dt.datetime, str]:
    return (response.date, response.id)
