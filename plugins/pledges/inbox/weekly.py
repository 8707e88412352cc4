"""The weekly mail: asked for on a page, confirmed from the mailbox, sent when there is news."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from pledges.inbox import store_news, store_people
from pledges.inbox.context import Inbox
from pledges.inbox.jobs import JobKind
from pledges.inbox.mail import SendMail, write_message
from pledges.inbox.news import news_since
from pledges.inbox.scope import EVERYTHING, Scope
from pledges.inbox.store import Tx
from pledges.inbox.store_jobs import add_job, has_job
from pledges.inbox.store_people import Wish
from pledges.inbox.tokens import Purpose
from pledges.inbox.weekly_mail import ask_letter, weekly_letter

WEEK = dt.timedelta(days=7)
#: How far back something is still news: words are approved late, and reports dated back.
LATE = dt.timedelta(days=60)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def plan(inbox: Inbox) -> None:
    """See to it that the next weekly mails are in the queue, where the site sends any."""
    settings = inbox.settings
    if not settings.sends_weekly or inbox.store.read(lambda tx: has_job(tx, JobKind.WEEK)):
        return
    due = next_week(inbox)
    week = due.astimezone(ZoneInfo(settings.timezone)).date().isoformat()
    inbox.store.write(lambda tx: add_job(tx, JobKind.WEEK, due, once=JobKind.WEEK, week=week))


def next_week(inbox: Inbox) -> dt.datetime:
    """Return when the next weekly mails are due: on their day of the site's week, at the digest's hour."""
    local, settings = inbox.local_now(), inbox.settings
    due = local.replace(hour=settings.digest_hour % 24, minute=0, second=0, microsecond=0)
    due += dt.timedelta(days=(DAYS.index(settings.weekly_day) - due.weekday()) % 7)
    return (due if due > local else due + WEEK).astimezone(dt.UTC)


def gather(inbox: Inbox, week: str) -> None:
    """Note what is new and queue one mail for each follower whom it concerns, all or nothing."""
    settings, zone = inbox.settings, ZoneInfo(inbox.settings.timezone)
    today = inbox.local_now().date()
    found = news_since(inbox.content, today - LATE, today, zone, settings.silent_days, settings.language)

    def queue(tx: Tx) -> None:
        now = inbox.now()
        if not store_news.has_news(tx):  # the first of all weekly mails tells of one week
            begins = dt.datetime.combine(today - WEEK, dt.time(), zone)
            store_news.add_news(tx, "", [one for one in found if one.at < begins], now)
        store_news.add_news(tx, week, found, now)
        store_news.forget_news(tx, now - 2 * LATE)
        if store_news.count_news(tx, week):
            for wish in store_people.followers(tx, EVERYTHING.thread, Wish.CONFIRMED):
                once = f"{JobKind.WEEKLY} {week} {wish.id}"
                add_job(tx, JobKind.WEEKLY, now, once=once, subscription=wish.id, week=week)

    inbox.store.write(queue)


def ask(inbox: Inbox, send: SendMail, subscription_id: str) -> None:
    """Mail the one question whether the weekly mails are really wanted."""
    wish = inbox.store.read(lambda tx: store_people.find_subscription(tx, subscription_id))
    if wish is None or wish.state is not Wish.ASKED:
        return
    scope = Scope.of(wish.thread)
    confirm = inbox.tokens.make(Purpose.CONFIRM, id=wish.id)
    end = inbox.tokens.make(Purpose.UNSUBSCRIBE, id=wish.id)
    key = f"{wish.id}.{wish.created_at.date().isoformat()}"  # when it was asked: the second is another mail
    if to := inbox.keys.decrypt(wish.address):
        letter = ask_letter(inbox.settings, to, key, scope.title(inbox), confirm, end)
        send(write_message(inbox.settings, letter, inbox.now()))


def tell(inbox: Inbox, send: SendMail, subscription_id: str, week: str) -> None:
    """Mail one follower the news of a week, if any concerns them and they still want it."""
    wish = inbox.store.read(lambda tx: store_people.find_subscription(tx, subscription_id))
    if wish is None or wish.state is not Wish.CONFIRMED:
        return
    scope = Scope.of(wish.thread)
    found = inbox.store.read(
        lambda tx: store_news.news_of(tx, week, leader=scope.leader, target=scope.target)
    )
    if found and (to := inbox.keys.decrypt(wish.address)):
        end = inbox.tokens.make(Purpose.UNSUBSCRIBE, id=wish.id)
        day = dt.date.fromisoformat(week)
        letter = weekly_letter(inbox.settings, to, f"week.{week}.{wish.id}", day, found, end)
        send(write_message(inbox.settings, letter, inbox.now()))
