"""How a moderator comes to the pages: by the operator's secret, or by a link that works once."""

from __future__ import annotations

import datetime as dt
import hmac

from pledges.inbox import store_rules
from pledges.inbox.context import Inbox
from pledges.inbox.errors import TokenRefused
from pledges.inbox.store import Tx
from pledges.inbox.tokens import Purpose

LINK_AGE = dt.timedelta(hours=1)
SESSION_AGE = dt.timedelta(days=14)


def make_sign_in_token(inbox: Inbox, actor: str) -> str:
    """Return what goes into a sign-in link: it works once, within an hour. For the command to print."""
    return inbox.tokens.make(Purpose.SIGN_IN, once=True, actor=actor)


def sign_in(inbox: Inbox, token: str) -> str:
    """Use up a sign-in link and return the session's token, for a cookie. Raises TokenRefused."""
    opened = inbox.tokens.open(Purpose.SIGN_IN, token, LINK_AGE)

    def use(tx: Tx) -> None:
        if not opened.nonce or not store_rules.use_token(tx, opened.nonce, inbox.now()):
            raise TokenRefused("used")

    inbox.store.write(use)
    return _begin(inbox, opened.fields["actor"])


def sign_in_by_secret(inbox: Inbox, typed: str, actor: str = "moderator") -> str:
    """Return a session's token for the operator's secret. Raises TokenRefused; without a secret, always."""
    secret = inbox.settings.moderator_token
    if not secret or not hmac.compare_digest(secret.encode(), typed.strip().encode()):
        raise TokenRefused("forged")
    return _begin(inbox, actor)


def session_actor(inbox: Inbox, session: str) -> str:
    """Return who is signed in by this session. Raises TokenRefused."""
    opened = inbox.tokens.open(Purpose.SESSION, session, SESSION_AGE)
    if not opened.nonce or inbox.store.read(lambda tx: store_rules.is_used(tx, opened.nonce)):
        raise TokenRefused("ended")
    return opened.fields["actor"]


def sign_out(inbox: Inbox, session: str) -> None:
    """End a session wherever its cookie was copied to; one that cannot be used is over already."""
    try:
        opened = inbox.tokens.open(Purpose.SESSION, session, SESSION_AGE)
    except TokenRefused:
        return
    inbox.store.write(lambda tx: store_rules.use_token(tx, opened.nonce, inbox.now()))


def _begin(inbox: Inbox, actor: str) -> str:
    """Return a new session's token. Its nonce is used up by signing out."""
    return inbox.tokens.make(Purpose.SESSION, once=True, actor=actor)
