"""Telling WebSub hubs (W3C Recommendation, 2018) of the feeds that have changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.errors import CommandError
from pledges.fetch import FetchError
from pledges.outbox.live import wait_until
from pledges.outbox.outcome import Outcome, in_words, of_error, of_status
from pledges.outbox.sent import Sent, State, Topic
from pledges.outbox.web import Web
from pledges.settings import Settings

#: More are told the next time, the site's own first.
MAX_FEEDS = 200

_XML = (f".{FeedFormat.ATOM}", f".{FeedFormat.RSS}")
_SITE_FOLDER = address.FEEDS.lstrip("/")
_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Feed:
    """A built feed: its public address, and the digest of what is in it. ``is_sites``: not of one page."""

    url: str
    content: str
    is_sites: bool


@dataclass(frozen=True, slots=True)
class News:
    """What one hub is to be told: the feeds that have changed; ``more`` must wait for the next time.

    ``unasked`` are feeds that nobody can have subscribed to by a hub that is new: they are only noted.
    """

    hub: str
    feeds: tuple[Feed, ...]
    more: int = 0
    unasked: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one hub was told, ``feeds`` in number, and what went wrong."""

    hub: str
    feeds: int
    more: int = 0
    why: str = ""


def find_news(settings: Settings, output: Path, sent: Sent) -> tuple[News, ...]:
    """Return what each of the site's hubs does not know yet. Raises CommandError without a built site."""
    if not settings.websub_hubs:
        return ()
    feeds = sorted(_feeds(settings, output), key=lambda feed: (not feed.is_sites, feed.url))
    if not feeds:
        raise CommandError(f'"{output}" has no feeds, and WEBSUB_HUBS are to hear of them; run pledges build')
    found = (_news_for(hub, feeds, sent) for hub in settings.websub_hubs)
    return tuple(news for news in found if news.feeds)


def _news_for(hub: str, feeds: list[Feed], sent: Sent) -> News:
    told = {feed: topic.content for (other, feed), topic in sent.topics().items() if other == hub}
    if not told:
        own = tuple(feed for feed in feeds if feed.is_sites)
        return News(hub, own, unasked=tuple(feed for feed in feeds if not feed.is_sites))
    changed = tuple(feed for feed in feeds if told.get(feed.url) != feed.content)
    return News(hub, changed[:MAX_FEEDS], max(0, len(changed) - MAX_FEEDS))


def tell_hub(web: Web, sent: Sent, news: News, not_live: Iterable[str], now: dt.datetime) -> Told:
    """Tell a hub of each feed that is live. What it does not take now, it is told the next time."""
    missing, told = frozenset(not_live), 0
    sent.note(*(Topic(hub=news.hub, feed=feed.url, content=feed.content) for feed in news.unasked))
    for feed in news.feeds:
        if feed.url in missing:
            continue
        outcome = _publish(web, news.hub, feed.url, now)
        if outcome.state is not State.TOLD:
            return Told(news.hub, told, len(news.feeds) - told + news.more, outcome.why)
        sent.note(Topic(hub=news.hub, feed=feed.url, content=feed.content))
        told += 1
    return Told(news.hub, told, news.more)


def wait_for_feeds(web: Web, feeds: Iterable[Feed], limit_s: float) -> dict[str, str]:
    """Wait until every feed is live, to the byte, at most ``limit_s`` seconds; return why some are not."""
    waiting = {feed.url: feed for feed in feeds}
    why: dict[str, str] = {}

    def all_live() -> bool:
        for feed in list(waiting.values()):
            why[feed.url] = _lack(web, feed)
            if not why[feed.url]:
                del waiting[feed.url]
        return not waiting

    wait_until(all_live, web, limit_s)
    return {url: why[url] for url in waiting}


def _lack(web: Web, feed: Feed) -> str:
    """Return why a feed is not live, or an empty string."""
    try:
        answer = web.look_home(feed.url, headers={"Cache-Control": "no-cache"}, accept="*/*")
    except FetchError as error:
        return in_words(error)
    if answer.status != 200:
        return f"it answers {answer.status}"
    return "" if digest(answer.body) == feed.content else "it is not what was built here"


def _publish(web: Web, hub: str, topic: str, now: dt.datetime) -> Outcome:
    """Say that a topic has changed. The Recommendation leaves open how; hubs know these fields."""
    body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}).encode("ascii")
    try:
        answer = web.post(hub, body, _TYPE, pause_s=0.0)
    except FetchError as error:
        return of_error(error)
    return of_status(answer, now) or Outcome(State.TOLD)


def _feeds(settings: Settings, output: Path) -> Iterator[Feed]:
    """Yield every feed in the built site but archives, which nobody subscribes to."""
    for folder, _, names in os.walk(output):
        place = Path(folder).relative_to(output).as_posix()
        path = "" if place == "." else f"{place}/"
        for name in filter(partial(_is_feed, path), names):
            content = digest((output / path / name).read_bytes())
            yield Feed(settings.absolute(quote(f"/{path}{name}")), content, is_sites=path == _SITE_FOLDER)


def _is_feed(folder: str, name: str) -> bool:
    if name.startswith("archive-"):
        return False
    return name.endswith(_XML) or name == "feed.json" or (folder == _SITE_FOLDER and name.endswith(".json"))


def digest(content: bytes) -> str:
    """Return the digest of a feed."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()
