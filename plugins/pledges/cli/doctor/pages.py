"""The public pages: whether they are there, and how they are served."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.cli.doctor.visit import NotFetched, Visit
from pledges.domain import address
from pledges.fetch import Fetched
from pledges.protocols.decoding import media_type
from pledges.views import host_files
from pledges.views.host_files import security_headers

#: No page of any site has this name.
MISSING = "/there-is-no-such-page-0d4f/"
_LISTS = (address.ESSAYS, address.PLEDGES, address.LEADERS, address.FEEDS, address.LEDGER, address.ARCHIVE)
_FOLDERS = (address.ESSAYS, address.PLEDGES, address.LEADERS)

#: Files and the media types that they may have.
TYPES = {
    address.FRONT: ("text/html",),
    "/style.css": ("text/css",),
    "/favicon.svg": ("image/svg+xml",),
    "/feeds/essays.atom.xml": ("text/xml", "application/xml"),
    "/feeds/essays.rss.xml": ("text/xml", "application/xml", "application/rss+xml"),
    "/feeds/essays.json": (host_files.TYPES["/feeds/*.json"], "application/json"),
    address.CALENDAR: ("text/calendar",),
    address.SITEMAP: ("text/xml", "application/xml"),
    address.ROBOTS: ("text/plain",),
}
_UTF_8 = ("text/html", "text/css", "text/calendar", "text/plain")
LONGEST_KEPT_S = 3600
CLOCK_WARNING, CLOCK_PROBLEM = dt.timedelta(minutes=1), dt.timedelta(minutes=10)
CERTIFICATE_WARNING, CERTIFICATE_PROBLEM = dt.timedelta(days=14), dt.timedelta(days=3)


def front(visit: Visit) -> Findings:
    """Look at the front page: whether it is ours, and what its answer says."""
    answer = visit.get(address.FRONT)
    if answer.status != 200:
        advice = "point the web server's root at the output folder, and build the site"
        yield problem("front page", f"{visit.url}/ answers {answer.status}", advice)
        return
    if b'http-equiv="Content-Security-Policy"' not in answer.body:
        advice = "publish what pledges build made, with no program that rewrites pages behind it"
        yield problem(
            "front page", "it has no Content-Security-Policy in its head, so it is not as built", advice
        )
    else:
        yield ok("front page", f"{visit.url}/ is there")
    yield from _clock(visit, answer)
    yield from _transport(visit, answer)


def _clock(visit: Visit, answer: Fetched) -> Findings:
    said = next(iter(answer.header("date")), "")
    try:
        skew = abs(parsedate_to_datetime(said) - visit.now)
    except (ValueError, TypeError):
        yield warning("clock", "the server does not say what time it has", "let the web server send a Date")
        return
    message = f"the server's clock and this one are {int(skew.total_seconds())} s apart"
    advice = "run a time service (systemd-timesyncd, chrony) on both; dates decide what is due"
    if skew > CLOCK_PROBLEM:
        yield problem("clock", message, advice)
    elif skew > CLOCK_WARNING:
        yield warning("clock", message, advice)
    else:
        yield ok("clock", message)


def _transport(visit: Visit, answer: Fetched) -> Findings:
    if not answer.url.startswith("https://"):
        advice = "get a certificate (Caddy does by itself; certbot for nginx) and serve by https"
        yield warning("https", "pages come unencrypted, and what readers write goes so too", advice)
        return
    if answer.certificate_ends is not None:
        left = answer.certificate_ends - visit.now
        message = (
            f"the certificate is valid until {answer.certificate_ends:%Y-%m-%d}, {left.days} days from now"
        )
        advice = "see why it is not renewed: systemctl list-timers, the logs of certbot or Caddy"
        if left < CERTIFICATE_PROBLEM:
            yield problem("https", message, advice)
        elif left < CERTIFICATE_WARNING:
            yield warning("https", message, advice)
        else:
            yield ok("https", message)
    yield from _without_tls(visit)


def _without_tls(visit: Visit) -> Findings:
    """Look at what readers get who type the address without its scheme."""
    if urlsplit(visit.url).port is not None:
        return
    try:
        answer = visit.get("http://" + visit.url.removeprefix("https://") + address.FRONT)
    except NotFetched:
        return  # nothing answers there, and nothing has to
    if not answer.url.startswith("https://"):
        advice = "redirect http to https: return 301 https://$host$request_uri; in nginx, by itself in Caddy"
        yield warning("https", "the site answers without encryption too", advice)


def places(visit: Visit) -> Findings:
    """Look at a page of each kind, by the sitemap."""
    found = visit.places()
    strange = [url for url in found if not url.startswith(visit.absolute("/"))]
    if strange or not found:
        said = f"the sitemap names {strange[0]}" if strange else "there is no sitemap, or nothing in it"
        advice = f"build with SITEURL = {visit.url!r} and publish that"
        yield problem("pages", f"{said}, not addresses below {visit.url}/", advice)
        return
    some = [url for folder in _FOLDERS for url in visit.documents(folder)[:1]]
    missing = [(url, visit.get(url).status) for url in [*map(visit.absolute, _LISTS), *some]]
    for url, status in missing:
        if status != 200:
            yield problem("pages", f"{url} answers {status}", "publish the whole output folder")
    if all(status == 200 for _, status in missing):
        yield ok("pages", f"{len(missing)} of {len(found)} looked at, all there")


def not_found(visit: Visit) -> Findings:
    """Look at what stands where nothing is."""
    answer, page = visit.get(MISSING), visit.get(address.NOT_FOUND)
    if answer.status != 404:
        advice = "answer 404 for what is not there; nginx: error_page 404 /404.html;"
        yield problem("404 page", f"{visit.absolute(MISSING)} answers {answer.status}", advice)
    elif answer.body != page.body:
        advice = "show /404.html there; nginx: error_page 404 /404.html; Caddy: handle_errors"
        yield warning("404 page", "readers who miss a page see the server's own, which leads nowhere", advice)
    else:
        yield ok("404 page", "shown where nothing is")


def headers(visit: Visit) -> Findings:
    """Look at the headers that a page cannot carry itself, and at how long browsers may keep pages."""
    answer = visit.get(address.FRONT)
    expected = security_headers(visit.expected)
    lacking = [name for name, value in expected.items() if not _says(answer, name, value)]
    for name in lacking:
        yield warning("headers", f"pages come without {name}", f"send the header {name}: {expected[name]}")
    if not lacking:
        yield ok("headers", "framing, sniffing and referrers are as they should be")
    kept = re.search(r"max-age=(\d+)", ", ".join(answer.header("cache-control")))
    if kept and int(kept[1]) > LONGEST_KEPT_S:
        said = (
            f"browsers keep pages for {int(kept[1]) // 60} minutes and do not ask whether they have changed"
        )
        yield warning("headers", said, "send Cache-Control: no-cache with pages and feeds; fonts may be kept")


def _says(answer: Fetched, name: str, value: str) -> bool:
    """Tell whether a header is there; one for content must name the rule, others may be stricter or not."""
    said = ", ".join(answer.header(name)).lower()
    return value.partition(" ")[0] in said if name == "Content-Security-Policy" else bool(said)


def types(visit: Visit) -> Findings:
    """Look at the media types that files come with."""
    wrong = 0
    for path, expected in TYPES.items():
        answer = visit.get(path)
        kind = media_type(answer.content_type)
        if answer.status != 200 and path.startswith(address.FEEDS):
            continue  # of that the look at the feeds tells
        if answer.status != 200:
            wrong += 1
            yield problem(
                "types", f"{visit.absolute(path)} answers {answer.status}", "publish the whole output"
            )
        elif kind not in expected:
            wrong += 1
            said = f"{visit.absolute(path)} comes as {kind or 'nothing that is named'}"
            yield warning("types", said, f"send it as {expected[0]}")
        elif kind in _UTF_8 and _charset(answer) not in ("utf-8", ""):
            wrong += 1
            yield warning("types", f"{visit.absolute(path)} comes as {_charset(answer)}", "send it as utf-8")
    if not wrong:
        yield ok("types", f"{len(TYPES)} files come as what they are")


def _charset(answer: Fetched) -> str:
    found = re.search(r"charset=\"?([\w-]+)", answer.content_type, re.IGNORECASE)
    return found[1].lower() if found else ""


def compressed(visit: Visit) -> Findings:
    """Look at whether texts come compressed."""
    plain = [path for path in (address.FRONT, "/style.css") if not _encoding(visit, path)]
    if plain:
        said = f"{', '.join(map(visit.absolute, plain))} not compressed, also for who asks for it"
        advice = "PRECOMPRESS = True, and nginx: gzip_static on; Caddy: precompressed br gzip"
        yield warning("compression", said, advice)
    else:
        yield ok("compression", f"texts come as {_encoding(visit, address.FRONT)}")


def _encoding(visit: Visit, path: str) -> str:
    answer = visit.get(path, {"Accept-Encoding": "br, gzip"})
    return next(iter(answer.header("content-encoding")), "")
