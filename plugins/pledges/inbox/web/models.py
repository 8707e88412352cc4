"""The view models of the inbox's pages."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.views.models import FormView, HeadView, LinkView, View


class ProblemPage(View, frozen=True, kw_only=True):
    """Something did not work; says what to do."""

    head: HeadView
    title: str
    text: str
    back: LinkView | None = None


class CommentFormPage(View, frozen=True, kw_only=True):
    """The comment form on a page of its own: a reply, a preview, or an attempt with mistakes."""

    head: HeadView
    title: str
    target: LinkView
    form: FormView
    values: dict[str, str]
    errors: dict[str, str]
    in_reply_to: str = ""
    preview_html: Markup = Markup("")
    opened: str = ""  # signed: when the form was printed


class MinePage(View, frozen=True, kw_only=True):
    """What a sender sees of their own submission: what happens next, edit, withdraw."""

    head: HeadView
    title: str
    text: str
    target: LinkView | None = None
    name: str = ""
    body_html: Markup = Markup("")
    received_at: dt.datetime
    edit_until: dt.datetime | None = None
    edit_url: str = ""
    withdraw_url: str = ""
    values: dict[str, str]
    errors: dict[str, str]
