"""Sends requests to a server on this machine and counts what it answers: open loop and closed loop."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Request = bytes
#: How long one answer may take (seconds); it is counted as lost then.
PATIENCE_S = 30.0


@dataclass(slots=True)
class Load:
    """What came of a load. ``latencies``: seconds to each answer; ``statuses``: how many of each, 0 for
    none; ``wall_s``: from the first request to the last answer.
    """

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wall_s: float = 0.0

    @property
    def accepted(self) -> int:
        """How many were answered with a status of 200 to 399."""
        return sum(count for status, count in self.statuses.items() if 200 <= status < 400)

    @property
    def per_s(self) -> float:
        """Accepted requests per second."""
        return self.accepted / self.wall_s


def post(path: str, body: bytes, headers: dict[str, str]) -> Request:
    """Return a POST on a connection of its own, as readers come."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def closed_loop(port: int, requests: Iterable[Request], clients: int, limit_s: float) -> Load:
    """Send all requests from so many clients, each the next one after its answer, for at most ``limit_s``."""
    return asyncio.run(_closed(port, iter(requests), clients, limit_s))


def open_loop(port: int, requests: Iterable[Request], per_s: float) -> Load:
    """Send all requests at a fixed rate, whether answers come or not.

    A latency counts from when its request was due, so that a server that stalls is charged for all that
    waited.
    """
    return asyncio.run(_open(port, requests, per_s))


async def _closed(port: int, requests: Iterator[Request], clients: int, limit_s: float) -> Load:
    load, began = Load(), time.perf_counter()

    async def client() -> None:
        for request in requests:
            await _send(port, request, time.perf_counter(), load)
            if time.perf_counter() - began > limit_s:
                return

    await asyncio.gather(*(client() for _ in range(clients)))
    load.wall_s = time.perf_counter() - began
    return load


async def _open(port: int, requests: Iterable[Request], per_s: float) -> Load:
    load, began, waiting = Load(), time.perf_counter(), []
    for number, request in enumerate(requests):
        due = began + number / per_s
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.append(asyncio.create_task(_send(port, request, due, load)))
    await asyncio.gather(*waiting)
    load.wall_s = time.perf_counter() - began
    return load


async def _send(port: int, request: Request, began: float, load: Load) -> None:
    try:
        status = await asyncio.wait_for(_answer(port, request), PATIENCE_S)
    except (TimeoutError, OSError, ValueError, IndexError):
        status = 0
    load.latencies.append(time.perf_counter() - began)
    load.statuses[status] += 1


async def _answer(port: int, request: Request) -> int:
    """Return the status of a complete answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        answer = await reader.read(-1)
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1])


def numbered(make: Callable[[int], Request], first: int, count: int) -> Iterator[Request]:
    """Make ``count`` requests, each with a number of its own, from ``first`` on."""
    return (make(number) for number in range(first, first + count))
