"""The web server of ``pledges serve``, a process of its own beside the builder."""

from __future__ import annotations

import multiprocessing
import socket
from multiprocessing.process import BaseProcess
from pathlib import Path

import waitress

from pledges.site.preview import StaticSite


def start_web(output: Path, bind: str, port: int) -> BaseProcess:
    """Start the server and return its process.

    Raises OSError when the address is taken: it is tried here, where the error can be told.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((bind, port))
    process = multiprocessing.get_context("spawn").Process(
        target=run_web, args=(output, bind, port), name="pledges-web", daemon=True
    )
    process.start()
    return process


def run_web(output: Path, bind: str, port: int) -> None:
    """Serve the site until the process is stopped."""
    try:
        waitress.serve(StaticSite(output), host=bind, port=port, ident=None, threads=8, _quiet=True)
    except KeyboardInterrupt:
        return
