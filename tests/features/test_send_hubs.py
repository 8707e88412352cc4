"""``pledges send`` tells WebSub hubs of the feeds that have changed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fixtures.publisher import NOW, Publisher
from pledges.outbox.send import send
from receivers import Answer, Receiver, serving_folder
from records import PLEDGE


@pytest.fixture
def hub(publisher: Publisher, blog: Receiver) -> str:
    blog.doors["/hub"] = [Answer(status=204)]
    publisher.site.settings["WEBSUB_HUBS"] = [f"{blog.url}/hub"]
    return f"{blog.url}/hub"


def test_a_new_hub_is_told_of_the_feeds_of_the_site(publisher: Publisher, blog: Receiver, hub: str) -> None:
    publisher.site.essay()
    publisher.build()

    (told,) = publisher.send().hubs

    topics = [form["hub.url"] for form in blog.forms("/hub")]
    assert told.feeds == len(topics) == 9
    assert all(topic.startswith(f"{publisher.url}/feeds/") for topic in topics)
    assert {form["hub.mode"] for form in blog.forms("/hub")} == {"publish"}
    assert publisher.send().hubs == []


def test_a_hub_is_told_of_each_feed_that_changes(publisher: Publisher, blog: Receiver, hub: str) -> None:
    publisher.site.essay()
    publisher.build()
    publisher.send()
    blog.posts.clear()
    publisher.site.respond(f"pledges/{PLEDGE['id']}", {"id": "r-a1"})
    publisher.build()

    publisher.send()

    topics = {form["hub.url"].removeprefix(publisher.url) for form in blog.forms("/hub")}
    assert "/pledges/a-person-answers/feed.atom.xml" in topics
    assert "/feeds/conversation.json" in topics
    assert not any(topic.startswith("/essays/") for topic in topics)


def test_a_hub_that_fails_hears_of_it_the_next_time(publisher: Publisher, blog: Receiver, hub: str) -> None:
    publisher.site.essay()
    publisher.build()
    blog.doors["/hub"] = [Answer(status=503), Answer(status=204)]

    (failed,) = publisher.send().hubs
    assert (failed.feeds, failed.why) == (0, "answered 503")
    (told,) = publisher.send().hubs
    assert told.feeds == 9


def test_a_hub_is_not_told_of_a_feed_that_is_not_live(publisher: Publisher, blog: Receiver, hub: str) -> None:
    publisher.build()
    stale = publisher.site.output / "feeds" / "essays.atom.xml"
    order = publisher.order()
    with serving_folder(publisher.site.root / "old") as url:
        order = replace(order, settings=replace(order.settings, siteurl=url))
        report = send(order, publisher.web(), NOW)

    assert report.not_live[f"{url}/feeds/{stale.name}"] == "it answers 404"
    assert blog.posts == []


def test_feeds_name_the_hubs_only_where_there_are_some(publisher: Publisher, hub: str) -> None:
    publisher.build()
    feeds = publisher.site.output / "feeds"
    assert f'<link rel="hub" href="{hub}"/>' in (feeds / "essays.atom.xml").read_text()
    assert f'<atom:link rel="hub" href="{hub}"/>' in (feeds / "essays.rss.xml").read_text()
    assert json.loads((feeds / "essays.json").read_text())["hubs"] == [{"type": "WebSub", "url": hub}]

    publisher.site.settings["WEBSUB_HUBS"] = []
    publisher.build()
    assert "hub" not in (feeds / "essays.atom.xml").read_text()
