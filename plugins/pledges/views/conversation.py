"""A conversation as its pages show it: threads, then linkbacks, nothing of it trusted."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote_plus

from pledges.domain import address
from pledges.domain.axes import Lifecycle
from pledges.domain.conversation import Conversation, Page, Thread
from pledges.domain.document import Document
from pledges.domain.pledge import Pledge
from pledges.domain.response import Kind, Response, ResponseType, Role, Standing
from pledges.domain.update import Update
from pledges.domain.verdict import is_refusal_note
from pledges.language import N_
from pledges.markup import clean_line, hide_mail, host_of, render_stranger, safe_web_url
from pledges.views import tags
from pledges.views.head import feed_links
from pledges.views.models import ConversationView, FeedLinkView, FormView, LinkView, ResponseView
from pledges.views.paging import paging
from pledges.views.publication import Publication

#: Replies below this depth stand at it, each naming whom it answers.
MAX_DEPTH = 4
#: A thread with more replies than this starts closed below its first level.
LONG_THREAD = 20

_KIND_WORDS = {
    Kind.COMMENT: N_("Comment"),
    Kind.TRACKBACK: N_("Trackback"),
    Kind.PINGBACK: N_("Pingback"),
    Kind.WEBMENTION: N_("Webmention"),
}
_TYPE_WORDS = {
    ResponseType.LIKE: N_("Like"),
    ResponseType.REPOST: N_("Repost"),
    ResponseType.BOOKMARK: N_("Bookmark"),
    ResponseType.RSVP: N_("RSVP"),
    ResponseType.VERDICT: N_("Verdict"),
    ResponseType.ACCEPTANCE: N_("Acceptance"),
    ResponseType.REPAIR_VERDICT: N_("Verdict on the repair"),
}
_ROLE_WORDS = {
    Role.AUTHOR: N_("Author"),
    Role.PROMISOR: N_("Promisor"),
    Role.MODERATOR: N_("Moderator"),
}
_STANDING_WORDS = {Standing.INVITED: N_("Invited customer"), Standing.OPEN: N_("Reader")}


def folder_of(target: Document) -> address.Folder:
    """Return the folder an essay or pledge lives in."""
    return address.Folder.PLEDGES if isinstance(target, Pledge) else address.Folder.ESSAYS


def target_path(target: Document) -> str:
    """Return the address of an essay or pledge."""
    return address.document(folder_of(target), target.slug)


def conversation_of(publication: Publication, target: Document) -> Conversation:
    """Return the responses of a target laid out on pages."""
    return publication.conversation(target)


def conversation_feeds(publication: Publication, target: Document) -> tuple[FeedLinkView, ...]:
    """Return the feeds of one essay's or pledge's conversation."""
    return feed_links(
        publication, publication.say("%(title)s: conversation", title=target.title), target_path(target)
    )


def conversation_view(
    publication: Publication,
    target: Document,
    laid_out: Conversation,
    number: int,
    feeds: tuple[FeedLinkView, ...] = (),
) -> ConversationView:
    """Return page ``number`` of a conversation with its feeds; only the first changes with each answer."""
    path = target_path(target)
    page = laid_out.page(number)
    comment_count, linkback_count = laid_out.counts if number == 1 else (0, 0)
    writer = _Writer(publication, target, laid_out, page)
    return ConversationView(
        count=comment_count + linkback_count if number == 1 else len(page.threads) + len(page.linkbacks),
        comment_count=comment_count,
        linkback_count=linkback_count,
        threads=tuple(writer.thread(thread) for thread in page.threads),
        linkbacks=tuple(writer.thread(thread) for thread in page.linkbacks),
        paging=paging(
            number, page.total, lambda n: publication.url(address.conversation(path, n)), grows=True
        ),
        feeds=feeds,
        form=_form(publication, target) if number == page.total else None,
        url=publication.url(path),
    )


def response_path(target: Document, page: int, response_id: str) -> str:
    """Return the permalink of a response on page ``page`` of the conversation, as a site path."""
    return address.response(target_path(target), page, response_id)


def trackback_url(publication: Publication, target: Document) -> str:
    """Return where trackbacks for a target go, or an empty string without an inbox."""
    if not publication.has_inbox:
        return ""
    return address.trackback(publication.absolute_inbox(""), folder_of(target), target.slug)


@lru_cache(maxsize=4096)  # a page and its feeds print the same lines
def printed_line(text: str, max_chars: int = 200) -> str:
    """Return a stranger's line as it can be shown: clean, and without mail addresses to harvest."""
    return hide_mail(clean_line(text, max_chars))


def author_name(publication: Publication, response: Response) -> str:
    """Return who wrote a response, in a form that can be shown."""
    name = printed_line(response.author.name, 120) if response.author else ""
    return name or host_of(response.source) or publication.say("Somebody")


def about_link(publication: Publication, pledge: Pledge, about: str) -> LinkView | None:
    """Return a link to the update that a response speaks of, by its id; None where there is none."""
    update = next((one for one in pledge.updates if pledge.update_id(one) == about), None)
    if update is None:
        return None
    title = update_name(publication, update)
    return LinkView(title=title, url=publication.url(address.update(pledge.slug, about)))


def update_name(publication: Publication, update: Update) -> str:
    """Return what an update is called: On track, 31 March 2026."""
    return f"{publication.tag(tags.update_tag(update.claim)).word}, {publication.language.day(update.on)}"


def _standing(publication: Publication, response: Response) -> str:
    """Return in what standing somebody speaks; who tells that a customer was refused is not the customer."""
    if response.standing is None or is_refusal_note(response):
        return ""
    return publication.say(_STANDING_WORDS[response.standing])


def _form(publication: Publication, target: Document) -> FormView | None:
    if not publication.has_inbox:
        return None
    return FormView(
        action=publication.inbox("/comments"),
        target=publication.absolute(target_path(target)),
        asks_verdict=isinstance(target, Pledge) and _asks_verdict(publication, target),
        offers_mail=publication.settings.inbox_mail,
        title=publication.say("Enter a comment"),
    )


def _asks_verdict(publication: Publication, pledge: Pledge) -> bool:
    """Whether readers are asked if it was kept: it is due, or declared (and not withdrawn before that)."""
    status = publication.status(pledge)
    declared = status.lifecycle in (Lifecycle.DECLARED_KEPT, Lifecycle.DECLARED_BROKEN)
    return declared or status.due <= publication.today


class _Writer:
    """Turns the threads of one page into views."""

    def __init__(
        self, publication: Publication, target: Document, laid_out: Conversation, page: Page
    ) -> None:
        self.publication = publication
        self.target = target
        self.number = page.number
        self.by_id = laid_out.by_id
        self.page_of = laid_out.page_of
        query = f"target={quote_plus(target_path(target))}&in_reply_to="
        self.reply_url = publication.inbox(f"/comments?{query}")
        self.page_url = publication.url(address.conversation(target_path(target), page.number))

    def thread(self, thread: Thread, depth: int = 0) -> ResponseView:
        """Return a response with its replies; what lies too deep is laid flat at the deepest level."""
        below = thread.replies if depth + 1 < MAX_DEPTH else ()
        replies = [self.thread(reply, depth + 1) for reply in below]
        if depth + 1 == MAX_DEPTH:
            replies = [self._flat(level, reply) for level, reply in thread.walk() if level]
        return self._response(
            thread.response,
            replies=tuple(replies),
            reply_count=thread.reply_count,
            is_open=depth == 0 or thread.reply_count <= LONG_THREAD,
            named_parent=depth == 0,
        )

    def _flat(self, level: int, response: Response) -> ResponseView:
        return self._response(response, named_parent=level > 1)

    def _response(
        self,
        response: Response,
        *,
        replies: tuple[ResponseView, ...] = (),
        reply_count: int = 0,
        is_open: bool = True,
        named_parent: bool = False,
    ) -> ResponseView:
        permalink = self._permalink(response)
        if response.erased is not None:
            return ResponseView(
                id=response.id,
                kind=response.kind,
                kind_word=self.publication.say(_KIND_WORDS[response.kind]),
                author="",
                date=self.publication.local(response.date),
                permalink=permalink,
                erased=True,
                replies=replies,
                reply_count=reply_count,
                open=is_open,
            )
        author = response.author
        return ResponseView(
            id=response.id,
            kind=response.kind,
            type=response.type,
            kind_word=self.publication.say(_TYPE_WORDS.get(response.type, _KIND_WORDS[response.kind])),
            author=author_name(self.publication, response),
            author_url=safe_web_url(author.url) if author else "",
            host=host_of(response.source),
            source_url=safe_web_url(response.source),
            role=self.publication.say(_ROLE_WORDS[author.role]) if author and author.role else "",
            date=self.publication.local(response.date),
            updated=self.publication.local(response.updated) if response.updated else None,
            permalink=permalink,
            title=printed_line(response.title),
            excerpt=printed_line(response.excerpt, 400),
            body_html=render_stranger(response.text),
            verdict=self.publication.tag(tags.value_tag(response.verdict)) if response.verdict else None,
            standing=_standing(self.publication, response),
            about=self._about(response.about),
            in_reply_to=self._parent(response) if named_parent else None,
            replies=replies,
            reply_count=reply_count,
            open=is_open,
            reply_url=self._reply_url(response),
        )

    def _permalink(self, response: Response) -> str:
        return f"{self.page_url}#{address.anchor(response.id)}"

    def _parent(self, response: Response) -> LinkView | None:
        parent = self.by_id.get(response.in_reply_to)
        if parent is None:
            return None
        path = response_path(self.target, self.page_of[parent.id], parent.id)
        title = (
            self.publication.say("a removed comment")
            if parent.erased
            else author_name(self.publication, parent)
        )
        return LinkView(title=title, url=self.publication.url(path))

    def _about(self, about: str) -> LinkView | None:
        pledge = self.target
        return about_link(self.publication, pledge, about) if about and isinstance(pledge, Pledge) else None

    def _reply_url(self, response: Response) -> str:
        if not self.publication.has_inbox:
            return ""
        is_plain = response.id.isascii() and response.id.replace("-", "").isalnum()
        return f"{self.reply_url}{response.id if is_plain else quote_plus(response.id)}"
