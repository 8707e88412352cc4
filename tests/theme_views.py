"""View models for tests of the theme: each page with as little in it as it may have, and with everything."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from markupsafe import Markup

from pledges.views import models as m

DAY = dt.date(2026, 3, 31)
LATER = dt.date(2026, 6, 30)
MOMENT = dt.datetime(2026, 4, 2, 19, 40, tzinfo=dt.UTC)

SITE = m.SiteView(
    name="The Promise Record",
    tagline="Leaders promise in public.",
    lang="en",
    base="",
    style_url="/style.css",
    menu=(m.LinkView(title="Promises", url="/pledges/"), m.LinkView(title="Essays", url="/essays/")),
    footer_menu=(m.LinkView(title="Privacy", url="/privacy/"),),
    inbox_url="/inbox",
    search_url="/search/",
    archive_url="/archive/",
    pingback_absolute_url="https://promises.example/inbox/pingback",
    webmention_absolute_url="https://promises.example/inbox/webmention",
)

OPEN = m.TagView(word="No verdict yet", tone="open")
ON_TRACK = m.TagView(word="On track", tone="progress")
NOT_KEPT = m.TagView(word="Not kept", tone="broken")

PICTURE = m.FigureView(
    url="/images/quay.svg", alt="A quay at night", caption="The last boat", width=3, height=2
)
MAYA = m.PersonView(
    name="Maya Okafor",
    url="/leaders/maya-okafor/",
    role="Managing director",
    organisation="Northwind Care",
    photo=PICTURE,
    bio_html=Markup("<p>She runs it.</p>"),
)
LINK = m.LinkView(title="A link", url="/a-link/", count=2)
FEED = m.FeedLinkView(title="A feed", type="application/atom+xml", url="/feed.atom.xml")


def head(path: str = "/", **more: Any) -> m.HeadView:
    """Return a head for the page at ``path``."""
    return m.HeadView(title="A title", absolute_url=f"https://promises.example{path}", **more)


def response(name: str = "r-1", **more: Any) -> m.ResponseView:
    """Return a comment whose permalink ends with ``name``."""
    kept: dict[str, Any] = {
        "id": name,
        "kind": "comment",
        "kind_word": "Comment",
        "author": "Ewan T.",
        "date": MOMENT,
        "permalink": f"/pledges/a/#{name}",
        "body_html": Markup("<p>She did ring me.</p>"),
    }
    return m.ResponseView(**(kept | more))


def linkback(name: str = "r-9", **more: Any) -> m.ResponseView:
    """Return a webmention with a source and an excerpt."""
    kept: dict[str, Any] = {
        "kind": "webmention",
        "kind_word": "Webmention",
        "author": "The Night Desk",
        "host": "nightdesk.example",
        "source_url": "https://nightdesk.example/minute",
        "title": "What a minute costs",
        "excerpt": "[…] its worst hour […]",
        "body_html": Markup(),
    }
    return response(name, **(kept | more))


FORM = m.FormView(action="/inbox/comments", target="/pledges/a/", asks_verdict=True)
SILENCE = m.ConversationView(count=0, comment_count=0, linkback_count=0)
TALK = m.ConversationView(
    count=3,
    comment_count=2,
    linkback_count=1,
    threads=(
        response(
            role="Promisor",
            updated=MOMENT,
            author_url="https://ewan.example/",
            verdict=NOT_KEPT,
            standing="Invited customer",
            about=LINK,
            reply_url="/inbox/comments?in_reply_to=r-1",
            replies=(response("r-2", in_reply_to=LINK), response("r-3", erased=True, author="")),
            reply_count=2,
        ),
    ),
    linkbacks=(linkback(), linkback("r-10", title="", excerpt="", kind_word="Like", type="like")),
    paging=m.PagingView(number=1, total=2, next_url="/conversation/2/", pages=(LINK, LINK)),
    feeds=(FEED,),
    form=FORM,
)

SHARE = m.ShareView(cite="Maya Okafor: “A”.", absolute_url="https://promises.example/a/", links=(LINK,))

CARD = m.PledgeCardView(
    title="A person answers",
    url="/pledges/a/",
    promise="When you call us, a person answers.",
    leader=MAYA,
    on_behalf_of="Northwind Care",
    customers=("Everyone who calls", "The carers' group"),
    made=DAY,
    due=LATER,
    claim=ON_TRACK,
    verdict=OPEN,
    schedule=m.TagView(word="Due in 9 days", tone="partly"),
    disputed=True,
    silent=True,
    repair=m.TagView(word="Repair promised", tone="progress"),
    response_count=1,
)
PLAIN_CARD = m.PledgeCardView(
    title="A",
    url="/a/",
    promise="P",
    leader=m.PersonView(name="M"),
    made=DAY,
    due=LATER,
    claim=ON_TRACK,
    verdict=OPEN,
)
ESSAY_CARD = m.EssayCardView(
    title="While It Can Still Be Saved",
    url="/essays/w/",
    date=DAY,
    summary="On warnings.",
    author=MAYA,
    category=LINK,
    series="Notice",
    part=2,
    response_count=1,
    image=PICTURE,
)
SCORECARD = m.ScorecardView(
    total=3,
    scores=(
        m.ScoreView(word="Kept later", count=1, tone="kept", url="/pledges/kept/"),
        m.ScoreView(word="Overdue", count=2, tone="overdue", url="#overdue"),
        m.ScoreView(word="Withdrawn", count=0, tone="withdrawn", url="/pledges/withdrawn/"),
    ),
    figures=(m.ScoreView(word="Made", count=3, tone="open"),),
    share="1 of 3 kept on the first date",
    share_url="#due-so-far",
    silent=1,
    median_notice_days=92,
)
CHANGED = (
    m.DiffPartView(change="removed", text="31 December 2026"),
    m.DiffPartView(change="added", text="31 March 2027"),
)
AMENDED = m.HistoryEntryView(
    id="a-u2",
    date=LATER,
    source="promisor",
    tag=m.TagView(word="Amended", tone="partly"),
    heading="Amended",
    body_html=Markup("<p>It takes until spring.</p>"),
    evidence=(m.LinkView(title="northwind.example", url="https://northwind.example/q1"),),
    amendments=(m.AmendmentView(field="Due", parts=CHANGED),),
    repair=LINK,
    permalink="/pledges/a/#a-u2",
)
OVERDUE = m.HistoryEntryView(
    id="a-overdue",
    date=LATER,
    source="clock",
    tag=m.TagView(word="Overdue", tone="overdue"),
    heading="The due date has passed",
)

PLEDGE = m.PledgePage(
    head=head("/pledges/a/", feeds=(FEED,), json_ld='{"@type":"CreativeWork"}'),
    id="a-9m3t",
    title="A person answers",
    url="/pledges/a/",
    promise="When you call us, a person answers.",
    leader=m.PersonView(name="Maya Okafor"),
    facts=m.FactsView(
        outcome="95 % of calls.",
        why="People call when something has stopped.",
        customers=(m.LinkView(title="Everyone who calls", url="/customer/everyone-who-calls/"),),
        made=DAY,
        due=LATER,
        first_due=LATER,
    ),
    claim=m.ClaimView(tag=ON_TRACK, sentence="Maya Okafor says it is on track."),
    verdict=m.VerdictView(tag=OPEN, sentence="No invited customer has said."),
    history=(OVERDUE,),
    conversation=SILENCE,
)
FULL_PLEDGE = msgspec.structs.replace(
    PLEDGE,
    leader=MAYA,
    on_behalf_of="Somebody Else",
    facts=msgspec.structs.replace(
        PLEDGE.facts,
        first_due=DAY,
        schedule=m.TagView(word="Overdue", tone="overdue"),
        silent_days=120,
        notice_days=202,
        experience=(LINK,),
        repairs=LINK,
    ),
    claim=m.ClaimView(tag=ON_TRACK, sentence="She says so.", date=DAY, repair=ON_TRACK),
    verdict=m.VerdictView(
        tag=NOT_KEPT,
        sentence="4 have said.",
        disputed=True,
        invited=(m.LinkView(title="Kept", url="", count=3),),
        readers=(m.LinkView(title="Kept", url="#r-1", count=1),),
    ),
    tags=(LINK, LINK),
    image=PICTURE,
    body_html=Markup("<p>Why I promise this.</p>"),
    history=(AMENDED, OVERDUE),
    essays=(ESSAY_CARD,),
    previous=LINK,
    next=LINK,
    trackback_absolute_url="https://promises.example/inbox/trackback/pledges/a",
    conversation=TALK,
)
ESSAY = m.EssayPage(
    head=head("/essays/w/"),
    id="w-1",
    title="W",
    url="/essays/w/",
    date=DAY,
    body_html=Markup("<p>Text.</p>"),
    conversation=SILENCE,
)
FULL_ESSAY = msgspec.structs.replace(
    ESSAY,
    updated=LATER,
    author=MAYA,
    category=LINK,
    tags=(LINK,),
    summary="On warnings.",
    epigraph_text="A crack comes back.",
    epigraph_source="A saying",
    image=PICTURE,
    contents=(m.TocEntryView(title="One", url="#one", level=2),),
    question="Which promise worries you?",
    own_promise_url="/inbox/pledges",
    series=m.SeriesView(
        name="Notice",
        url="/series/notice/",
        part=1,
        parts=(
            m.SeriesPartView(title="W", url="", part=1),
            m.SeriesPartView(title="V", url="/essays/v/", part=2),
        ),
        teaser="What comes after.",
    ),
    videos=(m.VideoView(title="A talk", url="https://video.example/1", duration="2:27"),),
    pledges=(CARD,),
    further=m.FurtherView(previous=LINK, next=LINK, recent=(LINK,), related=(LINK,)),
    share=SHARE,
    trackback_absolute_url="https://promises.example/inbox/trackback/essays/w",
    conversation=TALK,
)
LEADER = m.LeaderPage(
    head=head("/leaders/maya/"),
    name="Maya",
    url="/leaders/maya/",
    scorecard=m.ScorecardView(total=0, scores=()),
)
FULL_LEADER = msgspec.structs.replace(
    LEADER,
    role="Director",
    organisation="Northwind Care",
    website=LINK,
    links=(LINK,),
    photo=PICTURE,
    bio_html=Markup("<p>She runs it.</p>"),
    scorecard=SCORECARD,
    groups=(
        m.PledgeGroupView(anchor="overdue", heading="Overdue", cards=(CARD,)),
        m.PledgeGroupView(anchor="kept-later", heading="Kept later", cards=(PLAIN_CARD,), more=LINK),
    ),
    figure_lists=(m.LinkGroupView(anchor="due-so-far", heading="Due so far", links=(LINK,)),),
    essays=(ESSAY_CARD,),
    more_essays=LINK,
)
PAGING = m.PagingView(number=2, total=30, previous_url="/", next_url="/page/3/", pages=(LINK,))

#: Every kind of page, at its barest and at its fullest.
PAGES: tuple[tuple[str, m.View], ...] = (
    ("pledge.html", PLEDGE),
    ("pledge.html", FULL_PLEDGE),
    ("essay.html", ESSAY),
    ("essay.html", FULL_ESSAY),
    ("conversation.html", m.ConversationPage(head=head(), title="T", target=LINK, conversation=TALK)),
    ("leader.html", LEADER),
    ("leader.html", FULL_LEADER),
    ("pledge_list.html", m.PledgeListPage(head=head(), heading="Promises")),
    (
        "pledge_list.html",
        m.PledgeListPage(
            head=head(),
            heading="P",
            intro="I",
            filters=(LINK,),
            cards=(CARD,),
            scorecard=SCORECARD,
            paging=PAGING,
        ),
    ),
    ("essay_list.html", m.EssayListPage(head=head(), heading="Essays")),
    (
        "essay_list.html",
        m.EssayListPage(
            head=head(),
            heading="E",
            filters=(LINK,),
            cards=(ESSAY_CARD,),
            pledges=(CARD,),
            more_pledges=LINK,
            paging=PAGING,
        ),
    ),
    ("archive.html", m.ArchivePage(head=head())),
    (
        "archive.html",
        m.ArchivePage(
            head=head(),
            groups=(m.ArchiveGroupView(heading="By tag", links=(LINK, LINK), more=LINK),),
        ),
    ),
    ("search.html", m.SearchPage(head=head(), script_url="/search.js")),
    ("search.html", m.SearchPage(head=head(), script_url="/search.js", kinds=("Essay",), states=("Open",))),
    ("leader_list.html", m.LeaderListPage(head=head(), heading="Leaders")),
    (
        "leader_list.html",
        m.LeaderListPage(
            head=head(),
            heading="L",
            intro="I",
            cards=(
                m.LeaderCardView(name="N", url="/n/"),
                m.LeaderCardView(
                    name="N",
                    url="/n/",
                    role="R",
                    organisation="O",
                    photo=PICTURE,
                    summary="S",
                    pledge_count=2,
                    essay_count=1,
                    record="1 of 2 kept",
                ),
            ),
        ),
    ),
    ("term_list.html", m.TermListPage(head=head(), heading="Tags")),
    ("term_list.html", m.TermListPage(head=head(), heading="Tags", intro="I", terms=(LINK,), paging=PAGING)),
    ("front.html", m.FrontPage(head=head())),
    (
        "front.html",
        m.FrontPage(
            head=head(),
            featured=CARD,
            due_soon=(CARD,),
            kept_lately=(PLAIN_CARD,),
            broken_lately=(CARD,),
            essays=(ESSAY_CARD, ESSAY_CARD),
            voices=(m.VoiceView(author="A", excerpt="E", url="/#r", target_title="T", date=MOMENT),),
            scorecard=SCORECARD,
            own_promise_url="/inbox/pledges",
        ),
    ),
    ("plain.html", m.PlainPage(head=head("/privacy/"), title="Privacy", body_html=Markup("<p>Text.</p>"))),
    (
        "feeds.html",
        m.FeedsPage(
            head=head("/feeds/"),
            groups=(m.FeedGroupView(heading="G", rows=(m.FeedRowView(title="R", feeds=(FEED,)),)),),
            opml_url="/feeds/all.opml",
        ),
    ),
    (
        "ledger.html",
        m.LedgerPage(
            head=head("/ledger/"),
            absolute_url="https://promises.example/ledger/",
            verifier_url="/ledger/verify_ledger.py",
            verifier_name="verify_ledger.py",
            root_url="/ledger/root.json",
        ),
    ),
    ("not_found.html", m.NotFoundPage(head=head("/404.html", indexed=False), latest=(LINK,))),
    ("redirect.html", m.RedirectPage(head=head("/old/", indexed=False), title="New", target_url="/new/")),
)
