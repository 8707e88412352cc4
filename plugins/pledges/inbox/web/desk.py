"""What every route works with: the inbox, and the site's look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from flask import current_app
from msgspec.structs import replace

from pledges.inbox.context import Inbox
from pledges.inbox.links import Links
from pledges.inbox.targets import Target
from pledges.language import Message
from pledges.templates import make_environment
from pledges.views.models import HeadView, LinkView, SiteView, TagView, View


class Desk:
    """One inbox behind its pages."""

    def __init__(self, inbox: Inbox, site: SiteView, template_folders: Sequence[Path]) -> None:
        self.inbox = inbox
        # Nobody mentions the inbox's own pages, so they announce no endpoints.
        self.site = replace(site, pingback_absolute_url="", webmention_absolute_url="")
        self.links = Links(inbox.settings)
        self.language = inbox.language
        self._environment = make_environment(template_folders, self.language)
        self._environment.globals["site"] = self.site

    def print(self, template: str, page: View) -> str:
        """Return a page of the inbox; ``template`` lies in the theme's ``inbox/`` folder."""
        return self._environment.get_template(f"inbox/{template}").render(page=page)

    def say(self, message: str, **values: Any) -> str:
        """Return a message in the site's language, with values in its places."""
        return (
            self.language.said(message)
            if isinstance(message, Message)
            else self.language.gettext(message, **values)
        )

    def tag(self, tag: TagView) -> TagView:
        """Return a tag whose word is in the site's language."""
        return replace(tag, word=self.say(tag.word))

    def head(self, title: str, *, wrong: bool = False) -> HeadView:
        """Return the head of a page of the inbox. ``wrong``: it answers a failed attempt.

        It has no canonical address: nobody is to find it, and a private one stands nowhere but in the bar.
        """
        shown = self.say("Error: %(title)s", title=title) if wrong else title
        return HeadView(title=shown, absolute_url="", indexed=False)

    def url(self, path: str) -> str:
        """Return the address of an inbox path (``/comments``) for ``href``, ``action`` and redirects."""
        return f"{self.site.inbox_url}{path}"

    def target_link(self, target: Target) -> LinkView:
        """Return a link to an essay or pledge."""
        return LinkView(title=target.title, url=self.site.base + target.path)

    def home(self) -> LinkView:
        """Return a link to the front page."""
        return LinkView(title=self.say("To %(site)s", site=self.site.name), url=f"{self.site.base}/")


def the_desk() -> Desk:
    """Return the desk of the application that handles the present request."""
    return cast(Desk, current_app.extensions["pledges"])
