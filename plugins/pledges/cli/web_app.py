"""What the web process answers with: the built site, its inbox, or both on one origin. No Pelican here."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pledges.cli.site_values import SiteValues
from pledges.domain.page import Page
from pledges.inbox.config import InboxSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from pledges.inbox.context import Inbox

_log = logging.getLogger(__name__)

#: How long a worker may take to finish what it has begun when everything ends (seconds).
LAST_JOB_S = 8.0
#: How long the worker rests after something nobody foresaw (seconds).
AFTER_A_FALL_S = 5.0


@dataclass(frozen=True, slots=True)
class WebPlan:
    """What one web process serves. ``output``: the built site, if it serves that too; ``inbox``: its
    options, if there is one; ``works``: whether it also looks at sources and sends mails.
    """

    site: SiteValues
    output: Path | None
    inbox: InboxSettings | None
    works: bool = True


@contextmanager
def open_web(plan: WebPlan) -> Iterator[tuple[WSGIApplication, Inbox | None]]:
    """Open what the plan says: the WSGI application, and the inbox behind it.

    Raises SettingsError, StorageFull. On leaving, the worker ends its job and the database is closed.
    """
    if plan.inbox is None:
        yield _static(plan), None
        return
    from pledges.inbox.start import open_inbox

    inbox = open_inbox(plan.inbox, plan.site.content)
    stop, wake = threading.Event(), threading.Event()
    worker = _start_worker(inbox, stop, wake) if plan.works else None
    try:
        yield _application(plan, inbox, wake), inbox
    finally:
        stop.set()
        wake.set()
        if worker is not None:
            worker.join(LAST_JOB_S)
        inbox.close()


class OneOrigin:
    """The inbox under its path, the built site everywhere else."""

    def __init__(self, site: WSGIApplication, inbox: WSGIApplication, prefix: str) -> None:
        self._site = site
        self._inbox = inbox
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        ours = path == self._prefix or path.startswith(f"{self._prefix}/")
        return (self._inbox if ours else self._site)(environ, start_response)


def _static(plan: WebPlan) -> WSGIApplication:
    from pledges.site.preview import StaticSite

    if plan.output is None:
        raise ValueError("a web process serves the site, the inbox or both")
    return StaticSite(plan.output)


def _application(plan: WebPlan, inbox: Inbox, wake: threading.Event) -> WSGIApplication:
    from pledges.inbox.web.app import create_app
    from pledges.views.site import site_view

    view = site_view(plan.site.settings, _pages(plan.site.content))
    app = create_app(inbox, view, plan.site.template_folders)
    app.after_request(_waking(wake))
    if plan.output is None:
        return app
    return OneOrigin(_static(plan), app, urlsplit(inbox.settings.inbox_url).path.rstrip("/"))


def _waking(wake: threading.Event) -> Callable[[Any], Any]:
    """Return what wakes the worker after each answer: the request may have left it something to do."""

    def wake_up(response: Any) -> Any:
        wake.set()
        return response

    return wake_up


def _pages(content: Path) -> list[Page]:
    """Return the published pages, for the menu. One with problems is the builder's to report."""
    from pledges.files.page_file import parse_page
    from pledges.files.text import decode

    found = []
    for file in sorted((content / "pages").glob("*.md")):
        path = f"pages/{file.name}"
        text, _ = decode(path, file.read_bytes())
        page, _ = parse_page(path, text)
        if page is not None and not page.draft:
            found.append(page)
    return found


def _start_worker(inbox: Inbox, stop: threading.Event, wake: threading.Event) -> threading.Thread:
    from pledges.fetch import fetch
    from pledges.inbox.mail import smtp_sender
    from pledges.inbox.worker import Worker

    worker = Worker(inbox, fetch, smtp_sender(inbox.settings))

    def work() -> None:
        while not stop.is_set():
            try:
                worker.run(stop, wake)
            except Exception:  # noqa: BLE001  # the outermost edge: nothing may end the work for good
                _log.exception("the worker fell; it goes on in %d seconds", AFTER_A_FALL_S)
                stop.wait(AFTER_A_FALL_S)

    thread = threading.Thread(target=work, name="pledges-worker", daemon=True)
    thread.start()
    return thread


def log_to_stderr() -> None:
    """Send what the inbox and its server log to stderr, as a supervisor expects it."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
