"""Serves the built site from its folder, as a plain web server would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed, NotFound, RequestedRangeNotSatisfiable
from werkzeug.security import safe_join
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# What Python's own table does not know everywhere. Feeds are plain XML, as most web servers send them by
# the end of their names: Chromium shows application/atom+xml as a text, without its style sheet.
_TYPES = {
    "/feed.json": "application/feed+json",
    ".opml": "text/x-opml",
    ".jsonl": "application/jsonl",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".html": "text/html",
    ".css": "text/css",
    ".xml": "application/xml",
    ".txt": "text/plain",
}


class StaticSite:
    """A WSGI application for one output folder: index pages, 404.html, conditional requests."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        response = self._respond(request)
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return MethodNotAllowed(["GET", "HEAD"]).get_response(request.environ)
        found = safe_join(str(self.output), request.path.lstrip("/"))
        file = Path(found) if found else self.output / "404.html"
        if file.is_dir():
            if not request.path.endswith("/"):
                return redirect(quote(request.path) + "/", 301)
            file /= "index.html"
        if found is None or not file.is_file():
            return self._not_found(request)
        try:
            return self._send(request, file)
        except RequestedRangeNotSatisfiable as error:
            return Response(status=416, headers=error.get_headers(request.environ))

    def _not_found(self, request: Request) -> Response:
        page = self.output / "404.html"
        if not page.is_file():
            return NotFound().get_response(request.environ)
        return Response(page.read_bytes(), 404, content_type="text/html; charset=utf-8")

    def _send(self, request: Request, file: Path) -> Response:
        sent, coding = _smallest(file, request)
        response = send_file(
            sent,
            request.environ,
            mimetype=_type_of(file),
            download_name=file.name,
            conditional=True,
            max_age=0,
        )
        if coding:
            response.headers["Content-Encoding"] = coding
            response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = "no-cache"
        return response


def _smallest(file: Path, request: Request) -> tuple[Path, str]:
    """Return the compressed form (PRECOMPRESS) that the browser takes, and its coding; else the file."""
    for suffix, coding in ((".br", "br"), (".gz", "gzip")):
        form = file.with_name(file.name + suffix)
        if request.accept_encodings[coding] and form.is_file():
            return form, coding
    return file, ""


def _type_of(file: Path) -> str | None:
    path = file.as_posix()
    return next((kind for ending, kind in _TYPES.items() if path.endswith(ending)), None)
