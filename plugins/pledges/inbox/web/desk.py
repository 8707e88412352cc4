"""What every route works with: the inbox, and the site's look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from flask import current_app

from pledges.inbox.context import Inbox
from pledges.inbox.links import Links
from pledges.templates import make_environment
from pledges.views.models import HeadView, SiteView, View


class Desk:
    """One inbox behind its pages."""

    def __init__(self, inbox: Inbox, site: SiteView, template_folders: Sequence[Path]) -> None:
        self.inbox = inbox
        self.site = site
        self.links = Links(inbox.settings)
        self._environment = make_environment(template_folders)
        self._environment.globals["site"] = site

    def print(self, template: str, page: View) -> str:
        """Return a page of the inbox; ``template`` lies in the theme's ``inbox/`` folder."""
        return self._environment.get_template(f"inbox/{template}").render(page=page)

    def head(self, title: str, *, wrong: bool = False) -> HeadView:
        """Return the head of a page of the inbox. ``wrong``: it answers a failed attempt."""
        return HeadView(
            title=f"Error: {title}" if wrong else title,
            absolute_url=self.inbox.settings.absolute_inbox_url,
            indexed=False,
        )


def the_desk() -> Desk:
    """Return the desk of the application that handles the present request."""
    return cast(Desk, current_app.extensions["pledges"])
