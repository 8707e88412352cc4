"""Other people's senders against the running site: what they send arrives, is proven, and can be shown."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import threading
import xmlrpc.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from inbox_site import InboxSite
from pledges.domain.submission import State, Submission, SubmissionKind
from pledges.inbox.service import approve
from pledges.inbox.service.moderation import search

ROOT = Path(__file__).parents[2]
SENDERS = ROOT / ".venv" / "senders" / "bin"
REMY = ROOT / "tests/tools/node_modules/@remy/webmention/bin/wm.js"
PLEDGE = "/pledges/a-person-answers/"
POST = """<!doctype html><html lang="en"><title>{title}</title><body><article class="h-entry">
<h1 class="p-name">{title}</h1><p class="p-author h-card">Jo Ferrier</p><div class="e-content">
<p>They have <a class="u-in-reply-to" href="{target}">promised it in public</a>, which is rare.</p>
</div></article></body></html>"""
_number = itertools.count(1)


@dataclass
class Blog:
    """A site of somebody else's, on another host of this machine."""

    url: str
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def post(self, target: str, title: str) -> str:
        """Publish a post that links to ``target``; return its address."""
        path = f"/post-{next(_number)}"
        self.pages[path] = ("text/html; charset=utf-8", POST.format(target=target, title=title))
        return self.url + path


@pytest.fixture
def blog(inbox_site: InboxSite) -> Iterator[Blog]:
    blog = Blog("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = blog.pages.get(self.path, ("text/plain", ""))
            body = text.encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        blog.url = f"http://127.0.0.1:{server.server_address[1]}"
        inbox_site.fetch_ports.add(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield blog
        server.shutdown()


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
    (found,) = [one for one in search(site.inbox, limit=500) if one.words.source == source]
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
