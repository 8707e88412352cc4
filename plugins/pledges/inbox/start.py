"""Opens the inbox of one record."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from pathlib import Path

from pledges.inbox import publish, tally
from pledges.inbox.config import InboxSettings
from pledges.inbox.context import Inbox, utc_now
from pledges.inbox.privacy import read_keys
from pledges.inbox.store import Store
from pledges.inbox.store_migrations import migrate
from pledges.inbox.targets import Targets
from pledges.inbox.tokens import Tokens


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
    migrate(store, now())
    keys = read_keys(settings.key, settings.key_path, random)
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
    tally.begin(inbox.store, content)
    publish.recover(inbox)
    return inbox
