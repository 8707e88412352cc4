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
from collections.abc import Callable, Iterator
from functools import partial
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
from pledges.site.builder import Report
from pledges.site.resident import NeedsWholeBuild, Resident

#: How long to wait after a change for the next one (milliseconds): editors write in bursts.
DEBOUNCE_MS = 60
#: How often the watcher looks for changes (milliseconds).
STEP_MS = 5
#: How long nothing must happen before the lists follow what was answered, and how often to look whether
#: a new day has begun (milliseconds).
QUIET_MS = 1_000


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
        resident = Resident(settings)
        told(resident.build)
        web.start()
        click.echo(f"Serving {settings['SITENAME']} at http://localhost:{port} (Ctrl+C stops)")
        for paths in _changes(settings, resident, failed):
            take_in(resident, paths)
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


def take_in(resident: Resident, paths: set[str]) -> None:
    """Print what the changed files ask for: a conversation's own files at once, all else by a whole build.

    No paths at all: nothing has happened for a moment, or a new day has begun.
    """
    if paths:
        try:
            told(partial(resident.show, paths))
        except NeedsWholeBuild:
            told(resident.build)
    else:
        told(resident.build)


def told(build: Callable[[], Report]) -> None:
    """Build; whatever goes wrong is told, and the last good site stays."""
    began = time.monotonic()
    try:
        report = build()
    except NeedsWholeBuild:
        raise
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


def _changes(settings: dict[str, Any], resident: Resident, stop: threading.Event) -> Iterator[set[str]]:
    """Yield the files of the record or the theme that have changed, until stopped.

    Yields an empty set when a whole build is due: a new day has begun, or after conversations were
    printed alone nothing more has happened for a moment.
    """
    ours = read_settings(settings)
    day = ours.today(dt.datetime.now(dt.UTC))
    watched = (settings["PATH"], settings["THEME"])
    for changes in watchfiles.watch(
        *watched,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=QUIET_MS,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        today = ours.today(dt.datetime.now(dt.UTC))
        if today != day:
            day = today
            yield set()
        elif changes:
            yield {path for _, path in changes}
        elif resident.is_behind:
            yield set()


def _interrupt_on_sigterm() -> None:
    """Let SIGTERM end the server as Ctrl+C does, at any moment: a build cut off leaves the old site."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
