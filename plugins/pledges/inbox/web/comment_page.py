"""The page with the comment form: empty, as a preview, or with its mistakes."""

from __future__ import annotations

from collections.abc import Mapping

from pledges.domain.response import Response, VerdictValue
from pledges.inbox.conversations import find_published, response_path
from pledges.inbox.targets import Target
from pledges.inbox.web import forms
from pledges.inbox.web.desk import Desk
from pledges.inbox.web.models import CommentFormPage, PreviewView, QuoteView
from pledges.language import N_
from pledges.markup import clean_line, plain_text, render_stranger
from pledges.protocols.web_url import web_url
from pledges.views import tags
from pledges.views.models import FormView

#: The fields of the form.
FIELDS = ("target", "name", "email", "url", "text", "in_reply_to", "verdict", "about", "notify", "opened")
#: Those that can have mistakes, as they follow one another on the page.
ORDER = ("in_reply_to", "verdict", "text", "name", "email", "notify", "url")
MAX_EXCERPT = 280

_GONE = N_("What you wanted to answer is no longer here. Your words will stand below the page itself.")


def empty(desk: Desk, target: Target, values: Mapping[str, str]) -> CommentFormPage:
    """Return the page as the "Reply" link shows it."""
    return _page(desk, target, values)


def preview(desk: Desk, target: Target, values: Mapping[str, str]) -> CommentFormPage:
    """Return the page with the comment as it would be printed; nothing is stored."""
    return _page(desk, target, values, shown=as_printed(desk, values))


def refused(desk: Desk, target: Target, values: Mapping[str, str], errors: dict[str, str]) -> CommentFormPage:
    """Return the page with its mistakes, and everything typed still there."""
    return _page(desk, target, values, errors=errors)


def as_printed(desk: Desk, values: Mapping[str, str]) -> PreviewView:
    """Return a comment the way its page would print it."""
    verdict = values.get("verdict", "")
    return PreviewView(
        author=clean_line(values["name"]) or desk.say("Your name"),
        author_url=web_url(forms.with_scheme(values["url"])),
        verdict=tags.value_tag(VerdictValue(verdict)) if verdict in list(VerdictValue) else None,
        body_html=render_stranger(values["text"], desk.inbox.settings.max_text),
    )


def _page(
    desk: Desk,
    target: Target,
    values: Mapping[str, str],
    *,
    errors: dict[str, str] | None = None,
    shown: PreviewView | None = None,
) -> CommentFormPage:
    kept = {name: values.get(name, "") for name in FIELDS}
    quote = _quote(desk, target, kept["in_reply_to"])
    lost = bool(kept["in_reply_to"]) and quote is None
    if lost:
        kept["in_reply_to"] = ""
    title = desk.say("Reply") if quote else desk.say("Enter a comment")
    return CommentFormPage(
        head=desk.head(title, wrong=bool(errors)),
        title=title,
        target=desk.target_link(target),
        form=_form(desk, target, title),
        values=kept,
        errors=errors or {},
        quote=quote,
        note=desk.say(_GONE) if lost and not errors else "",
        preview=shown,
    )


def _form(desk: Desk, target: Target, title: str) -> FormView:
    today = desk.inbox.local_now().date()
    return FormView(
        action=desk.url("/comments"),
        target=target.path,
        asks_verdict=desk.inbox.targets.asks_verdict(target, today),
        offers_mail=bool(desk.inbox.settings.mail_from),
        title=title,
    )


def _quote(desk: Desk, target: Target, response_id: str) -> QuoteView | None:
    """Return what is answered, from the record; None when it is not there or was erased."""
    found = find_published(desk.inbox, target.ref, response_id) if response_id else None
    return _quoted(desk, target, found) if found and found.erased is None else None


def _quoted(desk: Desk, target: Target, response: Response) -> QuoteView:
    name = response.author.name if response.author else response.title
    return QuoteView(
        author=clean_line(name) or desk.say("somebody"),
        excerpt=plain_text(response.text or response.excerpt or response.title, MAX_EXCERPT),
        url=desk.site.base + response_path(desk.inbox, target, response.id),
    )
