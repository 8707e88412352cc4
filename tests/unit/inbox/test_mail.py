"""Mails reach a real server, say what they must, and act on nothing by themselves."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.inbox import Bench, settings_for
from fixtures.mailbox import Mailbox
from pledges.domain.response import Role
from pledges.domain.submission import State
from pledges.inbox import retention, service
from pledges.inbox.errors import TokenRefused
from pledges.inbox.mail import Letter, MailError, smtp_sender, write_message
from pledges.inbox.service.replies import reply_to
from pledges.inbox.worker import BACKOFF, Worker


def no_web(url: str, **_: object) -> Any:
    """Stand in for the web, which mails have no use for."""
    raise AssertionError(url)


@pytest.fixture
def post(make_bench: Any, mailbox: tuple[Mailbox, int]) -> tuple[Bench, Worker, Mailbox]:
    box, port = mailbox
    bench = make_bench(smtp_host="127.0.0.1", smtp_port=port)
    return bench, Worker(bench.inbox, no_web, smtp_sender(bench.inbox.settings)), box


def work(bench: Bench, worker: Worker, minutes: float = 3) -> None:
    bench.clock.forward(minutes=minutes)
    while worker.work_once():
        pass


def links(text: str) -> list[str]:
    return re.findall(r"https://\S+", text)


def token(text: str, name: str) -> str:
    found = re.search(rf"{name}\S*/([\w.-]+)", text)
    assert found, text
    return found[1]


Post = tuple[Bench, Worker, Mailbox]


def test_a_moderator_hears_of_what_waits_and_decides_from_the_mail(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment("Look at this.")
    work(bench, worker)

    text = box.text()
    assert box.messages[0]["To"] == "moderator@promises.example"
    assert "> Look at this." in text
    approve = token(text, "Approve: ")
    assert service.peek(bench.inbox, approve).action == "approve"
    assert service.find(bench.inbox, receipt.id).state is State.HELD

    service.act(bench.inbox, approve)

    assert service.find(bench.inbox, receipt.id).state is State.APPROVED
    for attempt in (service.peek, service.act):
        with pytest.raises(TokenRefused, match="used"):
            attempt(bench.inbox, approve)  # type: ignore[operator]


def test_looking_at_every_link_of_every_mail_changes_nothing(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment("Look.", email="ada@example.org", notify=True)
    work(bench, worker)
    before = service.find(bench.inbox, receipt.id)

    for link in links(box.text()):
        if "/act/" in link:
            service.peek(bench.inbox, link.rpartition("/")[2])

    assert service.find(bench.inbox, receipt.id) == before


def test_a_link_acts_on_the_text_as_it_was_mailed_or_not_at_all(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment("Harmless.")
    work(bench, worker)
    approve = token(box.text(), "Approve: ")

    form = service.CommentForm(target="", name="Ada", text="Harmful.")
    service.edit(bench.inbox, receipt.token, form)

    for attempt in (service.peek, service.act):
        with pytest.raises(TokenRefused, match="changed"):
            attempt(bench.inbox, approve)  # type: ignore[operator]
    assert service.find(bench.inbox, receipt.id).state is State.HELD


def test_an_old_or_altered_link_is_refused(post: Post) -> None:
    bench, worker, box = post
    bench.comment()
    work(bench, worker)
    approve, spam = token(box.text(), "Approve: "), token(box.text(), "Spam: ")

    with pytest.raises(TokenRefused, match="forged"):
        service.act(bench.inbox, approve[:10] + ("A" if approve[10] != "A" else "B") + approve[11:])
    with pytest.raises(TokenRefused, match="forged"):
        service.look(bench.inbox, spam)  # of another purpose
    bench.clock.forward(days=8)
    with pytest.raises(TokenRefused, match="expired"):
        service.act(bench.inbox, approve)


def test_a_digest_is_one_mail_a_day(make_bench: Any, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    bench = make_bench(mail_when="daily", smtp_host="127.0.0.1", smtp_port=port)
    worker = Worker(bench.inbox, lambda *_a, **_k: None, smtp_sender(bench.inbox.settings))  # type: ignore[arg-type]
    bench.comment("One.")
    bench.comment("Two.")
    work(bench, worker, minutes=60)
    assert box.messages == []

    work(bench, worker, minutes=24 * 60)

    assert len(box.messages) == 1
    assert "2 submissions wait" in box.text()


def test_a_reader_hears_of_replies_only_after_saying_yes(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment("First.", email="ada@example.org", notify=True)
    work(bench, worker)
    assert [m["To"] for m in box.messages] == ["moderator@promises.example"]

    service.approve(bench.inbox, receipt.id, actor="m")
    reply_to(bench.inbox, receipt.id, name="Maya", text="Too early.", role=Role.PROMISOR, actor="m")
    work(bench, worker)
    question = box.messages[-1]
    assert [m["To"] for m in box.messages[1:]] == ["ada@example.org"]

    service.confirm(bench.inbox, token(box.text(), "/confirm"))
    answer = reply_to(bench.inbox, receipt.id, name="Maya", text="Thank you.", role=Role.PROMISOR, actor="m")
    work(bench, worker)
    told = box.messages[-1]
    assert "> Thank you." in told.get_content()
    assert f"#r-{answer.id}" in told.get_content()
    for message in (question, told):
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert service.unsubscribe(bench.inbox, token(str(told["List-Unsubscribe"]), "unsubscribe"))
    assert not service.unsubscribe(bench.inbox, token(str(told["List-Unsubscribe"]), "unsubscribe"))
    reply_to(bench.inbox, receipt.id, name="Maya", text="Too late.", role=Role.PROMISOR, actor="m")
    sent = len(box.messages)
    work(bench, worker)
    assert len(box.messages) == sent


def test_a_mail_leads_to_the_page_of_a_long_conversation_on_which_the_reply_stands(
    make_bench: Any, mailbox: tuple[Mailbox, int]
) -> None:
    """It led to the first page, where nothing of the reply is."""
    box, port = mailbox
    bench = make_bench(smtp_host="127.0.0.1", smtp_port=port, conversation_page_size=1)
    worker = Worker(bench.inbox, no_web, smtp_sender(bench.inbox.settings))
    for text, email in (("First.", ""), ("Second.", "ada@example.org")):
        receipt = bench.comment(text, email=email, notify=bool(email))
        service.approve(bench.inbox, receipt.id, actor="m")

    work(bench, worker)

    place = f"https://promises.example/pledges/a-person-answers/conversation/2/#r-{receipt.id}"
    assert box.messages[-1]["To"] == "ada@example.org"
    assert place in links(box.text())


def test_a_comment_that_waited_long_leaves_its_writer_as_long_to_say_yes(post: Post) -> None:
    """The days to answer were counted from the comment: the wish was deleted before the mail was read."""
    bench, worker, box = post
    receipt = bench.comment(email="ada@example.org", notify=True)
    bench.clock.forward(days=bench.inbox.settings.link_days + 3)
    service.approve(bench.inbox, receipt.id, actor="m")
    work(bench, worker)
    assert box.messages[-1]["To"] == "ada@example.org"

    bench.clock.forward(hours=2)
    retention.tidy(bench.inbox)
    service.confirm(bench.inbox, token(box.text(), "/confirm"))

    subscriptions = service.export_address(bench.inbox, "ada@example.org")["subscriptions"]
    assert [one["state"] for one in subscriptions] == ["confirmed"]


def test_a_reply_that_is_published_again_is_not_told_again_however_late(post: Post) -> None:
    """That it was told was forgotten with the used links, after 15 days."""
    bench, worker, box = post
    first = bench.comment("First.", email="ada@example.org", notify=True)
    service.approve(bench.inbox, first.id, actor="m")
    work(bench, worker)
    service.confirm(bench.inbox, token(box.text(), "/confirm"))
    answer = bench.comment("Second.", name="Bo", in_reply_to=first.id)
    service.approve(bench.inbox, answer.id, actor="m")
    work(bench, worker)
    told = [mail for mail in box.messages if mail["To"] == "ada@example.org"]
    assert len(told) == 2

    bench.clock.forward(days=20)
    retention.tidy(bench.inbox)
    service.reject(bench.inbox, answer.id, actor="m", reason="off topic")
    service.approve(bench.inbox, answer.id, actor="m")
    work(bench, worker)

    assert [mail for mail in box.messages if mail["To"] == "ada@example.org"] == told


def test_nobody_is_told_of_their_own_reply(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment("First.", email="ada@example.org", notify=True)
    service.approve(bench.inbox, receipt.id, actor="m")
    work(bench, worker)
    service.confirm(bench.inbox, token(box.text(), "/confirm"))

    own = bench.comment("And another thing.", email="Ada@Example.org", in_reply_to=receipt.id)
    service.approve(bench.inbox, own.id, actor="m")
    work(bench, worker)

    assert [m["Subject"] for m in box.messages if "replied" in str(m["Subject"])] == []


def test_a_mail_waits_for_a_server_that_is_not_there_yet(post: Post) -> None:
    bench, worker, box = post
    box.refuse = True
    bench.comment()
    work(bench, worker)
    assert box.messages == []

    box.refuse = False
    bench.clock.now += BACKOFF[0]
    work(bench, worker)
    assert len(box.messages) == 1


def test_an_approval_that_is_undone_at_once_writes_to_nobody(post: Post) -> None:
    bench, worker, box = post
    receipt = bench.comment(email="ada@example.org", notify=True)
    service.approve(bench.inbox, receipt.id, actor="m")
    service.undo(bench.inbox, receipt.id, actor="m")
    work(bench, worker)
    assert "ada@example.org" not in [m["To"] for m in box.messages]

    service.approve(bench.inbox, receipt.id, actor="m")
    work(bench, worker)
    assert "ada@example.org" in [m["To"] for m in box.messages]


@given(st.text(), st.text())
def test_no_text_becomes_a_header(name: str, text: str) -> None:
    settings = settings_for("sqlite:///x.sqlite")
    letter = Letter("to@example.org", f"{name}\r\nBcc: all@example.org", f"{text}\r\n.\r\nBcc: x", "key")
    message = write_message(settings, letter, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    read = message_from_bytes(message.as_bytes(), policy=default)
    assert set(read.keys()) == set(message.keys())
    assert "Bcc" not in read
    assert [a.addr_spec for a in read["To"].addresses] == ["to@example.org"]


@pytest.mark.parametrize("to", ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "", "a@b"])
def test_a_mail_goes_to_one_plain_address(to: str) -> None:
    with pytest.raises(MailError):
        write_message(
            settings_for("sqlite:///x.sqlite"),
            Letter(to, "s", "t", "k"),
            dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
