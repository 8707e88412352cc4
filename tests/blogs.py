"""A blog on another host of this machine, for what other sites send and change."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from inbox_site import InboxSite

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
    gone: set[str] = field(default_factory=set)

    def post(self, target: str, title: str) -> str:
        """Publish a post that links to ``target``; return its address."""
        path = f"/post-{next(_number)}"
        self.rewrite(self.url + path, target, title)
        return self.url + path

    def rewrite(self, source: str, target: str, title: str) -> None:
        """Change a post, or the address that it links to."""
        path = source.removeprefix(self.url)
        self.pages[path] = ("text/html; charset=utf-8", POST.format(target=target, title=title))

    def delete(self, source: str) -> None:
        """Answer 410 from now on where a post was."""
        self.gone.add(source.removeprefix(self.url))


@contextmanager
def blogging(inbox_site: InboxSite) -> Iterator[Blog]:
    """Serve a blog of somebody else's on another port; the inbox may fetch from it."""
    blog = Blog("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = blog.pages.get(self.path, ("text/plain", ""))
            body = text.encode()
            self.send_response(410 if self.path in blog.gone else 200 if body else 404)
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
