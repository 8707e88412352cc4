"""Addresses that strangers give: printed as links only when they are plain web addresses."""

from __future__ import annotations

import re
from functools import lru_cache

import ada_url

MAX_URL_CHARS = 2_000
#: An address that is as it would be normalised: to parse it takes forty times as long.
_PLAIN = re.compile(r"https?://((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,})((?:/[A-Za-z0-9_~-]*)*)")
_MAX_PLAIN = 250


def safe_web_url(url: str) -> str:
    """Return ``url`` normalised (WHATWG URL) if it is http or https with a host and no credentials,
    else an empty string. Addresses longer than ``MAX_URL_CHARS``, also once normalised, are refused.
    """
    return _parts(url)[0]


def host_of(url: str) -> str:
    """Return the host of a web address without ``www.``, as shown beside a link, or an empty string."""
    return _parts(url)[1]


@lru_cache(maxsize=4096)  # a page and its feeds ask for the same addresses
def _parts(url: str) -> tuple[str, str]:
    plain = _PLAIN.fullmatch(url) if len(url) <= _MAX_PLAIN else None
    if plain:
        return url if plain[2] else f"{url}/", plain[1].removeprefix("www.")
    return _normalised(url)


def _normalised(url: str) -> tuple[str, str]:
    parsed = _parsed(url)
    return (str(parsed.href), str(parsed.hostname).removeprefix("www.")) if parsed else ("", "")


def _parsed(url: str) -> ada_url.URL | None:
    try:
        parsed = ada_url.URL(url.strip()) if len(url) <= MAX_URL_CHARS else None
    except (ValueError, UnicodeEncodeError):  # the latter: lone surrogates
        return None
    if parsed is None or parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return None
    if parsed.username or parsed.password:
        return None
    return parsed if len(parsed.href) <= MAX_URL_CHARS else None  # every sign beyond ASCII becomes several
