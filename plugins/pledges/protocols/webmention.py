"""Webmention (W3C Recommendation, 2017): the request, as it is sent and as a receiver gets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pledges.language import N_
from pledges.protocols.web_url import same_target, web_url

CONTENT_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class WebmentionPing:
    """A claim that ``source`` links to ``target``; both as they were sent, fragments included."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class WebmentionError:
    """Why a request is refused; ``status`` is the HTTP status of 3.2, ``message`` is for people."""

    message: str
    status: int = 400


_MISSING = {"source": N_("The source is missing."), "target": N_("The target is missing.")}
_NO_ADDRESS = {
    "source": N_("The source is not an http or https address."),
    "target": N_("The target is not an http or https address."),
}


def parse_request(form: Mapping[str, str]) -> WebmentionPing | WebmentionError:
    """Return the ping in a form, or the refusal of Webmention 3.2.1.

    Whether the target is one of our pages is the receiver's to know; it ignores the fragment
    and asks with :func:`same_target`.
    """
    source, target = form.get("source", "").strip(), form.get("target", "").strip()
    for name, url in (("source", source), ("target", target)):
        if not url:
            return WebmentionError(_MISSING[name])
        if not web_url(url):
            return WebmentionError(_NO_ADDRESS[name])
    if same_target(source, target):
        return WebmentionError(N_("The source and the target are the same page."))
    return WebmentionPing(source, target)


def request(source: str, target: str) -> bytes:
    """Return the body that tells of a link; POST it as ``CONTENT_TYPE``. Webmention 3.1.3."""
    return urlencode({"source": source, "target": target}).encode("ascii")
