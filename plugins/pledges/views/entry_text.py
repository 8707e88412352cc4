"""What is printed of a feed's entry: made once, for each form of every feed that the entry stands in."""

from __future__ import annotations

from msgspec import Struct

from pledges.markup import printable
from pledges.views.feed import FeedEntry
from pledges.views.xml import escaped_text, printed_line, printed_tags, utc


class EntryText(Struct, frozen=True):
    """An entry's texts, fit to print. ``parents`` are those it answers, each with its address."""

    id: str
    url: str
    title: str
    published: str
    updated: str
    author: str
    author_url: str
    summary: str
    tags: tuple[str, ...]
    parents: tuple[tuple[str, str], ...]
    html: str


def text_of(entry: FeedEntry) -> EntryText:
    """Return what is printed of an entry, as it is."""
    made: EntryText | None = entry.__dict__.get("text")
    if made is None:
        made = entry.__dict__["text"] = _text(entry)
    return made


def xml_of(entry: FeedEntry) -> EntryText:
    """Return what is printed of an entry, escaped for XML."""
    made: EntryText | None = entry.__dict__.get("xml")
    if made is None:
        made = entry.__dict__["xml"] = _escaped(text_of(entry))
    return made


def _text(entry: FeedEntry) -> EntryText:
    published = utc(entry.published)
    return EntryText(
        id=_fit(entry.id),
        url=_fit(entry.absolute_url),
        title=printed_line(entry.title),
        published=published,
        updated=published if entry.updated is entry.published else utc(entry.updated),
        author=printed_line(entry.author),
        author_url=_fit(entry.author_absolute_url),
        summary=printed_line(entry.summary) if entry.summary else "",
        tags=tuple(printed_tags(entry.tags)),
        parents=tuple([(_fit(parent.ref), _fit(parent.absolute_url)) for parent in entry.in_reply_to]),
        html=_fit(entry.html),
    )


def _escaped(text: EntryText) -> EntryText:
    return EntryText(
        id=escaped_text(text.id),
        url=escaped_text(text.url),
        title=escaped_text(text.title),
        published=text.published,
        updated=text.updated,
        author=escaped_text(text.author),
        author_url=escaped_text(text.author_url),
        summary=escaped_text(text.summary),
        tags=tuple([escaped_text(tag) for tag in text.tags]),
        parents=tuple([(escaped_text(ref), escaped_text(url)) for ref, url in text.parents]),
        html=escaped_text(text.html),
    )


def _fit(text: str) -> str:
    return str.__str__(printable(text))
