"""The sample site with its inbox, both on one port of this machine, as ``pledges serve`` has them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import waitress.server
from waitress import wasyncore

from pledges.cli.site_values import read_site
from pledges.fetch import AddressPolicy, fetch
from pledges.inbox.config import InboxSettings
from pledges.inbox.context import Inbox
from pledges.inbox.start import open_inbox
from pledges.inbox.web.app import create_app
from pledges.inbox.worker import Worker
from pledges.site.preview import StaticSite
from pledges.views.site import site_view

ROOT = Path(__file__).resolve().parents[1]
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)  # a day after the last one in the sample record

_SETTINGS = """import runpy

globals().update({{k: v for k, v in runpy.run_path({conf!r}).items() if k.isupper()}})
SITEURL = {url!r}
INBOX_URL = "/inbox"
INBOX_MAIL = True
PATH = {content!r}
OUTPUT_PATH = {output!r}
AS_OF = {as_of!r}
DEFAULT_LANG = {lang!r}
"""


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@dataclass
class InboxSite:
    """A running site. ``url`` has no slash at the end; ``mails`` are what the worker has sent."""

    url: str
    folder: Path
    inbox: Inbox
    clock: Clock
    fetch_ports: set[int]
    mails: list[EmailMessage] = field(default_factory=list)

    @property
    def output(self) -> Path:
        """Where the built pages are."""
        return self.folder / "output"

    @property
    def content(self) -> Path:
        """The record."""
        return self.folder / "content"

    def build(self) -> None:
        """Build the site anew from the record, as people do."""
        command = [
            sys.executable,
            "-m",
            "pledges",
            "build",
            "--settings",
            str(self.folder / "pelicanconf.py"),
        ]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def work(self) -> None:
        """Do all that is due in the worker's queue; sources may stand on this machine's ``fetch_ports``."""
        policy = AddressPolicy(ports=frozenset(self.fetch_ports), also_networks=("127.0.0.0/8",))
        worker = Worker(self.inbox, partial(fetch, policy=policy), self.mails.append)
        while worker.begin() or worker.work_once():
            pass

    def lines(self, kind: str, target: str) -> list[dict[str, Any]]:
        """Return the public responses of a target."""
        path = self.content / "responses" / kind / f"{target}.jsonl"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return [json.loads(line) for line in text.splitlines()]


@contextmanager
def running_site(
    folder: Path, *, build: bool = True, host: str = "localhost", **options: Any
) -> Iterator[InboxSite]:
    """Run the sample site in ``folder``. ``options`` are fields of the inbox's settings.

    Without ``build`` there are only the inbox's pages, which is quicker.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://{host}:{listener.getsockname()[1]}"
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "output").mkdir()
    settings_file = folder / "pelicanconf.py"
    settings_file.write_text(
        _SETTINGS.format(
            conf=str(ROOT / "pelicanconf.py"),
            url=url,
            content=str(folder / "content"),
            output=str(folder / "output"),
            as_of=str(NOON.date()),
            lang=options.get("default_lang", "en"),
        )
    )
    clock = Clock()
    inbox = open_inbox(_options(url, folder, options), folder / "content", now=clock)
    site = InboxSite(url, folder, inbox, clock, fetch_ports={80, 443})
    if build:
        site.build()
    values = read_site(settings_file)
    app = create_app(inbox, site_view(values.settings, ()), values.template_folders)
    with _serving(listener, app, StaticSite(site.output)):
        yield site
    inbox.close()


def _options(url: str, folder: Path, options: dict[str, Any]) -> InboxSettings:
    known = {
        "database_url": f"sqlite:///{folder}/inbox.sqlite",
        "siteurl": url,
        "sitename": "The Promise Record",
        "timezone": "Europe/London",
        "key": "k" * 40,
        "moderator_token": "open-the-inbox",
        "mail_from": "inbox@promises.example",
        "limit_per_10_minutes": 100_000,
        "limit_per_day": 100_000,
    }
    return InboxSettings.from_environ({}, **{**known, **options})


@contextmanager
def _serving(listener: socket.socket, inbox_app: Any, pages: Any) -> Iterator[None]:
    def both(environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        app = inbox_app if path == "/inbox" or path.startswith("/inbox/") else pages
        return app(environ, start_response)

    sockets: dict[int, Any] = {}
    server = waitress.server.create_server(both, map=sockets, sockets=[listener], threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:  # its loop ends when no socket is left in it
        with suppress(OSError):  # somebody else's pull had it closed in between
            server.trigger.pull_trigger(partial(wasyncore.close_all, sockets))
        thread.join(5)
        server.task_dispatcher.shutdown()
