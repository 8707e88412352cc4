"""How we reach the web: guarded, one request at a time to each host, and with a pause between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from pledges.fetch import PUBLIC, AddressPolicy, Fetch, Fetched, TooManyRedirects, fetch
from pledges.markup import host_of
from pledges.protocols.web_url import resolve

PAUSE_S = 1.0
GET_TIMEOUT_S = 20.0
#: WordPress waits a second before it fetches our page, and may take ten for that.
POST_TIMEOUT_S = 30.0
MAX_OWN_PAGE_BYTES = 16 * 1024 * 1024
MAX_ANSWER_BYTES = 256 * 1024
MAX_POST_REDIRECTS = 3
SEE_OTHER = 303

_MOVED = frozenset({301, 302, SEE_OTHER, 307, 308})


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


@dataclass
class Web:
    """The outside web. ``look`` fetches pages of others, ``look_home`` our own, ``post_once`` posts.

    ``pause_s`` is the least time between two requests to one host.
    """

    look: Fetch
    look_home: Fetch
    post_once: Fetch
    pause_s: float = PAUSE_S
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, url: str, *, method: str = "GET") -> Fetched:
        """Return somebody else's page. Raises FetchError."""
        with self._turn(url):
            return self.look(url, method=method)

    def post(self, url: str, body: bytes, content_type: str, *, pause_s: float | None = None) -> Fetched:
        """Return the answer to what is posted, wherever the address has moved to. Raises FetchError.

        Redirects are followed here, with a POST: browsers and fetchers make a GET of it, and would take the
        page that they find for an answer. After 303 a GET is what is asked for.
        """
        for _ in range(MAX_POST_REDIRECTS):
            answer = self._post(url, body, content_type, pause_s)
            location = next(iter(answer.header("location")), "")
            if answer.status not in _MOVED or not location:
                return answer
            url = resolve(url, location)
            if answer.status == SEE_OTHER:
                return self.get(url)
        raise TooManyRedirects(f"More than {MAX_POST_REDIRECTS} redirects, the last to {url}.")

    def _post(self, url: str, body: bytes, content_type: str, pause_s: float | None) -> Fetched:
        with self._turn(url, pause_s):
            return self.post_once(
                url, method="POST", body=body, headers={"Content-Type": content_type}, accept="*/*"
            )

    @contextmanager
    def _turn(self, url: str, pause_s: float | None = None) -> Iterator[None]:
        """Wait for our turn with the host of an address; afterwards it has a pause."""
        with self._lock:
            host = self._hosts.setdefault(host_of(url), _Host())
        with host.lock:
            self.sleep(max(0.0, host.free_at - self.clock()))
            try:
                yield
            finally:
                host.free_at = self.clock() + (self.pause_s if pause_s is None else pause_s)


def open_web(policy: AddressPolicy = PUBLIC, pause_s: float = PAUSE_S) -> Web:
    """Return the web as it is; tests let ``policy`` reach this machine."""
    return Web(
        look=partial(fetch, policy=policy, timeout_s=GET_TIMEOUT_S),
        look_home=partial(fetch, policy=policy, timeout_s=GET_TIMEOUT_S, max_bytes=MAX_OWN_PAGE_BYTES),
        post_once=partial(
            fetch, policy=policy, timeout_s=POST_TIMEOUT_S, max_bytes=MAX_ANSWER_BYTES, follow=False
        ),
        pause_s=pause_s,
    )
