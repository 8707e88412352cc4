"""The moderator's pages, under ``/moderate``: one desk, its parts in ``moderate_*``."""

from __future__ import annotations

from flask import Blueprint

from pledges.inbox.web import (
    moderate_act,
    moderate_case,
    moderate_lists,
    moderate_queue,
    moderate_session,
)

blueprint = Blueprint("moderate", __name__)

for part in (moderate_session, moderate_act, moderate_queue, moderate_lists, moderate_case):
    blueprint.register_blueprint(part.blueprint, url_prefix="/moderate")
