"""Why a page was not fetched. Never show these to whoever asked for the fetch: they map a network."""

from __future__ import annotations

from pledges.errors import PledgesError


class FetchError(PledgesError):
    """Base of what :func:`pledges.fetch.fetch` raises. ``lasts``: until what is there is something else."""

    lasts = False


class BadUrl(FetchError):
    """The address is none, not http or https, carries credentials, or names another port."""

    lasts = True


class PrivateAddress(FetchError):
    """The address, or one of those its name has, is not on the public internet."""

    lasts = True


class TooLarge(FetchError):
    """The answer has more bytes than asked for, after decompression, or its headers have."""

    lasts = True


class TooSlow(FetchError):
    """The time for the whole exchange, redirects included, is over."""


class TooManyRedirects(FetchError):
    """The page is somewhere else, and there again, and so on."""

    lasts = True


class Unreachable(FetchError):
    """No such name, no connection, no valid certificate, or what came is not whole HTTP."""
