"""The public feeds: valid, about this site, and those that were built here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

from pledges.cli.doctor.finding import Findings, ok, problem, warning
from pledges.cli.doctor.visit import Visit
from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.protocols import xml_document
from pledges.views.head import SITE_FEEDS

_ATOM = "{http://www.w3.org/2005/Atom}"
_REBUILD = "build the site with its own SITEURL, and publish it"


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed says of itself."""

    own_url: str
    ids: tuple[str, ...]
    updated: dt.datetime | None
    hubs: tuple[str, ...] = ()


class NoFeed(ValueError):
    """A document is no feed of its kind."""


def feeds(visit: Visit) -> Findings:
    """Look at the nine feeds of the site."""
    good, newest = 0, None
    for name in SITE_FEEDS:
        for form in FeedFormat:
            path = address.site_feed(name, form)
            wrong = list(_feed(visit, path, form))
            yield from wrong
            good += not wrong
            if form is FeedFormat.ATOM and not wrong:
                updated = read_feed(visit.get(path).body, form).updated
                newest = max(filter(None, (newest, updated)), default=None)
    if good == len(SITE_FEEDS) * len(FeedFormat):
        said = f", last changed {newest:%Y-%m-%d}" if newest else ""
        yield ok("feeds", f"{good} feeds are valid{said}")


def _feed(visit: Visit, path: str, form: FeedFormat) -> Findings:
    url, answer = visit.absolute(path), visit.get(path)
    if answer.status != 200:
        yield problem("feeds", f"{url} answers {answer.status}", "publish the whole output folder")
        return
    try:
        reading = read_feed(answer.body, form)
    except NoFeed as error:
        yield problem("feeds", f"{url} cannot be read: {error}", "publish what pledges build made")
        return
    if reading.own_url != url:
        yield problem("feeds", f'{url} says that its address is "{reading.own_url}"', _REBUILD)
    yield from _ids(visit, url, reading)
    if form is FeedFormat.ATOM and visit.settings is not None:
        for hub in visit.settings.websub_hubs:
            if hub not in reading.hubs:
                yield problem("feeds", f"{url} does not name the hub {hub}", "build the site and publish it")
    if reading.updated and reading.updated > visit.now + dt.timedelta(days=1):
        advice = "look at the clock of the machine that builds, and at AS_OF"
        yield problem("feeds", f"{url} was changed on {reading.updated:%Y-%m-%d}, in the future", advice)
    built = visit.built(path)
    if built is not None and built != answer.body:
        yield warning("feeds", f"{url} is not what was built here", "publish the site; wait for caches")


def _ids(visit: Visit, url: str, reading: FeedReading) -> Findings:
    """Imported entries keep ids of their own; the feed's is always ours."""
    if visit.settings is None:
        return
    start = f"tag:{visit.settings.tag_authority}:"
    if reading.ids and not reading.ids[0].startswith(start):
        advice = "set TAG_AUTHORITY back to what it was: readers would see everything a second time"
        yield problem("feeds", f"{url} has the id {reading.ids[0]}, and TAG_AUTHORITY says {start}…", advice)


def read_feed(body: bytes, form: FeedFormat) -> FeedReading:
    """Return what a feed says of itself. Raises NoFeed."""
    try:
        return _READERS[form](body)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoFeed(str(error) or "something that belongs there is missing") from error


def _self(links: Iterable[Element]) -> str:
    return next((link.get("href", "") for link in links if link.get("rel") == "self"), "")


def _atom(body: bytes) -> FeedReading:
    root = xml_document.parse(body)
    if root is None or root.tag != f"{_ATOM}feed":
        raise NoFeed("it is no Atom document")
    own = _self(root.findall(f"{_ATOM}link"))
    ids = tuple(element.text or "" for element in root.iter(f"{_ATOM}id"))
    hubs = tuple(link.get("href", "") for link in root.findall(f"{_ATOM}link") if link.get("rel") == "hub")
    return FeedReading(own, ids, dt.datetime.fromisoformat(root.findtext(f"{_ATOM}updated", "")), hubs)


def _rss(body: bytes) -> FeedReading:
    root = xml_document.parse(body)
    channel = root.find("channel") if root is not None else None
    if channel is None:
        raise NoFeed("it is no RSS document")
    own = _self(channel.findall(f"{_ATOM}link"))
    return FeedReading(own, (), parsedate_to_datetime(channel.findtext("lastBuildDate", "")))


def _json(body: bytes) -> FeedReading:
    feed = json.loads(body)
    if "jsonfeed.org/version/1" not in feed["version"]:
        raise NoFeed("it is no JSON Feed")
    return FeedReading(feed["feed_url"], (), None)


_READERS = {FeedFormat.ATOM: _atom, FeedFormat.RSS: _rss, FeedFormat.JSON: _json}
