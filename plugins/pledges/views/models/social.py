"""The card that other sites show of a page that is linked to: the words that are on it."""

from __future__ import annotations

import datetime as dt

from pledges.views.models.pieces import TagView, View


class SocialCardView(View, frozen=True, kw_only=True):
    """What stands on a card. ``kind``: pledge, essay or site. What no font can write is left out."""

    kind: str
    site: str
    words: str  # the promise, the title, the site's name
    label: str = ""  # what kind of thing it is
    name: str = ""  # whose words they are
    post: str = ""
    date: dt.date | None = None  # due or published
    claim: TagView | None = None  # what the promisor says
    verdict: TagView | None = None  # what the customers say
    overdue: bool = False
