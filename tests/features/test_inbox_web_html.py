"""The inbox's pages through the HTML checker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from inbox_site import InboxSite

pytestmark = pytest.mark.java

TARGET = "/pledges/a-person-answers/"
GOOD = {"target": TARGET, "name": "Ada", "text": "A *word* with https://example.org/\n\n> quoted"}
GETS = {
    "comment": f"/inbox/comments?target={TARGET}",
    "reply": f"/inbox/comments?target={TARGET}&in_reply_to=r-c5m1rt",
    "lost-reply": f"/inbox/comments?target={TARGET}&in_reply_to=r-gone",
    "pledge": "/inbox/pledges",
    "webmention": "/inbox/webmention",
    "webmention-to": f"/inbox/webmention?target={TARGET}",
    "problem": "/inbox/nothing",
    "forged": "/inbox/mine/x",
}
POSTS = {
    "mistakes": ("/inbox/comments", {"target": TARGET, "email": "x", "url": "x", "verdict": "kept"}),
    "preview": ("/inbox/comments", GOOD | {"preview": "yes", "verdict": "kept"}),
    "mine": ("/inbox/comments", GOOD),
    "pledge-mistakes": ("/inbox/pledges", {"due": "x"}),
    "webmention-mistakes": ("/inbox/webmention", {"source": "x", "target": "y"}),
}
BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_every_page_of_the_inbox_is_valid(
    inbox_pages: InboxSite, vnu: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    answers = {name: requests.get(inbox_pages.url + path, timeout=20) for name, path in GETS.items()}
    for name, (path, fields) in POSTS.items():
        answers[name] = requests.post(inbox_pages.url + path, data=fields, headers=BROWSER, timeout=20)
    answers["withdraw"] = requests.get(f"{answers['mine'].url}/withdraw", timeout=20)
    for name, answer in answers.items():
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8", name
        (tmp_path / f"{name}.html").write_text(answer.text, encoding="utf-8")
    assert vnu(tmp_path) == []
