"""What on this site links to the outside: essays, promises, and the replies of the site's own people."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from pledges.domain import address
from pledges.domain.conversation import Conversation
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.domain.record import Record
from pledges.domain.response import Response
from pledges.markup import clean_line, render_stranger
from pledges.markup.texts import Texts
from pledges.protocols.web_url import comparable, web_url
from pledges.settings import Settings

MAX_EXCERPT = 300

_HREF = re.compile(r'<a href="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page of ours, or a reply on one, and the addresses outside that it links to, each page once.

    ``url`` is absolute and has the anchor of a reply; ``content`` is the digest of what its writer wrote,
    ``words`` are the plain text of that, empty where nothing is left to be done.
    """

    url: str
    title: str
    excerpt: str
    content: str
    targets: tuple[str, ...]
    words: str = ""

    @property
    def page_url(self) -> str:
        """The address to look at: without the anchor."""
        return page_of(self.url)


def page_of(source_url: str) -> str:
    """Return the page that a source is, or stands on."""
    return source_url.partition("#")[0]


#: The digest of a source and its targets, by its address, where nothing is left to be done for them.
Settled = Mapping[str, tuple[str, tuple[str, ...]]]


def find_sources(
    record: Record, texts: Texts, settings: Settings, now: dt.datetime, settled: Settled
) -> tuple[Source, ...]:
    """Return every source in the (visible) record that links to the outside, in the order of files.

    What strangers wrote is none: nobody is told of links that we did not set. Nor is an essay before the
    instant that it names. Texts that are ``settled`` and have not changed are not rendered.
    """
    finder = _Finder(texts, settings, settled)
    found: list[Source] = []
    for target in _targets(record):
        if isinstance(target, Essay) and target.at is not None and target.at > now:
            continue
        document = finder.essay(target) if isinstance(target, Essay) else finder.pledge(target)
        replies = finder.replies(target, record.responses.get(target.id, ()))
        found += (source for source in (document, *replies) if source.targets)
    return tuple(found)


def strangers_links(record: Record, settings: Settings, pages: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return, for each of the ``pages`` of essays and pledges, what their conversations link to (in the
    form of ``comparable``): a link that was taken out of a text may still stand there.
    """
    wanted = frozenset(pages)
    found: dict[str, frozenset[str]] = {}
    for target in _targets(record):
        said, path = record.responses.get(target.id, ()), _path(target)
        if not any(page.startswith(settings.absolute(path)) for page in wanted):
            continue
        for page, responses in _by_page(settings, path, said).items():
            if page in wanted:
                links = (comparable(url) for response in responses for url in _printed_links(response))
                found[page] = frozenset(filter(None, links))
    return found


@dataclass(frozen=True, slots=True)
class _Finder:
    texts: Texts
    settings: Settings
    settled: Settled

    def essay(self, essay: Essay) -> Source:
        quoted = essay.epigraph.text if essay.epigraph else ""
        urls = [video.url for video in essay.videos]
        wording = (essay.title, essay.summary, quoted, *urls, essay.body)
        return self._source(essay, _digest(*wording), lambda: [*self._links_of(essay), *urls])

    def pledge(self, pledge: Pledge) -> Source:
        wording = [pledge.title, pledge.promise, pledge.outcome, pledge.why, str(pledge.due), pledge.body]
        for update in pledge.updates:
            changed = (update.promise, update.outcome, str(update.due or ""), *update.evidence)
            wording += (str(update.on), update.claim, update.text, *changed)
        return self._source(pledge, _digest(*wording), lambda: self._links_of_all(pledge))

    def replies(self, target: Essay | Pledge, responses: tuple[Response, ...]) -> Iterator[Source]:
        """Yield what the site's own people answered; an answer to a linkback links to its source too."""
        own = [one for one in responses if one.author and one.author.role and not one.erased]
        if not own:
            return
        conversation = Conversation(responses, self.settings.conversation_page_size)
        for response in own:
            parent = conversation.by_id.get(response.in_reply_to)
            links = [parent.source] if parent and parent.is_linkback and not parent.erased else []
            links += _links_in(response.text)
            number = conversation.page_of[response.id]
            yield Source(
                url=self.settings.absolute(address.response(_path(target), number, response.id)),
                title=target.title,
                excerpt=clean_line(response.text, MAX_EXCERPT),
                content=_digest(response.text),
                targets=self._outside(links),
                words=response.text,
            )

    def _links_of_all(self, pledge: Pledge) -> list[str]:
        links = self._links_of(pledge)
        for update in pledge.updates:
            links += self.texts.update(pledge, update).links if "//" in update.text else ()
            links += update.evidence
        return links

    def _links_of(self, document: Essay | Pledge) -> list[str]:
        # Rendering takes time, and a text without this has no link to the outside.
        return list(self.texts.body(document).links) if "//" in document.body else []

    def _source(self, document: Essay | Pledge, content: str, links: Callable[[], list[str]]) -> Source:
        url = self.settings.absolute(_path(document))
        known, targets = self.settled.get(url, ("", ()))
        if known == content:
            return Source(url=url, title=document.title, excerpt="", content=content, targets=targets)
        targets = self._outside(links())
        summary = document.summary if isinstance(document, Essay) else document.promise
        excerpt = summary or (self.texts.body(document).plain if targets else "")
        return Source(
            url=url,
            title=document.title,
            excerpt=clean_line(excerpt, MAX_EXCERPT),
            content=content,
            targets=targets,
            words=self._words(document) if targets else "",
        )

    def _words(self, document: Essay | Pledge) -> str:
        said = [text.plain for text in self.texts.all_of(document)]
        if isinstance(document, Pledge):
            said += (document.promise, document.outcome, document.why)
        return "\n".join(said)

    def _outside(self, links: list[str]) -> tuple[str, ...]:
        """Return the addresses outside this site as they are written, each page once."""
        outside: dict[str, str] = {}
        for link in links:
            if web_url(link) and not self._is_ours(comparable(link)):
                outside.setdefault(comparable(link), link.strip())
        return tuple(outside.values())

    def _is_ours(self, page: str) -> bool:
        homes = [self.settings.absolute("/")]
        if self.settings.has_inbox:
            homes.append(self.settings.absolute_inbox(""))
        return any(is_below(page, comparable(home)) for home in homes)


def is_below(page: str, home: str) -> bool:
    """Tell whether a page is a site's home or stands below it; both in the form of ``comparable``."""
    return page == home or page.startswith((f"{home}/", f"{home}?"))


def _targets(record: Record) -> tuple[Essay | Pledge, ...]:
    return (*record.essays, *record.pledges)


def _path(document: Essay | Pledge) -> str:
    return address.essay(document.slug) if isinstance(document, Essay) else address.pledge(document.slug)


def _by_page(
    settings: Settings, path: str, responses: tuple[Response, ...]
) -> Mapping[str, tuple[Response, ...]]:
    pages: dict[str, tuple[Response, ...]] = {}
    page_of_id = Conversation(responses, settings.conversation_page_size).page_of
    for response in responses:
        page = settings.absolute(address.conversation(path, page_of_id[response.id]))
        pages[page] = (*pages.get(page, ()), response)
    return pages


def _printed_links(response: Response) -> Iterator[str]:
    yield response.source
    yield response.author.url if response.author else ""
    yield from _links_in(response.text)
    yield from _links_in(response.excerpt)


def _links_in(text: str) -> list[str]:
    has_some = "//" in text or "www." in text
    return [unescape(url) for url in _HREF.findall(render_stranger(text))] if has_some else []


def _digest(*wording: str) -> str:
    """Return the digest of a text; white space at the ends of lines does not count."""
    lines = "\0".join("\n".join(line.rstrip() for line in text.splitlines()) for text in wording)
    return hashlib.blake2b(lines.encode(errors="replace"), digest_size=12).hexdigest()
