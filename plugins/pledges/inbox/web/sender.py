"""What a request tells of its sender; nothing of it is stored but a keyed hash of the network."""

from __future__ import annotations

import datetime as dt

from flask import request

from pledges.inbox.context import Inbox
from pledges.inbox.errors import TokenRefused
from pledges.inbox.service.intake import Sender
from pledges.inbox.tokens import Purpose

#: The field that people neither see nor reach.
HONEYPOT = "topic"
#: How long a form may lie open and still tell how fast it was filled in.
MAX_OPEN = dt.timedelta(days=1)


def sender_of(inbox: Inbox) -> Sender:
    """Return what is known of who posts the present form."""
    return Sender(
        address=request.remote_addr or "",
        honeypot=bool(request.form.get(HONEYPOT, "").strip()),
        filled_in_s=_filled_in_s(inbox),
    )


def opened_now(inbox: Inbox) -> str:
    """Return a signed note of when a form was printed."""
    return inbox.tokens.make(Purpose.FORM)


def _filled_in_s(inbox: Inbox) -> float | None:
    """Return in how many seconds the form was filled in, None where that is not known."""
    opened = request.form.get("opened", "")
    if not opened:
        return None
    try:
        token = inbox.tokens.open(Purpose.FORM, opened, MAX_OPEN)
    except TokenRefused:
        return None
    return (inbox.now() - token.signed_at).total_seconds()
