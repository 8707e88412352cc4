"""What happened to a promise as entries of feeds, each told once as the promise stood then."""

from __future__ import annotations

import datetime as dt
from functools import partial

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.events import Event, EventKind, EventSource
from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.language import N_
from pledges.markup import for_feed, render_stranger
from pledges.views import tags
from pledges.views.conversation import author_name
from pledges.views.entries import Item, reference, with_replies
from pledges.views.feed import FeedEntry
from pledges.views.pledge import event_words, evidence
from pledges.views.publication import Publication
from pledges.views.summaries import changed


def event_items(publication: Publication, pledge: Pledge, *, with_words: bool = True) -> list[Item]:
    """Return what happened to a promise as entries to be.

    ``with_words`` is False where customers' words already stand as responses: nobody wants them twice.
    """
    return [
        Item(event.instant, rank, event.id, _told(event), partial(_entry_once, publication, pledge, event))
        for rank, event in enumerate(publication.events(pledge))
        if with_words or event.response is None
    ]


def _entry_once(publication: Publication, pledge: Pledge, event: Event) -> FeedEntry:
    """Return the entry, made once: a promise's feed, its leader's and others carry the same."""
    publication.note("count", pledge.id)  # also where another has made it
    return publication.once(event.id, partial(event_entry, publication, pledge, event))


def event_entry(publication: Publication, pledge: Pledge, event: Event) -> FeedEntry:
    """Return one change of a promise; its making is the promise's own entry."""
    made = event.kind is EventKind.MADE
    path = address.pledge(pledge.slug) if made else address.update(pledge.slug, event.id)
    url = publication.absolute(path)
    author, author_url = _event_author(publication, pledge, event)
    entry = FeedEntry(
        id=publication.entry_id(pledge) if made else publication.tag_uri(event.id),
        absolute_url=url,
        title=_title(publication, pledge, event),
        html=for_feed(_event_html(publication, pledge, event), url),
        published=event.instant,
        updated=_told(event),
        author=author,
        author_absolute_url=author_url,
        tags=pledge.tags,
        lang=pledge.lang,
        in_reply_to=() if made else (reference(publication, pledge),),
    )
    return with_replies(publication, pledge, entry) if made else entry


def _told(event: Event) -> dt.datetime:
    """Return when an event's entry last changed: only a customer's own words can be edited."""
    return max(event.instant, changed(event.response)) if event.response else event.instant


def _title(publication: Publication, pledge: Pledge, event: Event) -> str:
    what = N_("New promise") if event.kind is EventKind.MADE else _event_word(event)
    return publication.say("%(what)s: %(title)s", what=publication.say(what), title=pledge.title)


def _event_word(event: Event) -> str:
    """Return what a reader scans for: the claim, what the clock says, or that a customer spoke."""
    if event.update is not None:
        return tags.update_tag(event.update.claim).word
    tag, heading = event_words(event)
    return tag.word if event.source is EventSource.CLOCK else heading


def _event_author(publication: Publication, pledge: Pledge, event: Event) -> tuple[str, str]:
    """Return who speaks and their address: a customer, the promisor, or for the clock nobody."""
    if event.response is not None:
        return author_name(publication, event.response), ""
    if event.source is not EventSource.PROMISOR:
        return "", ""
    leader = publication.leaders.get(pledge.leader)
    if leader is None:
        return pledge.leader, ""
    return leader.name, publication.absolute(address.leader(leader.slug))


def _event_html(publication: Publication, pledge: Pledge, event: Event) -> str:
    """Return what changed, and under it the promise itself, so that the entry can be read alone."""
    promise = _promise_html(publication, pledge, _said_before(pledge, event))
    if event.kind is EventKind.MADE:
        return promise + publication.page_html(pledge)
    if event.update is not None:
        what = _update_html(publication, pledge, event.update)
    elif event.response is not None:
        what = Markup("<p>%s</p>\n") % (publication.say(event_words(event)[1]),) + render_stranger(
            event.response.text
        )
    else:
        what = Markup("<p>%s.</p>") % (publication.say(event_words(event)[1]),)
    return what + Markup("\n<hr>\n") + promise


def _update_html(publication: Publication, pledge: Pledge, update: Update) -> Markup:
    html = publication.texts.update(pledge, update).html
    now = (
        (N_("Promise now:"), update.promise),
        (N_("Outcome now:"), update.outcome),
        (N_("Due now:"), publication.language.day(update.due) if update.due else ""),
    )
    for label, value in now:
        if value:
            html += Markup("\n<p><strong>%s</strong> %s</p>") % (publication.say(label), value)
    for link in evidence(publication, update):
        label = publication.say("Evidence:")
        html += Markup('\n<p>%s <a href="%s">%s</a></p>') % (label, link.url, link.title)
    return html


def _said_before(pledge: Pledge, event: Event) -> tuple[Update, ...]:
    """Return the updates that held when the event was told, so that its entry never changes.

    The making and the clock speak before the updates of their day, a customer after them.
    """
    if event.update is not None:
        return pledge.updates[: event.update.number]
    if event.source is EventSource.CUSTOMER:
        return pledge.updates_until(event.date)
    return pledge.updates_until(event.date - dt.timedelta(days=1))


def _promise_html(publication: Publication, pledge: Pledge, said: tuple[Update, ...]) -> Markup:
    """Return the wording that holds after these of the pledge's updates."""
    promise, outcome, due = pledge.after(said)
    leader = publication.leaders.get(pledge.leader)
    who = leader.name if leader else pledge.leader
    if pledge.on_behalf_of:
        who = publication.say(
            "%(name)s, on behalf of %(organisation)s", name=who, organisation=pledge.on_behalf_of
        )
    return Markup("<blockquote><p>%s</p></blockquote>\n<p>%s</p>\n<p>%s</p>\n<p>%s</p>\n") % (
        promise,
        publication.say(
            "Promised by %(name)s to %(customers)s. Due %(day)s.",
            name=who,
            customers="; ".join(pledge.customers),
            day=publication.language.day(due),
        ),
        publication.say("Outcome: %(outcome)s", outcome=outcome),
        publication.say("Why: %(why)s", why=pledge.why),
    )
