"""``pledges inbox``: what readers and other sites have sent, and the service that takes it in."""

from __future__ import annotations

import click

from pledges.cli import LazyGroup

PLACES = {
    "serve": "pledges.cli.inbox_serve",
    "list": "pledges.cli.inbox_list",
    "show": "pledges.cli.inbox_show",
    "approve": "pledges.cli.inbox_decide:approve",
    "reject": "pledges.cli.inbox_decide:reject",
    "spam": "pledges.cli.inbox_decide:spam",
    "undo": "pledges.cli.inbox_decide:undo",
    "reply": "pledges.cli.inbox_reply",
    "erase": "pledges.cli.inbox_people:erase",
    "export": "pledges.cli.inbox_people:export",
    "contact": "pledges.cli.inbox_people:contact",
    "rules": "pledges.cli.inbox_rules",
    "link": "pledges.cli.inbox_link",
}


@click.group("inbox", cls=LazyGroup, places=PLACES)
def command() -> None:
    """See what readers and other sites have sent, publish it or refuse it.

    The database is var/inbox.sqlite beside the record; PLEDGES_DATABASE_URL names another.

    \b
    Example:
      pledges inbox list
      pledges inbox approve 4k2d9m3txw 9m3txw4k2d
      pledges inbox undo 4k2d9m3txw
      pledges inbox link
    """
