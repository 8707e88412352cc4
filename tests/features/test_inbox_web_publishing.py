"""Whatever the inbox takes in and a moderator approves, the record stays one that can be built."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable

import pytest
import requests

from inbox_site import InboxSite
from pledges.inbox.service import approve, queue

HOSTILE = (
    "---",
    "## 2026-01-01 · kept",
    "Promise: of another",
    "- [x]: {y}\n  z: !!python/object",
    "'\"<b>]]>--><!-- {{ x }} {% y %}",
    "\u202eevil\u0000\u000b\U0001f600\ufffe",
    "# Heading\n\n## Second\n\n```\n## 2026-05-05 · broken",
    "null",
    "@yaml: &a *a",
    "=cmd|' /C calc'!A0",
    "a" * 5000,
    "https://a.example/?x=1&y=2",
    "[link](javascript:alert(1))",
)
PLEDGE = "/pledges/a-payslip-you-can-read/"
COMMENT_FIELDS = ("name", "url", "text", "email", "verdict", "about", "in_reply_to")
PROMISE_FIELDS = (
    "promise",
    "title",
    "customers",
    "outcome",
    "why",
    "name",
    "on_behalf_of",
    "experience",
    "text",
)


def check(site: InboxSite) -> None:
    command = [sys.executable, "-m", "pledges", "check", "--settings", str(site.folder / "pelicanconf.py")]
    done = subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def send(site: InboxSite, path: str, fields: dict[str, str]) -> int:
    return requests.post(
        f"{site.url}/inbox{path}", data=fields, allow_redirects=False, timeout=20
    ).status_code


@pytest.fixture
def site(make_site: Callable[..., InboxSite]) -> InboxSite:
    return make_site()


def approve_all(site: InboxSite) -> int:
    waiting = queue(site.inbox, limit=1000)
    for submission in waiting:
        approve(site.inbox, submission.id, actor="moderator")
    return len(waiting)


def test_no_comment_that_is_approved_breaks_the_record(site: InboxSite) -> None:
    good = {"target": PLEDGE, "name": "Ada", "text": "A word."}
    sent = [
        send(site, "/comments", good | {field: text})
        for field, text in itertools.product(COMMENT_FIELDS, HOSTILE)
    ]
    assert set(sent) <= {303, 422}
    assert sent.count(303) > 30
    assert approve_all(site) > 20
    check(site)


def test_no_promise_that_is_approved_breaks_the_record(site: InboxSite) -> None:
    good = {
        "promise": "I answer every letter within three days.",
        "title": "Letters answered",
        "customers": "Tenants",
        "outcome": "No letter is older.",
        "why": "They wait.",
        "due": "2027-03-01",
        "name": "Ada Quist",
    }
    sent = [
        send(site, "/pledges", good | {field: text})
        for field, text in itertools.product(PROMISE_FIELDS, HOSTILE)
    ]
    assert set(sent) <= {303, 422}
    assert sent.count(303) > 50
    assert approve_all(site) > 50
    check(site)
