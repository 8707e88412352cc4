"""Essays, status changes and responses as entries of feeds.

An entry's id comes from the record's ids, its dates from the record: a rebuild changes neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import msgspec
from markupsafe import Markup, escape

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.response import Kind, Response
from pledges.language import N_
from pledges.markup import for_feed, render_stranger, safe_web_url
from pledges.views import tags
from pledges.views.conversation import (
    author_name,
    printed_line,
    target_path,
    trackback_url,
)
from pledges.views.feed import FeedEntry, FeedReference
from pledges.views.publication import Publication
from pledges.views.summaries import changed


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
    return with_replies(publication, essay, entry)


def _essay_html(publication: Publication, essay: Essay) -> str:
    parts: list[str] = []
    if essay.epigraph:
        parts.append(
            Markup("<blockquote><p>%s</p><p>— %s</p></blockquote>\n")
            % (essay.epigraph.text, essay.epigraph.source)
        )
    figure = publication.figure(essay.image)
    if figure:
        parts.append(Markup('<p><img src="%s" alt="%s"></p>\n') % (figure.url, figure.alt))
    parts.append(publication.page_html(essay))
    if essay.question:
        parts.append(Markup("\n<p><strong>%s</strong></p>") % (essay.question,))
    return "".join(parts)


def with_replies(publication: Publication, target: Document, entry: FeedEntry) -> FeedEntry:
    """Return the entry with what RFC 4685 and slash:comments say of the target's conversation."""
    path = target_path(target)
    return msgspec.structs.replace(
        entry,
        reply_count=publication.response_count(target),
        replies_updated=publication.last_changed(target),
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


def made(item: Item) -> Item:
    """Return an entry to be that is made already."""
    entry = item.make()
    return replace(item, make=lambda: entry)


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


def response_items(publication: Publication, target: Document) -> list[Item]:
    """Return every response to a target that can be read as entries to be."""
    return [
        response_item(publication, target, response)
        for response in publication.responses(target)
        if response.erased is None
    ]


def response_item(publication: Publication, target: Document, response: Response) -> Item:
    """Return a response as an entry to be."""
    make = partial(response_entry, publication, target, response)
    return Item(response.date, 0, response.id, changed(response), make)


_KIND_WORDS = {
    Kind.COMMENT: N_("Comment"),
    Kind.TRACKBACK: N_("Trackback"),
    Kind.PINGBACK: N_("Pingback"),
    Kind.WEBMENTION: N_("Webmention"),
}


def _response_word(publication: Publication, response: Response) -> str:
    """Return what a response is, a customer's word with its value: "Verdict (not kept)"."""
    if response.verdict:
        value = publication.say(tags.value_said(response.verdict))
        return publication.say("Verdict (%(value)s)", value=value)
    return publication.say(_KIND_WORDS[response.kind])


def response_entry(publication: Publication, target: Document, response: Response) -> FeedEntry:
    """Return one response in full."""
    page_of = publication.conversation(target).page_of
    path = publication.absolute(target_path(target))
    url = address.response(path, page_of[response.id], response.id)
    name = author_name(publication, response)
    return FeedEntry(
        id=publication.tag_uri(response.id),
        absolute_url=url,
        title=publication.say(
            "%(what)s by %(name)s on “%(title)s”",
            what=_response_word(publication, response),
            name=name,
            title=target.title,
        ),
        html=for_feed(_response_html(publication, response), url),
        published=response.date,
        updated=changed(response),
        author=name,
        author_absolute_url=safe_web_url(response.author.url) if response.author else "",
        in_reply_to=_answered(publication, target, response, page_of, path),
    )


def _response_html(publication: Publication, response: Response) -> str:
    parts = [str(render_stranger(response.text))]
    if response.verdict:
        word = publication.tag(tags.value_tag(response.verdict)).word
        parts.insert(0, Markup("<p><strong>%s</strong></p>\n") % (word,))
    if response.excerpt:
        parts.append(Markup("<blockquote><p>%s</p></blockquote>") % (printed_line(response.excerpt, 400),))
    source = safe_web_url(response.source)
    if source:
        title = printed_line(response.title) or source
        parts.append(Markup('\n<p><a href="%s" rel="nofollow ugc">%s</a></p>') % (source, title))
    return "".join(parts) or str(escape(publication.say(_KIND_WORDS[response.kind])))


def _answered(
    publication: Publication, target: Document, response: Response, page_of: Mapping[str, int], path: str
) -> tuple[FeedReference, ...]:
    """Return what a response answers: another response, or the target itself at the address ``path``."""
    parent = response.in_reply_to
    if parent not in page_of:
        return (FeedReference(ref=publication.entry_id(target), absolute_url=path),)
    url = address.response(path, page_of[parent], parent)
    return (FeedReference(ref=publication.tag_uri(parent), absolute_url=url),)


def reference(publication: Publication, target: Document) -> FeedReference:
    """Return an essay or pledge as what an entry answers."""
    return FeedReference(
        ref=publication.entry_id(target), absolute_url=publication.absolute(target_path(target))
    )
