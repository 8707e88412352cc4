"""The parts of a promise’s page."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.views.models.pieces import LinkView, TagView, View


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


class FactsView(View, frozen=True, kw_only=True):
    """What a promise's record says beside its words: to whom, when, and how it can be checked."""

    outcome: str
    why: str
    customers: tuple[LinkView, ...]
    made: dt.date
    due: dt.date
    due_url: str = ""  # what else is due in that month
    first_due: dt.date
    schedule: TagView | None = None
    silent_days: int | None = None  # days without a word, when silent
    notice_days: int | None = None
    experience: tuple[LinkView, ...] = ()
    repairs: LinkView | None = None  # the broken pledge that this one repairs
    ledger: LedgerView | None = None


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
