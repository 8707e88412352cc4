"""What is to be sent now: the links that stand against what was sent of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec.structs import replace

from pledges.outbox.sent import Mention, Protocol, State
from pledges.outbox.sources import Settled, Source, is_below, page_of
from pledges.protocols.web_url import comparable


class Reason(StrEnum):
    """Why somebody is to be told."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One mention to send. ``before`` is how it stood; ``source`` is None when the link is gone."""

    reason: Reason
    source_url: str
    target: str
    before: Mention | None = None
    source: Source | None = None

    @property
    def repeats(self) -> bool:
        """Whether the other side has heard of the link: only Webmention knows how to say it again."""
        return self.reason is Reason.REMOVED or (self.before is not None and self.before.told)

    def mention(self) -> Mention:
        """Return the line that this delivery is going to continue."""
        before = self.before or Mention(source=self.source_url, target=self.target, state=State.WAITING)
        content = self.source.content if self.source else before.content
        return replace(before, target=self.target, content=content)


@dataclass(slots=True)
class Plan:
    """``due`` is to be sent now, ``later`` when its time has come, ``unsure`` not at all: it may have
    arrived. ``noted`` are lines to write down without sending anything.
    """

    due: list[Delivery] = field(default_factory=list)
    later: list[Mention] = field(default_factory=list)
    unsure: list[Mention] = field(default_factory=list)
    noted: list[Mention] = field(default_factory=list)


#: Returns, for pages of ours, what strangers link to there.
OtherLinks = Callable[[Iterable[str]], Mapping[str, frozenset[str]]]


def make_plan(
    sources: Iterable[Source],
    mentions: Mapping[tuple[str, str], Mention],
    siteurl: str,
    now: dt.datetime,
    *,
    retry: bool = False,
    other_links: OtherLinks = lambda pages: {},
) -> Plan:
    """Compare the links that stand with what was sent.

    ``retry``: do not wait for what is to be tried again, and try what was given up. Links of another
    ``siteurl`` are left alone.
    """
    planner = _Planner(Plan(), now, retry)
    standing = {
        (source.url, comparable(target)): (source, target) for source in sources for target in source.targets
    }
    for key, (source, target) in standing.items():
        planner.link(source, target, mentions.get(key))
    home = comparable(siteurl)
    gone = [
        mention
        for key, mention in mentions.items()
        if key not in standing and is_below(comparable(page_of(mention.source)), home)
    ]
    others = other_links({page_of(mention.source) for mention in gone}) if gone else {}
    for mention in gone:
        if comparable(mention.target) not in others.get(page_of(mention.source), ()):
            planner.gone(mention)
    return planner.plan


def settled_sources(mentions: Iterable[Mention]) -> Settled:
    """Return the sources for which nothing is left to be done while their texts stay as they are."""
    by_source: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_source.setdefault(mention.source, []).append(mention)
    return {
        source: (known[0].content, tuple(one.target for one in known))
        for source, known in by_source.items()
        if all(one.state in _SETTLED and one.content == known[0].content for one in known)
    }


_SETTLED = frozenset({State.TOLD, State.NO_DOOR, State.REFUSED, State.GIVEN_UP})


@dataclass(slots=True)
class _Planner:
    plan: Plan
    now: dt.datetime
    retry: bool

    def link(self, source: Source, target: str, before: Mention | None) -> None:
        """Decide on a link that stands."""
        reason = self._reason(source, before)
        if reason is None:
            return
        delivery = Delivery(reason=reason, source_url=source.url, target=target, before=before, source=source)
        if reason is Reason.AGAIN:
            self._again(delivery)
        elif before is not None and before.told and _cannot_repeat(before):
            self.plan.noted.append(replace(before, content=source.content))
        else:
            self.plan.due.append(delivery)

    def gone(self, before: Mention) -> None:
        """Decide on a link that stands no more."""
        if not _may_have_arrived(before) or _cannot_repeat(before):
            self.plan.noted.append(replace(before, state=State.FORGOTTEN))
            return
        delivery = Delivery(
            reason=Reason.REMOVED, source_url=before.source, target=before.target, before=before
        )
        if before.state is State.WAITING:
            self._again(delivery)
        else:
            self.plan.due.append(delivery)

    def _reason(self, source: Source, before: Mention | None) -> Reason | None:
        if before is None or before.state is State.FORGOTTEN:
            return Reason.NEW
        if before.state in (State.SENDING, State.WAITING):
            return Reason.AGAIN
        if before.state is State.GIVEN_UP and self.retry:
            return Reason.AGAIN
        return Reason.CHANGED if before.content != source.content else None

    def _again(self, delivery: Delivery) -> None:
        before = delivery.before
        assert before is not None
        if before.state is State.SENDING and before.protocol is Protocol.TRACKBACK:
            # A second trackback would be a second entry on the other side.
            self.plan.unsure.append(replace(before, state=State.TOLD, told=True, why=_UNSURE))
        elif before.next_at is not None and before.next_at > self.now and not self.retry:
            self.plan.later.append(before)
        else:
            self.plan.due.append(delivery)


_UNSURE = "we were stopped while it was sent; it may have arrived, and is not sent twice"


def _may_have_arrived(before: Mention) -> bool:
    """Tell whether the other side may have heard of a link, although it has not said so."""
    return before.told or (bool(before.endpoint) and before.state is not State.REFUSED)


def _cannot_repeat(before: Mention) -> bool:
    return before.protocol in (Protocol.PINGBACK, Protocol.TRACKBACK)
