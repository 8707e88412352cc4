"""Sends what is planned: several hosts at a time, each step on disk before the next."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from msgspec.structs import replace

from pledges.markup import host_of
from pledges.outbox.doors import Door, Words, find_door, knock
from pledges.outbox.outcome import Outcome, next_try
from pledges.outbox.plan import Delivery, Reason
from pledges.outbox.sent import Mention, Sent, State
from pledges.outbox.web import Web

HOSTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one mention, for people. ``reason`` is None where nothing was to be done."""

    mention: Mention
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Tells others of links. ``blog_name`` is what trackbacks say of the site."""

    web: Web
    sent: Sent
    blog_name: str
    now: Callable[[], dt.datetime]

    def send_all(self, deliveries: Iterable[Delivery]) -> Iterator[Row]:
        """Send every delivery and yield what became of it, in order."""
        return self._each(deliveries, self.send)

    def preview_all(self, deliveries: Iterable[Delivery]) -> Iterator[Row]:
        """Look where every delivery would go, and send and write down nothing."""
        return self._each(deliveries, self.preview)

    def _each(self, deliveries: Iterable[Delivery], do: Callable[[Delivery], Row]) -> Iterator[Row]:
        """Do something with each delivery; those to one host one after the other."""
        hosts: dict[str, list[Delivery]] = {}
        for delivery in deliveries:
            hosts.setdefault(host_of(delivery.target), []).append(delivery)

        stopped = threading.Event()

        def one_host(queue: list[Delivery]) -> list[Row]:
            return [do(delivery) for delivery in queue if not stopped.is_set()]

        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            try:
                for rows in pool.map(one_host, hosts.values()):
                    yield from rows
            finally:  # Ctrl+C waits for what is under way, and no longer
                stopped.set()

    def send(self, delivery: Delivery) -> Row:
        """Find out how a page wants to be told, tell it, and write down what came of it."""
        mention = delivery.mention()
        found = self._find(delivery)
        if isinstance(found, Outcome):
            return self._noted(delivery, mention, found)
        mention = replace(mention, protocol=found.protocol, endpoint=found.endpoint)
        self.sent.note(replace(mention, state=State.SENDING, at=self.now(), next_at=None))
        return self._noted(delivery, mention, knock(self.web, found, self._words(delivery), self.now()))

    def preview(self, delivery: Delivery) -> Row:
        """Find out how a page wants to be told."""
        mention = delivery.mention()
        found = self._find(delivery)
        if isinstance(found, Outcome):
            return Row(replace(mention, state=found.state, why=found.why), delivery.reason)
        seen = replace(mention, protocol=found.protocol, endpoint=found.endpoint)
        return Row(replace(seen, state=State.SENDING, why=f"to {found.endpoint}"), delivery.reason)

    def _find(self, delivery: Delivery) -> Door | Outcome:
        return find_door(self.web, delivery.target, self.now(), only_webmention=delivery.repeats)

    def _words(self, delivery: Delivery) -> Words:
        source = delivery.source
        if source is None:
            return Words(delivery.source_url, delivery.target)
        return Words(source.url, delivery.target, source.title, source.excerpt, self.blog_name)

    def _noted(self, delivery: Delivery, mention: Mention, outcome: Outcome) -> Row:
        after = self._after(mention, outcome)
        is_over = delivery.reason is Reason.REMOVED and after.state is not State.WAITING
        self.sent.note(replace(after, state=State.FORGOTTEN) if is_over else after)
        return Row(after, delivery.reason)

    def _after(self, mention: Mention, outcome: Outcome) -> Mention:
        """Return how the mention stands after an attempt."""
        now = self.now()
        after = replace(mention, state=outcome.state, why=outcome.why, at=now, next_at=None, tries=0)
        if outcome.state is State.TOLD:
            return replace(after, told=True)
        if outcome.state is State.WAITING:
            tries = mention.tries + 1
            due = next_try(outcome, tries, now)
            state = State.WAITING if due else State.GIVEN_UP
            return replace(after, state=state, tries=tries, next_at=due)
        return after
