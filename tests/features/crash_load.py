"""The process that a crash test kills: takes in and approves comments, and says what was acknowledged.

Prints ``received <id>`` only after the inbox has said so, ``approved <id>`` likewise. Run as
``python crash_load.py DATABASE_URL CONTENT SEED``; ends by being killed.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fixtures.inbox import settings_for
from pledges.inbox import service
from pledges.inbox.context import Inbox
from pledges.inbox.service import CommentForm, Sender, submit_comment
from pledges.inbox.start import open_inbox


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def send(inbox: Inbox, name: str) -> None:
    for number in itertools.count():
        text = f"{name} {number} " + "x" * (number * 997 % 9000)
        receipt = submit_comment(
            inbox, CommentForm(target="/pledges/a-person-answers/", name=name, text=text), Sender()
        )
        say("received", receipt.id)


def moderate(inbox: Inbox, seed: int) -> None:
    chance = random.Random(seed)
    while True:
        for one in service.queue(inbox, limit=5):
            service.approve(inbox, one.id, actor="load")
            say("approved", one.id)
            if chance.random() < 0.3:
                service.erase(inbox, one.id, actor="load")
                say("erased", one.id)


def main() -> None:
    url, content, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    inbox = open_inbox(settings_for(url, limit_per_10_minutes=10**6, limit_per_day=10**6), content)
    say("open")
    for number in range(3):
        threading.Thread(target=send, args=(inbox, f"Sender {number}"), daemon=True).start()
    moderate(inbox, seed)


if __name__ == "__main__":
    main()
