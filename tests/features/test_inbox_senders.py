"""Other people's senders against the running site: what they send arrives, is proven, and can be shown."""

from __future__ import annotations

import shutil
import subprocess
import xmlrpc.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from blogs import Blog, blogging
from inbox_site import InboxSite
from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.inbox.service import approve
from pledges.inbox.service.reading import search_text

ROOT = Path(__file__).parents[2]
SENDERS = ROOT / ".venv" / "senders" / "bin"
REMY = ROOT / "tests/tools/node_modules/@remy/webmention/bin/wm.js"
PLEDGE = "/pledges/a-person-answers/"


@pytest.fixture
def blog(inbox_site: InboxSite) -> Iterator[Blog]:
    with blogging(inbox_site) as blog:
        yield blog


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def tool(name: str) -> Path:
    """Return a program of the senders' environment."""
    if not (SENDERS / name).exists():
        pytest.skip("the senders are not installed (make test)")
    return SENDERS / name


def arrived(site: InboxSite, source: str, kind: SubmissionKind) -> Submission:
    """Let the worker prove what came from ``source``, and return it."""
    site.work()
    (found,) = [one for one in search_text(site.inbox, "", limit=500) if one.words.source == source]
    assert found.kind is kind
    assert found.state is State.HELD, found.reason
    assert "promised it in public" in found.words.excerpt
    return found


def test_pushl_sends_a_webmention(inbox_site: InboxSite, blog: Blog, tmp_path: Path) -> None:
    source = blog.post(inbox_site.url + PLEDGE, "Sent by pushl")
    run(tool("pushl"), "--cache", tmp_path / "cache", "--entry", source, cwd=tmp_path)
    mention = arrived(inbox_site, source, SubmissionKind.WEBMENTION)
    assert mention.words.name == "Jo Ferrier"
    approve(inbox_site.inbox, mention.id, actor="moderator")
    assert source in [line.get("source") for line in inbox_site.lines("pledges", "a-person-answers-9m3t")]


def test_remy_webmention_sends_a_webmention(inbox_site: InboxSite, blog: Blog, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not REMY.exists():
        pytest.skip("node or @remy/webmention is not installed (npm ci in tests/tools)")
    source = blog.post(inbox_site.url + PLEDGE, "Sent by node")
    run(node, REMY, source, "--send", "--debug", cwd=tmp_path)
    arrived(inbox_site, source, SubmissionKind.WEBMENTION)


def test_indieweb_utils_sends_a_trackback(inbox_site: InboxSite, blog: Blog, tmp_path: Path) -> None:
    source = blog.post(inbox_site.url + PLEDGE, "Sent by indieweb-utils")
    script = ROOT / "tests" / "tools" / "send_trackback.py"
    run(tool("python"), script, inbox_site.url + PLEDGE, source, "A title", cwd=tmp_path)
    arrived(inbox_site, source, SubmissionKind.TRACKBACK)


def test_the_standard_library_sends_a_pingback(inbox_site: InboxSite, blog: Blog) -> None:
    source = blog.post(inbox_site.url + PLEDGE, "Sent by xmlrpc.client")
    with xmlrpc.client.ServerProxy(f"{inbox_site.url}/inbox/pingback") as server:
        server.pingback.ping(source, inbox_site.url + PLEDGE)
    arrived(inbox_site, source, SubmissionKind.PINGBACK)
