"""The update, delete and receiver cases of webmention.rocks, replayed against the running site.

The 23 discovery cases are a corpus of their own, ``tests/corpus/webmention_rocks``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from blogs import Blog, blogging
from inbox_site import InboxSite
from pledges.domain.submission import State, Submission
from pledges.inbox.service import approve
from pledges.inbox.service.reading import search_text

ONE = "/pledges/a-person-answers/"
TWO = "/pledges/open-on-sundays/"


@pytest.fixture
def blog(inbox_site: InboxSite) -> Iterator[Blog]:
    with blogging(inbox_site) as blog:
        yield blog


def send(site: InboxSite, source: str, target: str) -> requests.Response:
    fields = {"source": source, "target": target}
    return requests.post(f"{site.url}/inbox/webmention", data=fields, timeout=20, allow_redirects=False)


def found(site: InboxSite, source: str) -> list[Submission]:
    site.clock.forward(minutes=2)  # one source and target are looked at once a minute
    site.work()
    return [one for one in search_text(site.inbox, "", limit=500) if one.words.source == source]


def sources(site: InboxSite, target: str) -> list[str]:
    return [str(line.get("source")) for line in site.lines("pledges", target)]


def test_receiver_1_a_valid_webmention_is_created_with_a_location(inbox_site: InboxSite, blog: Blog) -> None:
    source = blog.post(inbox_site.url + ONE, "Receiver 1")
    answer = send(inbox_site, source, inbox_site.url + ONE)
    assert answer.status_code == 201
    assert requests.get(answer.headers["Location"], timeout=20).status_code == 200
    (mention,) = found(inbox_site, source)
    assert mention.state is State.HELD


@pytest.mark.parametrize(("source", "target"), [("junk", ""), ("", "junk"), ("junk", "junk")])
def test_receiver_2_junk_is_refused_with_400(
    inbox_site: InboxSite, blog: Blog, source: str, target: str
) -> None:
    good = blog.post(inbox_site.url + ONE, "Receiver 2")
    answer = send(inbox_site, source or good, target or inbox_site.url + ONE)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_update_1_a_link_added_later_is_a_mention_of_its_own(inbox_site: InboxSite, blog: Blog) -> None:
    source = blog.post(inbox_site.url + ONE, "Update 1")
    send(inbox_site, source, inbox_site.url + ONE)
    assert len(found(inbox_site, source)) == 1

    path = source.removeprefix(blog.url)
    kind, text = blog.pages[path]
    blog.pages[path] = (kind, text.replace("</p>", f' <a href="{inbox_site.url + TWO}">and this</a></p>', 1))
    send(inbox_site, source, inbox_site.url + ONE)
    send(inbox_site, source, inbox_site.url + TWO)

    assert len(found(inbox_site, source)) == 2


def test_update_2_a_link_taken_out_takes_the_mention_down(inbox_site: InboxSite, blog: Blog) -> None:
    source = blog.post(inbox_site.url + ONE, "Update 2")
    send(inbox_site, source, inbox_site.url + ONE)
    (mention,) = found(inbox_site, source)
    approve(inbox_site.inbox, mention.id, actor="moderator")
    assert source in sources(inbox_site, "a-person-answers-9m3t")

    blog.rewrite(source, inbox_site.url + TWO, "Update 2")
    send(inbox_site, source, inbox_site.url + ONE)
    found(inbox_site, source)

    assert source not in sources(inbox_site, "a-person-answers-9m3t")


def test_delete_1_a_source_that_is_gone_takes_the_mention_down(inbox_site: InboxSite, blog: Blog) -> None:
    source = blog.post(inbox_site.url + ONE, "Delete 1")
    send(inbox_site, source, inbox_site.url + ONE)
    (mention,) = found(inbox_site, source)
    approve(inbox_site.inbox, mention.id, actor="moderator")
    assert source in sources(inbox_site, "a-person-answers-9m3t")

    blog.delete(source)
    send(inbox_site, source, inbox_site.url + ONE)
    found(inbox_site, source)

    assert source not in sources(inbox_site, "a-person-answers-9m3t")
