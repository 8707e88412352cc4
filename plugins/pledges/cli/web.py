"""The web process of ``pledges serve``: started, watched, started again when it falls, and ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from pledges.cli.web_app import WebPlan, log_to_stderr, open_web
from pledges.cli.web_server import end_on_sigterm, run_server
from pledges.errors import PledgesError

#: A process that falls so often, each time sooner than this after its start (seconds), would fall again.
FALLS, SOON_S = 3, 5.0
#: How long an ending process may take for what it has begun (seconds).
GRACE_S = 15.0
_MISCONFIGURED = 3  # exit status: starting again would not help


class WebServer:
    """One web process on a listening socket, which outlives it: nobody is refused while it restarts.

    ``on_failure`` is called, in another thread, when it cannot be kept running.
    """

    def __init__(self, plan: WebPlan, listener: socket.socket, on_failure: Callable[[], None]) -> None:
        self._plan = plan
        self._listener = listener
        self._on_failure = on_failure
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Start the process and watch over it."""
        self._spawn(greet=True)
        threading.Thread(target=self._watch, name="pledges-web-watch", daemon=True).start()

    def stop(self) -> None:
        """End the process; what it has begun is finished first."""
        with self._lock:
            self._ending.set()
            process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(GRACE_S)
            if process.is_alive():
                process.kill()
                process.join()
        self._listener.close()

    def _spawn(self, *, greet: bool) -> BaseProcess | None:
        with self._lock:
            if self._ending.is_set():
                return None
            self._process = multiprocessing.get_context("spawn").Process(
                target=run_web, args=(self._plan, self._listener, greet), name="pledges-web", daemon=True
            )
            self._process.start()
            return self._process

    def _watch(self) -> None:
        process, falls = self._process, 0
        while process is not None:
            began = time.monotonic()
            process.join()
            if self._ending.is_set():
                return
            falls = falls + 1 if time.monotonic() - began < SOON_S else 1
            if falls == FALLS or process.exitcode == _MISCONFIGURED:
                self._on_failure()
                return
            print(f"The web server ended with status {process.exitcode}; starting it again.", file=sys.stderr)
            process = self._spawn(greet=False)


def run_web(plan: WebPlan, listener: socket.socket, greet: bool) -> None:
    """Serve until the process is ended, or its parent has gone. The body of the spawned process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides
    end_on_sigterm()
    _end_with_parent()
    log_to_stderr()
    try:
        with open_web(plan) as (app, inbox):
            if greet and inbox is not None:
                from pledges.inbox.links import Links
                from pledges.inbox.service.sign_in import make_sign_in_token

                link = Links(inbox.settings).sign_in(make_sign_in_token(inbox, "moderator"))
                print(f"Moderate at {link} (works once, within the hour)", flush=True)
            run_server(app, listener, trusted_proxy=plan.inbox.trusted_proxy if plan.inbox else "")
    except PledgesError as error:
        print(f"pledges: {error}", file=sys.stderr, flush=True)
        sys.exit(_MISCONFIGURED)


def _end_with_parent() -> None:
    """End this process when its parent has gone without a word, by SIGKILL for instance."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="pledges-parent", daemon=True).start()
