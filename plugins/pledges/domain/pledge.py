"""The public record of one promise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pledges.domain.document import Document, Image
from pledges.domain.update import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Document):
    """One promise as first made, with every update since, in order.

    ``promise``, ``outcome`` and ``due`` are the first wording; :meth:`promise_on` and its kin
    give what holds on a day. ``leader`` is a slug, ``essays`` are slugs. ``due_soon_days`` and
    ``silent_days`` override the site's thresholds (days).
    """

    leader: str
    customers: tuple[str, ...]
    promise: str
    outcome: str
    why: str
    made: dt.date
    due: dt.date
    on_behalf_of: str = ""
    tags: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    image: Image | None = None
    essays: tuple[str, ...] = ()
    due_soon_days: int | None = None
    silent_days: int | None = None
    updates: tuple[Update, ...] = ()

    def update_id(self, update: Update) -> str:
        """Return the update's id, ``<pledge id>-u<n>`` (DESIGN section 3)."""
        return f"{self.id}-u{update.number}"

    def updates_until(self, day: dt.date) -> tuple[Update, ...]:
        """Return the updates dated on or before ``day``."""
        return tuple(update for update in self.updates if update.on <= day)

    def promise_on(self, day: dt.date) -> str:
        """Return the wording that holds on ``day``, amendments included."""
        return next((u.promise for u in reversed(self.updates) if u.promise and u.on <= day), self.promise)

    def outcome_on(self, day: dt.date) -> str:
        """Return the outcome that holds on ``day``, amendments included."""
        return next((u.outcome for u in reversed(self.updates) if u.outcome and u.on <= day), self.outcome)

    def due_on(self, day: dt.date) -> dt.date:
        """Return the due date that holds on ``day``, amendments included."""
        return next((u.due for u in reversed(self.updates) if u.due and u.on <= day), self.due)

    def after(self, updates: tuple[Update, ...]) -> tuple[str, str, dt.date]:
        """Return the wording, the outcome and the due date that hold after these of its updates."""
        return (
            _latest("promise", updates) or self.promise,
            _latest("outcome", updates) or self.outcome,
            _latest("due", updates) or self.due,
        )

    def changed_by(self, update: Update) -> tuple[tuple[str, str | dt.date, str | dt.date], ...]:
        """Return what an amendment changed: each field's name, its old value and its new one."""
        before = self.updates[: update.number - 1]
        return tuple(
            (name, _latest(name, before) or getattr(self, name), new)
            for name in ("promise", "outcome", "due")
            if (new := getattr(update, name))
        )


def _latest(name: str, updates: tuple[Update, ...]) -> Any:
    return next((value for update in reversed(updates) if (value := getattr(update, name))), None)
