"""Essays, status changes and responses as entries of feeds.

An entry's id comes from the record's ids, its dates from the record: a rebuild changes neither.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import msgspec
from markupsafe import Markup, escape

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.events import Event, EventKind, EventSource
from pledges.domain.pledge import Pledge
from pledges.domain.response import Kind, Response
from pledges.domain.update import Update
from pledges.markup import for_feed, render_stranger, safe_web_url
from pledges.templates import long_date
from pledges.views import tags
from pledges.views.conversation import (
    author_name,
    printed_line,
    response_path,
    target_path,
    trackback_url,
)
from pledges.views.feed import FeedEntry, FeedReference
from pledges.views.pledge import event_words, evidence
from pledges.views.publication import Publication


def essay_entry(publication: Publication, essay: Essay) -> FeedEntry:
    """Return an essay in full."""
    path = address.essay(essay.slug)
    url = publication.absolute(path)
    leader = publication.leaders.get(essay.author)
    entry = FeedEntry(
        id=publication.entry_id(essay),
        absolute_url=url,
        title=essay.title,
        html=for_feed(_essay_html(publication, essay), url),
        published=publication.published(essay),
        updated=_revised(publication, essay),
        author=leader.name if leader else "",
        author_absolute_url=publication.absolute(address.leader(leader.slug)) if leader else "",
        summary=essay.summary or publication.texts.body(essay).plain,
        tags=(*((essay.category,) if essay.category else ()), *essay.tags),
        lang=essay.lang,
    )
    return _with_replies(publication, essay, entry)


def _essay_html(publication: Publication, essay: Essay) -> str:
    parts: list[str] = []
    if essay.epigraph:
        parts.append(
            Markup("<blockquote><p>{}</p><p>— {}</p></blockquote>\n").format(
                essay.epigraph.text, essay.epigraph.source
            )
        )
    figure = publication.figure(essay.image)
    if figure:
        parts.append(Markup('<p><img src="{}" alt="{}"></p>\n').format(figure.url, figure.alt))
    parts.append(publication.page_html(essay))
    if essay.question:
        parts.append(Markup("\n<p><strong>{}</strong></p>").format(essay.question))
    return "".join(parts)


def _with_replies(publication: Publication, target: Document, entry: FeedEntry) -> FeedEntry:
    """Return the entry with what RFC 4685 and slash:comments say of the target's conversation."""
    path = target_path(target)
    shown = [response for response in publication.responses(target) if response.erased is None]
    return msgspec.structs.replace(
        entry,
        reply_count=len(shown),
        replies_updated=max((changed(response) for response in shown), default=None),
        replies_atom_url=publication.absolute(address.feed(path, address.FeedFormat.ATOM)),
        replies_rss_url=publication.absolute(address.feed(path, address.FeedFormat.RSS)),
        comments_url=publication.absolute(f"{path}#conversation"),
        trackback_url=trackback_url(publication, target),
    )


@dataclass(frozen=True, slots=True)
class Item:
    """An entry to be: what feeds sort by, when it last changed, and how to make it once it has a place.

    ``rank`` orders what happened at one instant.
    """

    published: dt.datetime
    rank: int
    id: str
    changed: dt.datetime
    make: Callable[[], FeedEntry]


def essay_items(publication: Publication, essays: Iterable[Essay]) -> list[Item]:
    """Return essays as entries to be."""
    return [
        Item(
            publication.published(essay),
            0,
            essay.id,
            _revised(publication, essay),
            partial(essay_entry, publication, essay),
        )
        for essay in essays
    ]


def _revised(publication: Publication, essay: Essay) -> dt.datetime:
    """Return when an essay was last changed, as far as its author says so."""
    published = publication.published(essay)
    return max(published, publication.midnight(essay.updated)) if essay.updated else published


def event_items(publication: Publication, pledge: Pledge) -> list[Item]:
    """Return what happened to a promise as entries to be."""
    return [
        Item(event.instant, rank, event.id, _told(event), partial(event_entry, publication, pledge, event))
        for rank, event in enumerate(publication.events(pledge))
    ]


def response_items(publication: Publication, target: Document) -> list[Item]:
    """Return every response to a target that can be read as entries to be."""
    return [
        Item(
            response.date,
            0,
            response.id,
            changed(response),
            partial(response_entry, publication, target, response),
        )
        for response in publication.responses(target)
        if response.erased is None
    ]


def event_entry(publication: Publication, pledge: Pledge, event: Event) -> FeedEntry:
    """Return one change of a promise; its making is the promise's own entry."""
    made = event.kind is EventKind.MADE
    path = address.pledge(pledge.slug) if made else address.update(pledge.slug, event.id)
    url = publication.absolute(path)
    author, author_url = _event_author(publication, pledge, event)
    entry = FeedEntry(
        id=publication.entry_id(pledge) if made else publication.tag_uri(event.id),
        absolute_url=url,
        title=f"{'New promise' if made else _event_word(event)}: {pledge.title}",
        html=for_feed(_event_html(publication, pledge, event), url),
        published=event.instant,
        updated=_told(event),
        author=author,
        author_absolute_url=author_url,
        tags=pledge.tags,
        lang=pledge.lang,
        in_reply_to=() if made else (_reference(publication, pledge),),
    )
    return _with_replies(publication, pledge, entry) if made else entry


def _told(event: Event) -> dt.datetime:
    """Return when an event's entry last changed: only a customer's own words can be edited."""
    return max(event.instant, changed(event.response)) if event.response else event.instant


def _event_word(event: Event) -> str:
    """Return what a reader scans for: the claim, what the clock says, or that a customer spoke."""
    if event.update is not None:
        return tags.update_tag(event.update.claim).word
    tag, heading = event_words(event)
    return tag.word if event.source is EventSource.CLOCK else heading


def _event_author(publication: Publication, pledge: Pledge, event: Event) -> tuple[str, str]:
    """Return who speaks and their address: a customer, the promisor, or for the clock nobody."""
    if event.response is not None:
        return author_name(event.response), ""
    if event.source is not EventSource.PROMISOR:
        return "", ""
    leader = publication.leaders.get(pledge.leader)
    if leader is None:
        return pledge.leader, ""
    return leader.name, publication.absolute(address.leader(leader.slug))


def _event_html(publication: Publication, pledge: Pledge, event: Event) -> str:
    """Return what changed, and under it the promise itself, so that the entry can be read alone."""
    promise = _promise_html(publication, _as_it_was(pledge, event))
    if event.kind is EventKind.MADE:
        return promise + publication.page_html(pledge)
    if event.update is not None:
        what = _update_html(publication, pledge, event.update)
    elif event.response is not None:
        what = Markup("<p>{}</p>\n").format(event_words(event)[1]) + render_stranger(event.response.text)
    else:
        what = Markup("<p>{}.</p>").format(event_words(event)[1])
    return what + Markup("\n<hr>\n") + promise


def _update_html(publication: Publication, pledge: Pledge, update: Update) -> Markup:
    html = publication.texts.update(pledge, update).html
    for name, value in (("Promise", update.promise), ("Outcome", update.outcome)):
        if value:
            html += Markup("\n<p><strong>{} now:</strong> {}</p>").format(name, value)
    if update.due:
        html += Markup("\n<p><strong>Due now:</strong> {}</p>").format(long_date(update.due))
    for link in evidence(publication, update):
        html += Markup('\n<p>Evidence: <a href="{}">{}</a></p>').format(link.url, link.title)
    return html


def _as_it_was(pledge: Pledge, event: Event) -> Pledge:
    """Return the promise as it stood when the event was told, so that its entry never changes.

    The making and the clock speak before the updates of their day, a customer after them.
    """
    if event.update is not None:
        said = pledge.updates[: event.update.number]
    elif event.source is EventSource.CUSTOMER:
        said = pledge.updates_until(event.date)
    else:
        said = pledge.updates_until(event.date - dt.timedelta(days=1))
    return dataclasses.replace(pledge, updates=said)


def _promise_html(publication: Publication, pledge: Pledge) -> Markup:
    """Return the wording that holds after all of the pledge's updates."""
    leader = publication.leaders.get(pledge.leader)
    who = leader.name if leader else pledge.leader
    if pledge.on_behalf_of:
        who = f"{who}, on behalf of {pledge.on_behalf_of}"
    return Markup(
        "<blockquote><p>{}</p></blockquote>\n<p>Promised by {} to {}. Due {}.</p>\n"
        "<p>Outcome: {}</p>\n<p>Why: {}</p>\n"
    ).format(
        pledge.promise_on(dt.date.max),
        who,
        "; ".join(pledge.customers),
        long_date(pledge.due_on(dt.date.max)),
        pledge.outcome_on(dt.date.max),
        pledge.why,
    )


_MENTION_WORDS = {Kind.TRACKBACK: "Trackback", Kind.PINGBACK: "Pingback", Kind.WEBMENTION: "Webmention"}


def response_entry(publication: Publication, target: Document, response: Response) -> FeedEntry:
    """Return one response in full."""
    page_of = publication.conversation(target).page_of
    url = publication.absolute(response_path(target, page_of[response.id], response.id))
    name = author_name(response)
    return FeedEntry(
        id=publication.tag_uri(response.id),
        absolute_url=url,
        title=f"{_MENTION_WORDS.get(response.kind, 'Comment')} by {name} on “{target.title}”",
        html=for_feed(_response_html(response), url),
        published=response.date,
        updated=changed(response),
        author=name,
        author_absolute_url=safe_web_url(response.author.url) if response.author else "",
        in_reply_to=_answered(publication, target, response, page_of),
    )


def _response_html(response: Response) -> str:
    parts = [str(render_stranger(response.text))]
    if response.verdict:
        parts.insert(0, Markup("<p><strong>{}</strong></p>\n").format(tags.value_tag(response.verdict).word))
    if response.excerpt:
        parts.append(Markup("<blockquote><p>{}</p></blockquote>").format(printed_line(response.excerpt, 400)))
    source = safe_web_url(response.source)
    if source:
        title = printed_line(response.title) or source
        parts.append(Markup('\n<p><a href="{}" rel="nofollow ugc">{}</a></p>').format(source, title))
    return "".join(parts) or str(escape(_MENTION_WORDS.get(response.kind, "Comment")))


def _answered(
    publication: Publication, target: Document, response: Response, page_of: Mapping[str, int]
) -> tuple[FeedReference, ...]:
    """Return what a response answers: another response, or the target itself."""
    parent = response.in_reply_to
    if parent not in page_of:
        return (_reference(publication, target),)
    url = publication.absolute(response_path(target, page_of[parent], parent))
    return (FeedReference(ref=publication.tag_uri(parent), absolute_url=url),)


def _reference(publication: Publication, target: Document) -> FeedReference:
    return FeedReference(
        ref=publication.entry_id(target), absolute_url=publication.absolute(target_path(target))
    )


def changed(response: Response) -> dt.datetime:
    """Return when a response was last changed."""
    return response.updated or response.date
