"""Fetch a page that a stranger named, and survive it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from typing import Protocol

import ada_url
import requests
import urllib3
from ssrfguard import BlockedAddressError, BlockedURLError

from pledges import __version__
from pledges.fetch.deadline import Deadline
from pledges.fetch.errors import (
    BadUrl,
    FetchError,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from pledges.fetch.policy import MAX_CONNECTION_ATTEMPTS, PUBLIC, AddressPolicy
from pledges.fetch.transport import WatchedAdapter
from pledges.markup.web_address import safe_web_url

USER_AGENT = f"Pledges/{__version__} (Webmention)"
ACCEPT = "text/html, application/xhtml+xml, application/json;q=0.8, text/plain;q=0.5, */*;q=0.1"
MAX_BYTES = 1024 * 1024
MAX_HEADER_BYTES = 64 * 1024

_MOVED = frozenset({301, 302, 303, 307, 308})
_PIECE = 16 * 1024
_FAILURES = (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whole. ``url`` is where it came from in the end, ``redirects`` what led there.

    ``certificate_ends`` is when the certificate that it came with expires; None without TLS.
    """

    url: str
    status: int
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by lower-case name
    body: bytes = b""
    redirects: tuple[str, ...] = ()
    certificate_ends: dt.datetime | None = None

    def header(self, name: str) -> tuple[str, ...]:
        """Return every header of that name, in the order they came."""
        return self.headers.get(name.lower(), ())

    @property
    def content_type(self) -> str:
        """The Content-Type header, parameters included, or an empty string."""
        return next(iter(self.header("content-type")), "")


class Fetch(Protocol):
    """What callers take as an argument: :func:`fetch`, or a test's stand-in for the outside web."""

    def __call__(
        self,
        url: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = ACCEPT,
    ) -> Fetched:
        """Return the answer. Raises FetchError."""


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    body: bytes | None
    headers: Mapping[str, str]


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    accept: str = ACCEPT,
    policy: AddressPolicy = PUBLIC,
    timeout_s: float = 5.0,
    max_bytes: int = MAX_BYTES,
    max_redirects: int = 5,
    follow: bool = True,
) -> Fetched:
    """Return the answer, whatever its status, reading at most ``max_bytes`` after decompression and taking
    at most ``timeout_s`` seconds, redirects included.

    Every address on the way is checked against ``policy``; the connection is made to the address
    that was checked. No proxy, cookie or netrc is used. Without ``follow`` a redirect is the answer.
    Raises BadUrl, PrivateAddress, TooLarge, TooSlow, TooManyRedirects or Unreachable.
    Webmention (W3C), 4.2 "Limits on GET requests".
    """
    sent = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip, deflate", **(headers or {})}
    request = _Request(method, _checked(url), body, sent)
    passed: list[str] = []
    with Deadline(timeout_s) as deadline:
        adapter = WatchedAdapter(policy, deadline)
        try:
            while True:
                answer = _exchange(adapter, request, deadline, max_bytes, follow=follow)
                if isinstance(answer, Fetched):
                    return replace(answer, redirects=tuple(passed), certificate_ends=adapter.certificate_ends)
                passed.append(request.url)
                if len(passed) > max_redirects:
                    raise TooManyRedirects(f"More than {max_redirects} redirects, the last to {answer.url}.")
                request = answer
        finally:
            adapter.close()


def _checked(url: str) -> str:
    """Return the address as WHATWG's parser reads it, so that all who read it later read the same."""
    safe = safe_web_url(url)
    if not safe:
        raise BadUrl(f"{url[:200]!r} is not an http or https address without credentials.")
    return safe.partition("#")[0]


def _exchange(
    adapter: WatchedAdapter, request: _Request, deadline: Deadline, max_bytes: int, *, follow: bool
) -> Fetched | _Request:
    """Return the answer, or the request that it redirects to."""
    try:
        adapter.policy.check_url(request.url)
        response = _send(adapter, request, deadline)
        try:
            onward = _redirected(request, response) if follow else None
            return onward or _whole(request, response, deadline, max_bytes)
        finally:
            response.close()
    except FetchError:
        raise
    except BlockedAddressError as error:
        raise PrivateAddress(str(error)) from error
    except BlockedURLError as error:
        kind = PrivateAddress if isinstance(error.__cause__, BlockedAddressError) else BadUrl
        raise kind(str(error)) from error
    except _FAILURES as error:
        if deadline.is_over or isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
            raise TooSlow(f"{request.url} did not answer in time.") from error
        raise Unreachable(f"{request.url}: {error}") from error


def _send(adapter: WatchedAdapter, request: _Request, deadline: Deadline) -> requests.Response:
    prepared = requests.Request(
        request.method, request.url, headers=dict(request.headers), data=request.body
    ).prepare()
    left = deadline.remaining()
    times = (left / MAX_CONNECTION_ATTEMPTS, left)
    trusted = adapter.policy_used.trusted or True
    return adapter.send(prepared, stream=True, timeout=times, verify=trusted, proxies={})


def _redirected(request: _Request, response: requests.Response) -> _Request | None:
    """Return the next request, None if this is the answer. A redirect's body is never read."""
    location = response.headers.get("location", "")
    if response.status_code not in _MOVED or not location:
        return None
    try:
        address = ada_url.join_url(request.url, location.encode("latin-1").decode("utf-8", "replace"))
    except ValueError as error:
        raise BadUrl(f"{request.url} redirects to {location[:200]!r}, which is no address.") from error
    if response.status_code in {307, 308} or request.method in {"GET", "HEAD"}:
        return _Request(request.method, _checked(address), request.body, request.headers)
    sent = {name: value for name, value in request.headers.items() if name.lower() != "content-type"}
    return _Request("GET", _checked(address), None, sent)


def _whole(request: _Request, response: requests.Response, deadline: Deadline, max_bytes: int) -> Fetched:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in response.raw.headers.items():
        headers[name.lower()] = (*headers.get(name.lower(), ()), value)
    if sum(len(name) + sum(map(len, values)) for name, values in headers.items()) > MAX_HEADER_BYTES:
        raise TooLarge(f"{request.url} sends more than {MAX_HEADER_BYTES} bytes of headers.")
    body = _body(response.raw, max_bytes)
    deadline.remaining()  # a connection that was shut at the end looks like an answer that ended
    if len(body) > max_bytes:
        raise TooLarge(f"{request.url} has more than {max_bytes} bytes.")
    return Fetched(request.url, response.status_code, headers, body)


def _body(raw: urllib3.BaseHTTPResponse, max_bytes: int) -> bytes:
    """Return the body, or one byte more than allowed, decompressed in pieces that are bounded too."""
    pieces, length = [], 0
    while length <= max_bytes and (
        piece := raw.read(min(_PIECE, max_bytes + 1 - length), decode_content=True)
    ):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)
