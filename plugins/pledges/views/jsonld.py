"""schema.org data: what machines read of a page. It says nothing that the page does not."""

from __future__ import annotations

from typing import Any

from pledges.domain import address
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.views.publication import Publication


def essay_data(publication: Publication, essay: Essay, summary: str) -> dict[str, Any]:
    """Return an essay as a schema.org BlogPosting."""
    leader = publication.leaders.get(essay.author)
    data: dict[str, Any] = {
        "@type": "BlogPosting",
        "@id": publication.entry_id(essay),
        "headline": essay.title,
        "url": publication.absolute(address.essay(essay.slug)),
        "datePublished": essay.date_written.isoformat(),
        "dateModified": (essay.updated or essay.date).isoformat(),
        "description": summary,
        "inLanguage": essay.lang or publication.settings.default_lang,
        "commentCount": publication.response_counts.get(essay.id, 0),
    }
    if leader:
        data["author"] = _person(publication, leader)
    if essay.tags:
        data["keywords"] = list(essay.tags)
    return data


def pledge_data(publication: Publication, pledge: Pledge) -> dict[str, Any]:
    """Return a pledge as a schema.org CreativeWork: the wording and whose it is, no rating."""
    leader = publication.leaders.get(pledge.leader)
    data: dict[str, Any] = {
        "@type": "CreativeWork",
        "@id": publication.entry_id(pledge),
        "name": pledge.title,
        "text": pledge.promise_on(publication.today),
        "url": publication.absolute(address.pledge(pledge.slug)),
        "dateCreated": pledge.made.isoformat(),
        "audience": [{"@type": "Audience", "name": customer} for customer in pledge.customers],
        "expires": publication.status(pledge).due.isoformat(),
    }
    if leader:
        data["author"] = _person(publication, leader)
    if pledge.on_behalf_of:
        data["sourceOrganization"] = {"@type": "Organization", "name": pledge.on_behalf_of}
    return data


def person_data(publication: Publication, leader: Leader) -> dict[str, Any]:
    """Return a leader as a schema.org ProfilePage."""
    return {"@type": "ProfilePage", "mainEntity": _person(publication, leader)}


def _person(publication: Publication, leader: Leader) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Person",
        "name": leader.name,
        "url": publication.absolute(address.leader(leader.slug)),
    }
    if leader.role:
        data["jobTitle"] = leader.role
    if leader.organisation:
        data["worksFor"] = {"@type": "Organization", "name": leader.organisation}
    if leader.url and not leader.url.startswith("/"):
        data["sameAs"] = [leader.url]
    return data
