"""Which addresses may be reached, as an argument: tests need loopback, nothing else does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import ssrfguard
from ssrfguard import DEFAULT_DENIED, AddressTable, Reach

Resolver = Callable[..., Iterable[tuple[int, int, int, str, tuple[Any, ...]]]]

# ssrfguard looks into addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) and judges that
# one; no honest page stands at such an address, so they are refused as they are.
_DENIED = AddressTable(
    tuple(
        dataclasses.replace(block, reach=Reach.DENIED) if block.reach is Reach.TRANSLATED else block
        for block in DEFAULT_DENIED.blocks
    )
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What :func:`pledges.fetch.fetch` may connect to: public addresses and ``also_networks``, on ``ports``.

    ``resolver`` stands in for ``socket.getaddrinfo``; whatever it answers is checked. ``trusted`` is a file
    of certificates that are trusted instead of the usual. No setting of the site makes one of these.
    """

    ports: frozenset[int] = frozenset({80, 443})
    also_networks: tuple[str, ...] = ()
    resolver: Resolver | None = None
    trusted: str = ""

    def guard(self) -> ssrfguard.Policy:
        """Return the policy in the form of the library that enforces it."""
        return ssrfguard.Policy(
            denied_networks=_DENIED,
            allowed_networks=self.also_networks,  # type: ignore[arg-type]  # it parses text itself
            allowed_ports=self.ports,
            max_connection_attempts=MAX_CONNECTION_ATTEMPTS,
        )


MAX_CONNECTION_ATTEMPTS = 2  # IPv6, then IPv4
PUBLIC = AddressPolicy()
