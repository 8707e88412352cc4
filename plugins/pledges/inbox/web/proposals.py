"""A reader's own promise: the form that says what makes a good one, and the sending."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.service.proposals import ProposalForm, submit_pledge
from pledges.inbox.web import forms
from pledges.inbox.web.answers import json_answer, page, problem_page, told, wants_json
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.models import ProposalPage
from pledges.inbox.web.sender import opened_now, sender_of
from pledges.language import N_

blueprint = Blueprint("proposals", __name__)

#: The fields of the form, as they follow one another on the page.
FIELDS = (
    "promise",
    "title",
    "customers",
    "outcome",
    "why",
    "due",
    "experience",
    "name",
    "on_behalf_of",
    "email",
    "url",
    "text",
)
TITLE = N_("Make your own promise")


@blueprint.get("/pledges")
def pledge_form() -> Response:
    """Show the form for a reader's own promise."""
    desk = the_desk()
    if not desk.inbox.settings.proposals:
        return _closed()
    values = dict.fromkeys(FIELDS, "") | {"opened": opened_now(desk.inbox)}
    return page("pledge.html", _page(desk, values, {}))


@blueprint.post("/pledges")
def send_pledge() -> AnyResponse:
    """Take in a promise: 303 to the private page, JSON 202, or 422 with the form as it was typed."""
    desk = the_desk()
    if not desk.inbox.settings.proposals:
        return _closed()
    values = forms.typed((*FIELDS, "opened"))
    try:
        receipt = submit_pledge(desk.inbox, _as_form(values), sender_of(desk.inbox))
    except InvalidSubmission as error:
        errors = forms.mistakes_by_field(error, FIELDS, told)
        if wants_json():
            return json_answer(422, error="mistakes in the form", fields=errors)
        return page("pledge.html", _page(desk, values, errors), 422)
    if wants_json():
        return json_answer(202, id=receipt.id, state=str(receipt.state), url=desk.links.mine(receipt.token))
    return redirect(desk.url(f"/mine/{receipt.token}"), 303)


def _as_form(values: Mapping[str, str]) -> ProposalForm:
    fields = {name: values[name] for name in FIELDS}
    return ProposalForm(**{**fields, "url": forms.with_scheme(values["url"])})


def _page(desk: Desk, values: dict[str, str], errors: dict[str, str]) -> ProposalPage:
    return ProposalPage(
        head=desk.head(desk.say(TITLE), wrong=bool(errors)),
        title=desk.say(TITLE),
        action=desk.url("/pledges"),
        values=values,
        errors=errors,
    )


def _closed() -> Response:
    return problem_page(
        403, N_("Not open"), N_("This site does not take in promises of its readers at present.")
    )
