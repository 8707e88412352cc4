"""Essays, status changes and responses as entries of feeds.

An entry's id comes from the record's ids, its dates from the record: a rebuild changes neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial

import msgspec
from markupsafe import Markup

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.response import Kind, Response
from pledges.language import N_
from pledges.markup import for_feed, render_stranger, safe_web_url
from pledges.markup.text import escape_text
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
        published=publication.published(essay).astimezone(dt.UTC),
        updated=_revised(publication, essay).astimezone(dt.UTC),
        author=leader.name if leader else "",
        author_absolute_url=publication.absolute(address.leader(leader.slug)) if leader else "",
        summary=essay.summary or publication.body(essay).plain,
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


class Item(msgspec.Struct, frozen=True):
    """An entry to be: what feeds sort by, when it last changed, and how to make it once it has a place.

    ``rank`` orders what happened at one instant. Instants are in UTC: those of one zone are soon compared.
    """

    published: dt.datetime
    rank: int
    id: str
    changed: dt.datetime
    make: Callable[[], FeedEntry]


def made(item: Item) -> Item:
    """Return an entry to be that is made already."""
    entry = item.make()
    return msgspec.structs.replace(item, make=lambda: entry)


def essay_items(publication: Publication, essays: Iterable[Essay]) -> list[Item]:
    """Return essays as entries to be."""
    return [
        Item(
            publication.published(essay).astimezone(dt.UTC),
            0,
            essay.id,
            _revised(publication, essay).astimezone(dt.UTC),
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
    said = (response for response in publication.responses(target) if response.erased is None)
    return items_of(publication, target, said)


def items_of(publication: Publication, target: Document, said: Iterable[Response]) -> list[Item]:
    """Return responses to a target as entries to be."""
    make = ResponseEntries(publication, target).entry
    return [
        Item(response.date, 0, response.id, changed(response), partial(make, response)) for response in said
    ]


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


class ResponseEntries:
    """Makes the entries of responses to one essay or pledge, all of which name it."""

    def __init__(self, publication: Publication, target: Document) -> None:
        self._publication = publication
        self._target = target
        self._path = publication.absolute(target_path(target))
        self._page_of = publication.conversation(target).page_of
        self._answers_target = (reference(publication, target),)
        self._say = publication.language.gettext

    def entry(self, response: Response) -> FeedEntry:
        """Return one response in full."""
        publication, author, say = self._publication, response.author, self._say
        url = address.response(self._path, self._page_of[response.id], response.id)
        name = author_name(publication, response)
        return FeedEntry(
            id=publication.tag_uri(response.id),
            absolute_url=url,
            title=say(
                "%(what)s by %(name)s on “%(title)s”",
                what=_response_word(publication, response),
                name=name,
                title=self._target.title,
            ),
            html=for_feed(_response_html(publication, response), url),
            published=response.date,
            updated=changed(response),
            author=name,
            author_absolute_url=safe_web_url(author.url) if author and author.url else "",
            in_reply_to=self._answered(response.in_reply_to),
        )

    def _answered(self, parent: str) -> tuple[FeedReference, ...]:
        """Return what a response answers: another response, or the target itself."""
        if parent not in self._page_of:
            return self._answers_target
        url = address.response(self._path, self._page_of[parent], parent)
        return (FeedReference(ref=self._publication.tag_uri(parent), absolute_url=url),)


def _response_html(publication: Publication, response: Response) -> str:
    parts: list[str] = [render_stranger(response.text)] if response.text else []
    if response.verdict:
        word = publication.tag(tags.value_tag(response.verdict)).word
        parts.insert(0, f"<p><strong>{escape_text(word)}</strong></p>\n")
    if response.excerpt:
        excerpt = escape_text(printed_line(response.excerpt, 400))
        parts.append(f"<blockquote><p>{excerpt}</p></blockquote>")
    source = safe_web_url(response.source) if response.source else ""
    if source:
        title = printed_line(response.title) or source
        parts.append(f'\n<p><a href="{escape_text(source)}" rel="nofollow ugc">{escape_text(title)}</a></p>')
    return "".join(parts) or escape_text(publication.say(_KIND_WORDS[response.kind]))


def reference(publication: Publication, target: Document) -> FeedReference:
    """Return an essay or pledge as what an entry answers."""
    return FeedReference(
        ref=publication.entry_id(target), absolute_url=publication.absolute(target_path(target))
    )
