"""A leader's page: who, every promise, every essay, the record in numbers."""

from __future__ import annotations

from pledges.domain import address
from pledges.domain.leader import Leader
from pledges.markup import host_of
from pledges.views import cards
from pledges.views.calendar import subscription_url
from pledges.views.head import calendar_link, feed_links, head
from pledges.views.jsonld import person_data
from pledges.views.leader_lists import MAX_ON_PAGE, NEWEST
from pledges.views.models import LeaderPage, LinkView
from pledges.views.publication import Publication
from pledges.views.scores import figure_lists, own_scorecard_view, pledge_groups
from pledges.views.social import leader_image


def leader_page(publication: Publication, leader: Leader) -> LeaderPage:
    """Return the page of a leader."""
    path = address.leader(leader.slug)
    pledges = publication.pledges_of.get(leader.slug, ())
    essays = publication.essays_of.get(leader.slug, ())
    is_long = len(pledges) > MAX_ON_PAGE

    def list_url(name: str) -> str:
        return publication.url(address.leader_list(leader.slug, name)) if is_long else f"#{name}"

    bio = publication.body(leader)
    return LeaderPage(
        head=head(
            publication,
            leader.name,
            path,
            description=bio.plain,
            feeds=(
                *feed_links(publication, leader.name, path),
                calendar_link(publication, leader.name, path),
            ),
            data=person_data(publication, leader),
            image=leader_image(publication, leader),
            kind="profile",
            lang=leader.lang,
        ),
        name=leader.name,
        url=publication.url(path),
        role=leader.role,
        organisation=leader.organisation,
        website=_website(publication, leader),
        links=tuple(
            LinkView(title=link.title, url=href)
            for link in leader.links
            if (href := publication.href(link.url))
        ),
        photo=publication.figure(leader.photo),
        bio_html=bio.html,
        scorecard=own_scorecard_view(publication, pledges, list_url),
        groups=pledge_groups(publication, pledges, list_url, NEWEST if is_long else None),
        figure_lists=() if is_long else figure_lists(publication, pledges),
        essays=tuple(cards.essay_card(publication, essay) for essay in essays[:MAX_ON_PAGE]),
        more_essays=_more_essays(publication, leader) if len(essays) > MAX_ON_PAGE else None,
        calendar_url=publication.url(address.calendar(path)),
        subscribe_url=subscription_url(publication, path),
        lang=cards.other_language(publication, leader.lang),
    )


def _more_essays(publication: Publication, leader: Leader) -> LinkView:
    count = len(publication.essays_of[leader.slug])
    return LinkView(
        title=publication.say("All %(count)s", count=publication.language.number(count)),
        url=publication.url(address.leader_list(leader.slug, "essays")),
    )


def _website(publication: Publication, leader: Leader) -> LinkView | None:
    href = publication.href(leader.url)
    return LinkView(title=host_of(leader.url) or leader.url, url=href) if href else None
