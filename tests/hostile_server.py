"""Real servers on loopback that do what no honest server does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pledges.fetch import AddressPolicy


@dataclass
class Peer:
    """One connection, as the script of a hostile server sees it. ``stopped`` is set when the test is over."""

    connection: socket.socket
    request: bytes
    stopped: threading.Event

    def send(self, octets: bytes) -> None:
        self.connection.sendall(octets)

    def drip(self, octets: bytes) -> None:
        """Send a byte now and then, over and over, until the other side or the test is gone."""
        while not self.stopped.wait(0.02):
            for octet in octets:
                self.send(bytes([octet]))
                if self.stopped.wait(0.02):
                    return


@dataclass
class Server:
    port: int
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def policy(self) -> AddressPolicy:
        return AddressPolicy(ports=frozenset({self.port}), also_networks=("127.0.0.1/32",))


@contextlib.contextmanager
def serving(script: Callable[[Peer], None], *, waits_for_request: bool = True) -> Iterator[Server]:
    """Serve ``script`` to each connection, several at once, until the block ends."""
    stopped, threads = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])

        def answer(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                request = _request(connection) if waits_for_request else b""
                server.requests.append(request)
                script(Peer(connection, request, stopped))

        def accept() -> None:
            while not stopped.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    connection.settimeout(10)
                    threads.append(threading.Thread(target=answer, args=(connection,)))
                    threads[-1].start()

        listener.settimeout(0.05)
        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield server
        finally:
            stopped.set()
            acceptor.join()
            for thread in threads:
                thread.join()


def page(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def redirect(to: str, *headers: bytes, body: bytes = b"", status: bytes = b"302 Found") -> bytes:
    return page(body, b"Location: " + to.encode(), *headers, status=status)


def _request(connection: socket.socket) -> bytes:
    octets = b""
    while b"\r\n\r\n" not in octets:
        piece = connection.recv(65536)
        if not piece:
            return octets
        octets += piece
    head, _, body = octets.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
