"""The frozen view models. Fields ending in ``_html`` are :class:`markupsafe.Markup` made by
``markup.py``; every other string is plain text and is escaped where it is printed. Addresses
(``url``) are site-relative paths ready for ``href`` unless the name says ``absolute_url``.
"""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup
from msgspec import Struct


class View(Struct, frozen=True, omit_defaults=True):
    """Base of all view models."""


# --- small pieces -----------------------------------------------------------------------------


class LinkView(View, frozen=True, kw_only=True):
    """A titled address. ``count`` is shown behind it where there is one."""

    title: str
    url: str
    count: int | None = None
    current: bool = False


class TagView(View, frozen=True, kw_only=True):
    """A status tag: the word that is printed and the ``tone`` that colours it.

    ``tone``: open, progress, kept, partly, overdue, broken, withdrawn.
    """

    word: str
    tone: str


class FigureView(View, frozen=True, kw_only=True):
    """A picture with its text alternative; width and height in pixels where known (else 0)."""

    url: str
    alt: str
    caption: str = ""
    width: int = 0
    height: int = 0


class PersonView(View, frozen=True, kw_only=True):
    """A leader as named beside a promise or an essay. ``url`` is empty for an unknown author."""

    name: str
    url: str = ""
    role: str = ""
    organisation: str = ""
    photo: FigureView | None = None
    bio_html: Markup = Markup("")


class FeedLinkView(View, frozen=True, kw_only=True):
    """One autodiscovery link; the page's own feed stands first."""

    title: str
    type: str
    url: str


class HeadView(View, frozen=True, kw_only=True):
    """What stands in ``<head>``. ``absolute_url`` is the canonical address."""

    title: str
    absolute_url: str
    description: str = ""
    feeds: tuple[FeedLinkView, ...] = ()
    json_ld: str = ""  # JSON with every "<" written as \\u003c
    image_absolute_url: str = ""
    kind: str = "website"  # Open Graph type: website, article, profile
    lang: str = ""  # when it differs from the site's
    indexed: bool = True
    policy: str = ""  # the Content-Security-Policy, where it is not the site's


class PagingView(View, frozen=True, kw_only=True):
    """Where a paged list stands. ``pages`` links every page of it."""

    number: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    pages: tuple[LinkView, ...] = ()


# --- cards ------------------------------------------------------------------------------------


class StepView(View, frozen=True, kw_only=True):
    """One step from a broken promise to one made right. ``who``: the customer whose word it is."""

    tag: TagView
    date: dt.date
    text: str = ""
    who: str = ""
    url: str = ""
    repair: LinkView | None = None  # the new promise that repairs the broken one


class PledgeCardView(View, frozen=True, kw_only=True):
    """A pledge in a list: the promise, by whom, to whom, until when, where it stands."""

    title: str
    url: str
    promise: str
    leader: PersonView
    on_behalf_of: str = ""
    customers: tuple[str, ...] = ()
    made: dt.date
    due: dt.date
    claim: TagView
    verdict: TagView
    schedule: TagView | None = None  # only while open: due soon, due today, overdue, due <date>
    disputed: bool = False
    silent: bool = False
    repair: TagView | None = None  # what the promisor says of it
    made_right: TagView | None = None  # what a customer says of it
    how: tuple[StepView, ...] = ()  # how it was made right, only in that list
    response_count: int = 0


class EssayCardView(View, frozen=True, kw_only=True):
    """An essay in a list."""

    title: str
    url: str
    date: dt.date
    summary: str = ""
    author: PersonView | None = None
    category: LinkView | None = None
    series: str = ""
    part: int | None = None
    reading_minutes: int = 1
    response_count: int = 0
    image: FigureView | None = None
    lang: str = ""


class LeaderCardView(View, frozen=True, kw_only=True):
    """A leader in the list of leaders, with the counts that say most."""

    name: str
    url: str
    role: str = ""
    organisation: str = ""
    photo: FigureView | None = None
    summary: str = ""
    pledge_count: int = 0
    essay_count: int = 0
    record: str = ""  # "3 of 4 kept", empty when nothing is due


class VoiceView(View, frozen=True, kw_only=True):
    """What a reader said, in one line of the front page."""

    author: str
    excerpt: str
    url: str
    target_title: str
    date: dt.datetime


# --- conversation -----------------------------------------------------------------------------


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
    """All accepted responses to one target that stand on this page."""

    count: int  # all responses of the target, on every page
    comment_count: int
    linkback_count: int
    threads: tuple[ResponseView, ...] = ()
    linkbacks: tuple[ResponseView, ...] = ()
    paging: PagingView | None = None
    feeds: tuple[FeedLinkView, ...] = ()
    form: FormView | None = None
    url: str = ""  # the target's first page


# --- pages ------------------------------------------------------------------------------------


class ClaimView(View, frozen=True, kw_only=True):
    """The promisor's side: what they say of it."""

    tag: TagView
    sentence: str  # "Maya Okafor says it is on track." / "According to the promisor, …"
    date: dt.date | None = None
    repair: TagView | None = None


class VerdictView(View, frozen=True, kw_only=True):
    """The customers' side: what invited customers say, and any reader's word counted beside it."""

    tag: TagView
    sentence: str
    disputed: bool = False
    made_right: TagView | None = None  # an invited customer accepted the repair
    invited: tuple[LinkView, ...] = ()  # "Kept" 3, "Partly" 1, "Not kept" 0 (non-zero only)
    readers: tuple[LinkView, ...] = ()
    unpublished: tuple[LinkView, ...] = ()


class DiffPartView(View, frozen=True, kw_only=True):
    """A run of words in a changed text. ``change``: kept, removed, added."""

    change: str
    text: str


class WordView(View, frozen=True, kw_only=True):
    """What a customer or reader says, in brief; the whole of it stands in the conversation.

    ``earlier``: the same customer has spoken on it since, so this no longer counts.
    """

    author: str
    tag: TagView
    date: dt.datetime
    excerpt: str = ""
    permalink: str
    about: LinkView | None = None
    earlier: bool = False


class CustomersView(View, frozen=True, kw_only=True):
    """Whose word counts, and apart from it any reader's. ``unread`` more readers stand below only."""

    invited: tuple[WordView, ...] = ()
    readers: tuple[WordView, ...] = ()
    unread: int = 0
    unpublished: tuple[LinkView, ...] = ()  # notes on words that were refused, each with its reason


class AmendmentView(View, frozen=True, kw_only=True):
    """An old value that stays readable in the new one. ``parts`` holds both, in reading order."""

    field: str  # "Promise", "Outcome", "Due"
    parts: tuple[DiffPartView, ...]


class LedgerView(View, frozen=True, kw_only=True):
    """How far a pledge's ledger has come. ``head`` is the hash of its latest entry."""

    url: str
    about_url: str
    entries: int
    head: str


class HistoryEntryView(View, frozen=True, kw_only=True):
    """One entry of the timeline: the making, an update, what the clock or a customer added."""

    id: str  # the anchor on the page
    date: dt.date
    source: str  # promisor, clock, customer
    tag: TagView
    heading: str  # "On track", "Amended", "Overdue", "A customer says: kept"
    body_html: Markup = Markup("")
    evidence: tuple[LinkView, ...] = ()
    amendments: tuple[AmendmentView, ...] = ()
    repair: LinkView | None = None
    customer: str = ""
    permalink: str = ""


class ShareView(View, frozen=True, kw_only=True):
    """How to pass something on: words to cite it by, links that hand it to other sites."""

    cite: str
    absolute_url: str
    links: tuple[LinkView, ...]


class TakeAwayView(View, frozen=True, kw_only=True):
    """A promise in forms that other programs and sites take: its dates, its data, its badge."""

    calendar_url: str
    subscribe_url: str = ""  # while it is open: the calendar, with the scheme that opens a calendar program
    json_url: str
    badge_url: str
    badge_width: int
    badge_height: int
    embed_html: str  # to be shown as text, for people to copy


class TocEntryView(View, frozen=True, kw_only=True):
    """A heading of a long essay."""

    title: str
    url: str
    level: int


class SeriesPartView(View, frozen=True, kw_only=True):
    title: str
    url: str  # empty for the part being read
    part: int | None = None


class SeriesView(View, frozen=True, kw_only=True):
    """The series an essay belongs to, all its parts, and what comes next."""

    name: str
    url: str
    part: int | None = None
    parts: tuple[SeriesPartView, ...] = ()
    teaser: str = ""


class VideoView(View, frozen=True, kw_only=True):
    title: str
    url: str
    duration: str = ""


class ScoreView(View, frozen=True, kw_only=True):
    """One class of the scorecard. ``url`` leads to the list behind the number."""

    word: str
    count: int
    tone: str
    url: str = ""


class ScorecardView(View, frozen=True, kw_only=True):
    """A leader's (or the site's) record; the classes partition all pledges.

    ``figures`` are the numbers beside the classes: made, due so far, silent, with notice.
    """

    total: int
    scores: tuple[ScoreView, ...]
    figures: tuple[ScoreView, ...] = ()
    share: str = ""  # "3 of 4 kept on the first date", empty when nothing was due
    share_url: str = ""  # the list of what was due
    silent: int = 0
    median_notice_days: int | None = None


class PledgeGroupView(View, frozen=True, kw_only=True):
    """The promises of one class; ``anchor`` is where its number leads."""

    anchor: str
    heading: str
    cards: tuple[PledgeCardView, ...]


class LinkGroupView(View, frozen=True, kw_only=True):
    """The promises behind one number, by title."""

    anchor: str
    heading: str
    links: tuple[LinkView, ...]


class EssayPage(View, frozen=True, kw_only=True):
    head: HeadView
    id: str
    title: str
    url: str
    date: dt.date
    updated: dt.date | None = None
    author: PersonView | None = None
    category: LinkView | None = None
    tags: tuple[LinkView, ...] = ()
    reading_minutes: int = 1
    summary: str = ""
    epigraph_text: str = ""
    epigraph_source: str = ""
    image: FigureView | None = None
    contents: tuple[TocEntryView, ...] = ()
    body_html: Markup
    question: str = ""
    own_promise_url: str = ""  # "Make your own promise"
    series: SeriesView | None = None
    videos: tuple[VideoView, ...] = ()
    pledges: tuple[PledgeCardView, ...] = ()
    previous: LinkView | None = None
    next: LinkView | None = None
    recent: tuple[LinkView, ...] = ()
    related: tuple[LinkView, ...] = ()
    share: ShareView | None = None
    lang: str = ""
    trackback_absolute_url: str = ""
    conversation: ConversationView


class PledgePage(View, frozen=True, kw_only=True):
    head: HeadView
    id: str
    title: str
    url: str
    promise: str
    outcome: str
    why: str
    leader: PersonView
    on_behalf_of: str = ""
    customers: tuple[LinkView, ...]
    made: dt.date
    due: dt.date
    due_url: str = ""  # what else is due in that month
    first_due: dt.date
    claim: ClaimView
    verdict: VerdictView
    schedule: TagView | None = None
    silent_days: int | None = None  # days without a word, when silent
    notice_days: int | None = None
    experience: tuple[LinkView, ...] = ()
    tags: tuple[LinkView, ...] = ()
    image: FigureView | None = None
    body_html: Markup = Markup("")
    customers_say: CustomersView | None = None  # None: nobody has spoken
    repair_story: tuple[StepView, ...] = ()
    history: tuple[HistoryEntryView, ...]
    repairs: LinkView | None = None  # the broken pledge that this one repairs
    ledger: LedgerView | None = None
    take_away: TakeAwayView | None = None
    share: ShareView | None = None
    essays: tuple[EssayCardView, ...] = ()
    previous: LinkView | None = None
    next: LinkView | None = None
    lang: str = ""
    trackback_absolute_url: str = ""
    conversation: ConversationView


class ConversationPage(View, frozen=True, kw_only=True):
    """A further page of a long conversation."""

    head: HeadView
    title: str
    target: LinkView
    lang: str = ""
    conversation: ConversationView


class LeaderPage(View, frozen=True, kw_only=True):
    head: HeadView
    name: str
    url: str
    role: str = ""
    organisation: str = ""
    website: LinkView | None = None
    links: tuple[LinkView, ...] = ()
    photo: FigureView | None = None
    bio_html: Markup = Markup("")
    scorecard: ScorecardView
    groups: tuple[PledgeGroupView, ...] = ()  # the promises by class, each once
    figure_lists: tuple[LinkGroupView, ...] = ()  # the promises behind the numbers beside the classes
    essays: tuple[EssayCardView, ...] = ()
    calendar_url: str = ""
    subscribe_url: str = ""
    lang: str = ""


class PledgeListPage(View, frozen=True, kw_only=True):
    """``/pledges/``, a state's list, an experience's, a tag's."""

    head: HeadView
    heading: str
    intro: str = ""
    filters: tuple[LinkView, ...] = ()
    cards: tuple[PledgeCardView, ...] = ()
    scorecard: ScorecardView | None = None
    paging: PagingView | None = None


class EssayListPage(View, frozen=True, kw_only=True):
    """``/essays/``, a category's, a tag's (which lists pledges too), a series'."""

    head: HeadView
    heading: str
    intro: str = ""
    filters: tuple[LinkView, ...] = ()
    cards: tuple[EssayCardView, ...] = ()
    pledges: tuple[PledgeCardView, ...] = ()
    paging: PagingView | None = None


class LeaderListPage(View, frozen=True, kw_only=True):
    head: HeadView
    heading: str
    intro: str = ""
    cards: tuple[LeaderCardView, ...] = ()
    paging: PagingView | None = None


class TermListPage(View, frozen=True, kw_only=True):
    """All series, tags, categories or experience words with their counts."""

    head: HeadView
    heading: str
    intro: str = ""
    terms: tuple[LinkView, ...] = ()


class ArchiveGroupView(View, frozen=True, kw_only=True):
    """One way into the archive: a heading and the lists under it."""

    heading: str
    links: tuple[LinkView, ...]
    more: LinkView | None = None  # where all of them stand, when these are not all


class ArchivePage(View, frozen=True, kw_only=True):
    """Every list of the site: the way to what search finds, without a script."""

    head: HeadView
    groups: tuple[ArchiveGroupView, ...] = ()


class SearchPage(View, frozen=True, kw_only=True):
    """The search page; ``kinds`` and ``states`` are what results can be narrowed to."""

    head: HeadView
    script_url: str
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


class FrontPage(View, frozen=True, kw_only=True):
    head: HeadView
    featured: PledgeCardView | None = None  # the one promise made large
    due_soon: tuple[PledgeCardView, ...] = ()
    kept_lately: tuple[PledgeCardView, ...] = ()
    broken_lately: tuple[PledgeCardView, ...] = ()
    essays: tuple[EssayCardView, ...] = ()
    voices: tuple[VoiceView, ...] = ()
    scorecard: ScorecardView | None = None
    own_promise_url: str = ""


class PlainPage(View, frozen=True, kw_only=True):
    """About, privacy, method."""

    head: HeadView
    title: str
    body_html: Markup
    lang: str = ""


class LedgerPage(View, frozen=True, kw_only=True):
    """What the ledger is and how to check it."""

    head: HeadView
    absolute_url: str
    verifier_url: str
    verifier_name: str
    root_url: str


class FeedGroupView(View, frozen=True, kw_only=True):
    """Feeds of one kind on ``/feeds/``; each row is one subject with its formats."""

    heading: str
    intro: str = ""
    rows: tuple[FeedRowView, ...] = ()


class FeedRowView(View, frozen=True, kw_only=True):
    title: str
    about_url: str = ""
    feeds: tuple[FeedLinkView, ...] = ()


class NewsView(View, frozen=True, kw_only=True):
    """One of the latest entries, as a feed reader would show it."""

    title: str
    url: str
    date: dt.date
    about: str = ""


class FeedsPage(View, frozen=True, kw_only=True):
    """``origin`` stands before a feed's ``url`` where its whole address is printed."""

    head: HeadView
    groups: tuple[FeedGroupView, ...]
    opml_url: str
    origin: str = ""
    latest: tuple[NewsView, ...] = ()


class NotFoundPage(View, frozen=True, kw_only=True):
    head: HeadView
    latest: tuple[LinkView, ...] = ()


class RedirectPage(View, frozen=True, kw_only=True):
    """What stands at an old address."""

    head: HeadView
    title: str
    target_url: str


class SiteView(View, frozen=True, kw_only=True):
    """What every page shows of the site as a whole."""

    name: str
    tagline: str
    lang: str
    base: str  # the path of SITEURL, "" or "/repo": put before "/css/…"
    style_url: str
    menu: tuple[LinkView, ...]
    footer_menu: tuple[LinkView, ...] = ()
    inbox_url: str = ""  # empty: no forms
    pingback_absolute_url: str = ""
    webmention_absolute_url: str = ""
    search_url: str = ""  # empty: there is no search page
    archive_url: str = ""
    method_url: str = ""  # how the record is counted; empty when the record has no page "method"
    policy: str = ""  # the Content-Security-Policy of pages that name no other
    as_of: dt.date | None = None  # only when built for another day than today
