"""What is new on the site, as its weekly mail tells it: each essay, each change of a promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from pledges.domain import address
from pledges.domain.address import Folder
from pledges.domain.essay import Essay
from pledges.domain.events import Event, EventKind, events
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.status import Thresholds
from pledges.files.record import load_record
from pledges.files.visible import visible
from pledges.language import Language
from pledges.views import tags
from pledges.views.pledge import event_words


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new. ``id`` never changes, so it is told once.

    ``target`` is ``pledges/<id>`` or ``essays/<id>``, ``leader`` the leader's id or empty, ``path`` where
    it is to be read.
    """

    id: str
    target: str
    leader: str
    at: dt.datetime
    heading: str
    title: str
    path: str


def news_since(
    content: Path, since: dt.date, today: dt.date, zone: ZoneInfo, silent_days: int, language: Language
) -> list[News]:
    """Return what is dated from ``since`` to ``today``, the oldest first.

    Documents with problems are left out: they are not on the site either, or stand there as they were.
    """
    whole, _ = load_record(content, zone=zone)
    record = visible(whole, today, zone=zone)
    thresholds = Thresholds(due_soon_days=0, silent_days=silent_days)
    leaders = {leader.slug: leader.id for leader in record.leaders}
    found = [
        *_essays(record, since, leaders, zone, language),
        *_changes(record, since, today, leaders, thresholds, zone, language),
    ]
    return sorted(found, key=lambda news: (news.at, news.id))


def _essays(
    record: Record, since: dt.date, leaders: Mapping[str, str], zone: ZoneInfo, language: Language
) -> Iterator[News]:
    for essay in record.essays:
        if essay.date >= since:
            yield News(
                id=essay.id,
                target=f"{Folder.ESSAYS}/{essay.id}",
                leader=leaders.get(essay.author, ""),
                at=_published(essay, zone),
                heading=language.gettext("New essay"),
                title=essay.title,
                path=address.essay(essay.slug),
            )


def _published(essay: Essay, zone: ZoneInfo) -> dt.datetime:
    return essay.at or dt.datetime.combine(essay.date, dt.time(), zone)


def _changes(
    record: Record,
    since: dt.date,
    today: dt.date,
    leaders: Mapping[str, str],
    thresholds: Thresholds,
    zone: ZoneInfo,
    language: Language,
) -> Iterator[News]:
    for pledge in record.pledges:
        said = record.responses.get(pledge.id, ())
        for event in events(pledge, said, today, thresholds, zone):
            if event.date >= since:
                yield News(
                    id=event.id,
                    target=f"{Folder.PLEDGES}/{pledge.id}",
                    leader=leaders.get(pledge.leader, ""),
                    at=event.instant,
                    heading=language.gettext(_heading(event)),
                    title=pledge.title,
                    path=_place(pledge, event),
                )


def _heading(event: Event) -> str:
    if event.update is not None:
        return tags.update_tag(event.update.claim).word
    return event_words(event)[1]


def _place(pledge: Pledge, event: Event) -> str:
    made = event.kind is EventKind.MADE
    return address.pledge(pledge.slug) if made else address.update(pledge.slug, event.id)
