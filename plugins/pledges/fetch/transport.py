"""One connection to a checked address: ssrfguard's adapter, with its sockets under a deadline."""

from __future__ import annotations

import socket
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
        look_up = policy.resolver or socket.getaddrinfo
        super().__init__(policy=policy.guard(), resolver=deadline.bound(look_up))

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Build the pools as the base does, then let the deadline know of every socket they open."""
        super().init_poolmanager(*arguments, **named)
        pools: dict[str, Any] = dict(self.poolmanager.pool_classes_by_scheme)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _watched(pool, self._deadline) for scheme, pool in pools.items()
        }


def _watched(pool: Any, deadline: Deadline) -> Any:
    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # a class that is only known at run time
        def _new_conn(self) -> socket.socket:
            opened: socket.socket = super()._new_conn()
            deadline.watch(opened)
            return opened

    return type("WatchedPool", (pool,), {"ConnectionCls": Connection})
