"""Mail programs, scanners and previews open every link of a mail. None of them may decide anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import inspect, text

from inbox_site import InboxSite
from moderating import TARGET_ID, first, send_comment, sign_in
from pledges.domain.submission import State
from pledges.inbox import service
from pledges.inbox.mail import smtp_sender
from pledges.inbox.worker import Worker

LINK = re.compile(r"https?://[^\s>]+")
READERS = ("GET", "HEAD", "OPTIONS")


class Mailbox(Message):
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []

    def handle_message(self, message: Any) -> None:
        self.mails.append(message_from_bytes(message.as_bytes(), policy=policy.default))  # type: ignore[arg-type]


@pytest.fixture
def mailbox(free_port: int) -> Iterator[tuple[Mailbox, int]]:
    """A running mail server and its port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port)
    controller.start()
    try:
        yield mailbox, free_port
    finally:
        controller.stop()


@pytest.fixture
def site(make_site: Callable[..., InboxSite], mailbox: tuple[Mailbox, int]) -> InboxSite:
    """A site whose mails go to the mailbox."""
    return make_site(smtp_host="127.0.0.1", smtp_port=mailbox[1], moderator_mail="mod@promises.example")


def deliver(site: InboxSite) -> None:
    """Send all that is due."""
    worker = Worker(site.inbox, _no_web, smtp_sender(site.inbox.settings))
    while worker.begin() or worker.work_once():
        pass


def _no_web(*_: Any, **__: Any) -> Any:
    raise AssertionError("nothing of this needs the web")


def links_of(mail: EmailMessage) -> dict[str, str]:
    """Return the links of a mail by what stands before them on their line."""
    lines = [line for line in mail.get_content().splitlines() if LINK.search(line)]
    found = {line[: match.start()].strip(" :"): match[0] for line in lines if (match := LINK.search(line))}
    for name in ("List-Unsubscribe",):
        if mail[name]:
            found[name] = LINK.findall(mail[name])[0]
    return found


def everything(site: InboxSite) -> dict[str, Any]:
    """Return every row of every table, and every file of the record."""
    with site.inbox.store.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = {name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in tables}
    files = {str(path): path.read_bytes() for path in site.content.rglob("*") if path.is_file()}
    return {**rows, **files}


def test_opening_every_link_of_every_mail_changes_nothing(
    site: InboxSite, mailbox: tuple[Mailbox, int]
) -> None:
    subscribed = service.CommentForm(
        target="/pledges/a-person-answers/", name="Ada", text="First.", email="ada@example.org", notify=True
    )
    receipt = service.submit_comment(site.inbox, subscribed, service.Sender(address="192.0.2.1"))
    deliver(site)  # to the moderator
    service.approve(site.inbox, receipt.id, actor="test")
    site.clock.forward(minutes=3)
    deliver(site)  # asks the reader
    confirm = next(url for mail in mailbox[0].mails for url in links_of(mail).values() if "/confirm/" in url)
    requests.post(confirm, timeout=20)
    answer = send_comment(site, "Second.", name="Bob", in_reply_to=receipt.id)
    service.approve(site.inbox, answer, actor="test")
    site.clock.forward(minutes=3)
    deliver(site)  # tells the reader
    send_comment(site, "Still waits.")
    deliver(site)
    links = sorted({url for mail in mailbox[0].mails for url in links_of(mail).values()})
    assert {part for url in links for part in ("/act/", "/confirm/", "/unsubscribe/") if part in url} == {
        "/act/",
        "/confirm/",
        "/unsubscribe/",
    }

    before = everything(site)
    for url in links * 2:
        for method in READERS:
            assert requests.request(method, url, timeout=20).status_code < 500

    assert everything(site) == before


def test_a_link_shows_the_text_and_its_button_acts_once(
    site: InboxSite, mailbox: tuple[Mailbox, int]
) -> None:
    waiting = send_comment(site, "Publish me by mail.")
    deliver(site)
    (mail,) = mailbox[0].mails
    approve = links_of(mail)["Approve"]

    page = LexborHTMLParser(requests.get(approve, timeout=20).text)
    assert "Publish me by mail." in first(page, ".case__text").text()
    assert service.find(site.inbox, waiting).state is State.HELD

    form = first(page, "main form")
    done = requests.post(f"{site.url}{form.attributes['action']}", timeout=20)
    assert "Approved: comment by Ada" in done.text
    assert site.lines("pledges", TARGET_ID)[-1]["id"] == waiting
    assert service.history(site.inbox, waiting)[0].actor == "mail"

    again = requests.post(approve, timeout=20)
    assert again.status_code == 403
    assert "It works once." in again.text
    assert requests.get(approve, timeout=20).status_code == 403


def test_a_link_used_and_undone_stays_used(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    waiting = send_comment(site, "Undo me.")
    deliver(site)
    spam = links_of(mailbox[0].mails[0])["Spam"]
    requests.post(spam, timeout=20)
    service.undo(site.inbox, waiting, actor="test")

    assert requests.post(spam, timeout=20).status_code == 403
    assert service.find(site.inbox, waiting).state is State.HELD


def test_the_other_links_of_a_mail_are_void_once_one_was_used(
    site: InboxSite, mailbox: tuple[Mailbox, int]
) -> None:
    waiting = send_comment(site, "Reject me.")
    deliver(site)
    links = links_of(mailbox[0].mails[0])
    requests.post(links["Reject"], timeout=20)

    answer = requests.post(links["Approve"], timeout=20)

    assert answer.status_code == 403
    assert "has changed since it was sent" in answer.text
    assert service.find(site.inbox, waiting).state is State.REJECTED


def test_a_link_is_void_when_the_text_was_edited(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    form = service.CommentForm(target="/pledges/a-person-answers/", name="Ada", text="Harmless.")
    receipt = service.submit_comment(site.inbox, form, service.Sender(address="192.0.2.1"))
    deliver(site)
    edited = service.CommentForm(target="/pledges/a-person-answers/", name="Ada", text="Buy pills.")
    service.edit(site.inbox, receipt.token, edited)

    answer = requests.post(links_of(mailbox[0].mails[0])["Approve"], timeout=20)

    assert answer.status_code == 403
    assert service.find(site.inbox, receipt.id).state is State.HELD


def test_a_link_expires(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    send_comment(site)
    deliver(site)
    site.clock.forward(days=8)

    answer = requests.post(links_of(mailbox[0].mails[0])["Approve"], timeout=20)

    assert answer.status_code == 403
    assert "that time is over" in answer.text


def test_a_link_altered_in_any_place_is_refused(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    waiting = send_comment(site)
    deliver(site)
    links = links_of(mailbox[0].mails[0])
    base, _, token = links["Approve"].rpartition("/")

    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        altered = f"{base}/{token[:place]}{other}{token[place + 1 :]}"
        assert requests.post(altered, timeout=20).status_code in (403, 404)
    payload, signature = links["Spam"].rpartition("/")[2].rsplit(".", 2)[0], token.rsplit(".", 2)[1:]
    mixed = ".".join((payload, *signature))
    assert requests.post(f"{base}/{mixed}", timeout=20).status_code == 403
    assert service.find(site.inbox, waiting).state is State.HELD


def test_a_link_of_one_purpose_opens_no_other_door(site: InboxSite, mailbox: tuple[Mailbox, int]) -> None:
    send_comment(site)
    deliver(site)
    token = links_of(mailbox[0].mails[0])["Approve"].rpartition("/")[2]

    for door in ("moderate/sign-in", "mine", "confirm", "unsubscribe"):
        answer = requests.post(f"{site.url}/inbox/{door}/{token}", timeout=20)
        assert answer.status_code in (403, 404, 405)
        assert "Set-Cookie" not in answer.headers


def test_the_digest_leads_to_the_desk_and_holds_no_link_that_acts(
    make_site: Callable[..., InboxSite], mailbox: tuple[Mailbox, int]
) -> None:
    site = make_site(
        smtp_host="127.0.0.1",
        smtp_port=mailbox[1],
        moderator_mail="mod@promises.example",
        mail_when="daily",
    )
    waiting = send_comment(site)
    site.clock.forward(days=1)
    deliver(site)

    (mail,) = mailbox[0].mails

    urls = list(links_of(mail).values())
    assert any(url.endswith(f"/moderate/{waiting}") for url in urls)
    assert not any("/act/" in url for url in urls)
    assert sign_in(site).session.get(urls[0], timeout=20).status_code == 200
