"""What other sites and readers find: the endpoints that pages name, and the inbox behind them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.cli.doctor.visit import NotFetched, Visit
from pledges.protocols.confined import read_endpoints
from pledges.protocols.confined_task import Endpoints

_PROXY = "pass the path of INBOX_URL on to pledges inbox serve (docs/operators.md has the lines)"
#: In how many days somebody should have looked at what waits.
PATIENCE_DAYS = 7


class Health(msgspec.Struct, frozen=True):
    """What the inbox says of itself (docs/endpoints.md)."""

    state: str
    problems: list[str] = []
    waiting: dict[str, int | None] = {}

    @property
    def held(self) -> int:
        """How many submissions wait to be read."""
        return self.waiting.get("moderation") or 0

    @property
    def oldest_s(self) -> int:
        """For how many seconds the oldest of them has waited."""
        return self.waiting.get("moderation_oldest_s") or 0

    @property
    def jobs(self) -> int:
        """How many jobs are queued."""
        return self.waiting.get("jobs") or 0


def doors(visit: Visit) -> Findings:
    """Look at what a page says about where it takes mentions, and at whether that answers."""
    page = visit.an_essay_or_pledge()
    if not page:
        yield warning(
            "endpoints", "there is no essay and no promise yet that others could link to", "write one"
        )
        return
    found = _endpoints(visit, page)
    settings = visit.settings
    if settings is not None and not settings.has_inbox:
        yield ok("endpoints", "none: INBOX_URL is empty, so nobody can answer")
        return
    expected = _expected(visit)
    if settings is None and not any((found.webmention, found.pingback, found.trackback)):
        yield warning("endpoints", f"{page} names none, so nobody can answer", "set INBOX_URL and build anew")
        return
    for name, url in expected.items():
        named = getattr(found, name)
        if not named or (url and named != url):
            said = f"{page} names {named or 'no endpoint'} for {name}s" + (f", not {url}" if url else "")
            advice = (
                "publish what pledges build made; programs that minify pages change what senders look for"
            )
            yield problem("endpoints", said, advice)
    yield from _answering(visit, found)


def _endpoints(visit: Visit, page: str) -> Endpoints:
    answer = visit.get(page)
    headers = answer.header("link"), answer.header("x-pingback")
    return read_endpoints(*headers, answer.content_type, answer.body, answer.url)


def _expected(visit: Visit) -> Mapping[str, str]:
    """Return the endpoint of each protocol, empty where any will do."""
    settings = visit.settings
    if settings is None:
        return {"webmention": "", "pingback": "", "trackback": ""}
    return {
        "webmention": settings.absolute_inbox("/webmention"),
        "pingback": settings.absolute_inbox("/pingback"),
        "trackback": "",
    }


def _answering(visit: Visit, found: Endpoints) -> Findings:
    """An endpoint for machines says 405 to a GET; the one for webmentions shows a form. 403: it is closed."""
    wrong = 0
    for url, right in ((found.webmention, 200), (found.pingback, 405), (found.trackback, 405)):
        status = visit.get(url).status if url else right
        if status not in (right, 403):
            wrong += 1
            yield problem("endpoints", f"{url} answers {status} to a GET, not {right}", _PROXY)
    if not wrong:
        yield ok("endpoints", "webmention, pingback and trackback are named and answer")


def inbox_health(visit: Visit) -> Findings:
    """Ask the inbox how it is."""
    inbox = _inbox_url(visit)
    if not inbox:
        return
    url = f"{inbox}/health"
    try:
        found = msgspec.json.decode(visit.get(url).body, type=Health)
    except (NotFetched, msgspec.MsgspecError, RecursionError) as error:
        why = str(error) if isinstance(error, NotFetched) else f"{url} answers something else"
        yield problem("inbox", why, f"start the inbox (systemctl status pledges-inbox); {_PROXY}")
        return
    for trouble in found.problems:
        yield problem("inbox", trouble[:300], "see the inbox's log: journalctl -u pledges-inbox")
    if found.state == "ok":
        yield ok("inbox", f"answers at {inbox}; {found.held} wait to be read, {found.jobs} jobs are queued")
    if found.oldest_s > PATIENCE_DAYS * 86_400:
        said = f"somebody has waited to be read for {found.oldest_s // 86_400} days"
        yield warning("inbox", said, "read what waits: pledges inbox list")


def _inbox_url(visit: Visit) -> str:
    if visit.settings is not None:
        return visit.settings.absolute_inbox("") if visit.settings.has_inbox else ""
    page = visit.an_essay_or_pledge()
    return _endpoints(visit, page).webmention.removesuffix("/webmention") if page else ""
