"""Which feeds there are, and what is in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pledges.domain import address
from pledges.domain.address import FeedFormat
from pledges.domain.document import Document
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response
from pledges.domain.summary import quarter_of
from pledges.views.conversation import target_path
from pledges.views.entries import Item, essay_items, made, response_item, response_items
from pledges.views.event_entries import event_items
from pledges.views.feed import Feed
from pledges.views.head import SITE_FEEDS
from pledges.views.ledger import feed_ledger
from pledges.views.lists import Term
from pledges.views.publication import Publication


def target_feed(publication: Publication, target: Document) -> Feed:
    """Return the feed of one essay's conversation, or of one promise and its conversation."""
    items = response_items(publication, target)
    if isinstance(target, Pledge):
        items += event_items(publication, target, with_words=False)
    title = publication.say("%(title)s: conversation", title=target.title)
    feed = _empty(publication, f"feed-{target.id}", title, target_path(target))
    if isinstance(target, Pledge):
        feed = _replace(feed, ledger=feed_ledger(publication, target))
    return _filled(publication, feed, items, _erased(publication, [target]))


def leader_feed(publication: Publication, leader: Leader) -> Feed:
    """Return everything about one leader: essays, promises, every change of a promise."""
    items = essay_items(publication, publication.essays_of.get(leader.slug, ()))
    for pledge in publication.pledges_of.get(leader.slug, ()):
        items += event_items(publication, pledge)
    feed = _empty(publication, f"feed-{leader.id}", leader.name, address.leader(leader.slug))
    return _filled(publication, feed, items)


def essays_feed(publication: Publication) -> Feed:
    """Return the site's essays, in full."""
    feed = _site_feed(publication, "essays", address.ESSAYS)
    return _filled(publication, feed, essay_items(publication, publication.essay_list))


def pledges_feed(publication: Publication) -> Feed:
    """Return the site's promises: each making, and each change of state as an entry of its own."""
    items = [item for pledge in publication.pledges.values() for item in event_items(publication, pledge)]
    return _filled(publication, _site_feed(publication, "pledges", address.PLEDGES), items)


def term_feed(publication: Publication, term: Term) -> Feed:
    """Return the essays of a category, or the essays and promises of a tag."""
    items = essay_items(publication, term.essays)
    for pledge in term.pledges:
        items += event_items(publication, pledge)
    path = address.term(term.kind, term.slug)
    feed = _empty(publication, f"feed-{term.kind}-{term.slug}", term.label, path)
    feed = _only_atom(publication, feed, address.term_feed(term.kind, term.slug))
    return _filled(publication, feed, items)


def author_feed(publication: Publication, leader: Leader) -> Feed:
    """Return one author's essays."""
    path = address.leader(leader.slug)
    feed = _empty(
        publication, f"feed-author-{leader.id}", publication.say("Essays by %(name)s", name=leader.name), path
    )
    feed = _only_atom(publication, feed, address.term_feed("author", leader.slug))
    return _filled(publication, feed, essay_items(publication, publication.essays_of.get(leader.slug, ())))


# --- the conversation of the whole site, with archives (RFC 5005) ------------------------------------


def conversation_feeds(publication: Publication) -> Iterator[tuple[str, Feed]]:
    """Yield the site's conversation: the current feed, named "", and its archives, oldest first."""
    yield "", conversation_feed(publication)
    quarters = archived_quarters(publication)
    window = Window(publication, quarters)
    for quarter in quarters:
        yield quarter, conversation_archive(publication, quarter, window)


def conversation_feed(publication: Publication) -> Feed:
    """Return the current feed: all of this quarter and at least the newest FEED_SIZE."""
    names = archived_quarters(publication)
    newest: list[Item] = []
    size, of_this_quarter = publication.settings.feed_size, 0
    for quarter in reversed([*publication.quarters]):
        if quarter in names and len(newest) >= size:
            break
        newest += _items(publication, publication.said_in(quarter))
        if quarter not in names:
            of_this_quarter = len(newest)
    current = _replace(
        _site_feed(publication, "conversation", address.FRONT),
        previous_archive_url=_archive_url(publication, names, len(names) - 1),
    )
    shown = _filled(publication, current, newest, size=max(size, of_this_quarter))
    moments = [last for target in publication.targets if (last := publication.last_changed(target))]
    moments += _erased(publication, publication.targets)
    return _replace(shown, updated=max(moments, default=current.updated))


def archived_quarters(publication: Publication) -> list[str]:
    """Return the past quarters that had responses, the oldest first."""
    this_quarter = quarter_of(publication.midnight(publication.today))
    return [quarter for quarter in publication.quarters if quarter < this_quarter]


class Window:
    """Past quarters next to one another: who asks for a second one gets it with all that are left.

    A conversation goes on through many quarters, and would be read again for each.
    """

    def __init__(self, publication: Publication, quarters: Sequence[str]) -> None:
        self._publication = publication
        self._left = dict.fromkeys(quarters)
        self._made: dict[str, list[Item]] = {}
        self._is_asked = False

    def items(self, quarter: str) -> list[Item]:
        """Return what was said in a quarter; what is kept of it is given away once."""
        self._publication.note("quarter", quarter)
        if quarter not in self._made:
            self._left.pop(quarter, None)
            self._read([quarter, *(self._left if self._is_asked else ())])
        return self._made.pop(quarter)

    def _read(self, quarters: Sequence[str]) -> None:
        self._is_asked = True
        self._made |= {quarter: [] for quarter in quarters}
        with self._publication.covered():
            for item in _items(self._publication, self._publication.said_in(*quarters)):
                self._made[quarter_of(item.published)].append(item)
        for quarter in quarters:
            self._left.pop(quarter, None)


def conversation_archive(publication: Publication, quarter: str, window: Window) -> Feed:
    """Return the archive of one past quarter, named after it (``2026-q3``).

    So its address stays whatever is added or erased.
    """
    names = archived_quarters(publication)
    place = names.index(quarter)
    empty = _site_feed(publication, "conversation", address.FRONT)
    archive = _replace(
        _only_atom(publication, empty, address.feed_archive("conversation", quarter)),
        in_archive=True,
        hub_urls=(),  # nobody subscribes to what does not change
        current_url=empty.atom_url,
        previous_archive_url=_archive_url(publication, names, place - 1),
        next_archive_url=_archive_url(publication, names, place + 1),
    )
    items = window.items(quarter)
    with publication.covered():
        return _filled(publication, archive, items, size=len(items))


def _items(publication: Publication, said: Iterable[tuple[Document, list[Response]]]) -> list[Item]:
    """Return what was said, target by target, each entry made while its conversation is at hand."""
    return [
        made(response_item(publication, target, response))
        for target, responses in said
        for response in responses
    ]


def _archive_url(publication: Publication, names: Sequence[str], place: int) -> str:
    if not 0 <= place < len(names):
        return ""
    return publication.absolute(address.feed_archive("conversation", names[place]))


def _erased(publication: Publication, targets: Iterable[Document]) -> list[dt.datetime]:
    """Return when something was taken away: that, too, changes a conversation's feed."""
    return [last for target in targets if (last := publication.last_erased(target))]


# --- making feeds -------------------------------------------------------------------------------------


def _site_feed(publication: Publication, name: str, page: str) -> Feed:
    title = f"{publication.settings.sitename}: {publication.say(SITE_FEEDS[name])}"
    urls = {form: publication.absolute(address.site_feed(name, form)) for form in FeedFormat}
    return _made(publication, f"feed-{name}", title, page, urls)


def _empty(publication: Publication, identity: str, title: str, page: str) -> Feed:
    """Return the feed that stands beside a page, without entries yet."""
    urls = {form: publication.absolute(address.feed(page, form)) for form in FeedFormat}
    return _made(publication, identity, title, page, urls)


def _made(
    publication: Publication, identity: str, title: str, page: str, urls: dict[FeedFormat, str]
) -> Feed:
    settings = publication.settings
    return Feed(
        id=publication.tag_uri(identity),
        title=title,
        subtitle=settings.sitesubtitle,
        absolute_url=publication.absolute(page),
        atom_url=urls[FeedFormat.ATOM],
        rss_url=urls[FeedFormat.RSS],
        json_url=urls[FeedFormat.JSON],
        updated=settings.founded,
        author=settings.sitename,
        lang=settings.default_lang,
        icon_url=publication.absolute("/favicon.svg"),
        style_url=publication.url(address.FEED_STYLE),
        hub_urls=settings.websub_hubs,
    )


def _filled(
    publication: Publication,
    feed: Feed,
    items: Sequence[Item],
    erased: Iterable[dt.datetime] = (),
    size: int = 0,
) -> Feed:
    """Return the feed with the newest ``size`` (by default FEED_SIZE) items; only those are made.

    Its ``updated`` looks at all items, so that it does not move back when one is pushed off.
    """
    newest = sorted(items, key=_age, reverse=True)[: size or publication.settings.feed_size]
    moments = (*(item.changed for item in items), *erased)
    return _replace(
        feed,
        entries=tuple(item.make() for item in newest),
        updated=max(moments, default=feed.updated),
    )


def _only_atom(publication: Publication, feed: Feed, path: str) -> Feed:
    """Return the feed as one that exists in Atom only, at ``path``."""
    return _replace(feed, atom_url=publication.absolute(path), rss_url="", json_url="")


def _replace(feed: Feed, **changes: object) -> Feed:
    return msgspec.structs.replace(feed, **changes)


def _age(item: Item) -> tuple[dt.datetime, int, str]:
    return item.published, item.rank, item.id
