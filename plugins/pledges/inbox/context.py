"""What every use case works with: the database, the keys, the options, the clock, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from pledges.inbox.config import InboxSettings
from pledges.inbox.privacy import Keys
from pledges.inbox.store import Store
from pledges.inbox.targets import Targets
from pledges.inbox.tokens import Tokens
from pledges.language import Language

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 signs; none is taken for another


@dataclass(frozen=True, slots=True)
class Inbox:
    """One open inbox. ``now`` gives UTC instants, ``random`` that many random bytes."""

    settings: InboxSettings
    content: Path
    store: Store = field(repr=False)
    keys: Keys = field(repr=False)
    tokens: Tokens = field(repr=False)
    targets: Targets = field(repr=False)
    now: Callable[[], dt.datetime] = field(repr=False)
    random: Callable[[int], bytes] = field(repr=False)

    def new_id(self) -> str:
        """Return a new id such as ``4k2d9m3txw``: 50 random bits, so never the same twice."""
        return "".join(_ALPHABET[byte % 32] for byte in self.random(10))

    @property
    def language(self) -> Language:
        """The language of its pages and mails."""
        return self.settings.language

    def local_now(self) -> dt.datetime:
        """Return the present time in the site's time zone."""
        return self.now().astimezone(ZoneInfo(self.settings.timezone))

    def close(self) -> None:
        """Close the database."""
        self.store.close()


def utc_now() -> dt.datetime:
    """Return the present instant."""
    return dt.datetime.now(dt.UTC)
