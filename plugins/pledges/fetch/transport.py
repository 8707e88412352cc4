"""One connection to a checked address: ssrfguard's adapter, with its sockets under a deadline."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from typing import Any

from ssrfguard.requests import SafeAdapter

from pledges.fetch.deadline import Deadline
from pledges.fetch.policy import AddressPolicy


class WatchedAdapter(SafeAdapter):
    """Resolves once, refuses the name if any answer is not allowed, connects to what it checked.

    Used without a ``requests`` session on purpose: a session reads the whole body of a redirect,
    whatever its size, and brings cookies, proxies and netrc.
    """

    def __init__(self, policy: AddressPolicy, deadline: Deadline) -> None:
        self._deadline = deadline
        self.policy_used = policy
        self.certificate_ends: dt.datetime | None = None  # of the last connection by TLS
        look_up = policy.resolver or socket.getaddrinfo
        super().__init__(policy=policy.guard(), resolver=deadline.bound(look_up))

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Build the pools as the base does, then let the deadline know of every socket they open."""
        super().init_poolmanager(*arguments, **named)
        pools: dict[str, Any] = dict(self.poolmanager.pool_classes_by_scheme)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _watched(pool, self) for scheme, pool in pools.items()
        }

    def watch(self, opened: socket.socket) -> None:
        """Put a new connection under the deadline."""
        self._deadline.watch(opened)

    def note_certificate(self, connected: object) -> None:
        """Remember until when the certificate of a connection is valid."""
        certificate = connected.getpeercert() if isinstance(connected, ssl.SSLSocket) else None
        if certificate and isinstance(ends := certificate.get("notAfter"), str):
            self.certificate_ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), dt.UTC)


def _watched(pool: Any, adapter: WatchedAdapter) -> Any:
    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # a class that is only known at run time
        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            adapter.watch(opened)
            return opened

        def connect(self) -> None:
            super().connect()
            adapter.note_certificate(self.sock)

    return type("WatchedPool", (pool,), {"ConnectionCls": Connection})
