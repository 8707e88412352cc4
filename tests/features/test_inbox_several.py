"""Several inboxes and workers on one PostgreSQL and one record, one of them killed in the middle."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
import requests

from fixtures.inbox import settings_for
from fixtures.mailbox import Mailbox
from fixtures.web_server import free_ports
from pledges.domain.submission import State
from pledges.fetch import fetch
from pledges.files.check import check_record
from pledges.inbox import service, store_publications, store_submissions
from pledges.inbox.context import Inbox
from pledges.inbox.rules import RuleKind
from pledges.inbox.start import open_inbox
from pledges.inbox.store_jobs import count_jobs
from pledges.inbox.worker import LEASE, Worker
from pledges.settings import read_settings
from serving import Program, running, wait_until, write_project

pytestmark = pytest.mark.postgresql
PLEDGE = "no-one-is-left-on-the-quay"
BEFORE, IN_ALL, SENDERS = 25, 75, 4
KNOWN = ("Ada Known", "ada@example.org")  # published at once, by a rule
OTHER = ("Ben Other", "ben@example.org")  # held, and the moderator is told


@contextmanager
def opened(url: str, content: Path, later: dt.timedelta = dt.timedelta()) -> Iterator[Inbox]:
    inbox = open_inbox(settings_for(url), content, now=lambda: dt.datetime.now(dt.UTC) + later)
    try:
        yield inbox
    finally:
        inbox.close()


def let_known_people_publish(inbox: Inbox) -> None:
    name, email = KNOWN
    form = service.CommentForm(target=f"/pledges/{PLEDGE}/", name=name, text="First.", email=email)
    receipt = service.submit_comment(inbox, form, service.Sender(address="192.0.2.1"))
    service.approve(inbox, receipt.id, actor="m")
    service.add_rule(inbox, RuleKind.APPROVE_COMMENTERS, actor="m")


class Load:
    """Senders that write to either inbox by turns; ``taken`` are the texts that were acknowledged."""

    def __init__(self, programs: list[Program]) -> None:
        self.programs = programs
        self.taken: list[str] = []
        self.tried: set[str] = set()
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(SENDERS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive()

    def _send(self, sender: int) -> None:
        number = 0
        while len(self.taken) < IN_ALL:
            number += 1
            name, email = (KNOWN, OTHER)[number % 2]
            text = f"token-{sender}-{number}."
            self.tried.add(text)
            fields = {"target": f"/pledges/{PLEDGE}/", "name": name, "email": email, "text": text}
            url = f"{self.programs[(sender + number // 2) % len(self.programs)].url}/inbox/comments"
            try:
                answer = requests.post(url, fields, headers={"Accept": "application/json"}, timeout=60)
            except requests.RequestException:
                continue  # the killed one; what it had taken in by then it did not say
            assert answer.status_code == 202, answer.text
            self.taken.append(text)


def test_a_killed_inbox_among_several_loses_no_submission_and_publishes_none_twice(
    tmp_path: Path, postgresql: str, mailbox: tuple[Mailbox, int]
) -> None:
    box, smtp_port = mailbox
    content = tmp_path / "content"
    settings = write_project(tmp_path, 8000)
    with opened(postgresql, content) as inbox:
        let_known_people_publish(inbox)
    options = {
        "PLEDGES_DATABASE_URL": postgresql,
        "PLEDGES_KEY": "k" * 40,
        "PLEDGES_MODERATOR_MAIL": "moderator@promises.example",
        "PLEDGES_MAIL_FROM": "inbox@promises.example",
        "PLEDGES_SMTP_HOST": "127.0.0.1",
        "PLEDGES_SMTP_PORT": str(smtp_port),
        **dict.fromkeys(("PLEDGES_LIMIT", "PLEDGES_LIMIT_DAY", "PLEDGES_BUSY"), "1000000"),
    }
    first, second = free_ports(2)
    serve = ("inbox", "serve", "-s", str(settings), "--port")
    with (
        running(tmp_path, first, *serve, str(first), **options) as one,
        running(tmp_path, second, *serve, str(second), **options) as other,
    ):
        one.wait_for("listens on")
        other.wait_for("listens on")
        load = Load([one, other])
        load.start()
        wait_until(lambda: len(load.taken) >= BEFORE)
        os.killpg(other.process.pid, signal.SIGKILL)
        load.join()
        with opened(postgresql, content) as inbox:
            # What the killed worker had in hand is left until its time is up.
            wait_until(lambda: inbox.store.read(lambda tx: count_jobs(tx, "tell")) <= 1, one.text)
        assert one.end() == 0, one.text()

    late: list[EmailMessage] = []
    with opened(postgresql, content, later=2 * LEASE) as inbox:
        worker = Worker(inbox, fetch, late.append)
        while worker.begin() or worker.work_once():
            pass
        check(inbox, load, content)
        told = Counter(token for mail in (*box.messages, *late) for token in set(tokens(str(mail))))
        assert set(told) == {token for text in stored(inbox, State.HELD) for token in tokens(text)}
        assert sum(told.values()) <= len(told) + 1  # once more what was being told when it was killed


def stored(inbox: Inbox, state: State) -> list[str]:
    found = inbox.store.read(
        lambda tx: list(store_submissions.list_submissions(tx, states=[state], limit=10_000))
    )
    return [one.words.text for one in found]


def tokens(text: str) -> list[str]:
    return re.findall(r"token-\d+-\d+\.", text)


def check(inbox: Inbox, load: Load, content: Path) -> None:
    published, held = stored(inbox, State.APPROVED), stored(inbox, State.HELD)
    everything = Counter(published + held)
    assert set(everything.values()) == {1}
    assert set(load.taken) <= set(everything) <= load.tried | {"First."}
    assert published
    assert held

    file = next((content / "responses/pledges").glob(f"{PLEDGE}-*.jsonl"))
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    ours = Counter(line["text"] for line in lines if line.get("text") in everything)
    assert ours == Counter(published)
    assert inbox.store.read(store_publications.count_unfinished) == 0
    assert not list(content.glob("**/.*.jsonl.*"))
    settings = read_settings({"SITEURL": "http://localhost:8000", "TAG_AUTHORITY": "promises.example,2026"})
    check_record(content, settings, dt.datetime.now(dt.UTC).date())  # the ledger seals each of them, once
