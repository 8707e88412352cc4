"""Where a page wants to be told of links: discovery, and the three ways in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pledges.fetch import Fetched, FetchError, TooLarge
from pledges.markup import clean_line
from pledges.outbox.outcome import Outcome, in_words, may_have_arrived, of_error, of_status
from pledges.outbox.sent import Protocol, State
from pledges.outbox.web import Web
from pledges.protocols import pingback, trackback, webmention
from pledges.protocols.confined import UnreadablePage, read_endpoints
from pledges.protocols.confined_task import Endpoints
from pledges.protocols.trackback import TrackbackPing


@dataclass(frozen=True, slots=True)
class Door:
    """One way in."""

    protocol: Protocol
    endpoint: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is said at a door: who links where, and what a trackback says of the page besides."""

    source: str
    target: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


def find_door(web: Web, target: str, now: dt.datetime, *, only_webmention: bool = False) -> Door | Outcome:
    """Return the best way to tell the page ``target``, or why there is none.

    Webmention goes before Pingback, Pingback before TrackBack. The page is read in a process of its own.
    """
    try:
        answer = _look(web, target)
        gone = of_status(answer, now)
        if gone is not None:
            return gone
        found = read_endpoints(
            answer.header("link"),
            answer.header("x-pingback"),
            answer.content_type,
            answer.body,
            answer.url,
        )
    except FetchError as error:
        return of_error(error)
    except UnreadablePage:
        return Outcome(State.NO_DOOR, "the page cannot be read")
    return _best(found, only_webmention=only_webmention)


def knock(web: Web, door: Door, words: Words, now: dt.datetime) -> Outcome:
    """Tell the page behind a door of our link; return what came of it."""
    body, content_type = _request(door.protocol, words)
    try:
        answer = web.post(door.endpoint, body, content_type)
    except FetchError as error:
        if door.protocol is Protocol.TRACKBACK and may_have_arrived(error):
            return Outcome(State.TOLD, f"{in_words(error)}; {_UNSURE}")
        return of_error(error)
    failed = of_status(answer, now)
    if door.protocol is Protocol.WEBMENTION:
        return failed or Outcome(State.TOLD, f"answered {answer.status}")
    # Both say in the body what is wrong; a status speaks where the body does not.
    if door.protocol is Protocol.PINGBACK:
        return _pingback_outcome(answer, failed)
    return _trackback_outcome(answer, failed)


def _look(web: Web, target: str) -> Fetched:
    """Return the page; of one that is too long, the headers."""
    try:
        return web.get(target)
    except TooLarge:
        return web.get(target, method="HEAD")


def _best(found: Endpoints, *, only_webmention: bool) -> Door | Outcome:
    if found.webmention:
        return Door(Protocol.WEBMENTION, found.webmention)
    if only_webmention:
        return Outcome(State.NO_DOOR, "takes no webmentions")
    if found.pingback:
        return Door(Protocol.PINGBACK, found.pingback)
    if found.trackback:
        return Door(Protocol.TRACKBACK, found.trackback)
    return Outcome(State.NO_DOOR, "takes no mentions")


def _request(protocol: Protocol, words: Words) -> tuple[bytes, str]:
    if protocol is Protocol.WEBMENTION:
        return webmention.request(words.source, words.target), webmention.CONTENT_TYPE
    if protocol is Protocol.PINGBACK:
        return pingback.call(words.source, words.target), pingback.CONTENT_TYPE
    ping = TrackbackPing(words.source, words.title, words.excerpt, words.blog_name)
    return trackback.request(ping), trackback.REQUEST_TYPE


#: The page was not seen with its link (yet), or something behind the other side failed.
_PASSING_FAULTS = frozenset({pingback.SOURCE_MISSING, pingback.SOURCE_WITHOUT_LINK, pingback.UPSTREAM_ERROR})


def _pingback_outcome(answer: Fetched, failed: Outcome | None) -> Outcome:
    said = pingback.parse_answer(answer.body)
    if isinstance(said, pingback.Success):
        return failed or Outcome(State.TOLD, "took the ping")
    if said.code == pingback.ALREADY_REGISTERED:
        return Outcome(State.TOLD, "knew it already")
    if failed is not None:
        return failed
    text = clean_line(said.text)
    why = f"fault {said.code}" + (f": {text}" if text else "")
    return Outcome(State.WAITING if said.code in _PASSING_FAULTS else State.REFUSED, why)


#: Something broke on the other side, perhaps after it had taken the ping.
_BROKEN = frozenset({500, 502, 504})
_UNSURE = "it may have arrived, and is not sent twice"


def _trackback_outcome(answer: Fetched, failed: Outcome | None) -> Outcome:
    if answer.status in _BROKEN:
        return Outcome(State.TOLD, f"answered {answer.status}; {_UNSURE}")
    if failed is not None:
        return failed
    reason = clean_line(trackback.parse_answer(answer.body))
    return Outcome(State.REFUSED, reason) if reason else Outcome(State.TOLD, "took the ping")
