"""The mail that asks a customer for their word."""

from __future__ import annotations

from pledges.inbox.config import InboxSettings
from pledges.inbox.links import Links
from pledges.inbox.mail import Letter
from pledges.inbox.promises import Promise
from pledges.inbox.store_invitations import Invitation


def invitation_letter(
    settings: InboxSettings, promise: Promise, invitation: Invitation, token: str, to: str
) -> Letter:
    """Ask for a customer's word: the promise as made, the link, until when it is good and what it does."""
    links, today = Links(settings), promise.status.as_of
    say, day = settings.language.gettext, settings.language.day
    facts = (
        say("Kept by: %(day)s", day=day(promise.status.due)),
        say("What you can check: %(outcome)s", outcome=promise.pledge.outcome_on(today)),
        say("The whole record: %(url)s", url=links.on_site(promise.target.path)),
    )
    customer = invitation.customer.belongs_to or invitation.customer.name
    parts = (
        say("%(promisor)s promised %(customer)s:", promisor=promise.promisor, customer=customer),
        f"    {promise.pledge.promise_on(today)}",
        "\n".join(facts),
        say("Whether it was kept is for you to say, and for nobody else. This link is yours alone:"),
        links.invitation(token),
        say(
            "It works once, until %(day)s. Looking at the page uses nothing up.",
            day=day(invitation.expires_at.date()),
        ),
        say("You choose the name to be shown; your address is never published."),
    )
    subject = say("Your word on a promise: %(title)s", title=promise.pledge.title)
    return Letter(to, subject, "\n\n".join(parts), f"invitation.{invitation.id}")
