"""Waiting until our pages are what they are going to be told of: receivers look at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pledges.fetch import BadUrl, Fetched, FetchError, PrivateAddress
from pledges.outbox.outcome import in_words
from pledges.outbox.web import Web
from pledges.protocols.copies import copied_share
from pledges.protocols.decoding import html_text
from pledges.protocols.excerpt import page_text
from pledges.protocols.source_page import is_gone, links_to

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 15.0
_ABSENT = frozenset({404, 410})


@dataclass(slots=True)
class Expected:
    """What a page of ours must show before others are told: links that stand, links that are gone.

    ``texts``: those that were changed, of whose longer sentences it shows at least this ``share``.
    """

    page_url: str
    links: set[str] = field(default_factory=set)
    no_links: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a page lacks; ``for_good`` when waiting cannot change it."""

    why: str
    for_good: bool = False


def wait_until(ready: Callable[[], bool], web: Web, limit_s: float) -> bool:
    """Ask until something is ready, ever more seldom, at most ``limit_s`` seconds; return whether it is."""
    end, pause_s = web.clock() + limit_s, FIRST_PAUSE_S
    while not ready():
        left_s = end - web.clock()
        if left_s <= 0:
            return False
        web.sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 1.5, LONGEST_PAUSE_S)
    return True


def wait_for_pages(
    web: Web, pages: Iterable[Expected], limit_s: float, say: Callable[[str], object]
) -> dict[str, str]:
    """Wait until every page is live, at most ``limit_s`` seconds together; return why some are not.

    Live is a page that shows the links it is said to have at its public address, and not those that were
    taken out of it. One that is not there any more has none.
    """
    waiting = {page.page_url: page for page in pages}
    lacking: dict[str, Lacking] = {}

    def all_live() -> bool:
        for page in list(waiting.values()):
            found = look(web, page)
            if found is None or found.for_good:
                del waiting[page.page_url]
            lacking.pop(page.page_url, None)
            if found is not None:
                lacking[page.page_url] = found
        return not waiting

    if not all_live() and limit_s:
        say(f"Waiting until {len(waiting)} of our pages are live, such as {next(iter(waiting))}")
        wait_until(all_live, web, limit_s)
    return {url: found.why for url, found in lacking.items()}


def look(web: Web, page: Expected) -> Lacking | None:
    """Return what a page lacks at its public address; None when it is live."""
    try:
        answer = web.look_home(page.page_url, headers={"Cache-Control": "no-cache"})
    except FetchError as error:
        return Lacking(in_words(error), for_good=isinstance(error, BadUrl | PrivateAddress))
    gone = answer.status in _ABSENT or is_gone(answer.body, answer.content_type)
    if gone and not page.links:
        return None
    if gone and answer.status == 200:
        return Lacking("it says that it is gone")
    if answer.status != 200:
        return Lacking(f"it answers {answer.status}")
    why = _lacks_link(page, answer)
    if not why and page.texts and shown_share(html_text(answer.body, answer.content_type), page) < page.share:
        why = "it does not say what the text says now"
    return Lacking(why) if why else None


def _lacks_link(page: Expected, answer: Fetched) -> str:
    """Return which link is not as it should be, or an empty string."""
    for shown, wanted in ((True, sorted(page.links)), (False, sorted(page.no_links))):
        for target in wanted:
            if links_to(answer.body, answer.content_type, answer.url, (target,)) is not shown:
                return f"it {'does not link' if shown else 'still links'} to {target}"
    return ""


def shown_share(html: str, page: Expected) -> float:
    """Return the share, 0 to 1, of the changed texts' longer sentences that a page shows."""
    return copied_share(page_text(html), "\n".join(sorted(page.texts)))
