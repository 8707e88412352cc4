"""schema.org data: what machines read of a page. It says nothing that the page does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledges.domain import address
from pledges.domain.document import Document
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.pledge import Pledge
from pledges.domain.response import Response, VerdictValue
from pledges.domain.verdict import in_order, is_invited_verdict
from pledges.markup import hide_mail, plain_text
from pledges.templates import isodate
from pledges.views import tags
from pledges.views.conversation import author_name, conversation_of, response_path, target_path
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
        "commentCount": publication.response_count(essay),
    }
    if leader:
        data["author"] = _person(publication, leader)
    if essay.tags:
        data["keywords"] = list(essay.tags)
    return _with_comments(publication, essay, data, 1)


def pledge_data(publication: Publication, pledge: Pledge) -> dict[str, Any]:
    """Return a pledge as a schema.org CreativeWork: the wording, whose it is, and customers' reviews.

    It is rated only where an invited customer judged it: see :func:`claim_reviews`.
    """
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
    if reviews := claim_reviews(publication, pledge):
        data["review"] = reviews
    return _with_comments(publication, pledge, data, 1)


def conversation_data(publication: Publication, target: Document, number: int) -> dict[str, Any]:
    """Return a further page of a conversation as a schema.org WebPage about its essay or pledge."""
    data: dict[str, Any] = {
        "@type": "WebPage",
        "url": publication.absolute(address.conversation(target_path(target), number)),
        "about": {"@id": publication.entry_id(target)},
    }
    return _with_comments(publication, target, data, number)


# --- what was answered ----------------------------------------------------------------------------

MAX_COMMENT = 1000
"""Characters of a comment that are given to machines; people read all of it on the page."""


def _with_comments(
    publication: Publication, target: Document, data: dict[str, Any], number: int
) -> dict[str, Any]:
    """Return the data with what stands on page ``number`` of the conversation; linkbacks are no comments."""
    if not publication.response_count(target):
        return data
    laid_out = conversation_of(publication, target)
    page = publication.absolute(address.conversation(target_path(target), number))
    comments = [
        _comment(publication, response, page, laid_out.by_id)
        for thread in laid_out.page(number).threads
        for _, response in thread.walk()
        if response.erased is None
    ]
    return {**data, "comment": comments} if comments else data


def _comment(
    publication: Publication, response: Response, page: str, by_id: Mapping[str, Response]
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Comment",
        "@id": publication.tag_uri(response.id),
        "url": f"{page}#{address.anchor(response.id)}",
        "dateCreated": isodate(response.date),
        "author": {"@type": "Person", "name": author_name(publication, response)},
        "text": hide_mail(plain_text(response.text, MAX_COMMENT)),
    }
    if response.updated:
        data["dateModified"] = isodate(response.updated)
    parent = by_id.get(response.in_reply_to)
    if parent is not None and parent.erased is None:
        data["parentItem"] = {"@type": "Comment", "@id": publication.tag_uri(parent.id)}
    return data


# --- what customers judged ------------------------------------------------------------------------

#: A verdict as a rating, from the worst to the best.
RATINGS = {VerdictValue.NOT_KEPT: 1, VerdictValue.PARTLY: 2, VerdictValue.KEPT: 3}


def claim_reviews(publication: Publication, pledge: Pledge) -> list[dict[str, Any]]:
    """Return the latest verdict of each invited customer as a ClaimReview; nobody else's is one."""
    latest: dict[str, Response] = {}
    for _, response in in_order(publication.words(pledge), publication.settings.zone):
        if is_invited_verdict(response):
            latest[response.customer or response.id] = response
    return [_claim_review(publication, pledge, response) for response in latest.values()]


def _claim_review(publication: Publication, pledge: Pledge, response: Response) -> dict[str, Any]:
    assert response.verdict is not None
    number = publication.conversation(pledge).page_of[response.id]
    promise = pledge.promise_on(response.day_in(publication.settings.zone))
    leader = publication.leaders.get(pledge.leader)
    claim: dict[str, Any] = {
        "@type": "Claim",
        "name": promise,
        "datePublished": pledge.made.isoformat(),
        "appearance": {"@type": "CreativeWork", "@id": publication.entry_id(pledge)},
    }
    if leader:
        claim["author"] = _person(publication, leader)
    return {
        "@type": "ClaimReview",
        "url": publication.absolute(response_path(pledge, number, response.id)),
        "datePublished": isodate(response.date),
        "author": {"@type": "Person", "name": author_name(publication, response)},
        "claimReviewed": promise,
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[response.verdict],
            "worstRating": min(RATINGS.values()),
            "bestRating": max(RATINGS.values()),
            "alternateName": publication.tag(tags.value_tag(response.verdict)).word,
        },
    }


# --- people ---------------------------------------------------------------------------------------


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
