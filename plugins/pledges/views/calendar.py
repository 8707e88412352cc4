"""Due dates as a calendar that people subscribe to (RFC 5545): of the site, a leader, one promise.

Everything in it comes from the record, so that it changes only when the promise does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

from pledges.domain import address
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.status import Lifecycle, Status
from pledges.domain.update import Claim, Update
from pledges.language import N_
from pledges.views.cards import promisor
from pledges.views.models import View
from pledges.views.publication import Publication


class CalendarEventView(View, frozen=True, kw_only=True, dict=True):
    """A promise's due date. ``alarm_days``: how many days ahead to remind. What is printed of it is kept
    with it, as it stands in several calendars.
    """

    uid: str
    changed: dt.datetime  # when the record last changed it: never the clock
    sequence: int  # how often it was amended
    due: dt.date
    title: str
    description: str
    absolute_url: str
    cancelled: bool = False
    alarm_days: tuple[int, ...] = ()


class CalendarView(View, frozen=True, kw_only=True):
    """A calendar of due dates, the promises by id. ``absolute_url``: the page it stands beside."""

    name: str
    absolute_url: str
    language: str
    events: tuple[CalendarEventView, ...] = ()


def site_calendar(publication: Publication) -> CalendarView:
    """Return the due dates of every promise."""
    name = publication.say("%(site)s: promises due", site=publication.settings.sitename)
    return _calendar(publication, name, address.PLEDGES, publication.pledges.values())


def leader_calendar(publication: Publication, leader: Leader) -> CalendarView:
    """Return the due dates of one leader's promises."""
    own = publication.pledges_of.get(leader.slug, ())
    return _calendar(
        publication,
        publication.say("Promises of %(name)s", name=leader.name),
        address.leader(leader.slug),
        own,
    )


def pledge_calendar(publication: Publication, pledge: Pledge) -> CalendarView:
    """Return the due date of one promise."""
    return _calendar(
        publication,
        publication.say("Promise: %(title)s", title=pledge.title),
        address.pledge(pledge.slug),
        (pledge,),
    )


def _calendar(publication: Publication, name: str, path: str, pledges: Iterable[Pledge]) -> CalendarView:
    by_id = sorted(pledges, key=lambda pledge: pledge.id)
    return CalendarView(
        name=name,
        absolute_url=publication.absolute(path),
        language=publication.settings.default_lang,
        events=tuple(_event_once(publication, pledge) for pledge in by_id),
    )


def _event_once(publication: Publication, pledge: Pledge) -> CalendarEventView:
    """Return the due date, made once: a promise's calendar and its leader's have the same."""
    return publication.once(f"due {pledge.id}", partial(calendar_event, publication, pledge))


def calendar_event(publication: Publication, pledge: Pledge) -> CalendarEventView:
    """Return a promise's due date. Its ``uid`` outlives slugs and domains, as feed ids do."""
    status = publication.status(pledge)
    withdrawn = status.lifecycle is Lifecycle.WITHDRAWN
    changes = [update for update in pledge.updates_until(publication.today) if _changes_it(update)]
    return CalendarEventView(
        uid=f"{pledge.id}@{publication.settings.tag_authority.partition(',')[0]}",
        changed=publication.midnight(max([pledge.made, *(update.on for update in changes)])),
        sequence=sum(update.claim is Claim.AMENDED for update in changes),
        due=status.due,
        title=_title(publication, pledge, status),
        description=_description(publication, pledge, status),
        absolute_url=publication.absolute(address.pledge(pledge.slug)),
        cancelled=withdrawn,
        alarm_days=_alarm_days(publication, pledge, status),
    )


_DECLARES = (Claim.AMENDED, Claim.KEPT, Claim.BROKEN, Claim.WITHDRAWN)


def _changes_it(update: Update) -> bool:
    """Tell whether an update changes the entry: a report on progress does not."""
    return update.claim in _DECLARES


_BEFORE_TITLE = {
    Lifecycle.DECLARED_KEPT: N_("Declared kept"),
    Lifecycle.DECLARED_BROKEN: N_("Declared broken"),
    Lifecycle.WITHDRAWN: N_("Withdrawn"),
}


def _title(publication: Publication, pledge: Pledge, status: Status) -> str:
    return publication.say(
        "%(what)s: %(title)s (%(name)s)",
        what=publication.say(_BEFORE_TITLE.get(status.lifecycle, N_("Due"))),
        title=pledge.title,
        name=promisor(publication, pledge).name,
    )


def _description(publication: Publication, pledge: Pledge, status: Status) -> str:
    lines = [
        pledge.promise_on(publication.today),
        publication.say("Outcome: %(outcome)s", outcome=pledge.outcome_on(publication.today)),
        publication.say("To: %(customers)s", customers="; ".join(pledge.customers)),
    ]
    if status.due != status.first_due:
        lines.append(publication.say("First due: %(day)s", day=publication.language.day(status.first_due)))
    return "\n\n".join(lines)


def _alarm_days(publication: Publication, pledge: Pledge, status: Status) -> tuple[int, ...]:
    """Return how many days ahead to remind: at the threshold of "due soon", and on the day."""
    if not status.is_open:
        return ()
    soon = publication.thresholds.for_pledge(pledge).due_soon_days
    return tuple(dict.fromkeys((soon, 0)))


def subscription_url(publication: Publication, owner: str) -> str:
    """Return the address that a calendar program subscribes to, with the scheme that opens one."""
    absolute = publication.absolute(address.calendar(owner))
    return f"webcal:{absolute.partition(':')[2]}"
