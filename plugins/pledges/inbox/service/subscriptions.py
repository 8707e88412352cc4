"""Mails that readers ask for: confirmed from the mailbox, ended in one step."""

from __future__ import annotations

import datetime as dt

from pledges.inbox import store_people, store_rules
from pledges.inbox.context import Inbox
from pledges.inbox.errors import TokenRefused
from pledges.inbox.scope import is_news
from pledges.inbox.service.following import refusal
from pledges.inbox.store import Tx
from pledges.inbox.store_people import Subscription, Wish
from pledges.inbox.tokens import Purpose

FOREVER = dt.timedelta(days=3650)  # a mail of long ago must still be able to end the mails


def find_subscription(inbox: Inbox, purpose: Purpose, token: str) -> Subscription:
    """Return what a confirm or unsubscribe link is about, and change nothing. Raises TokenRefused."""
    age = dt.timedelta(days=inbox.settings.link_days) if purpose is Purpose.CONFIRM else FOREVER
    opened = inbox.tokens.open(purpose, token, age)
    found = inbox.store.read(lambda tx: store_people.find_subscription(tx, opened.fields["id"]))
    if found is None:
        raise TokenRefused("ended")
    return found


def confirm(inbox: Inbox, token: str) -> Subscription:
    """Start the mails that the link's reader asked for. Twice is once. Raises TokenRefused."""
    found = find_subscription(inbox, Purpose.CONFIRM, token)

    def change(tx: Tx) -> None:
        store_people.set_subscription(tx, found.id, Wish.CONFIRMED, inbox.now())

    inbox.store.write(change)
    return found


def unsubscribe(inbox: Inbox, token: str) -> Subscription | None:
    """End the mails, forget the address and return what has ended; None when they had ended before.

    Who ends weekly mails without having wanted any is not asked again for a while. Raises
    TokenRefused (forged).
    """
    try:
        found = find_subscription(inbox, Purpose.UNSUBSCRIBE, token)
    except TokenRefused as error:
        if error.reason == "ended":
            return None
        raise
    never_wanted = is_news(found.thread) and found.state is Wish.ASKED

    def end(tx: Tx) -> None:
        store_people.end_subscription(tx, found.id)
        if never_wanted:  # whoever asked in their name asks no more
            store_rules.use_token(tx, refusal(found.address_key), inbox.now())

    inbox.store.write(end)
    return found
