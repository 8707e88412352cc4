"""The benchmarks' load: every request is sent once and every answer counted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load import closed_loop, numbered, open_loop, post


class Counting(ThreadingHTTPServer):
    """Answers 202, to every fifth 503, and hangs up on "hang up"."""

    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[str] = []


class Answer(BaseHTTPRequestHandler):
    """One request."""

    server: Counting

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.got.append(text)
        if text != "hang up":
            self.send_response(503 if int(text) % 5 == 4 else 202)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Counting]:
    with Counting() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def request(number: int) -> bytes:
    return post("/", str(number).encode(), {"Content-Type": "text/plain"})


@pytest.mark.parametrize("clients", [1, 4])
def test_a_closed_loop_sends_each_request_once_and_counts_each_answer(server: Counting, clients: int) -> None:
    load = closed_loop(server.server_port, numbered(request, 10, 20), clients, limit_s=60)

    assert sorted(server.got) == [str(number) for number in range(10, 30)]
    assert load.statuses == {202: 16, 503: 4}
    assert load.accepted == 16
    assert len(load.latencies) == 20


def test_an_open_loop_sends_each_request_once_and_counts_each_answer(server: Counting) -> None:
    load = open_loop(server.server_port, numbered(request, 10, 20), per_s=1000)

    assert sorted(server.got) == [str(number) for number in range(10, 30)]
    assert load.accepted == 16


def test_a_request_without_an_answer_is_lost_not_accepted(server: Counting) -> None:
    load = closed_loop(server.server_port, [post("/", b"hang up", {})], 1, limit_s=60)

    assert load.statuses == {0: 1}
    assert load.accepted == 0


def test_a_closed_loop_ends_at_its_time_limit(server: Counting) -> None:
    load = closed_loop(server.server_port, numbered(request, 10, 20), 1, limit_s=0)

    assert sum(load.statuses.values()) == 1
