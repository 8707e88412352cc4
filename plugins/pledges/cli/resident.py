"""The resident builder: builds once, then again whenever the record, the theme or the day changes."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

import click
import watchfiles

from pledges.cli.inbox_project import inbox_settings
from pledges.cli.site_values import site_values
from pledges.cli.web import WebServer
from pledges.cli.web_app import WebPlan
from pledges.cli.web_server import listen
from pledges.errors import ContentError, PledgesError
from pledges.settings import read_settings
from pledges.site.run import build_site

#: How long to wait after a change for the next one (milliseconds): editors write in bursts.
DEBOUNCE_MS = 60
#: How often the watcher looks for changes (milliseconds).
STEP_MS = 25
#: How often to look whether a new day has begun (milliseconds).
DAY_CHECK_MS = 20_000


def serve(settings: dict[str, Any], bind: str, port: int) -> None:
    """Build the site and serve it with its inbox until interrupted, by Ctrl+C or SIGTERM.

    Site and inbox are answered for by a process of their own, so a build never makes a visitor wait.
    Raises PledgesError when the address is taken or the web process cannot be kept running.
    """
    _interrupt_on_sigterm()
    site = site_values(settings)
    inbox = inbox_settings(site, os.environ) if site.settings.has_inbox else None
    failed = threading.Event()
    web = WebServer(WebPlan(site, site.output, inbox), _listen(bind, port), failed.set)
    try:
        rebuild(settings)
        web.start()
        click.echo(f"Serving {settings['SITENAME']} at http://localhost:{port} (Ctrl+C stops)")
        for _ in _changes(settings, failed):
            rebuild(settings)
    finally:
        web.stop()
    if failed.is_set():
        raise PledgesError("the web server stopped; see the error above")


def _listen(bind: str, port: int) -> socket.socket:
    try:
        return listen(bind, port)
    except OSError as error:
        raise PledgesError(
            f"cannot listen on {bind}:{port}: {error.strerror}; choose another --port"
        ) from error


def rebuild(settings: dict[str, Any]) -> None:
    """Build; whatever goes wrong is told, and the last good site stays."""
    began = time.monotonic()
    try:
        report = build_site(dict(settings))
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("The site stays as it was until this is repaired.", file=sys.stderr)
    except Exception:  # noqa: BLE001 (the edge: a broken template must not end the server)
        traceback.print_exc()
        print("The site stays as it was until this is repaired.", file=sys.stderr)
    else:
        if report.printed or report.removed:
            took_ms = round((time.monotonic() - began) * 1000)
            click.echo(f"{report.printed} files printed, {report.removed} removed in {took_ms} ms")


def _changes(settings: dict[str, Any], stop: threading.Event) -> Iterator[None]:
    """Yield whenever a file of the record or the theme has changed, or a new day has begun, until stopped."""
    ours = read_settings(settings)
    day = ours.today(dt.datetime.now(dt.UTC))
    watched = (settings["PATH"], settings["THEME"])
    for changes in watchfiles.watch(
        *watched,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=DAY_CHECK_MS,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        today = ours.today(dt.datetime.now(dt.UTC))
        if changes or today != day:
            day = today
            yield


def _interrupt_on_sigterm() -> None:
    """Let SIGTERM end the server as Ctrl+C does, at any moment: a build cut off leaves the old site."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
