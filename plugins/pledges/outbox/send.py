"""One run: what the record links to is compared with what was sent, waited for, and sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec.structs import replace as replaced

from pledges.domain import address
from pledges.files.check import CheckedRecord, check_record
from pledges.outbox.hubs import News, Told, find_news, tell_hub, wait_for_feeds
from pledges.outbox.live import Expected, shown_share, wait_for_pages
from pledges.outbox.plan import Delivery, Plan, Reason, make_plan, settled_sources
from pledges.outbox.sender import Row, Sender
from pledges.outbox.sent import Sent, State, open_sent, read_sent
from pledges.outbox.sources import find_sources, page_of, strangers_links
from pledges.outbox.web import Web
from pledges.settings import Settings

#: How long a deployment may take to be seen everywhere.
WAIT_S = 300.0
#: So many links take long enough to say so.
MANY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be sent for: one site, built in ``output``. ``sent_path`` says what was sent before."""

    settings: Settings
    content: Path
    output: Path
    sent_path: Path
    wait_s: float = WAIT_S
    retry: bool = False


@dataclass(slots=True)
class Report:
    """What a run has done, or would do. ``not_live``: each address that is not, and why."""

    rows: list[Row] = field(default_factory=list)
    hubs: list[Told] = field(default_factory=list)
    not_live: dict[str, str] = field(default_factory=dict)
    noted: int = 0


def send(order: Order, web: Web, now: dt.datetime, say: Callable[[str], object] = str) -> Report:
    """Tell everybody who is to be told. ``say`` hears what takes long. Raises ContentError, CommandError."""
    with open_sent(order.sent_path) as sent:
        plan, sender = _plan(order, sent, now), _sender(order, web, sent, now)
        sent.note(*plan.noted, *plan.unsure)
        report, end_s = Report(rows=_rows(plan)), web.clock() + order.wait_s
        not_live = wait_for_pages(web, _expected(order, plan.due), order.wait_s, say)
        report.not_live.update(not_live)
        live = [delivery for delivery in plan.due if page_of(delivery.source_url) not in not_live]
        if len(live) > MANY:
            say(f"Telling of {len(live)} links, one at a time to each host")
        report.rows += sender.send_all(live)
        _tell_hubs(replace(order, wait_s=max(0.0, end_s - web.clock())), web, sent, now, report)
    return report


def preview(order: Order, web: Web, now: dt.datetime) -> Report:
    """Return what :func:`send` would send. Pages of others are looked at; nothing is sent or written down."""
    sent = read_sent(order.sent_path)
    plan = _plan(order, sent, now)
    report = Report(rows=[*_rows(plan), *_sender(order, web, sent, now).preview_all(plan.due)])
    report.hubs = [Told(news.hub, len(news.feeds), news.more) for news in _news(order, sent)]
    return report


def take_as_sent(order: Order, now: dt.datetime) -> Report:
    """Note all that stands as told, and send nothing: for a site whose links were sent by something else."""
    with open_sent(order.sent_path) as sent:
        plan = _plan(order, sent, now)
        fresh = [delivery for delivery in plan.due if delivery.reason in (Reason.NEW, Reason.CHANGED)]
        told = [replaced(delivery.mention(), state=State.TOLD, told=True, at=now) for delivery in fresh]
        sent.note(*plan.noted, *plan.unsure, *told)
    return Report(noted=len(told))


def _plan(order: Order, sent: Sent, now: dt.datetime) -> Plan:
    settings, checked = _public(order, now)

    def other_links(pages: Iterable[str]) -> dict[str, frozenset[str]]:
        return dict(strangers_links(checked.visible, settings, pages))

    mentions = sent.mentions()
    settled = {} if order.retry else settled_sources(mentions.values())
    sources = find_sources(checked.visible, checked.texts, settings, now, settled)
    return make_plan(sources, mentions, settings.siteurl, now, retry=order.retry, other_links=other_links)


def _public(order: Order, now: dt.datetime) -> tuple[Settings, CheckedRecord]:
    """Return the record as it is public now: no drafts and nothing to come, whatever the settings show."""
    settings = replace(order.settings, drafts=False)
    today = min(settings.today(now), now.astimezone(settings.zone).date())
    return settings, check_record(order.content, settings, today, texts_stand=True)


def _rows(plan: Plan) -> list[Row]:
    return [Row(mention) for mention in (*plan.unsure, *plan.later)]


def _expected(order: Order, deliveries: Iterable[Delivery]) -> list[Expected]:
    pages: dict[str, Expected] = {}
    for delivery in deliveries:
        url = page_of(delivery.source_url)
        page = pages.setdefault(url, Expected(url))
        (page.no_links if delivery.reason is Reason.REMOVED else page.links).add(delivery.target)
        if delivery.reason is Reason.CHANGED and delivery.source is not None:
            page.texts.add(delivery.source.words)
    for page in pages.values():
        page.share = _built_share(order, page) if page.texts else 0.0
    return list(pages.values())


def _built_share(order: Order, page: Expected) -> float:
    """Return how much of a changed text the page that was built here shows: no host can show more.

    A changed text has the same links, so they do not tell a new page from an old one.
    """
    name = address.file_of(page.page_url.removeprefix(order.settings.siteurl))
    try:
        built = (order.output / name).read_text(encoding="utf-8")
    except OSError:  # built elsewhere
        return 0.0
    return shown_share(built, page)


def _sender(order: Order, web: Web, sent: Sent, now: dt.datetime) -> Sender:
    start_s = web.clock()
    return Sender(
        web, sent, order.settings.sitename, lambda: now + dt.timedelta(seconds=web.clock() - start_s)
    )


def _news(order: Order, sent: Sent) -> tuple[News, ...]:
    return find_news(order.settings, order.output, sent)


def _tell_hubs(order: Order, web: Web, sent: Sent, now: dt.datetime, report: Report) -> None:
    found = _news(order, sent)
    feeds = {feed.url: feed for news in found for feed in news.feeds}
    not_live = wait_for_feeds(web, feeds.values(), order.wait_s)
    report.not_live.update(not_live)
    report.hubs += [tell_hub(web, sent, news, not_live, now) for news in found]
