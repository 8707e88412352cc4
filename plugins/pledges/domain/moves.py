"""What the promisor may say when, and what it amounts to (DESIGN section 4, "Legal moves")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pledges.domain.axes import Lifecycle, Progress, Repair
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.update import Claim, Update
from pledges.domain.verdict import first_dissent

_OPEN = frozenset({Lifecycle.OFFERED, Lifecycle.ACCEPTED})
_DECLARED = frozenset({Lifecycle.DECLARED_KEPT, Lifecycle.DECLARED_BROKEN})

ALLOWED: Mapping[Claim, frozenset[Lifecycle]] = {
    Claim.ACCEPTED: frozenset({Lifecycle.OFFERED}),
    Claim.ON_TRACK: _OPEN,
    Claim.AT_RISK: _OPEN,
    Claim.BLOCKED: _OPEN,
    Claim.AMENDED: _OPEN,
    Claim.KEPT: _OPEN,
    Claim.BROKEN: _OPEN | {Lifecycle.DECLARED_KEPT},
    Claim.WITHDRAWN: _OPEN,
    Claim.APOLOGY: _DECLARED,
    Claim.REPAIR: _DECLARED,
    Claim.REPAIRED: _DECLARED,
}
"""When each claim may be made. Steps of repair on a promise declared kept need a dispute too."""

_LEADS_TO: Mapping[Claim, Lifecycle] = {
    Claim.ACCEPTED: Lifecycle.ACCEPTED,
    Claim.KEPT: Lifecycle.DECLARED_KEPT,
    Claim.BROKEN: Lifecycle.DECLARED_BROKEN,
    Claim.WITHDRAWN: Lifecycle.WITHDRAWN,
}
_PROGRESS: Mapping[Claim, Progress] = {
    Claim.ON_TRACK: Progress.ON_TRACK,
    Claim.AT_RISK: Progress.AT_RISK,
    Claim.BLOCKED: Progress.BLOCKED,
}
_REPAIR: Mapping[Claim, Repair] = {
    Claim.APOLOGY: Repair.APOLOGY,
    Claim.REPAIR: Repair.PROMISED,
    Claim.REPAIRED: Repair.REPAIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the promisor's legal moves amount to so far. ``repair`` is never ``MADE_RIGHT`` here.

    ``repairable_from``: the first day of a customer's dissent, from when on a promise declared kept
    counts as disputed for repair. ``repair_since``: the first "repair" or "repaired".
    """

    due: dt.date
    last_word_on: dt.date
    repairable_from: dt.date | None = None
    lifecycle: Lifecycle = Lifecycle.OFFERED
    progress: Progress | None = None
    accepted_on: dt.date | None = None
    at_risk_on: dt.date | None = None
    declared_on: dt.date | None = None
    repair: Repair = Repair.NONE
    repair_since: dt.date | None = None

    def allow(self, claim: Claim, day: dt.date) -> bool:
        """Tell whether the table lets this claim follow on that day."""
        if self.lifecycle not in ALLOWED[claim]:
            return False
        if claim not in _REPAIR:
            return True
        if claim is Claim.REPAIRED and self.repair_since is None:
            return False
        return self.lifecycle is Lifecycle.DECLARED_BROKEN or self._is_disputed_by(day)

    def _is_disputed_by(self, day: dt.date) -> bool:
        return self.repairable_from is not None and self.repairable_from <= day

    def after(self, update: Update) -> Claims:
        """Return what holds after the update; a move that is not legal changes nothing."""
        if not self.allow(update.claim, update.on):
            return self
        last_word_on = max(update.on, self.last_word_on)
        return replace(self, last_word_on=last_word_on, **self._changed_by(update))

    def _changed_by(self, update: Update) -> dict[str, Any]:
        """Return what a legal move changes, by the names of the fields."""
        claim, day = update.claim, update.on
        if claim in _PROGRESS:
            at_risk_on = self.at_risk_on or (day if claim is Claim.AT_RISK else None)
            return {"progress": _PROGRESS[claim], "at_risk_on": at_risk_on}
        if claim is Claim.AMENDED:
            return {"due": update.due or self.due}
        if claim is Claim.APOLOGY:  # does not take back a step already made
            return {} if self.repair_since else {"repair": Repair.APOLOGY}
        if claim in _REPAIR:
            return {"repair": _REPAIR[claim], "repair_since": self.repair_since or day}
        lifecycle = _LEADS_TO[claim]
        if lifecycle.is_open:
            return {"lifecycle": lifecycle, "accepted_on": day}
        return {"lifecycle": lifecycle, "progress": None, "declared_on": day}


def first_claims(pledge: Pledge, responses: Iterable[Response] = (), zone: dt.tzinfo = dt.UTC) -> Claims:
    """Return what holds when the promise is made, before any update."""
    return Claims(due=pledge.due, last_word_on=pledge.made, repairable_from=first_dissent(responses, zone))


def illegal_moves(
    pledge: Pledge, responses: Iterable[Response] = (), zone: dt.tzinfo = dt.UTC
) -> list[tuple[Update, str]]:
    """Return every update that may not stand as it does, in order, with what to write instead.

    An update can be named more than once. ``responses`` to the pledge tell when it was disputed.
    """
    complaints: list[tuple[Update, str]] = []
    claims = first_claims(pledge, responses, zone)
    latest = pledge.made
    for update in pledge.updates:
        found = [*_wrong_date(pledge, update, latest), *_wrong_move(claims, update), *_wrong_fields(update)]
        complaints.extend((update, message) for message in found)
        claims = claims.after(update)
        latest = max(latest, update.on)
    return complaints


def _wrong_date(pledge: Pledge, update: Update, latest: dt.date) -> Iterator[str]:
    if update.on < pledge.made:
        yield f"{update.on} is before the promise was made on {pledge.made}; write a later date"
    elif update.on < latest:
        yield (
            f"{update.on} stands after {latest}; updates stand in order of date: "
            f"write {latest} or later, or move this update up"
        )


def _wrong_move(claims: Claims, update: Update) -> Iterator[str]:
    if claims.allow(update.claim, update.on):
        return
    if update.claim is Claim.REPAIRED and claims.allow(Claim.REPAIR, update.on):
        yield '"repaired" has no "repair" before it; write an update that promises the repair first'
        return
    yield f'"{update.claim}" cannot follow: {_standing(claims)}; {_instead(claims, update.on)}'


def _standing(claims: Claims) -> str:
    if claims.lifecycle.is_open:
        return f"the promise is open ({claims.lifecycle})"
    if claims.lifecycle is Lifecycle.WITHDRAWN:
        return f"the promise was withdrawn on {claims.declared_on}"
    undisputed = claims.lifecycle is Lifecycle.DECLARED_KEPT and claims.repairable_from is None
    return f"the promise was {claims.lifecycle} on {claims.declared_on}" + (
        " and no customer disputes it" if undisputed else ""
    )


def _instead(claims: Claims, day: dt.date) -> str:
    allowed = [f'"{claim}"' for claim in Claim if claims.allow(claim, day)]
    if not allowed:
        return "nothing can follow; make a new promise instead"
    return f"write {' or '.join(filter(None, (', '.join(allowed[:-1]), allowed[-1])))}"


def _wrong_fields(update: Update) -> Iterator[str]:
    claim = update.claim
    if update.customer and claim is not Claim.ACCEPTED:
        yield f'"Customer: {update.customer}" belongs to "accepted" only, not to "{claim}"; remove it'
    if update.repair and claim is not Claim.REPAIR:
        yield f'"Repair: {update.repair}" belongs to "repair" only, not to "{claim}"; remove it'
    new_values = {"Promise": update.promise, "Outcome": update.outcome, "Due": update.due}
    if claim is Claim.AMENDED:
        yield from _wrong_amendment(update, any(new_values.values()))
        return
    for name in (name for name, value in new_values.items() if value):
        yield f'"{name}: {new_values[name]}" belongs to "amended" only, not to "{claim}"; remove it'


def _wrong_amendment(update: Update, changes_something: bool) -> Iterator[str]:
    if not changes_something:
        yield '"amended" says nothing new; write at least one of "Promise:", "Outcome:", "Due:"'
    if not update.text.strip():
        yield '"amended" gives no reason; write it between the heading and the new values'
    if update.due is not None and update.due < update.on:
        yield f'"Due: {update.due}" is before the amendment of {update.on}; write {update.on} or later'
