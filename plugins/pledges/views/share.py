"""How to pass on what stands here: words to cite it by, and links that hand it to other sites.

The links are plain: nothing is asked of another site until somebody follows one.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from urllib.parse import quote

from pledges.domain import address
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.views import cards
from pledges.views.models import LinkView, ShareView
from pledges.views.publication import Publication

_TO_QUOTE = re.compile(r"[^A-Za-z0-9_.~-]+")
_percent = lru_cache(1024)(partial(quote, safe=""))


def pledge_share(publication: Publication, pledge: Pledge) -> ShareView:
    """Return how to cite and share a promise; the words name what never changes, and no state."""
    promisor = cards.promisor(publication, pledge)
    who = promisor.name
    if pledge.on_behalf_of:
        who = publication.say(
            "%(name)s, on behalf of %(organisation)s", name=who, organisation=pledge.on_behalf_of
        )
    url = publication.absolute(address.pledge(pledge.slug))
    cite = publication.say(
        "%(name)s: “%(title)s”. Promise made on %(day)s, on record as %(id)s. %(site)s. %(url)s",
        name=who,
        title=pledge.title,
        day=publication.language.day(pledge.made),
        id=pledge.id,
        site=publication.settings.sitename,
        url=url,
    )
    title = publication.say("%(title)s: a promise by %(name)s", title=pledge.title, name=promisor.name)
    return _share(publication, cite, title, url)


def essay_share(publication: Publication, essay: Essay) -> ShareView:
    """Return how to cite and share an essay."""
    author = cards.person(publication, essay.author)
    url = publication.absolute(address.essay(essay.slug))
    cited = publication.say(
        "“%(title)s”. %(site)s, %(day)s. %(url)s",
        title=essay.title,
        site=publication.settings.sitename,
        day=publication.language.day(essay.date),
        url=url,
    )
    if author is None:
        return _share(publication, cited, essay.title, url)
    title = publication.say("%(title)s, by %(name)s", title=essay.title, name=author.name)
    return _share(publication, f"{author.name}: {cited}", title, url)


def _share(publication: Publication, cite: str, title: str, url: str) -> ShareView:
    quoted_title, quoted_url = _quoted(title), _quoted(url)
    both = f"{quoted_title}%20{quoted_url}"
    links = (
        LinkView(title=publication.say("Mail"), url=f"mailto:?subject={quoted_title}&body={quoted_url}"),
        LinkView(title="Mastodon", url=f"https://share.joinmastodon.org/#text={both}"),
        LinkView(title="Bluesky", url=f"https://bsky.app/intent/compose?text={both}"),
        LinkView(title="LinkedIn", url=f"https://www.linkedin.com/sharing/share-offsite/?url={quoted_url}"),
    )
    return ShareView(cite=cite, absolute_url=url, links=links)


def _quoted(text: str) -> str:
    """Return ``quote(text, safe="")``: that looks at every letter, and the same few signs come again."""
    return _TO_QUOTE.sub(lambda found: _percent(found[0]), text)
