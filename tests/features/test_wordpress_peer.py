"""A real WordPress as the other blog: what it sends arrives here, and what we send arrives there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from fixtures.wordpress import WordPressSite
from inbox_site import NOON, InboxSite, running_site
from pledges.cli import cli
from pledges.cli.site_values import read_site
from pledges.domain.submission import State, SubmissionKind
from pledges.fetch import AddressPolicy
from pledges.importers.html_words import same_words
from pledges.importers.wxr import WxrPost, read_wxr
from pledges.inbox.service import approve
from pledges.inbox.service.reading import search_text
from pledges.outbox.send import Order, Report, send, take_as_sent
from pledges.outbox.sent import Protocol
from pledges.outbox.sent import State as Sent
from pledges.outbox.web import open_web

ESSAY = "/essays/how-to-be-let-down/"
ESSAY_ID = "how-to-be-let-down-z2c7"
LOOPBACK = AddressPolicy(ports=frozenset(range(1024, 65536)), also_networks=("127.0.0.0/8", "::1/128"))
TEXT = '<p>{who} has <a href="{url}">written</a> how to bear it: &#8220;said plainly&#8221;.</p>'


@pytest.fixture(scope="module")
def site(wordpress: WordPressSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InboxSite]:
    """The sample site, with its pages, that may fetch from WordPress."""
    # WordPress takes what has no dot for no address.
    with running_site(tmp_path_factory.mktemp("site"), host="127.0.0.1") as site:
        site.fetch_ports.add(int(wordpress.url.rpartition(":")[2]))
        yield site


def arrived(site: InboxSite, kind: SubmissionKind, source: str) -> dict[str, Any]:
    """Let the worker prove what came in, publish it, and return its line in the record."""
    site.work()
    (found,) = [one for one in search_text(site.inbox, "", limit=500) if one.words.source == source]
    assert (found.kind, found.state) == (kind, State.HELD), found.reason
    approve(site.inbox, found.id, actor="moderator")
    (line,) = [one for one in site.lines("essays", ESSAY_ID) if one.get("source") == source]
    return line


def test_wordpress_pingbacks_an_essay(site: InboxSite, wordpress: WordPressSite) -> None:
    content = TEXT.format(who="Somebody", url=site.url + ESSAY)
    source = wordpress.run("publish.php", "a-pingback", "On being let down", content)
    line = arrived(site, SubmissionKind.PINGBACK, source)
    assert (line["kind"], line["type"]) == ("pingback", "mention")
    assert "Somebody has written how to bear it: “said plainly”." in line["excerpt"]


def test_wordpress_trackbacks_an_essay(site: InboxSite, wordpress: WordPressSite) -> None:
    content = TEXT.format(who="Ein größerer &amp; anderer", url=site.url + ESSAY)
    endpoint = f"{site.url}/inbox/trackback{ESSAY.rstrip('/')}"
    source = wordpress.run("publish.php", "a-trackback", "Größe & Weite", content, endpoint)
    line = arrived(site, SubmissionKind.TRACKBACK, source)
    assert (line["kind"], line["type"]) == ("trackback", "mention")
    assert line["title"].startswith("Größe & Weite")
    assert "Ein größerer & anderer has written" in line["excerpt"]


def test_wordpress_receives_our_pingback_and_our_trackback(site: InboxSite, wordpress: WordPressSite) -> None:
    told = [
        wordpress.run("publish.php", "by-pingback", "A post", "Words."),
        wordpress.run("publish.php", "by-trackback", "Another", "Words."),
    ]
    order = order_of(site)
    take_as_sent(order, NOON)
    links = " and ".join(f"[they]({url}) said" for url in told)
    (site.content / "essays" / "answering-them.md").write_text(
        f"---\nid: answering-them-2345\ntitle: Answering them\ndate: 2026-11-21\n---\nWhat {links} is true.\n"
    )
    site.build()
    report = send(order, open_web(LOOPBACK), NOON)
    assert outcomes(report) == {
        told[0]: (Protocol.PINGBACK, Sent.TOLD),
        told[1]: (Protocol.TRACKBACK, Sent.TOLD),
    }
    received = {one["post"]: one for one in json.loads(wordpress.run("received.php"))}
    source = f"{site.url}/essays/answering-them/"
    assert {post: (one["kind"], one["source"]) for post, one in received.items()} == {
        "by-pingback": ("pingback", source),
        "by-trackback": ("trackback", source),
    }
    assert "they said and they said is" in received["by-pingback"]["text"]
    assert received["by-trackback"]["text"].startswith("<strong>Answering them</strong>")
    assert outcomes(send(order, open_web(LOOPBACK), NOON)) == {}


def test_wordpress_shows_an_exported_essay_as_it_is_here(site: InboxSite, wordpress: WordPressSite) -> None:
    file = site.folder / "wordpress.xml"
    command = ["export", "--wxr", str(file), "--settings", str(site.folder / "pelicanconf.py")]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    posts = [found for found in read_wxr(file) if isinstance(found, WxrPost) and found.type == "post"]
    assert len(posts) > 6
    for post in posts:
        assert same_words(wordpress.run("render.php", given=post.content), post.content), post.slug


def order_of(site: InboxSite) -> Order:
    return Order(
        settings=read_site(site.folder / "pelicanconf.py").settings,
        content=site.content,
        output=site.output,
        sent_path=site.folder / "var" / "sent.jsonl",
        wait_s=0,
    )


def outcomes(report: Report) -> dict[str, tuple[object, object]]:
    assert report.not_live == {}
    return {row.mention.target: (row.mention.protocol, row.mention.state) for row in report.rows}
