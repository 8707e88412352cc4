"""Killed at any moment, the inbox loses nothing it acknowledged and publishes nothing twice.

``PLEDGES_CRASH_ROUNDS`` sets how many times each test kills (15 unless set).
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.inbox import PLEDGE_ID, settings_for
from pledges.domain.submission import State
from pledges.files.conversation_file import parse_conversation
from pledges.inbox import service, store_publications
from pledges.inbox.errors import Unpublished
from pledges.inbox.start import open_inbox

ROUNDS = int(os.environ.get("PLEDGES_CRASH_ROUNDS", "15"))
LOAD = Path(__file__).with_name("crash_load.py")


def acknowledged(url: str, content: Path, lines: int, seed: int) -> list[tuple[str, str]]:
    """Run the load, kill it -9 after some lines, and return all it said before."""
    said = []
    command = [sys.executable, str(LOAD), url, str(content), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if len(said) == lines:
                process.kill()  # what it still says until it dies counts too
    assert process.returncode == -9, said[-3:]
    return [
        (verb, what) for line in said if line.endswith("\n") for verb, _, what in [line[:-1].partition(" ")]
    ]


def test_everything_acknowledged_is_there_once_however_often_it_is_killed(
    database_url: str, content: Path
) -> None:
    chance = random.Random(11)
    path = content / "responses" / "pledges" / f"{PLEDGE_ID}.jsonl"
    said: list[tuple[str, str]] = []
    for seed in range(ROUNDS):
        said += acknowledged(database_url, content, chance.randint(1, 60), seed)
        if path.exists():  # also before anybody has repaired anything
            assert parse_conversation(path.name, path.read_bytes())[1] == []

    inbox = open_inbox(settings_for(database_url), content)
    try:
        found = {verb: {what for other, what in said if other == verb} for verb, _ in said}
        for one in found["received"]:
            service.find(inbox, one)
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        ids = [line["id"] for line in lines]
        assert len(ids) == len(set(ids))
        assert found["approved"] <= set(ids)
        assert found["erased"] <= {line["id"] for line in lines if "erased" in line}
        for line in lines:
            state = State.ERASED if "erased" in line else State.APPROVED
            assert service.find(inbox, line["id"]).state is state
        assert inbox.store.read(store_publications.count_unfinished) == 0
        assert not list(content.glob("responses/**/.*.jsonl.*"))
    finally:
        inbox.close()


def test_a_decision_that_was_stored_but_not_carried_out_is_carried_out_on_start(
    database_url: str, content: Path
) -> None:
    settings = settings_for(database_url)
    inbox = open_inbox(settings, content)
    form = service.CommentForm(target="/pledges/a-person-answers/", name="Ada", text="Yes.")
    receipt = service.submit_comment(inbox, form, service.Sender())
    folder = content / "responses"
    folder.write_text("in the way")  # the conversation cannot be written
    with pytest.raises(Unpublished, match="responses"):
        service.approve(inbox, receipt.id, actor="m")
    inbox.close()
    folder.unlink()

    open_inbox(settings, content).close()
    open_inbox(settings, content).close()

    lines = (folder / "pledges" / f"{PLEDGE_ID}.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [receipt.id]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from fixtures.inbox import settings_for
from pledges.inbox import service
from pledges.inbox.errors import StorageFull
from pledges.inbox.start import open_inbox

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
settings = settings_for(sys.argv[1], limit_per_10_minutes=10**6, limit_per_day=10**6)
inbox = open_inbox(settings, Path(sys.argv[2]))
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, hard))
form = service.CommentForm
received = []
try:
    for number in range(2000):
        text = f"{number} " + "x" * int(sys.argv[5])
        receipt = service.submit_comment(
            inbox, form(target="/pledges/a-person-answers/", name="Ada", text=text), service.Sender()
        )
        received.append(receipt.id)
        if sys.argv[4] == "files":
            service.approve(inbox, receipt.id, actor="m")
except StorageFull:
    print(*received)
"""


@pytest.mark.parametrize("what", ["database", "files"])
def test_a_full_disk_is_told_and_loses_nothing(content: Path, tmp_path: Path, what: str) -> None:
    url = f"sqlite:///{tmp_path}/inbox.sqlite"
    if what == "files":  # only content/ is on the full disk
        (content / "responses/pledges").mkdir(parents=True)
        (content / f"responses/pledges/{PLEDGE_ID}.jsonl").write_bytes(
            b'{"id":"old","kind":"comment","date":"2026-01-01T00:00:00Z","text":"%s"}\n' % (b"x" * 3_990_000)
        )
    size = "3000" if what == "files" else "15000"
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, url, str(content), str(LOAD.parents[1]), what, size],
        capture_output=True,
        text=True,
        check=True,
    )
    received = done.stdout.split()
    assert received

    inbox = open_inbox(settings_for(url), content)
    try:
        for one in received:
            service.find(inbox, one)
        if what == "files":
            lines = (content / f"responses/pledges/{PLEDGE_ID}.jsonl").read_text().splitlines()
            assert [json.loads(line)["id"] for line in lines] == ["old", *received]
    finally:
        inbox.close()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
