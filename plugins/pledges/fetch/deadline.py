"""The end of an exchange, whatever the other side does: drip bytes, headers or a handshake."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from pledges.fetch.errors import TooSlow


class Deadline:
    """A moment after which every watched connection is shut, so that no read can outlast it.

    A timeout on the socket alone bounds each read, and a server that sends one byte a second is
    never late. Used as a context; :meth:`remaining` raises TooSlow when the time is over.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._watched: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for watched in self._watched:
                watched.close()
            self._watched.clear()

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._ends

    def remaining(self) -> float:
        """Return the seconds that are left. Raises TooSlow when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TooSlow(f"Not finished after {self._seconds:g} seconds.")
        return left

    def watch(self, connection: socket.socket) -> None:
        """Shut ``connection`` when the time is over.

        A duplicate is kept, because TLS takes the original over; shutting one shuts both.
        """
        with self._lock:
            self._watched.append(connection.dup())
        if self.is_over:
            self._shut()

    def bound(self, look_up: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
        """Return ``look_up`` with this end: names are resolved by the system, which takes no timeout.

        A look-up that is late goes on in a thread of its own until the system gives up.
        """

        def bounded(*arguments: Any) -> Iterable[Any]:
            answer: Future[Iterable[Any]] = Future()
            threading.Thread(target=_fulfil, args=(answer, look_up, arguments), daemon=True).start()
            try:
                return answer.result(timeout=self.remaining())
            except TimeoutError as error:
                raise TooSlow("The name was not resolved in time.") from error

        return bounded

    def _shut(self) -> None:
        with self._lock:
            for watched in self._watched:
                with contextlib.suppress(OSError):
                    watched.shutdown(socket.SHUT_RDWR)


def _fulfil(
    answer: Future[Iterable[Any]], look_up: Callable[..., Iterable[Any]], arguments: tuple[Any, ...]
) -> None:
    try:
        answer.set_result(look_up(*arguments))
    except (OSError, ValueError) as error:  # gaierror, UnicodeError
        answer.set_exception(error)
