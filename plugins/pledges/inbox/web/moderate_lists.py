"""The log, the search and the rules."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.errors import InvalidSubmission
from pledges.inbox.rules import Rule, RuleKind
from pledges.inbox.service import reading
from pledges.inbox.web.answers import page, told
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.forms import mistakes_by_field
from pledges.inbox.web.moderate_cases import case_view, deed_view
from pledges.inbox.web.moderate_models import LogPage, RulesPage, RuleView, SearchPage
from pledges.inbox.web.moderate_page import page_number, shared, with_page
from pledges.inbox.web.moderate_session import actor, base, require_sign_in
from pledges.inbox.words import STATE_WORDS
from pledges.language import N_
from pledges.markup import clean_line
from pledges.views.models import LinkView

LOG_SIZE = 50
FOUND_SIZE = 20
KINDS = {
    RuleKind.APPROVE_COMMENTERS: N_("Publish comments of known commenters at once"),
    RuleKind.APPROVE_INVITED: N_("Publish what invited customers say at once"),
    RuleKind.APPROVE_HOSTS: N_("Publish mentions from known hosts at once"),
    RuleKind.APPROVE_HOST: N_("Publish mentions from this host at once"),
    RuleKind.BLOCK_WORD: N_("Put aside as spam what says this word"),
    RuleKind.BLOCK_HOST: N_("Put aside as spam what links to this host"),
    RuleKind.BLOCK_ADDRESS: N_("Put aside as spam what comes under this e-mail address"),
}

blueprint = Blueprint("lists", __name__)
blueprint.before_request(require_sign_in)


@blueprint.get("/log")
def log() -> Response:
    """Show what was done, the latest first."""
    desk, number = the_desk(), page_number()
    deeds = reading.log(desk.inbox, limit=LOG_SIZE + 1, offset=(number - 1) * LOG_SIZE)
    view = LogPage(
        **shared(desk, desk.say("What was done"), "Log"),
        deeds=tuple(deed_view(desk, deed) for deed in deeds[:LOG_SIZE]),
        newer_url=with_page(number - 1) if number > 1 else "",
        older_url=with_page(number + 1) if len(deeds) > LOG_SIZE else "",
    )
    return page("moderate_log.html", view)


@blueprint.get("/search")
def search() -> Response:
    """Show what says something, or stands in one state."""
    desk, number = the_desk(), page_number()
    text, state = clean_line(request.args.get("text", ""), 200), request.args.get("state", "")
    states = [State(state)] if state in list(State) else []
    asked = bool(text or states)
    offset = (number - 1) * FOUND_SIZE
    found = (
        reading.search_text(desk.inbox, text, states=states, limit=FOUND_SIZE + 1, offset=offset)
        if asked
        else []
    )
    view = SearchPage(
        **shared(desk, desk.say("Search"), "Search"),
        query=text,
        state=state if states else "",
        states=tuple(LinkView(title=desk.say(words), url=one.value) for one, words in STATE_WORDS.items()),
        cases=tuple(case_view(desk, one) for one in found[:FOUND_SIZE]),
        newer_url=with_page(number - 1, text=text, state=state) if number > 1 else "",
        older_url=with_page(number + 1, text=text, state=state) if len(found) > FOUND_SIZE else "",
    )
    return page("moderate_search.html", view)


@blueprint.get("/rules")
def rules() -> Response:
    """Show the rules, and the form for another."""
    return page("moderate_rules.html", _rules_page(the_desk(), {"kind": "", "value": ""}, {}))


@blueprint.post("/rules")
def change_rules() -> AnyResponse:
    """Add a rule, or remove one: ``do`` says which."""
    desk = the_desk()
    values = {name: request.form.get(name, "") for name in ("kind", "value")}
    if values["kind"] not in list(RuleKind):
        wrong = {"kind": desk.say("Choose what to do")}
        return page("moderate_rules.html", _rules_page(desk, values, wrong), 422)
    kind = RuleKind(values["kind"])
    try:
        if request.form.get("do") == "remove":
            service.remove_rule(desk.inbox, kind, values["value"], actor=actor())
        else:
            service.add_rule(desk.inbox, kind, values["value"], actor=actor())
    except InvalidSubmission as error:
        errors = mistakes_by_field(error, say=told)
        return page("moderate_rules.html", _rules_page(desk, values, errors), 422)
    return redirect(f"{base()}/rules", 303)


def _rules_page(desk: Desk, values: dict[str, str], errors: dict[str, str]) -> RulesPage:
    return RulesPage(
        **shared(desk, desk.say("Rules"), "Rules", wrong=bool(errors)),
        rules=tuple(_rule_view(desk, rule) for rule in service.rule_book(desk.inbox)),
        kinds=tuple(LinkView(title=desk.say(words), url=kind.value) for kind, words in KINDS.items()),
        values=values,
        errors=errors,
    )


def _rule_view(desk: Desk, rule: Rule) -> RuleView:
    value, words = rule.value, desk.say(KINDS[rule.kind])
    if rule.kind is RuleKind.BLOCK_ADDRESS:
        value = desk.say("address kept as %(beginning)s…", beginning=rule.value[:8])
    text = f"{words}: {value}" if value else words
    return RuleView(kind=rule.kind.value, value=rule.value, text=text)
