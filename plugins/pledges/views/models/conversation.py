"""What readers and other sites said, as pages show it."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.views.models.pieces import FeedLinkView, LinkView, PagingView, TagView, View


class ResponseView(View, frozen=True, kw_only=True):
    """One response with its replies. Depth beyond ``MAX_DEPTH`` is flattened into the last level,
    where ``in_reply_to`` then names whom it answers.
    """

    id: str
    kind: str  # comment, trackback, pingback, webmention
    type: str = "reply"  # reply, mention, like, repost, bookmark …, for microformats2
    kind_word: str  # "Comment", "Trackback", "Webmention", "Liked", "Reposted" …
    author: str
    author_url: str = ""  # http(s) only, else empty
    host: str = ""  # the source's host, for linkbacks
    source_url: str = ""  # http(s) only, else empty
    role: str = ""  # "Author", "Promisor", "Moderator", or empty
    date: dt.datetime
    updated: dt.datetime | None = None
    permalink: str
    title: str = ""
    excerpt: str = ""
    body_html: Markup = Markup("")
    verdict: TagView | None = None
    standing: str = ""  # "Invited customer" or "Reader", beside a verdict
    customer: str = ""
    about: LinkView | None = None  # the update it speaks of
    in_reply_to: LinkView | None = None  # only where the nesting does not say it
    erased: bool = False
    replies: tuple[ResponseView, ...] = ()
    reply_count: int = 0  # all below it
    open: bool = True  # whether <details> starts open
    reply_url: str = ""  # where its reply form is; empty when there is no inbox


class FormView(View, frozen=True, kw_only=True):
    """The comment form, present only when there is an inbox."""

    action: str
    target: str
    asks_verdict: bool = False
    offers_mail: bool = False  # the inbox can tell of replies
    title: str = "Enter a comment"


class ConversationView(View, frozen=True, kw_only=True):
    """All accepted responses to one target that stand on this page.

    Counts are of the whole conversation. On its further pages they are not told, or each answer would
    change every page: ``count`` is then the page's own, the others are 0.
    """

    count: int
    comment_count: int
    linkback_count: int
    threads: tuple[ResponseView, ...] = ()
    linkbacks: tuple[ResponseView, ...] = ()
    paging: PagingView | None = None
    feeds: tuple[FeedLinkView, ...] = ()
    form: FormView | None = None
    url: str = ""  # the target's first page
