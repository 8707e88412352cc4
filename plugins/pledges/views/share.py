"""How to pass on what stands here: words to cite it by, and links that hand it to other sites.

The links are plain: nothing is asked of another site until somebody follows one.
"""

from __future__ import annotations

from urllib.parse import quote

from pledges.domain import address
from pledges.domain.essay import Essay
from pledges.domain.pledge import Pledge
from pledges.templates import long_date
from pledges.views import cards
from pledges.views.models import LinkView, ShareView
from pledges.views.publication import Publication


def pledge_share(publication: Publication, pledge: Pledge) -> ShareView:
    """Return how to cite and share a promise; the words name what never changes, and no state."""
    promisor = cards.promisor(publication, pledge)
    for_whom = f", on behalf of {pledge.on_behalf_of}" if pledge.on_behalf_of else ""
    url = publication.absolute(address.pledge(pledge.slug))
    cite = (
        f"{promisor.name}{for_whom}: “{pledge.title}”. Promise made on {long_date(pledge.made)}, "
        f"on record as {pledge.id}. {publication.settings.sitename}. {url}"
    )
    return _share(cite, f"{pledge.title}: a promise by {promisor.name}", url)


def essay_share(publication: Publication, essay: Essay) -> ShareView:
    """Return how to cite and share an essay."""
    author = cards.person(publication, essay.author)
    by = f"{author.name}: " if author else ""
    url = publication.absolute(address.essay(essay.slug))
    cite = f"{by}“{essay.title}”. {publication.settings.sitename}, {long_date(essay.date)}. {url}"
    return _share(cite, f"{essay.title}, by {author.name}" if author else essay.title, url)


def _share(cite: str, title: str, url: str) -> ShareView:
    both = _quoted(f"{title} {url}")
    links = (
        LinkView(title="Mail", url=f"mailto:?subject={_quoted(title)}&body={_quoted(url)}"),
        LinkView(title="Mastodon", url=f"https://share.joinmastodon.org/#text={both}"),
        LinkView(title="Bluesky", url=f"https://bsky.app/intent/compose?text={both}"),
        LinkView(title="LinkedIn", url=f"https://www.linkedin.com/sharing/share-offsite/?url={_quoted(url)}"),
    )
    return ShareView(cite=cite, absolute_url=url, links=links)


def _quoted(text: str) -> str:
    return quote(text, safe="")
