"""The moderator's pages, under ``/moderate``: one desk, its parts in ``moderate_*``."""

from __future__ import annotations

from flask import Blueprint, Response

from pledges.inbox.errors import Conflict, NotThere
from pledges.inbox.web import (
    moderate_act,
    moderate_case,
    moderate_lists,
    moderate_queue,
    moderate_session,
)
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import the_desk
from pledges.inbox.web.models import ProblemPage
from pledges.inbox.web.moderate_cases import capitalised
from pledges.language import N_
from pledges.views.models import LinkView

blueprint = Blueprint("moderate", __name__)

for part in (moderate_session, moderate_act, moderate_queue, moderate_lists, moderate_case):
    blueprint.register_blueprint(part.blueprint, url_prefix="/moderate")


def _problem(status: int, title: str, text: str) -> Response:
    """Answer that something was not done, with the way back to the desk rather than to the site."""
    desk = the_desk()
    title, text = desk.say(title), desk.say(text)
    view = ProblemPage(
        head=desk.head(title, wrong=True),
        title=title,
        text=f"{capitalised(text)}.",
        back=LinkView(title=desk.say("To what waits"), url=desk.url("/moderate")),
    )
    return page("problem.html", view, status)


@blueprint.errorhandler(Conflict)
def _conflict(error: Conflict) -> Response:
    return _problem(409, N_("Not possible any more"), error.args[0])


@blueprint.errorhandler(NotThere)
def _not_there(error: NotThere) -> Response:
    return _problem(404, N_("Not here"), error.args[0])
