"""The page of one promise: what was promised, claim beside verdict, and the whole history."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from pledges.domain import address
from pledges.domain.address import Terms
from pledges.domain.events import Event, EventKind
from pledges.domain.pledge import Pledge
from pledges.domain.response import VerdictValue
from pledges.domain.status import Lifecycle, Progress, Status
from pledges.domain.update import Claim, Update
from pledges.domain.verdict import VerdictCount, tally
from pledges.language import N_
from pledges.markup import host_of, render_stranger, safe_web_url
from pledges.views import badge, cards, tags
from pledges.views.calendar import subscription_url
from pledges.views.conversation import (
    author_name,
    conversation_feeds,
    conversation_of,
    conversation_view,
    trackback_url,
)
from pledges.views.customers import customers_say, unpublished
from pledges.views.diff import diff_parts
from pledges.views.head import calendar_link, head
from pledges.views.jsonld import pledge_data
from pledges.views.ledger import ledger_view
from pledges.views.models import (
    AmendmentView,
    ClaimView,
    EssayCardView,
    FactsView,
    FeedLinkView,
    HeadView,
    HistoryEntryView,
    LinkView,
    PledgePage,
    TagView,
    TakeAwayView,
    VerdictView,
)
from pledges.views.publication import Publication
from pledges.views.repair import repair_story
from pledges.views.share import pledge_share
from pledges.views.social import pledge_image


def pledge_page(publication: Publication, pledge: Pledge) -> PledgePage:
    """Return the page of a pledge, with the first page of its conversation."""
    status = publication.status(pledge)
    notes = unpublished(publication, pledge)
    feeds = conversation_feeds(publication, pledge)
    laid_out = conversation_of(publication, pledge)
    return PledgePage(
        head=_head(publication, pledge, feeds),
        id=pledge.id,
        title=pledge.title,
        url=publication.url(address.pledge(pledge.slug)),
        promise=pledge.promise_on(publication.today),
        leader=cards.promisor(publication, pledge),
        on_behalf_of=pledge.on_behalf_of,
        facts=facts(publication, pledge, status),
        claim=claim(publication, pledge, status),
        verdict=verdict(publication, pledge, status, notes),
        tags=cards.term_links(publication, Terms.TAG, pledge.tags),
        image=publication.figure(pledge.image),
        body_html=publication.page_html(pledge),
        customers_say=customers_say(publication, pledge, notes),
        repair_story=repair_story(publication, pledge),
        history=history(publication, pledge),
        take_away=_take_away(publication, pledge),
        share=pledge_share(publication, pledge),
        essays=_essays(publication, pledge),
        previous=_neighbour(publication, pledge, +1),
        next=_neighbour(publication, pledge, -1),
        lang=cards.other_language(publication, pledge.lang),
        trackback_absolute_url=trackback_url(publication, pledge),
        conversation=conversation_view(publication, pledge, laid_out, 1, feeds),
    )


def _head(publication: Publication, pledge: Pledge, feeds: tuple[FeedLinkView, ...]) -> HeadView:
    return head(
        publication,
        pledge.title,
        address.pledge(pledge.slug),
        description=pledge.promise_on(publication.today),
        feeds=(*feeds, *_data_links(publication, pledge)),
        data=pledge_data(publication, pledge),
        image=pledge_image(publication, pledge),
        kind="article",
        lang=pledge.lang,
    )


def facts(publication: Publication, pledge: Pledge, status: Status) -> FactsView:
    """Return what the record says beside the words: to whom, when, and how it can be checked."""
    repaired = publication.repaired_by.get(pledge.slug)
    return FactsView(
        outcome=pledge.outcome_on(publication.today),
        why=pledge.why,
        customers=cards.term_links(publication, Terms.CUSTOMER, pledge.customers),
        made=pledge.made,
        due=status.due,
        due_url=publication.url(address.due_in(status.due.year, status.due.month)),
        first_due=status.first_due,
        schedule=tags.schedule_tag(publication.language, status),
        silent_days=(publication.today - status.last_word_on).days if status.silent else None,
        notice_days=status.notice_days,
        experience=cards.term_links(publication, Terms.EXPERIENCE, pledge.experience),
        repairs=pledge_link(publication, repaired) if repaired else None,
        ledger=ledger_view(publication, pledge),
    )


def _essays(publication: Publication, pledge: Pledge) -> tuple[EssayCardView, ...]:
    """Return the essays on a promise."""
    about = publication.essays_about.get(pledge.slug, ())
    return tuple(cards.essay_card(publication, essay) for essay in about)


def _data_links(publication: Publication, pledge: Pledge) -> tuple[FeedLinkView, ...]:
    """Return the promise for machines and its due date, as alternates of the page."""
    data = publication.url(address.pledge_json(pledge.slug))
    return (
        FeedLinkView(
            title=publication.say("%(title)s: data", title=pledge.title), type="application/json", url=data
        ),
        calendar_link(publication, pledge.title, address.pledge(pledge.slug)),
    )


def _take_away(publication: Publication, pledge: Pledge) -> TakeAwayView:
    path = address.pledge(pledge.slug)
    return TakeAwayView(
        calendar_url=publication.url(address.calendar(path)),
        subscribe_url=subscription_url(publication, path) if publication.status(pledge).is_open else "",
        json_url=publication.url(address.pledge_json(pledge.slug)),
        badge_url=publication.url(address.badge(pledge.slug)),
        badge_width=badge.WIDTH,
        badge_height=badge.HEIGHT,
        embed_html=badge.embed_html(publication, pledge),
    )


def pledge_link(publication: Publication, pledge: Pledge) -> LinkView:
    """Return a link to a pledge by its title."""
    return LinkView(title=pledge.title, url=publication.url(address.pledge(pledge.slug)))


def _neighbour(publication: Publication, pledge: Pledge, step: int) -> LinkView | None:
    """Return the leader's promise made before (+1) or after (-1) this one."""
    own = publication.pledges_of[pledge.leader]
    place = publication.pledge_order[pledge.slug] + step
    return pledge_link(publication, own[place]) if 0 <= place < len(own) else None


# --- the promisor's side ------------------------------------------------------------------------

_PROGRESS_SENTENCE = {
    Progress.ON_TRACK: N_("%(name)s says it is on track."),
    Progress.AT_RISK: N_("%(name)s says it is at risk."),
    Progress.BLOCKED: N_("%(name)s says it is blocked."),
}
_LIFECYCLE_SENTENCE = {
    Lifecycle.OFFERED: N_("%(name)s has made this promise; its customers have not accepted it yet."),
    Lifecycle.DECLARED_KEPT: N_("%(name)s says the promise was kept."),
    Lifecycle.DECLARED_BROKEN: N_("%(name)s says the promise was broken."),
    Lifecycle.WITHDRAWN: N_("%(name)s has withdrawn the promise."),
}


def claim(publication: Publication, pledge: Pledge, status: Status) -> ClaimView:
    """Return what the promisor says, as their word and nobody else's."""
    return ClaimView(
        tag=publication.tag(tags.claim_tag(status)),
        sentence=publication.say(_claim_words(status), name=cards.promisor(publication, pledge).name),
        date=_claimed_on(pledge, status),
        repair=publication.tag_if(tags.repair_tag(status)),
    )


def _claim_words(status: Status) -> str:
    if status.progress:
        return _PROGRESS_SENTENCE[status.progress]
    if status.lifecycle is Lifecycle.ACCEPTED:
        if status.acceptance_confirmed:
            return N_("%(name)s has made this promise; a customer confirmed accepting it.")
        return N_("%(name)s says that the customers have accepted this promise.")
    return _LIFECYCLE_SENTENCE[status.lifecycle]


_SPEAKS = {
    Claim.ACCEPTED,
    Claim.ON_TRACK,
    Claim.AT_RISK,
    Claim.BLOCKED,
    Claim.KEPT,
    Claim.BROKEN,
    Claim.WITHDRAWN,
}


def _claimed_on(pledge: Pledge, status: Status) -> dt.date:
    said = [update.on for update in pledge.updates_until(status.as_of) if update.claim in _SPEAKS]
    return said[-1] if said else pledge.made


# --- the customers' side ------------------------------------------------------------------------


def verdict(
    publication: Publication, pledge: Pledge, status: Status, notes: tuple[LinkView, ...]
) -> VerdictView:
    """Return what invited customers say, any reader's word counted beside it, and the notes on what is
    not published.
    """
    said = tally(publication.words(pledge), publication.today, publication.settings.zone)
    return VerdictView(
        tag=publication.tag(tags.verdict_tag(status)),
        sentence=_verdict_words(publication, said.invited),
        disputed=status.disputed,
        made_right=publication.tag_if(tags.made_right_tag(status)),
        invited=_counted(publication, said.invited),
        readers=_counted(publication, said.open),
        unpublished=notes,
    )


def _verdict_words(publication: Publication, invited: VerdictCount) -> str:
    if not invited.total:
        return publication.say("No invited customer has said yet whether it was kept.")
    if invited.total in (invited.kept, invited.partly, invited.not_kept):
        return publication.say_count(
            "One invited customer has said whether it was kept.",
            "%(num)s invited customers have said whether it was kept, and they agree.",
            invited.total,
        )
    return publication.say_count(
        "%(num)s invited customer has said whether it was kept, and they differ.",
        "%(num)s invited customers have said whether it was kept, and they differ.",
        invited.total,
    )


def _counted(publication: Publication, count: VerdictCount) -> tuple[LinkView, ...]:
    words = ((N_("Kept"), count.kept), (N_("Partly"), count.partly), (N_("Not kept"), count.not_kept))
    return tuple(
        LinkView(title=publication.say(word), url="", count=number) for word, number in words if number
    )


# --- the history --------------------------------------------------------------------------------


def history(publication: Publication, pledge: Pledge) -> tuple[HistoryEntryView, ...]:
    """Return the timeline in order: the making, updates, what the clock and the customers added."""
    return tuple(_entry(publication, pledge, event) for event in publication.events(pledge))


def _entry(publication: Publication, pledge: Pledge, event: Event) -> HistoryEntryView:
    if event.update is not None:
        return _update_entry(publication, pledge, event, event.update)
    tag, heading = event_words(event)
    return HistoryEntryView(
        id=event.id,
        date=event.date,
        source=event.source,
        tag=publication.tag(tag),
        heading=publication.say(heading),
        body_html=_event_body(publication, event),
        customer=author_name(publication, event.response) if event.response else "",
        permalink=publication.url(address.update(pledge.slug, event.id)),
    )


def _update_entry(publication: Publication, pledge: Pledge, event: Event, update: Update) -> HistoryEntryView:
    tag = publication.tag(tags.update_tag(update.claim))
    repair = publication.pledges.get(update.repair) if update.repair else None
    return HistoryEntryView(
        id=event.id,
        date=update.on,
        source="promisor",
        tag=tag,
        heading=tag.word,
        body_html=publication.update_text(pledge, update).html,
        evidence=evidence(publication, update),
        amendments=_amendments(publication, pledge, update),
        repair=pledge_link(publication, repair) if repair else None,
        customer=update.customer,
        permalink=publication.url(address.update(pledge.slug, event.id)),
    )


def evidence(publication: Publication, update: Update) -> tuple[LinkView, ...]:
    """Return where an update's evidence is; what is on this site and not published yet is left out."""
    links = ((url, publication.href(url)) for url in update.evidence)
    return tuple(
        LinkView(title=host_of(url) or url, url=safe_web_url(href) or href) for url, href in links if href
    )


#: What an amendment can change.
_FIELDS = {"promise": N_("Promise"), "outcome": N_("Outcome"), "due": N_("Due")}


def _amendments(publication: Publication, pledge: Pledge, update: Update) -> tuple[AmendmentView, ...]:
    """Return what an amendment changed, the old value readable in the new one."""
    return tuple(
        AmendmentView(field=publication.say(_FIELDS[name]), parts=diff_parts(publication.language, old, new))
        for name, old, new in pledge.changed_by(update)
    )


def event_words(event: Event) -> tuple[TagView, str]:
    """Return the tag and the heading of a change that is no update, in English."""
    if event.kind in (EventKind.VERDICT, EventKind.REPAIR_VERDICT) and event.response is not None:
        value = event.response.verdict
        assert value is not None
        return tags.value_tag(value), _CUSTOMER_SAYS[value]
    return _EVENT_WORDS[event.kind]


_CUSTOMER_SAYS = {
    VerdictValue.KEPT: N_("A customer says: kept"),
    VerdictValue.PARTLY: N_("A customer says: partly kept"),
    VerdictValue.NOT_KEPT: N_("A customer says: not kept"),
    VerdictValue.ACCEPTED: N_("A customer says: repair accepted"),
    VerdictValue.REFUSED: N_("A customer says: repair refused"),
}
_EVENT_WORDS = {
    EventKind.MADE: (tags.MADE, N_("The promise was made")),
    EventKind.DUE_TODAY: (tags.DUE_TODAY, N_("The promise is due")),
    EventKind.OVERDUE: (tags.OVERDUE, N_("The due date has passed and nothing was declared")),
    EventKind.SILENT: (tags.SILENT, N_("There has been no word for some time")),
    EventKind.DISPUTED: (tags.DISPUTED, N_("A customer contradicts what was declared")),
    EventKind.DISPUTE_ENDED: (tags.DISPUTE_ENDED, N_("No customer contradicts it any more")),
    EventKind.ACCEPTANCE: (tags.ACCEPTANCE, N_("A customer accepted the promise")),
    EventKind.MADE_RIGHT: (tags.MADE_RIGHT, N_("A customer accepts the repair")),
    EventKind.MADE_RIGHT_UNDONE: (tags.REPAIR_REFUSED, N_("A customer no longer accepts the repair")),
}


def _event_body(publication: Publication, event: Event) -> Markup:
    if event.response is None or event.response.erased is not None:
        return Markup("")
    return render_stranger(event.response.text)
