"""Other people's sites that want to be told of links: real servers that take all three protocols."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pledges.protocols import pingback, trackback

XML = "text/xml; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Receiver:
    """A site of somebody else's. ``posts`` are what came in: path and body, in order."""

    url: str
    pages: dict[str, Answer] = field(default_factory=dict)
    doors: dict[str, list[Answer]] = field(default_factory=dict)
    posts: list[tuple[str, bytes]] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)
    at_once: int = 0  # how many requests it has had at the same time, at most
    _busy: int = 0
    _held_from: int | None = None
    _going_on: threading.Condition = field(default_factory=threading.Condition)

    def hold_from(self, number: int | None) -> None:
        """Answer no post from that number on; None: answer all again."""
        with self._going_on:
            self._held_from = number
            self._going_on.notify_all()

    def wait_while_held(self, number: int) -> None:
        """Wait until the post of that number may be answered."""
        with self._going_on:
            self._going_on.wait_for(lambda: self._held_from is None or number < self._held_from)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count a request among those that are answered at the moment."""
        with self._going_on:
            self._busy += 1
            self.at_once = max(self.at_once, self._busy)
        try:
            yield
        finally:
            with self._going_on:
                self._busy -= 1

    def page(self, path: str, head: str = "", body: str = "", **headers: str) -> str:
        """Publish a page and return its address."""
        html = f"<!doctype html><title>A page</title>{head}<p>Words.</p>{body}"
        self.pages[path] = Answer(html.encode(), headers={"Content-Type": HTML, **headers})
        return self.url + path

    def webmention_page(self, path: str = "/wm") -> str:
        """Publish a page that takes webmentions."""
        self.doors.setdefault("/webmention", [Answer(status=202)])
        return self.page(path, '<link rel="webmention" href="/webmention">')

    def pingback_page(self, path: str = "/pb") -> str:
        """Publish a page that takes pingbacks."""
        self.doors.setdefault("/pingback", [pinged()])
        return self.page(path, f'<link rel="pingback" href="{self.url}/pingback">')

    def trackback_page(self, path: str = "/tb") -> str:
        """Publish a page that takes trackbacks."""
        self.doors.setdefault("/trackback", [Answer(trackback.success(), headers={"Content-Type": XML})])
        url = self.url + path
        return self.page(path, body=trackback.rdf(url, "A page", f"{self.url}/trackback"))

    def forms(self, path: str) -> list[dict[str, str]]:
        """Return the forms that were posted to a path."""
        return [dict(parse_qsl(body.decode())) for where, body in self.posts if where == path]

    def pings(self) -> list[Any]:
        """Return the pingbacks that came in."""
        return [pingback.parse_call(body) for where, body in self.posts if where == "/pingback"]


def pinged(fault: int | None = None) -> Answer:
    """Return what answers a pingback."""
    body = pingback.success("Thanks") if fault is None else pingback.fault(fault, "")
    return Answer(body, headers={"Content-Type": XML})


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, receiver: Receiver, *arguments: Any) -> None:
        self.receiver = receiver
        super().__init__(*arguments)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        with self.receiver.counted():
            self.receiver.looked_at.append(self.path)
            self._answer(self.receiver.pages.get(path, Answer(status=404)))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.posts.append((self.path, body))
        self.receiver.wait_while_held(len(self.receiver.posts))
        answers = self.receiver.doors.get(self.path, [Answer(status=404)])
        self._answer(answers[0] if len(answers) == 1 else answers.pop(0))

    def _answer(self, answer: Answer) -> None:
        with suppress(OSError):  # who asked may be gone
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Serve a site of somebody else's."""
    receiver = Receiver("")
    with _serving(partial(_Handler, receiver), tls) as port:
        receiver.url = f"http{'s' if tls else ''}://127.0.0.1:{port}"
        yield receiver


@contextmanager
def serving_folder(folder: Path) -> Iterator[str]:
    """Serve a folder of files at the address that is yielded."""
    folder.mkdir(parents=True, exist_ok=True)
    with _serving(partial(_Quiet, directory=str(folder))) as port:
        yield f"http://localhost:{port}"


@contextmanager
def _serving(handler: Any, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
