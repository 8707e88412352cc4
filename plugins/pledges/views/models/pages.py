"""One view model for each kind of page: what its template sees as ``page``."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.views.models.cards import EssayCardView, LeaderCardView, PledgeCardView, StepView, VoiceView
from pledges.views.models.conversation import ConversationView
from pledges.views.models.essay import FurtherView, SeriesView, TocEntryView, VideoView
from pledges.views.models.pieces import (
    FeedLinkView,
    FigureView,
    HeadView,
    LinkView,
    PagingView,
    PersonView,
    View,
)
from pledges.views.models.pledge import (
    ClaimView,
    CustomersView,
    FactsView,
    HistoryEntryView,
    ShareView,
    TakeAwayView,
    VerdictView,
)
from pledges.views.models.scores import LinkGroupView, PledgeGroupView, ScorecardView


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
    further: FurtherView = FurtherView()
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
    leader: PersonView
    on_behalf_of: str = ""
    facts: FactsView
    claim: ClaimView
    verdict: VerdictView
    tags: tuple[LinkView, ...] = ()
    image: FigureView | None = None
    body_html: Markup = Markup("")
    customers_say: CustomersView | None = None  # None: nobody has spoken
    repair_story: tuple[StepView, ...] = ()
    history: tuple[HistoryEntryView, ...]
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
    more_essays: LinkView | None = None  # where all of them stand, when these are not all
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
    more_pledges: LinkView | None = None  # where all of them stand, when these are not all
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
    paging: PagingView | None = None


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
    follow_url: str = ""  # where weekly mails are asked for; empty: there are none, or it is said elsewhere
    groups: tuple[FeedGroupView, ...]
    opml_url: str
    origin: str = ""
    latest: tuple[NewsView, ...] = ()  # on the first page only, as is how to begin
    paging: PagingView | None = None


class NotFoundPage(View, frozen=True, kw_only=True):
    head: HeadView
    latest: tuple[LinkView, ...] = ()


class RedirectPage(View, frozen=True, kw_only=True):
    """What stands at an old address."""

    head: HeadView
    title: str
    target_url: str
