"""What other sites and readers find: the endpoints that pages name, and the inbox behind them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.cli.doctor.visit import NotFetched, Visit
from pledges.protocols.confined import read_endpoints
from pledges.protocols.confined_task import Endpoints

_PROXY = "pass the path of INBOX_URL on to pledges inbox serve (docs/operators.md has the lines)"
#: In how many days somebody should have looked at what waits.
PATIENCE_DAYS = 7


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
    """An endpoint for machines says 405 to a GET; the one for webmentions shows a form."""
    wrong = 0
    for url, status in ((found.webmention, 200), (found.pingback, 405), (found.trackback, 405)):
        if url and visit.get(url).status != status:
            wrong += 1
            yield problem(
                "endpoints", f"{url} answers {visit.get(url).status} to a GET, not {status}", _PROXY
            )
    if not wrong:
        yield ok("endpoints", "webmention, pingback and trackback are named and answer")


def inbox_health(visit: Visit) -> Findings:
    """Ask the inbox how it is."""
    inbox = _inbox_url(visit)
    if not inbox:
        return
    url = f"{inbox}/health"
    try:
        answer = visit.get(url)
        said = json.loads(answer.body)
        state, waiting = said["state"], said["waiting"]
    except (NotFetched, ValueError, KeyError, TypeError) as error:
        why = str(error) if isinstance(error, NotFetched) else f"{url} answers something else"
        yield problem("inbox", why, f"start the inbox (systemctl status pledges-inbox); {_PROXY}")
        return
    for trouble in said.get("problems", []):
        yield problem("inbox", str(trouble)[:300], "see the inbox's log: journalctl -u pledges-inbox")
    if state == "ok":
        yield ok("inbox", f"answers at {inbox}; {_counts(waiting)}")
    yield from _patience(waiting)


def _inbox_url(visit: Visit) -> str:
    if visit.settings is not None:
        return visit.settings.absolute_inbox("") if visit.settings.has_inbox else ""
    page = visit.an_essay_or_pledge()
    return _endpoints(visit, page).webmention.removesuffix("/webmention") if page else ""


def _counts(waiting: Mapping[str, Any]) -> str:
    return f"{waiting.get('moderation', '?')} wait to be read, {waiting.get('jobs', '?')} jobs are queued"


def _patience(waiting: Mapping[str, Any]) -> Findings:
    oldest_s = waiting.get("moderation_oldest_s")
    if isinstance(oldest_s, int) and oldest_s > PATIENCE_DAYS * 86_400:
        said = f"somebody has waited to be read for {oldest_s // 86_400} days"
        yield warning("inbox", said, "read what waits: pledges inbox list")
