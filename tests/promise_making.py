"""Short words to make pledges, updates and responses with, and hypothesis strategies of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from pledges.domain.pledge import Pledge
from pledges.domain.response import Author, Kind, Response, ResponseType, Role, Standing, VerdictValue
from pledges.domain.status import Status, Thresholds, status_of
from pledges.domain.update import Claim, Update

SITE = Thresholds(due_soon_days=14, silent_days=90)
MADE = dt.date(2026, 1, 15)
DUE = dt.date(2026, 12, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def make_pledge(*updates: tuple[str, str] | tuple[str, str, dict[str, Any]], **fields: Any) -> Pledge:
    """Return a pledge of 2026 with updates written ``("2026-03-31", "on track", {"text": …})``."""
    values: dict[str, Any] = {
        "id": "a-person-answers-9m3t",
        "slug": "a-person-answers",
        "title": "A person answers",
        "leader": "maya-okafor",
        "customers": ("Everyone who calls",),
        "promise": "A person answers.",
        "outcome": "95 % of calls.",
        "why": "Because people call.",
        "made": MADE,
        "due": DUE,
        "updates": tuple(make_update(number, *entry) for number, entry in enumerate(updates, 1)),
    }
    return Pledge(**{**values, **fields})


def make_update(number: int, on: str, claim: str, fields: dict[str, Any] | None = None) -> Update:
    return Update(number=number, on=day(on), claim=Claim(claim), **(fields or {}))


def amended(on: str, due: str) -> tuple[str, str, dict[str, Any]]:
    return (on, "amended", {"due": day(due), "text": "Hiring takes longer."})


def instant(text: str) -> dt.datetime:
    """Return an instant of ``2026-03-01`` (noon) or ``2026-03-01T23:30``, in UTC."""
    parsed = dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00")
    return parsed.replace(tzinfo=dt.UTC)


def verdict(on: str, value: str, customer: str = "c1", **fields: Any) -> Response:
    """Return an invited customer's verdict on the outcome."""
    return _word(on, ResponseType.VERDICT, VerdictValue(value), customer, fields)


def repair_verdict(on: str, value: str, customer: str = "c1", **fields: Any) -> Response:
    """Return an invited customer's word on a repair."""
    return _word(on, ResponseType.REPAIR_VERDICT, VerdictValue(value), customer, fields)


def acceptance(on: str, customer: str = "c1", **fields: Any) -> Response:
    """Return an invited customer's acceptance of the promise."""
    return _word(on, ResponseType.ACCEPTANCE, None, customer, fields)


def _word(
    on: str, kind: ResponseType, value: VerdictValue | None, customer: str, fields: dict[str, Any]
) -> Response:
    values: dict[str, Any] = {
        "id": f"{kind}-{customer}-{on}",
        "kind": Kind.COMMENT,
        "date": instant(on),
        "type": kind,
        "verdict": value,
        "customer": customer,
        "standing": Standing.INVITED,
    }
    return Response(**{**values, **fields})


def comment(identity: str, on: dt.datetime | None = None, in_reply_to: str = "", **fields: Any) -> Response:
    values: dict[str, Any] = {"kind": Kind.COMMENT, "date": on or instant("2026-02-01")}
    return Response(id=identity, in_reply_to=in_reply_to, **{**values, **fields})


def status_on(
    on: str, pledge: Pledge, responses: Iterable[Response] = (), zone: dt.tzinfo = dt.UTC
) -> Status:
    return status_of(pledge, responses, day(on), SITE, zone)


# --- any record -------------------------------------------------------------------------------

days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


@st.composite
def updates(draw: st.DrawFn, claims: Iterable[Claim] = tuple(Claim)) -> tuple[Update, ...]:
    """Any sequence of moves in order of date, legal or not."""
    said = draw(st.lists(st.tuples(days, st.sampled_from(tuple(claims))), max_size=8))
    return tuple(
        Update(
            number=number,
            on=on,
            claim=claim,
            text="A reason.",
            due=on + dt.timedelta(days=draw(st.integers(0, 200))) if claim is Claim.AMENDED else None,
        )
        for number, (on, claim) in enumerate(sorted(said, key=lambda entry: entry[0]), 1)
    )


@st.composite
def pledges(draw: st.DrawFn) -> Pledge:
    made = draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 30)))
    due = made + dt.timedelta(days=draw(st.integers(0, 400)))
    moves = tuple(update for update in draw(updates()) if update.on >= made)
    return make_pledge(made=made, due=due, updates=moves)


@st.composite
def any_responses(draw: st.DrawFn, *, from_customers: bool = True) -> tuple[Response, ...]:
    """Any conversation; without customers, what the promisor and other readers may send."""
    count = draw(st.integers(0, 8))
    return tuple(draw(_any_response(number, from_customers)) for number in range(count))


@st.composite
def _any_response(draw: st.DrawFn, number: int, from_customers: bool) -> Response:
    erased = draw(st.booleans()) and draw(st.booleans())
    date = dt.datetime.combine(draw(days), draw(st.times()), dt.UTC)
    if erased:
        return Response(id=f"x{number}", kind=Kind.COMMENT, date=date, erased=date)
    promisor = draw(st.booleans())
    standing = draw(st.sampled_from([Standing.INVITED, Standing.OPEN, None]))
    if not from_customers and not promisor and standing is Standing.INVITED:
        standing = Standing.OPEN
    return Response(
        id=f"x{number}",
        kind=Kind.COMMENT,
        date=date,
        type=draw(st.sampled_from(ResponseType)),
        verdict=draw(st.sampled_from([*VerdictValue, None])),
        author=Author(name="Somebody", role=Role.PROMISOR if promisor else None),
        customer=draw(st.sampled_from(["c1", "c2", "c3"])),
        standing=standing,
    )
