"""What happened to a promise as entries of feeds, each told once as the promise stood then."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, partial

from pledges.domain import address
from pledges.domain.events import Event, EventKind, EventSource
from pledges.domain.pledge import Pledge
from pledges.domain.update import Update
from pledges.language import N_
from pledges.markup import for_feed, render_stranger
from pledges.markup.text import escape_text
from pledges.views import tags
from pledges.views.conversation import author_name
from pledges.views.entries import Item, reference, with_replies
from pledges.views.feed import FeedEntry, FeedReference
from pledges.views.pledge import event_words, evidence
from pledges.views.publication import Publication
from pledges.views.summaries import changed


def event_items(publication: Publication, pledge: Pledge, *, with_words: bool = True) -> list[Item]:
    """Return what happened to a promise as entries to be.

    ``with_words`` is False where customers' words already stand as responses: nobody wants them twice.
    """
    entry_of = EventEntries(publication, pledge).entry_once
    items = []
    for rank, event in enumerate(publication.events(pledge)):
        if with_words or event.response is None:
            at = event.instant.astimezone(dt.UTC)
            items.append(Item(at, rank, event.id, _told(event, at), partial(entry_of, event, at)))
    return items


class EventEntries:
    """Makes the entries of what happened to one promise, most of which repeat the same wording."""

    def __init__(self, publication: Publication, pledge: Pledge) -> None:
        self._publication = publication
        self._pledge = pledge
        self._wordings: dict[tuple[str, str, dt.date], str] = {}

    @cached_property
    def _answers_pledge(self) -> tuple[FeedReference, ...]:
        return (reference(self._publication, self._pledge),)

    @cached_property
    def _is_amended(self) -> bool:
        """Whether some of the promise's own words no longer hold."""
        return any(update.promise or update.outcome or update.due for update in self._pledge.updates)

    def entry_once(self, event: Event, at: dt.datetime) -> FeedEntry:
        """Return the entry, made once: a promise's feed, its leader's and others carry the same."""
        return self._publication.once(event.id, partial(self.entry, event, at))

    def entry(self, event: Event, at: dt.datetime) -> FeedEntry:
        """Return one change of the promise, told at an instant; its making is the promise's own entry."""
        publication, pledge = self._publication, self._pledge
        made = event.kind is EventKind.MADE
        path = address.pledge(pledge.slug) if made else address.update(pledge.slug, event.id)
        url = publication.absolute(path)
        author, author_url = _event_author(publication, pledge, event)
        entry = FeedEntry(
            id=publication.entry_id(pledge) if made else publication.tag_uri(event.id),
            absolute_url=url,
            title=_title(publication, pledge, event),
            html=for_feed(self._html(event), url),
            published=at,
            updated=_told(event, at),
            author=author,
            author_absolute_url=author_url,
            tags=pledge.tags,
            lang=pledge.lang,
            in_reply_to=() if made else self._answers_pledge,
        )
        return with_replies(publication, pledge, entry) if made else entry

    def _html(self, event: Event) -> str:
        """Return what changed, and under it the promise itself, so that the entry can be read alone."""
        wording = self._wording(_said_before(self._pledge, event) if self._is_amended else ())
        if event.kind is EventKind.MADE:
            return f"{wording}{self._publication.page_html(self._pledge)}"
        return f"{_told_html(self._publication, self._pledge, event)}\n<hr>\n{wording}"

    def _wording(self, said: tuple[Update, ...]) -> str:
        """Return the wording that holds after these of the pledge's updates."""
        holds = self._pledge.after(said)
        if holds not in self._wordings:
            self._wordings[holds] = _promise_html(self._publication, self._pledge, *holds)
        return self._wordings[holds]


def _told(event: Event, at: dt.datetime) -> dt.datetime:
    """Return when an event's entry last changed: only a customer's own words can be edited."""
    return max(at, changed(event.response)) if event.response else at


def _title(publication: Publication, pledge: Pledge, event: Event) -> str:
    say = publication.language.gettext
    what = N_("New promise") if event.kind is EventKind.MADE else _event_word(event)
    return say("%(what)s: %(title)s", what=say(what), title=pledge.title)


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


def _told_html(publication: Publication, pledge: Pledge, event: Event) -> str:
    """Return what changed."""
    if event.update is not None:
        return _update_html(publication, pledge, event.update)
    heading = escape_text(publication.say(event_words(event)[1]))
    if event.response is not None:
        return f"<p>{heading}</p>\n{render_stranger(event.response.text)}"
    return f"<p>{heading}.</p>"


def _update_html(publication: Publication, pledge: Pledge, update: Update) -> str:
    parts: list[str] = [publication.update_text(pledge, update).html]
    now = (
        (N_("Promise now:"), update.promise),
        (N_("Outcome now:"), update.outcome),
        (N_("Due now:"), publication.language.day(update.due) if update.due else ""),
    )
    for label, value in now:
        if value:
            said = escape_text(publication.say(label))
            parts.append(f"\n<p><strong>{said}</strong> {escape_text(value)}</p>")
    for link in evidence(publication, update):
        said = escape_text(publication.say("Evidence:"))
        parts.append(f'\n<p>{said} <a href="{escape_text(link.url)}">{escape_text(link.title)}</a></p>')
    return "".join(parts)


def _said_before(pledge: Pledge, event: Event) -> tuple[Update, ...]:
    """Return the updates that held when the event was told, so that its entry never changes.

    The making and the clock speak before the updates of their day, a customer after them.
    """
    if event.update is not None:
        return pledge.updates[: event.update.number]
    if event.source is EventSource.CUSTOMER:
        return pledge.updates_until(event.date)
    return pledge.updates_until(event.date - dt.timedelta(days=1))


def _promise_html(publication: Publication, pledge: Pledge, promise: str, outcome: str, due: dt.date) -> str:
    """Return a wording of the promise, with who made it to whom and why."""
    leader = publication.leaders.get(pledge.leader)
    who = leader.name if leader else pledge.leader
    if pledge.on_behalf_of:
        who = publication.say(
            "%(name)s, on behalf of %(organisation)s", name=who, organisation=pledge.on_behalf_of
        )
    lines = (
        publication.say(
            "Promised by %(name)s to %(customers)s. Due %(day)s.",
            name=who,
            customers="; ".join(pledge.customers),
            day=publication.language.day(due),
        ),
        publication.say("Outcome: %(outcome)s", outcome=outcome),
        publication.say("Why: %(why)s", why=pledge.why),
    )
    paragraphs = "".join([f"<p>{escape_text(line)}</p>\n" for line in lines])
    return f"<blockquote><p>{escape_text(promise)}</p></blockquote>\n{paragraphs}"
