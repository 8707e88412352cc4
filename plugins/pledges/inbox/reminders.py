"""Mails to leaders about what needs their word; their addresses are here and nowhere in ``content/``."""

from __future__ import annotations

from pledges.inbox.context import Inbox
from pledges.inbox.mail import Letter, SendMail, write_message
from pledges.inbox.service.people import leader_address


def remind(inbox: Inbox, send: SendMail, leader_id: str, subject: str, text: str) -> bool:
    """Mail a leader; False when no address of theirs is kept. A second mail of a day shows as one.

    Raises MailError.
    """
    to = leader_address(inbox, leader_id)
    if not to:
        return False
    key = f"due.{leader_id}.{inbox.local_now().date().isoformat()}"
    send(write_message(inbox.settings, Letter(to, subject, text, key), inbox.now()))
    return True
