"""Web addresses as browsers read them, and when two of them mean the same page."""

from __future__ import annotations

import re

import ada_url

from pledges.markup.web_address import MAX_URL_CHARS, safe_web_url

_SCHEME = re.compile(r"https?://[^/\\]", re.IGNORECASE)

# What mailers and networks append to an address; the page is the same without.
_TRACKING = frozenset(
    {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "_hsenc", "_hsmi"}
)


def web_url(text: str) -> str:
    """Return the normalised absolute http(s) address, or an empty string.

    Parsing is WHATWG's, by the parser that the fetcher uses too, so that what is compared is
    what would be fetched. What browsers merely forgive is refused: ``http:///x``, ``http:x``,
    white space inside; credentials are refused too.
    """
    text = text.strip()
    if _SCHEME.match(text) is None or any(character.isspace() for character in text):
        return ""
    return safe_web_url(text)


def resolve(base: str, reference: str) -> str:
    """Return the absolute http(s) address that ``reference`` names on the page ``base``, or ``""``."""
    if len(reference) > MAX_URL_CHARS:
        return ""
    try:
        return web_url(ada_url.join_url(base, reference.strip()))
    except ValueError:
        return ""


def comparable(text: str) -> str:
    """Return the form of an address under which equal pages are equal strings, or ``""``.

    Documented extension of Webmention 3.2.1's exact match: the fragment, http or https, a
    trailing slash and tracking parameters (``utm_*``, ``fbclid`` and their kin) do not count.
    """
    address = web_url(text)
    if not address:
        return ""
    url = ada_url.URL(address)
    query = _without_tracking(url.search)
    return f"{url.host}{url.pathname.rstrip('/')}{query}"


def same_target(one: str, other: str) -> bool:
    """Tell whether two addresses mean the same page, by :func:`comparable`."""
    return bool(comparable(one)) and comparable(one) == comparable(other)


def _without_tracking(search: str) -> str:
    kept = [pair for pair in search.removeprefix("?").split("&") if pair and not _is_tracking(pair)]
    return "?" + "&".join(kept) if kept else ""


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith("utm_")
