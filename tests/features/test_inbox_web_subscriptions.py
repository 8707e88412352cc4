"""Mails about replies, from the box in the form to the click that ends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from inbox_site import InboxSite
from pledges.inbox.service import approve, queue
from pledges.inbox.store_people import subscriptions_with

TARGET = "/pledges/a-person-answers/"
ADDRESS = "ada@readers.example"


@pytest.fixture
def site(make_site: Callable[..., InboxSite]) -> InboxSite:
    return make_site()


def send(site: InboxSite, **fields: str) -> str:
    form = {"target": TARGET, "name": "Ada", "text": "Please answer.", **fields}
    answer = requests.post(f"{site.url}/inbox/comments", data=form, timeout=20)
    assert answer.status_code == 200
    submission = next(one for one in queue(site.inbox) if one.words.text == form["text"])
    approve(site.inbox, submission.id, actor="moderator")
    site.clock.forward(minutes=3)
    site.work()
    return submission.id


def link_in(mail: EmailMessage, kind: str) -> str:
    found = re.search(rf"http\S+/inbox/{kind}/\S+", mail.get_content())
    assert found
    return found[0]


def states(site: InboxSite) -> list[str]:
    keys = site.inbox.keys.fingerprints(ADDRESS)
    return [one.state.value for one in site.inbox.store.read(lambda tx: subscriptions_with(tx, keys))]


def test_nothing_is_sent_before_the_reader_has_said_yes_from_their_mailbox(site: InboxSite) -> None:
    first = send(site, email=ADDRESS, notify="yes")
    (question,) = site.mails
    confirm = link_in(question, "confirm")
    for _ in range(2):
        assert "Hear of replies?" in requests.get(confirm, timeout=20).text
    assert states(site) == ["asked"]
    done = requests.post(confirm, timeout=20)
    assert "You will hear of replies" in done.text
    assert states(site) == ["confirmed"]
    send(site, text="Here you are.", name="Maya", in_reply_to=first)
    assert len(site.mails) == 2
    assert "Here you are." in site.mails[1].get_content()


def test_one_click_from_a_mail_program_ends_the_mails(site: InboxSite) -> None:
    """RFC 8058, 3.2: a POST without cookies, from nowhere, that is answered without a redirect."""
    send(site, email=ADDRESS, notify="yes")
    url = site.mails[0]["List-Unsubscribe"].strip("<>")
    assert site.mails[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    done = requests.post(
        url,
        data={"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
        allow_redirects=False,
        timeout=20,
    )
    assert done.status_code == 200
    assert states(site) == []
    again = requests.post(url, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=20)
    assert again.status_code == 200


def test_a_mail_scanner_that_opens_every_link_changes_nothing(site: InboxSite) -> None:
    send(site, email=ADDRESS, notify="yes")
    for link in re.findall(r"http\S+", site.mails[0].get_content()):
        requests.get(link, timeout=20)
        requests.head(link, timeout=20)
    assert states(site) == ["asked"]


def test_the_page_that_ends_mails_asks_first(site: InboxSite) -> None:
    send(site, email=ADDRESS, notify="yes")
    url = site.mails[0]["List-Unsubscribe"].strip("<>")
    asked = LexborHTMLParser(requests.get(url, timeout=20).text)
    assert asked.css_first("h1").text() == "End the mails?"
    action = asked.css_first("main form").attributes["action"]
    assert "No more mails" in requests.post(f"{site.url}{action}", timeout=20).text
    assert "No more mails" in requests.get(url, timeout=20).text
    assert requests.get(url.replace("/unsubscribe/", "/confirm/"), timeout=20).status_code == 403


def test_without_a_mail_server_nobody_is_offered_mails(make_site: Callable[..., InboxSite]) -> None:
    site = make_site(mail_from="")
    form = requests.get(f"{site.url}/inbox/comments", params={"target": TARGET}, timeout=20).text
    assert "Tell me when someone replies" not in form
