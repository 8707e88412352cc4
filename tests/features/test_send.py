"""``pledges send`` against real servers: who is told of what, when again, and when not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fixtures.publisher import NOW, Publisher, states
from pledges.outbox.send import send
from pledges.outbox.sent import State
from pledges.protocols.pingback import PingbackPing
from pledges.settings import read_settings
from receivers import Answer, Receiver, pinged
from records import ESSAY

# --- one protocol each ----------------------------------------------------------------------------


def test_each_page_is_told_by_the_best_protocol_that_it_takes(publisher: Publisher, blog: Receiver) -> None:
    mention, ping, track = blog.webmention_page(), blog.pingback_page(), blog.trackback_page()
    silent = blog.page("/silent")
    links = " ".join(f"[This]({url}) is said." for url in (mention, ping, track, silent))
    publisher.site.essay(body=links, summary="What I think of promises.")
    publisher.build()

    report = publisher.send()

    assert states(report) == {
        mention: State.TOLD,
        ping: State.TOLD,
        track: State.TOLD,
        silent: State.NO_DOOR,
    }
    assert blog.forms("/webmention") == [{"source": publisher.essay_url, "target": mention}]
    assert blog.pings() == [PingbackPing(publisher.essay_url, ping)]
    assert blog.forms("/trackback") == [
        {
            "url": publisher.essay_url,
            "title": "On promises",
            "excerpt": "What I think of promises.",
            "blog_name": "The Promise Record",
        }
    ]


def test_a_page_that_takes_everything_is_told_once(publisher: Publisher, blog: Receiver) -> None:
    blog.pingback_page()
    blog.webmention_page()
    both = blog.page("/both", '<a rel="webmention" href="/webmention"></a>', **{"X-Pingback": blog.url})
    publisher.links_to(both)

    publisher.send()

    assert [path for path, _ in blog.posts] == ["/webmention"]


def test_a_second_run_sends_nothing(publisher: Publisher, blog: Receiver) -> None:
    publisher.links_to(blog.webmention_page(), blog.pingback_page(), blog.trackback_page(), blog.page("/no"))
    publisher.send()
    posts, looks = len(blog.posts), len(blog.looked_at)

    assert publisher.send().rows == []
    assert (len(blog.posts), len(blog.looked_at)) == (posts, looks)


def test_a_post_that_is_redirected_is_posted_again_and_not_fetched(
    publisher: Publisher, blog: Receiver
) -> None:
    target = blog.webmention_page()
    blog.doors["/webmention"] = [Answer(status=301, headers={"Location": "/new"})]
    blog.doors["/new"] = [Answer(status=202)]
    blog.page("/new")
    publisher.links_to(target)

    assert states(publisher.send()) == {target: State.TOLD}
    assert blog.forms("/new") == [{"source": publisher.essay_url, "target": target}]


# --- what links -----------------------------------------------------------------------------------


def test_promises_their_updates_and_evidence_are_sources_too(publisher: Publisher, blog: Receiver) -> None:
    one, two, three = (blog.webmention_page(f"/{number}") for number in range(3))
    publisher.site.pledge(
        body=f"See [this]({one}).\n\n## 2026-02-01 · on track\nAs [they]({two}) say.\nEvidence: {three}"
    )
    publisher.publish()

    publisher.send()

    source = f"{publisher.url}/pledges/a-person-answers/"
    assert {(form["source"], form["target"]) for form in blog.forms("/webmention")} == {
        (source, target) for target in (one, two, three)
    }


def test_our_reply_to_a_linkback_tells_the_linking_page(publisher: Publisher, blog: Receiver) -> None:
    theirs, linked = blog.webmention_page("/theirs"), blog.webmention_page("/linked")
    publisher.site.essay()
    publisher.site.respond(
        f"essays/{ESSAY['id']}",
        {"id": "r-a1", "kind": "webmention", "type": "reply", "source": theirs},
        {
            "id": "r-a2",
            "author": {"name": "Maya Okafor", "role": "author"},
            "in_reply_to": "r-a1",
            "text": f"Thank you; see {linked}",
        },
    )
    publisher.publish()

    publisher.send()

    source = f"{publisher.essay_url}#r-r-a2"
    forms = blog.forms("/webmention")
    assert {(form["source"], form["target"]) for form in forms} == {(source, theirs), (source, linked)}


def test_nobody_is_told_of_what_strangers_link_to(publisher: Publisher, blog: Receiver) -> None:
    publisher.site.essay()
    publisher.site.respond(
        f"essays/{ESSAY['id']}",
        {"id": "r-a1", "text": f"Buy at {blog.webmention_page()}", "author": {"name": "X", "url": blog.url}},
    )
    publisher.publish()

    assert publisher.send().rows == []
    assert blog.looked_at == []


def test_links_within_the_site_are_not_sent(publisher: Publisher) -> None:
    publisher.links_to(f"{publisher.url}/pledges/a-person-answers/", "/pledges/a-person-answers/")

    assert publisher.send().rows == []


@pytest.mark.parametrize(
    "fields", [{"draft": True}, {"date": "2026-11-23"}, {"date": "2026-11-22T12:00:01Z"}]
)
def test_drafts_and_what_is_to_come_are_not_sent(
    publisher: Publisher, blog: Receiver, fields: dict[str, object]
) -> None:
    """Whatever the settings show: a preview of drafts is no publication."""
    publisher.site.settings |= {"DRAFTS": True}
    publisher.site.essay(body=f"See [this]({blog.webmention_page()}).", **fields)

    order = publisher.order(settings=read_settings(publisher.site.pelican_settings(AS_OF="2027-06-30")))

    assert send(order, publisher.web(), NOW).rows == []


# --- until it is live -----------------------------------------------------------------------------


def test_nothing_is_sent_before_the_page_is_live(publisher: Publisher, blog: Receiver) -> None:
    target = blog.webmention_page()
    publisher.publish()
    publisher.site.essay(body=f"See [this]({target}).")

    report = publisher.send(wait_s=100)

    assert report.not_live == {publisher.essay_url: "it answers 404"}
    assert report.rows == []
    assert blog.posts == []
    assert publisher.clock.now_s == pytest.approx(100)


def test_an_old_version_of_the_page_is_not_live(publisher: Publisher, blog: Receiver) -> None:
    target = blog.webmention_page()
    publisher.links_to()
    publisher.site.essay(body=f"See [this]({target}).")

    assert publisher.send().not_live == {publisher.essay_url: f"it does not link to {target}"}


def test_a_changed_text_is_not_told_while_the_old_one_is_live(
    publisher: Publisher, blog: Receiver, tmp_path: Path
) -> None:
    """The old page has the same links: receivers were told, read the old text, and never heard again."""
    target = blog.webmention_page()
    said = f"I have thought about [waiting]({target}) for longer than I like to say."
    publisher.site.essay(body=f"{said}\n\nIt is said in so many words that nobody reads them to the end.")
    publisher.build()
    assert states(publisher.send()) == {target: State.TOLD}

    publisher.site.essay(body=f"{said}\n\nIt can be said in one word, which is that somebody has to answer.")
    publisher.site.build(AS_OF="2026-11-22", OUTPUT_PATH=str(tmp_path / "next"))
    early = publisher.send(output=tmp_path / "next")

    assert early.not_live == {publisher.essay_url: "it does not say what the text says now"}
    assert len(blog.forms("/webmention")) == 1
    publisher.build()
    assert states(publisher.send()) == {target: State.TOLD}
    assert len(blog.forms("/webmention")) == 2


def test_it_is_sent_as_soon_as_the_page_is_live(publisher: Publisher, blog: Receiver) -> None:
    target = blog.webmention_page()
    publisher.site.essay(body=f"See [this]({target}).")
    web = publisher.web()
    naps: list[float] = []

    def deploy_meanwhile(seconds: float) -> None:
        publisher.clock.sleep(seconds)
        naps.append(seconds)
        if len(naps) == 3:
            publisher.publish()

    web.sleep = deploy_meanwhile

    assert states(send(publisher.order(wait_s=100), web, NOW)) == {target: State.TOLD}


# --- changes and removals -------------------------------------------------------------------------


def test_a_changed_text_is_told_again_to_who_takes_webmentions(publisher: Publisher, blog: Receiver) -> None:
    """Pingback and TrackBack have no word for it: a second ping would be a second entry."""
    targets = (blog.webmention_page(), blog.pingback_page(), blog.trackback_page())
    publisher.links_to(*targets)
    publisher.send()
    publisher.links_to(*targets, title="On keeping promises")

    report = publisher.send()

    assert states(report) == {targets[0]: State.TOLD}
    assert [path for path, _ in blog.posts].count("/webmention") == 2
    assert len(blog.posts) == 4
    assert publisher.send().rows == []


def test_a_removed_link_is_told_when_the_page_no_longer_has_it(publisher: Publisher, blog: Receiver) -> None:
    kept, removed, ping = blog.webmention_page("/a"), blog.webmention_page("/b"), blog.pingback_page()
    publisher.links_to(kept, removed, ping)
    publisher.send()
    publisher.site.essay(body=f"[This]({kept}) is said.")

    early = publisher.send()
    assert early.not_live == {publisher.essay_url: f"it still links to {removed}"}

    publisher.publish()
    publisher.send()
    assert [form["target"] for form in blog.forms("/webmention")].count(removed) == 2
    assert {line["target"] for line in publisher.lines()} == {kept}
    assert publisher.send().rows == []


def test_a_link_that_was_removed_while_its_sending_failed_is_told_all_the_same(
    publisher: Publisher, blog: Receiver
) -> None:
    """The other side may have taken it before it broke."""
    target = blog.webmention_page()
    blog.doors["/webmention"] = [Answer(status=502), Answer(status=202)]
    publisher.links_to(target)
    publisher.send()
    publisher.links_to()
    publisher.now += dt.timedelta(hours=1)

    assert states(publisher.send()) == {target: State.TOLD}
    assert publisher.lines() == []


def test_an_essay_that_is_gone_is_told_to_all_it_linked_to(publisher: Publisher, blog: Receiver) -> None:
    targets = [blog.webmention_page("/a"), blog.webmention_page("/b")]
    publisher.links_to(*targets)
    publisher.send()
    (publisher.site.content / "essays" / "on-promises.md").unlink()
    publisher.publish()

    publisher.send()

    assert sorted(form["target"] for form in blog.forms("/webmention")) == sorted(targets * 2)
    assert publisher.lines() == []


def test_a_link_that_a_reader_has_set_too_is_not_said_to_be_gone(
    publisher: Publisher, blog: Receiver
) -> None:
    target = blog.webmention_page()
    publisher.links_to(target)
    publisher.site.respond(f"essays/{ESSAY['id']}", {"id": "r-a1", "text": f"I like {target} too."})
    publisher.send()
    publisher.links_to()

    report = publisher.send()

    assert (report.rows, report.not_live) == ([], {})
    assert len(blog.posts) == 1


def test_another_address_of_the_site_does_not_take_links_back(publisher: Publisher, blog: Receiver) -> None:
    """Somebody runs it with the settings for working on the site: nothing of the public one is gone."""
    publisher.links_to(blog.webmention_page())
    publisher.send()
    (publisher.site.content / "essays" / "on-promises.md").unlink()
    publisher.site.settings["SITEURL"] = "https://elsewhere.example"

    assert publisher.send().rows == []
    assert len(publisher.lines()) == 1


# --- failures -------------------------------------------------------------------------------------


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(
    publisher: Publisher, blog: Receiver
) -> None:
    target = blog.webmention_page()
    blog.doors["/webmention"] = [Answer(status=500)]
    publisher.links_to(target)

    assert states(publisher.send()) == {target: State.WAITING}
    assert states(publisher.send()) == {target: State.WAITING}
    assert len(blog.posts) == 1, "its time has not come"
    for _ in range(5):
        publisher.now += dt.timedelta(days=3)
        report = publisher.send()
    assert states(report) == {target: State.GIVEN_UP}
    assert publisher.send().rows == []
    assert len(blog.posts) == 6

    blog.doors["/webmention"] = [Answer(status=201)]
    assert states(publisher.send(retry=True)) == {target: State.TOLD}


@pytest.mark.parametrize("after", ["7200", "Sun, 22 Nov 2026 14:00:00 GMT"])
def test_who_asks_to_be_left_alone_until_a_time_is(publisher: Publisher, blog: Receiver, after: str) -> None:
    target = blog.webmention_page()
    busy = Answer(status=429, headers={"Retry-After": after})
    blog.doors["/webmention"] = [busy, Answer(status=202)]
    publisher.links_to(target)

    publisher.send()
    publisher.now += dt.timedelta(minutes=119)
    assert states(publisher.send()) == {target: State.WAITING}
    publisher.now += dt.timedelta(minutes=1)
    assert states(publisher.send()) == {target: State.TOLD}


def test_a_refusal_is_not_argued_with(publisher: Publisher, blog: Receiver) -> None:
    mention, ping, track = blog.webmention_page(), blog.pingback_page(), blog.trackback_page()
    blog.doors |= {
        "/webmention": [Answer(status=400)],
        "/pingback": [pinged(fault=49)],
        "/trackback": [Answer(b"<response><error>1</error><message>No thanks</message></response>")],
    }
    publisher.links_to(mention, ping, track)

    report = publisher.send()

    assert {row.mention.why for row in report.rows} == {"answered 400", "fault 49", "No thanks"}
    assert set(states(report).values()) == {State.REFUSED}
    assert publisher.send().rows == []


def test_a_pingback_that_is_known_already_is_a_success(publisher: Publisher, blog: Receiver) -> None:
    target = blog.pingback_page()
    blog.doors["/pingback"] = [pinged(fault=48)]
    publisher.links_to(target)

    assert states(publisher.send()) == {target: State.TOLD}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_is_not_told(publisher: Publisher, blog: Receiver, status: int) -> None:
    target = blog.webmention_page()
    blog.pages["/wm"].status = status
    publisher.links_to(target)

    (row,) = publisher.send().rows

    assert (row.mention.state, row.mention.why) == (State.REFUSED, f"answered {status}")
    assert blog.posts == []


def test_a_private_address_is_never_asked(publisher: Publisher, blog: Receiver) -> None:
    """Not a page there, and not an endpoint that a public page names."""
    named = blog.page("/named", '<link rel="webmention" href="http://10.0.0.1/webmention">')
    publisher.links_to("http://192.168.0.1/admin", named)

    assert set(states(publisher.send()).values()) == {State.REFUSED}


def test_a_page_too_long_to_read_is_told_by_its_headers(publisher: Publisher, blog: Receiver) -> None:
    target = blog.webmention_page()
    blog.pages["/wm"].body += b" " * 1_100_000
    blog.pages["/wm"].headers["Link"] = '</webmention>; rel="webmention"'
    publisher.links_to(target)

    assert states(publisher.send()) == {target: State.TOLD}
