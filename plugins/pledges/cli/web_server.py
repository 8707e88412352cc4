"""waitress, set up for the open network."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

import waitress

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8

#: What one client may take. waitress reads a request whole before a thread answers it, so a slow client
#: costs a connection and no thread.
LIMITS: dict[str, Any] = {
    "connection_limit": 500,
    "channel_timeout": 30,  # seconds without a byte
    "cleanup_interval": 10,  # seconds
    "max_request_header_size": 32 * 1024,  # bytes
    "max_request_body_size": 1024 * 1024,  # bytes; the application allows less
    "asyncore_use_poll": True,
    "ident": None,
}


def listen(bind: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((bind, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def run_server(app: WSGIApplication, listener: socket.socket, *, trusted_proxy: str = "") -> None:
    """Answer requests until SystemExit or KeyboardInterrupt; those begun are answered first.

    ``trusted_proxy``: the address of a proxy whose X-Forwarded headers are believed; nobody else's are.
    """
    proxy: dict[str, Any] = {}
    if trusted_proxy:
        headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
        proxy = {
            "trusted_proxy": trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": headers,
        }
    server = waitress.create_server(
        app, sockets=[listener], threads=THREADS, clear_untrusted_proxy_headers=True, **LIMITS, **proxy
    )
    try:
        server.run()
    finally:
        server.close()


def end_on_sigterm() -> None:
    """Let SIGTERM end this process as an exit does: what was opened is closed."""

    def end(_signal: int, _frame: object) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
