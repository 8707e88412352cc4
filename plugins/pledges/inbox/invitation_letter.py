"""The mail that asks a customer for their word."""

from __future__ import annotations

from pledges.inbox.config import InboxSettings
from pledges.inbox.links import Links
from pledges.inbox.mail import Letter
from pledges.inbox.promises import Promise
from pledges.inbox.store_invitations import Invitation
from pledges.templates import long_date


def invitation_letter(
    settings: InboxSettings, promise: Promise, invitation: Invitation, token: str, to: str
) -> Letter:
    """Ask for a customer's word: the promise as made, the link, until when it is good and what it does."""
    links, today = Links(settings), promise.status.as_of
    facts = (
        f"Kept by: {long_date(promise.status.due)}",
        f"What you can check: {promise.pledge.outcome_on(today)}",
        f"The whole record: {links.target(promise.target.path)}",
    )
    until = long_date(invitation.expires_at.date())
    parts = (
        f"{promise.promisor} promised {invitation.customer.belongs_to or invitation.customer.name}:",
        f"    {promise.pledge.promise_on(today)}",
        "\n".join(facts),
        "Whether it was kept is for you to say, and for nobody else. This link is yours alone:",
        links.invitation(token),
        f"It works once, until {until}. Looking at the page uses nothing up.",
        "You choose the name to be shown; your address is never published.",
    )
    subject = f"Your word on a promise: {promise.pledge.title}"
    return Letter(to, subject, "\n\n".join(parts), f"invitation.{invitation.id}")
