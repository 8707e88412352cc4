"""One look at a mention's source: fetched, read in confinement, put into our words."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Protocol

from pledges.domain.submission import Submission, Words, clean_line
from pledges.fetch import BadUrl, Fetch, FetchError, PrivateAddress
from pledges.inbox.context import Inbox
from pledges.inbox.service.verification import Finding, Look
from pledges.language import Message
from pledges.protocols import confined
from pledges.protocols.confined import UnreadablePage
from pledges.protocols.mention import Card, Mention
from pledges.protocols.source_page import SourceReading

MAX_NAME = 200
MAX_TITLE = 300


class ReadSource(Protocol):
    """What reads a stranger's page: :func:`pledges.protocols.confined.read_source`."""

    def __call__(
        self, body: bytes, content_type: str, source_url: str, targets: tuple[str, ...], our_text: str = ""
    ) -> SourceReading:
        """Return what the page says about the targets. Raises UnreadablePage."""


class ReadAuthor(Protocol):
    """What reads an author's page: :func:`pledges.protocols.confined.read_author`."""

    def __call__(self, body: bytes, content_type: str, author_page: str) -> Card:
        """Return whom the page represents. Raises UnreadablePage."""


def look_at(
    inbox: Inbox,
    submission: Submission,
    fetch: Fetch,
    read_source: ReadSource = confined.read_source,
    read_author: ReadAuthor = confined.read_author,
) -> Look:
    """Fetch a mention's source and return what was found. What goes wrong on the way is a finding too."""
    source = submission.words.source
    targets, our_text = _targets(inbox, submission)
    try:
        page = fetch(source)
        if not 200 <= page.status < 300:
            return _refused(page.status)
        reading = read_source(page.body, page.content_type, page.url, targets, our_text)
        if reading.mention is None:
            return _without_link(gone=reading.gone)
        mention = _with_author(reading.mention, fetch, read_author)
    except FetchError as error:
        return Look(
            Finding.FAILED,
            why=Message("its source cannot be fetched (%(error)s)", error=type(error).__name__),
            # Whether we go on can be read in the status: of an address that is refused it must tell nothing.
            lasts=error.lasts and not isinstance(error, BadUrl | PrivateAddress),
        )
    except UnreadablePage as error:
        return Look(Finding.FAILED, why=Message("its source cannot be read"), lasts=error.lasts)
    return Look(Finding.LINKS, _words(source, mention), reading.copied)


def _refused(status: int) -> Look:
    if status == HTTPStatus.GONE:
        return Look(Finding.GONE, why=Message("its source is gone"))
    return Look(Finding.FAILED, why=Message("its source answers %(status)s", status=status))


def _without_link(*, gone: bool) -> Look:
    if gone:
        return Look(Finding.GONE, why=Message("its source says it is gone"))
    return Look(Finding.NO_LINK, why=Message("its source does not link here"))


def _targets(inbox: Inbox, submission: Submission) -> tuple[tuple[str, ...], str]:
    """Return every address of the target that counts as a link to it, and its text."""
    target = inbox.targets.find_ref(submission.target) if submission.target else None
    if target is None:
        return (submission.target_url,), ""
    urls = target.urls(inbox.settings.absolute_site_url)
    return (submission.target_url, *urls), inbox.targets.text_of(target)


def _with_author(mention: Mention, fetch: Fetch, read_author: ReadAuthor) -> Mention:
    """Return the mention with the name on its author's own page, if it points to one that can be read."""
    if not mention.author_page or mention.author_name:
        return mention
    try:
        page = fetch(mention.author_page)
        card = read_author(page.body, page.content_type, mention.author_page)
    except (FetchError, UnreadablePage):
        return mention
    return replace(mention, author_name=card.name, author_url=card.url) if card.name else mention


def _words(source: str, mention: Mention) -> Words:
    return Words(
        name=clean_line(mention.author_name)[:MAX_NAME],
        url=mention.author_url,
        title=clean_line(mention.title)[:MAX_TITLE],
        excerpt=clean_line(mention.excerpt),
        text=mention.rsvp,
        source=source,
        type=mention.type,
    )
