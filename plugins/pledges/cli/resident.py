"""The resident builder: builds once, then again whenever the record, the theme or the day changes."""

from __future__ import annotations

import datetime as dt
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import watchfiles

from pledges.cli.web import start_web
from pledges.errors import ContentError, PledgesError
from pledges.settings import read_settings
from pledges.site.run import build_site

#: How long to wait after a change for the next one (milliseconds): editors write in bursts.
DEBOUNCE_MS = 60
#: How often to look whether a new day has begun (milliseconds).
DAY_CHECK_MS = 20_000


def serve(settings: dict[str, Any], bind: str, port: int) -> None:
    """Build the site and serve it until interrupted. Raises OSError when the address is taken."""
    output = Path(settings["OUTPUT_PATH"])
    rebuild(settings)
    web = start_web(output, bind, port)
    click.echo(f"Serving {settings['SITENAME']} at http://localhost:{port} (Ctrl+C stops)")
    try:
        for _ in _changes(settings):
            rebuild(settings)
            if not web.is_alive():
                raise PledgesError("the web server stopped; see the error above")
    finally:
        web.terminate()
        web.join(5)


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


def _changes(settings: dict[str, Any]) -> Iterator[None]:
    """Yield whenever a file of the record or the theme has changed, or a new day has begun."""
    ours = read_settings(settings)
    day = ours.today(dt.datetime.now(dt.UTC))
    watched = (settings["PATH"], settings["THEME"])
    for changes in watchfiles.watch(
        *watched, debounce=DEBOUNCE_MS, rust_timeout=DAY_CHECK_MS, yield_on_timeout=True
    ):
        today = ours.today(dt.datetime.now(dt.UTC))
        if changes or today != day:
            day = today
            yield
