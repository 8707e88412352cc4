"""Whatever is decided, undone and sent in whatever order: the files are what the states say."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fixtures.inbox import PLEDGE_ID, Clock, settings_for, write_record
from pledges.domain.submission import State
from pledges.inbox import service, store_rules
from pledges.inbox.errors import Conflict, NotThere
from pledges.inbox.service import CommentForm, Sender, submit_comment
from pledges.inbox.spam import TEXTS
from pledges.inbox.start import open_inbox
from pledges.inbox.store import Store
from pledges.inbox.store_tables import METADATA


class Moderation(RuleBasedStateMachine):
    """Comments sent, edited and withdrawn by readers while moderators decide and undo.

    ``url`` is a database that is emptied for each run; without one, each has an SQLite file of its own.
    """

    url = ""
    comments: Bundle[service.Receipt] = Bundle("comments")

    @initialize()
    def start(self) -> None:
        if self.url:
            empty(self.url)
        self.folder = tempfile.TemporaryDirectory()
        self.content = Path(self.folder.name) / "content"
        write_record(self.content)
        self.number = 0
        self.clock = Clock(dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
        self.chance = random.Random(3)
        self.open()

    def open(self) -> None:
        url = self.url or f"sqlite:///{self.folder.name}/inbox.sqlite"
        options = settings_for(url, limit_per_10_minutes=10**6, limit_per_day=10**6)
        self.inbox = open_inbox(options, self.content, now=self.clock, random=self.chance.randbytes)
        self.known = getattr(self, "known", [])

    @rule(target=comments)
    def send(self) -> service.Receipt:
        self.number += 1
        form = CommentForm(target="/pledges/a-person-answers/", name="Ada", text=f"Number {self.number}")
        receipt = submit_comment(self.inbox, form, Sender())
        self.known.append(receipt.id)
        return receipt

    @rule(receipt=comments, verb=st.sampled_from(["approve", "reject", "spam", "erase"]))
    def decide(self, receipt: service.Receipt, verb: str) -> None:
        service.decide_batch(self.inbox, verb, [receipt.id], actor="m")

    @rule(receipt=comments)
    def undo(self, receipt: service.Receipt) -> None:
        with contextlib.suppress(NotThere, Conflict):
            service.undo(self.inbox, receipt.id, actor="m")

    @rule(receipt=comments, text=st.sampled_from(["New.", "Newer."]))
    def edit(self, receipt: service.Receipt, text: str) -> None:
        with contextlib.suppress(Conflict):
            service.edit(self.inbox, receipt.token, CommentForm(target="", name="Ada", text=text))

    @rule(receipt=comments)
    def withdraw(self, receipt: service.Receipt) -> None:
        service.withdraw(self.inbox, receipt.token)

    @rule()
    def restart(self) -> None:
        self.inbox.close()
        self.open()

    @invariant()
    def files_are_what_the_states_say(self) -> None:
        if not hasattr(self, "inbox"):
            return
        path = self.content / "responses/pledges" / f"{PLEDGE_ID}.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        found = {line["id"]: line for line in lines}
        assert len(found) == len(lines)
        spam = good = 0
        for one in self.known:
            submission = service.find(self.inbox, one)
            line = found.pop(one, None)
            spam += submission.trained == "spam"
            good += submission.trained == "good"
            if submission.state is State.APPROVED:
                assert line is not None
                assert line["text"] == submission.words.text
            elif submission.state in (State.ERASED, State.WITHDRAWN):
                assert line is None or "erased" in line
            else:
                assert line is None
        assert found == {}
        counts = self.inbox.store.read(lambda tx: store_rules.word_counts(tx, [TEXTS]))
        assert counts.get(TEXTS, (0, 0)) == (good, spam)

    def teardown(self) -> None:
        if hasattr(self, "inbox"):
            self.inbox.close()
            self.folder.cleanup()


def empty(url: str) -> None:
    """Leave nothing in a database."""
    store = Store(url)
    METADATA.drop_all(store.engine)
    store.close()


TestModeration = Moderation.TestCase
TestModeration.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


def test_the_same_holds_on_postgresql(postgresql: str) -> None:
    class OnPostgresql(Moderation):
        url = postgresql

    few = settings(max_examples=5, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(OnPostgresql, settings=few)  # type: ignore[no-untyped-call]
