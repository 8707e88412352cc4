"""Opens the inbox of one record."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from pledges.inbox import publish, tally
from pledges.inbox.config import InboxSettings
from pledges.inbox.context import Inbox, utc_now
from pledges.inbox.errors import StorageFull
from pledges.inbox.privacy import read_keys
from pledges.inbox.store import Store
from pledges.inbox.store_migrations import migrate
from pledges.inbox.targets import Targets
from pledges.inbox.tokens import Tokens

_log = logging.getLogger(__name__)


def open_inbox(
    settings: InboxSettings,
    content: Path,
    *,
    now: Callable[[], dt.datetime] = utc_now,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Inbox:
    """Open the inbox of one record: bring the database up to date and finish what a crash left open.

    Raises SettingsError for options that cannot be used, StorageFull for a database out of reach.
    """
    store = Store(settings.database_url)
    try:
        migrate(store, now())
        keys = read_keys(settings.key, settings.key_path, random)
        tally.begin(store, content)
    except BaseException:
        store.close()
        raise
    inbox = Inbox(
        settings=settings,
        content=content,
        store=store,
        keys=keys,
        tokens=Tokens(keys.signing(), now, random),
        targets=Targets(content, settings.siteurl),
        now=now,
        random=random,
    )
    try:
        publish.recover(inbox)
    except StorageFull as error:  # the worker tries again; what comes in can still be held
        _log.warning("not everything could be published: %s", error)
    return inbox
