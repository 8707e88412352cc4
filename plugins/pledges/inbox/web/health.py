"""``GET /health``: whether the inbox works, for the operator's monitoring."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response

from pledges.inbox.service.health import Health, look_over
from pledges.inbox.web.answers import json_answer
from pledges.inbox.web.desk import the_desk

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Answer 200 when all is well, else 503; counts and ages, nothing of anybody."""
    found = look_over(the_desk().inbox)
    return json_answer(
        503 if found.problems else 200,
        state="broken" if found.problems else "ok",
        problems=list(found.problems),
        database="unreachable" if found.load is None else "ok",
        waiting=_waiting(found),
        worker={"last_seen": found.worker_seen.isoformat() if found.worker_seen else None},
        disk={"free_bytes": found.free_bytes},
    )


def _waiting(found: Health) -> dict[str, int | None]:
    """Return how much waits and for how long (seconds), for moderators and for the worker."""
    if found.load is None:
        return {}
    return {
        "moderation": found.load.held,
        "moderation_oldest_s": _age(found.now, found.load.held_since),
        "jobs": found.load.jobs,
        "jobs_overdue_s": _age(found.now, found.load.due),
        "publications": found.load.unpublished,
    }


def _age(now: dt.datetime, since: dt.datetime | None) -> int | None:
    return None if since is None else int((now - since).total_seconds())
