"""Following the site by mail: asked for here; confirmed and ended as :mod:`.subscriptions` has it."""

from __future__ import annotations

import datetime as dt

from pledges.inbox import store_people, store_rules
from pledges.inbox.context import Inbox
from pledges.inbox.errors import InvalidSubmission, Mistake
from pledges.inbox.jobs import JobKind
from pledges.inbox.privacy import is_address
from pledges.inbox.scope import Scope, is_news
from pledges.inbox.service.intake import Sender, count_reader, count_sender
from pledges.inbox.store import Tx
from pledges.inbox.store_jobs import add_job
from pledges.inbox.store_people import Subscription, Wish
from pledges.language import Message

#: A mail that got lost is sent again after this; sooner, somebody is being pestered.
AGAIN = dt.timedelta(days=1)
#: How many questions an address that has confirmed nothing may get.
MAX_ASKED = 3


def follow(inbox: Inbox, scope: Scope, address: str, sender: Sender) -> None:
    """Ask the owner of an address whether they want the weekly mails.

    What is answered tells nobody whether the address was known. Raises InvalidSubmission, TooMany.
    """
    address = address.strip()
    if not is_address(address):
        raise InvalidSubmission(
            (Mistake("email", Message("Enter an e-mail address such as name@example.org")),)
        )
    if sender.honeypot:
        return
    keys = inbox.keys.fingerprints(address)

    def want(tx: Tx) -> None:
        count_reader(inbox, tx, sender)
        count_sender(inbox, tx, "follow", "all")  # whoever asks: it is the site that writes to strangers
        if any(store_rules.is_used(tx, refusal(key)) for key in keys):
            return
        known = [one for one in store_people.subscriptions_with(tx, keys) if is_news(one.thread)]
        same = next((one for one in known if one.thread == scope.thread), None)
        if same is None and sum(one.state is Wish.ASKED for one in known) < MAX_ASKED:
            subscription_id = inbox.new_id()
            sealed = inbox.keys.encrypt(address)
            store_people.want_subscription(tx, subscription_id, scope.thread, keys[0], sealed, inbox.now())
            _ask(inbox, tx, subscription_id)
        elif same and _is_to_be_asked_again(inbox, tx, same):
            _ask(inbox, tx, same.id)

    inbox.store.write(want)


def refusal(address_key: str) -> str:
    """Return the word under which it is kept for a while that an address's owner wants no such mails."""
    return f"no news {address_key}"


def _is_to_be_asked_again(inbox: Inbox, tx: Tx, wish: Subscription) -> bool:
    """Tell whether the second question, the last, is due; it is noted as asked."""
    if wish.state is not Wish.ASKED or inbox.now() - wish.created_at < AGAIN:
        return False
    return store_rules.use_token(tx, f"asked again {wish.id}", inbox.now())


def _ask(inbox: Inbox, tx: Tx, subscription_id: str) -> None:
    now = inbox.now()
    store_people.set_subscription(tx, subscription_id, Wish.ASKED, now)
    once = f"{JobKind.FOLLOW} {subscription_id}"
    add_job(tx, JobKind.FOLLOW, now, once=once, subscription=subscription_id)
