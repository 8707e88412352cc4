"""The view models of the inbox's public pages."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.views.models import FormView, HeadView, LinkView, TagView, View


class ProblemPage(View, frozen=True, kw_only=True):
    """Something did not work; says what to do."""

    head: HeadView
    title: str
    text: str
    back: LinkView | None = None


class AskPage(View, frozen=True, kw_only=True):
    """Tells where something stands and, with ``action``, asks for the one step that changes it.

    A GET shows it; only the button, a POST, acts.
    """

    head: HeadView
    title: str
    text: str
    action: str = ""
    button: str = ""
    back: LinkView | None = None


class QuoteView(View, frozen=True, kw_only=True):
    """What a reply answers."""

    author: str
    excerpt: str = ""
    url: str


class PreviewView(View, frozen=True, kw_only=True):
    """A comment as it would be printed."""

    author: str
    author_url: str = ""  # http(s) only, else empty
    verdict: TagView | None = None
    body_html: Markup = Markup("")


class CommentFormPage(View, frozen=True, kw_only=True):
    """The comment form on a page of its own: a reply, a preview, or an attempt with mistakes."""

    head: HeadView
    title: str
    target: LinkView
    form: FormView
    values: dict[str, str]
    errors: dict[str, str]
    quote: QuoteView | None = None
    note: str = ""
    preview: PreviewView | None = None


class RowView(View, frozen=True, kw_only=True):
    """One field of a proposal and what was typed there, a line each."""

    label: str
    lines: tuple[str, ...]


class MinePage(View, frozen=True, kw_only=True):
    """What a sender sees of their own submission: what happens next, edit, withdraw."""

    head: HeadView
    title: str
    text: str
    keep: str = ""  # why to keep this page's address
    target: LinkView | None = None
    public: LinkView | None = None  # where it is to be read
    sent: PreviewView | None = None
    rows: tuple[RowView, ...] = ()
    edit_until: str = ""  # the time of day, with its zone
    edit_url: str = ""
    withdraw_url: str = ""
    values: dict[str, str]
    errors: dict[str, str]


class ProposalPage(View, frozen=True, kw_only=True):
    """The form for a reader's own promise."""

    head: HeadView
    title: str
    action: str
    values: dict[str, str]
    errors: dict[str, str]


class InvitationPage(View, frozen=True, kw_only=True):
    """What an invited customer is asked. ``choices`` and ``abouts`` are pairs of what the form sends and
    what the reader reads; without ``choices`` nothing is asked today.
    """

    head: HeadView
    title: str
    intro: str
    promise: str
    outcome: str
    due: dt.date
    made: dt.date
    promisor: str
    on_behalf_of: str = ""
    target: LinkView
    lang: str = ""
    reports: tuple[RowView, ...] = ()  # what the promisor says that bears on the answer
    earlier: str = ""  # what this customer said before
    question: str
    choices: tuple[tuple[str, str], ...] = ()
    abouts: tuple[tuple[str, str], ...] = ()
    others: tuple[LinkView, ...] = ()  # the other questions that can be answered now
    action: str
    until: dt.date
    values: dict[str, str]
    errors: dict[str, str]
    preview: PreviewView | None = None


class FollowPage(View, frozen=True, kw_only=True):
    """The form that asks for weekly mails; ``about``: what they are to tell of."""

    head: HeadView
    title: str
    action: str
    about: LinkView
    values: dict[str, str]
    errors: dict[str, str]


class WebmentionPage(View, frozen=True, kw_only=True):
    """The form that tells of a page elsewhere by hand. ``target``: known from where one came."""

    head: HeadView
    title: str
    action: str
    target: LinkView | None = None
    values: dict[str, str]
    errors: dict[str, str]
