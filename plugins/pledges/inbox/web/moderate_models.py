"""The view models of the moderator's pages."""

from __future__ import annotations

from markupsafe import Markup

from pledges.inbox.web.models import RowView
from pledges.views.models import HeadView, LinkView, PagingView, TagView, View


class HintView(View, frozen=True, kw_only=True):
    """A reason to look twice (``against``), or one that speaks for a submission."""

    text: str
    against: bool


class ParentView(View, frozen=True, kw_only=True):
    """What a submission replies to."""

    author: str
    excerpt: str
    url: str


class CaseView(View, frozen=True, kw_only=True):
    """One submission as a moderator decides about it, its text as it would be printed."""

    id: str
    url: str  # its own page
    action: str  # where its buttons post to
    seen: str  # the hash of the words as shown, so that no others are approved
    kind: str  # "Comment", "Promise", "Webmention" …
    name: str  # what it is called in a sentence: comment by Ada
    invited: bool = False
    state: TagView | None = None  # None where it goes without saying: it waits
    reason: str = ""
    author: str
    author_url: str = ""  # http(s) only, else empty
    role: str = ""
    verdict: TagView | None = None
    standing: str = ""
    received: str
    target: LinkView | None = None
    parent: ParentView | None = None
    about: LinkView | None = None  # the update it speaks of
    title: str = ""
    source_url: str = ""  # http(s) only, else empty
    host: str = ""
    excerpt: str = ""
    body_html: Markup = Markup("")
    old_html: Markup = Markup("")  # what is public while new words wait
    edited: bool = False
    rows: tuple[RowView, ...] = ()  # a proposal's fields
    note_html: Markup = Markup("")  # its sender's words to the moderator, never published
    hints: tuple[HintView, ...] = ()
    public: LinkView | None = None
    verbs: tuple[str, ...] = ()  # approve, reject, spam, erase: what can be done now
    answerable: bool = False


class DeedView(View, frozen=True, kw_only=True):
    """One line of the log: who did what to which, and when."""

    when: str
    actor: str
    what: str
    note: str = ""
    link: LinkView | None = None
    undo: str = ""  # the act's number, or its batch; empty where there is nothing to undo
    undone: bool = False


class NoticeView(View, frozen=True, kw_only=True):
    """What was just done, with its undo; ``failed`` lists what could not be done and why."""

    text: str
    undo: str = ""
    failed: tuple[str, ...] = ()


class ModeratePage(View, frozen=True, kw_only=True):
    """What all of the moderator's pages share. ``base`` is where they begin."""

    head: HeadView
    title: str
    base: str
    actor: str
    menu: tuple[LinkView, ...]
    here: str  # this page's address, to come back to
    notice: NoticeView | None = None


class QueuePage(ModeratePage, frozen=True, kw_only=True):
    """What waits, what looks best first."""

    intro: str
    filters: tuple[LinkView, ...]
    cases: tuple[CaseView, ...]
    reasons: tuple[LinkView, ...]  # ``url``: what the form sends
    paging: PagingView | None = None


class CasePage(ModeratePage, frozen=True, kw_only=True):
    """One submission with its history."""

    case: CaseView
    reasons: tuple[LinkView, ...]  # ``url``: what the form sends
    deeds: tuple[DeedView, ...]
    leaders: tuple[str, ...] = ()
    roles: tuple[LinkView, ...] = ()  # as reasons
    values: dict[str, str]
    errors: dict[str, str]


class LogPage(ModeratePage, frozen=True, kw_only=True):
    """What was done, the latest first."""

    deeds: tuple[DeedView, ...]
    newer_url: str = ""
    older_url: str = ""


class SearchPage(ModeratePage, frozen=True, kw_only=True):
    """Submissions that say something."""

    query: str
    state: str
    states: tuple[LinkView, ...]  # ``url``: what the form sends
    cases: tuple[CaseView, ...]
    newer_url: str = ""
    older_url: str = ""


class RuleView(View, frozen=True, kw_only=True):
    """One rule in words."""

    kind: str
    value: str
    text: str


class RulesPage(ModeratePage, frozen=True, kw_only=True):
    """The moderator's rules."""

    rules: tuple[RuleView, ...]
    kinds: tuple[LinkView, ...]  # ``url`` is the kind's name, ``title`` says what it does
    values: dict[str, str]
    errors: dict[str, str]


class ReplyPage(ModeratePage, frozen=True, kw_only=True):
    """An answer of the house to a page or to a response that did not come in by this inbox."""

    target: LinkView
    parent: ParentView | None
    roles: tuple[LinkView, ...]
    values: dict[str, str]
    errors: dict[str, str]


class SignInPage(View, frozen=True, kw_only=True):
    """Who are you? ``on``: where to go then."""

    head: HeadView
    title: str
    base: str
    on: str
    token: bool  # a secret is set, so it can be typed
    link: str = ""  # where a sign-in link's button posts to
    error: str = ""


class ActPage(View, frozen=True, kw_only=True):
    """What a link in a mail would do."""

    head: HeadView
    title: str
    text: str
    button: str
    action: str
    case: CaseView
    moderate_url: str
