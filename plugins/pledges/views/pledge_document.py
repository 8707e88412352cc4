"""A promise for machines: ``/pledges/<slug>/pledge.json``, in schema.org's terms where they fit.

The classes are its schema: ``docs/pledge.schema.json`` is made from them and published with the site.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.domain.axes import Lifecycle, Progress, Repair, Schedule, VerdictState
from pledges.domain.events import Event, EventKind, EventSource
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.response import VerdictValue
from pledges.domain.scorecard import ScoreClass, score_class
from pledges.domain.update import Claim
from pledges.domain.verdict import VerdictCount, tally
from pledges.markup import printable
from pledges.views.ledger import ledger_head
from pledges.views.publication import Publication

SCHEMA_ORG = "https://schema.org"


def _spelt(name: str) -> str:
    """Return a field's name as JSON-LD has it."""
    first, *others = name.split("_")
    return _KEYWORDS.get(name) or first + "".join(word.capitalize() for word in others)


_KEYWORDS = {"context": "@context", "tag_uri": "@id"}


class _Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename=_spelt,
):
    """Base of the parts. Our own terms are spelt as schema.org spells its: ``due_on`` is ``dueOn``."""


class NamedPart(_Part, frozen=True, kw_only=True, tag_field="@type"):
    """Something schema.org knows by a type and a name."""

    name: str


class Organization(NamedPart, frozen=True, kw_only=True, tag="Organization"):
    """Whom the promise is made on behalf of, or whom the promisor works for."""


class Audience(NamedPart, frozen=True, kw_only=True, tag="Audience"):
    """Those counting on the promise."""


class Person(NamedPart, frozen=True, kw_only=True, tag="Person"):
    """The promisor."""

    url: str
    job_title: str | None = None
    works_for: Organization | None = None


class Verdicts(_Part, frozen=True, kw_only=True):
    """How many say what: the latest word of each customer, or every verdict of other readers."""

    kept: Annotated[int, Meta(ge=0)]
    partly: Annotated[int, Meta(ge=0)]
    not_kept: Annotated[int, Meta(ge=0)]


class VerdictGroups(_Part, frozen=True, kw_only=True):
    """Invited customers and other readers, never added up."""

    invited: Verdicts
    open: Verdicts


class Amendment(_Part, frozen=True, kw_only=True):
    """What an amendment changed; ``id`` is that of its event."""

    id: str
    date: dt.date
    field: str
    old: str
    new: str


class HistoryEvent(_Part, frozen=True, kw_only=True):
    """One entry of the history. ``text`` is the promisor's Markdown; customers' words stand on the page."""

    id: str
    date: dt.date
    kind: EventKind
    source: EventSource
    url: str
    claim: Claim | None = None
    verdict: VerdictValue | None = None
    text: str = ""
    evidence: tuple[str, ...] = ()


class Links(_Part, frozen=True, kw_only=True):
    """Where the promise is to be found in other forms."""

    page: str
    feed: str
    calendar: str
    badge: str
    leader: str


class PledgeDocument(
    _Part,
    frozen=True,
    kw_only=True,
    tag_field="@type",
    tag="CreativeWork",
):
    """One promise as it stands on the day ``asOf``: five axes, never folded into one."""

    context: Annotated[list[str | dict[str, str]], Meta(description="schema.org, and our own terms")]
    tag_uri: Annotated[str, Meta(description="a tag URI (RFC 4151) that never changes; the feeds' id")]
    identifier: Annotated[str, Meta(description="the id in the record, which never changes")]
    url: Annotated[str, Meta(description="the promise's page")]
    name: str
    in_language: str
    text: Annotated[str, Meta(description="the wording that holds, amendments included")]
    outcome: Annotated[str, Meta(description="what the customer can check, amendments included")]
    why: Annotated[str, Meta(description="why the customer values it")]
    author: Person | None
    source_organization: Annotated[Organization | None, Meta(description="promised on behalf of")]
    audience: Annotated[tuple[Audience, ...], Meta(description="those it is promised to")]
    keywords: tuple[str, ...]
    experience: Annotated[tuple[str, ...], Meta(description="what a kept promise is to feel like")]
    date_created: Annotated[dt.date, Meta(description="when it was made")]
    expires: Annotated[dt.date, Meta(description="when it is due, amendments included")]
    first_due: Annotated[dt.date, Meta(description="when it was first due")]
    as_of: Annotated[dt.date, Meta(description="the day of which all this is said")]
    lifecycle: Annotated[Lifecycle, Meta(description="set by the promisor's updates")]
    progress: Annotated[Progress | None, Meta(description="the promisor's latest word, while open")]
    schedule: Annotated[Schedule, Meta(description="set by the clock")]
    silent: Annotated[bool, Meta(description="open, and no word for longer than the threshold")]
    verdict: Annotated[VerdictState, Meta(description="set by invited customers alone")]
    disputed: Annotated[bool, Meta(description="declared kept, and an invited customer disagrees")]
    repair: Annotated[Repair, Meta(description='the promisor\'s claims; "made right" by a customer')]
    acceptance_confirmed: Annotated[bool, Meta(description="an invited customer confirmed accepting it")]
    score_class: Annotated[ScoreClass, Meta(description="the class it counts in on the scorecard")]
    declared_on: dt.date | None
    last_word_on: Annotated[dt.date, Meta(description="the latest update, else the making")]
    notice_days: Annotated[
        int | None, Meta(description='days from the first "at risk" to the first due date')
    ]
    verdicts: VerdictGroups
    comment_count: Annotated[int, Meta(ge=0, description="responses that can be read on the page")]
    amendments: tuple[Amendment, ...]
    events: Annotated[tuple[HistoryEvent, ...], Meta(description="the history, in order of time")]
    links: Links
    ledger_head: Annotated[
        str | UnsetType, Meta(description="the hash of the latest entry of its ledger")
    ] = UNSET


def pledge_document(publication: Publication, pledge: Pledge) -> PledgeDocument:
    """Return a promise as it stands on the day the site is built for."""
    status, today = publication.status(pledge), publication.today
    said = tally(publication.responses(pledge), today, publication.settings.zone)
    leader = publication.leaders.get(pledge.leader)
    return PledgeDocument(
        context=[SCHEMA_ORG, {"@vocab": publication.absolute(f"{address.PLEDGE_SCHEMA}#")}],
        tag_uri=publication.entry_id(pledge),
        identifier=pledge.id,
        url=publication.absolute(address.pledge(pledge.slug)),
        name=pledge.title,
        in_language=pledge.lang or publication.settings.default_lang,
        text=pledge.promise_on(today),
        outcome=pledge.outcome_on(today),
        why=pledge.why,
        author=_person(publication, leader) if leader else None,
        source_organization=Organization(name=pledge.on_behalf_of) if pledge.on_behalf_of else None,
        audience=tuple(Audience(name=customer) for customer in pledge.customers),
        keywords=pledge.tags,
        experience=pledge.experience,
        date_created=pledge.made,
        expires=status.due,
        first_due=status.first_due,
        as_of=today,
        lifecycle=status.lifecycle,
        progress=status.progress,
        schedule=status.schedule,
        silent=status.silent,
        verdict=status.verdict,
        disputed=status.disputed,
        repair=status.repair,
        acceptance_confirmed=status.acceptance_confirmed,
        score_class=score_class(pledge, status),
        declared_on=status.declared_on,
        last_word_on=status.last_word_on,
        notice_days=status.notice_days,
        verdicts=VerdictGroups(invited=_verdicts(said.invited), open=_verdicts(said.open)),
        comment_count=publication.response_count(pledge),
        amendments=_amendments(pledge, today),
        events=tuple(_event(publication, pledge, event) for event in publication.events(pledge)),
        links=_links(publication, pledge),
        ledger_head=ledger_head(publication, pledge) or UNSET,
    )


def pledge_json(document: PledgeDocument) -> bytes:
    """Return the document's bytes, indented for people."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    return f"{printable(text)}\n".encode()


def pledge_schema() -> bytes:
    """Return the JSON Schema (2020-12) of every ``pledge.json``."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A promise for machines",
        **msgspec.json.schema(PledgeDocument),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def _person(publication: Publication, leader: Leader) -> Person:
    return Person(
        name=leader.name,
        url=publication.absolute(address.leader(leader.slug)),
        job_title=leader.role or None,
        works_for=Organization(name=leader.organisation) if leader.organisation else None,
    )


def _verdicts(count: VerdictCount) -> Verdicts:
    return Verdicts(kept=count.kept, partly=count.partly, not_kept=count.not_kept)


def _amendments(pledge: Pledge, today: dt.date) -> tuple[Amendment, ...]:
    return tuple(
        Amendment(id=pledge.update_id(update), date=update.on, field=name, old=str(old), new=str(new))
        for update in pledge.updates_until(today)
        for name, old, new in pledge.changed_by(update)
    )


def _event(publication: Publication, pledge: Pledge, event: Event) -> HistoryEvent:
    update, response = event.update, event.response
    return HistoryEvent(
        id=event.id,
        date=event.date,
        kind=event.kind,
        source=event.source,
        url=publication.absolute(address.update(pledge.slug, event.id)),
        claim=update.claim if update else None,
        verdict=response.verdict if response and response.erased is None else None,
        text=update.text.strip() if update else "",
        evidence=update.evidence if update else (),
    )


def _links(publication: Publication, pledge: Pledge) -> Links:
    page = address.pledge(pledge.slug)
    return Links(
        page=publication.absolute(page),
        feed=publication.absolute(address.feed(page, FeedFormat.ATOM)),
        calendar=publication.absolute(address.calendar(page)),
        badge=publication.absolute(address.badge(pledge.slug)),
        leader=publication.absolute(address.leader(pledge.leader)),
    )
