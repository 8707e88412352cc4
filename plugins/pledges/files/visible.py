"""The record as it is published on one day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping

from pledges.domain.essay import Essay
from pledges.domain.ledger import Ledger
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response


def visible(record: Record, as_of: dt.date, drafts: bool = False, zone: dt.tzinfo = dt.UTC) -> Record:
    """Return the record without drafts (unless ``drafts``) and without what is dated after ``as_of``.

    Essays go by ``date``, pledges by ``made``, updates and responses by their date; a day ends at
    midnight in ``zone``. References to what is hidden are left out.
    """
    essays = [essay for essay in record.essays if essay.date <= as_of and (drafts or not essay.draft)]
    pledges = [pledge for pledge in record.pledges if pledge.made <= as_of and (drafts or not pledge.draft)]
    essay_slugs = frozenset(essay.slug for essay in essays)
    pledge_slugs = frozenset(pledge.slug for pledge in pledges)
    seen_pledges = tuple(pledge_on(as_of, pledge, essay_slugs, pledge_slugs) for pledge in pledges)
    seen_essays = tuple(essay_on(as_of, essay, pledge_slugs) for essay in essays)
    return dataclasses.replace(
        record,
        essays=seen_essays,
        pledges=seen_pledges,
        leaders=tuple(leader for leader in record.leaders if drafts or not leader.draft),
        pages=tuple(page for page in record.pages if drafts or not page.draft),
        responses=seen_responses(record.responses, (*seen_essays, *seen_pledges), as_of, zone),
        ledgers=seen_ledgers(record.ledgers, pledges, as_of),
    )


def seen_ledgers(
    ledgers: Mapping[str, Ledger], pledges: Iterable[Pledge], as_of: dt.date
) -> dict[str, Ledger]:
    """Return the ledgers of visible pledges as they stood on a day."""
    both = ((pledge.id, ledgers.get(pledge.id)) for pledge in pledges)
    return {identity: seen for identity, ledger in both if ledger and (seen := ledger.until(as_of))}


def essay_on(day: dt.date, essay: Essay, pledges: Container[str]) -> Essay:
    """Return a visible essay as it is seen on a day; ``pledges`` are the slugs of those that are visible."""
    known = tuple(slug for slug in essay.pledges if slug in pledges)
    updated = essay.updated if essay.updated and essay.updated <= day else None
    if (known, updated) == (essay.pledges, essay.updated):
        return essay
    return dataclasses.replace(essay, pledges=known, updated=updated)


def pledge_on(day: dt.date, pledge: Pledge, essays: Container[str], pledges: Container[str]) -> Pledge:
    """Return a visible pledge as it is seen on a day; the others are slugs of what is visible."""
    known = tuple(slug for slug in pledge.essays if slug in essays)
    updates = tuple(
        dataclasses.replace(update, repair="") if update.repair and update.repair not in pledges else update
        for update in pledge.updates_until(day)
    )
    if (known, updates) == (pledge.essays, pledge.updates):
        return pledge
    return dataclasses.replace(pledge, essays=known, updates=updates)


def seen_responses(
    responses: Mapping[str, tuple[Response, ...]],
    targets: Iterable[Essay | Pledge],
    as_of: dt.date,
    zone: dt.tzinfo,
) -> Mapping[str, tuple[Response, ...]]:
    """Return the responses until the end of a day to what is visible on it."""
    return _Seen(end_of(as_of, zone), responses, {target.id: target for target in targets})


class _Seen(Mapping[str, tuple[Response, ...]]):
    """The responses before ``end`` to the targets; each conversation is looked at when it is asked for."""

    def __init__(
        self,
        end: dt.datetime,
        responses: Mapping[str, tuple[Response, ...]],
        targets: Mapping[str, Essay | Pledge],
    ) -> None:
        self._end = end
        self._responses = responses
        self._targets = targets

    def __getitem__(self, target: str) -> tuple[Response, ...]:
        about = self._targets[target]
        updates = map(about.update_id, about.updates) if isinstance(about, Pledge) else ()
        seen = _conversation_until(self._end, self._responses[target], frozenset(updates))
        if not seen:
            raise KeyError(target)
        return seen

    def __iter__(self) -> Iterator[str]:
        return (target for target in self._responses if target in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _conversation_until(
    end: dt.datetime, responses: tuple[Response, ...], updates: frozenset[str]
) -> tuple[Response, ...]:
    seen = [response for response in responses if response.date < end]
    ids = {response.id for response in seen}
    return tuple(_response_on(end, response, ids, updates) for response in seen)


def _response_on(end: dt.datetime, response: Response, ids: set[str], updates: frozenset[str]) -> Response:
    in_reply_to = response.in_reply_to if response.in_reply_to in ids else ""
    about = response.about if response.about in updates else ""
    updated = response.updated if response.updated and response.updated < end else None
    if (in_reply_to, about, updated) == (response.in_reply_to, response.about, response.updated):
        return response
    return dataclasses.replace(response, in_reply_to=in_reply_to, about=about, updated=updated)


def end_of(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return the instant at which the day ends in the zone."""
    if day == dt.date.max:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
