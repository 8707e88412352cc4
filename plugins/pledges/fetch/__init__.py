"""The only outgoing HTTP: public addresses, few bytes, few seconds, few redirects."""

from pledges.fetch.client import Fetch, Fetched, fetch
from pledges.fetch.errors import (
    BadUrl,
    FetchError,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from pledges.fetch.policy import PUBLIC, AddressPolicy

__all__ = [
    "PUBLIC",
    "AddressPolicy",
    "BadUrl",
    "Fetch",
    "FetchError",
    "Fetched",
    "PrivateAddress",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "fetch",
]
