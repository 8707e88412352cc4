"""What came of an attempt to tell somebody, and how long to wait before the next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from pledges.fetch import (
    BadUrl,
    Fetched,
    FetchError,
    PrivateAddress,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from pledges.outbox.sent import State

#: How long to wait after the first failure, the second …; then it is given up.
RETRIES = (
    dt.timedelta(minutes=2),
    dt.timedelta(minutes=20),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
    dt.timedelta(days=2),
)
#: Nobody is waited for longer, whatever they ask.
LONGEST_WAIT = dt.timedelta(days=14)

_ERRORS: dict[type[FetchError], str] = {
    BadUrl: "no address that can be fetched",
    PrivateAddress: "not on the public internet",
    TooLarge: "too long to read",
    TooManyRedirects: "redirects without end",
    TooSlow: "did not answer in time",
}
#: What says in the errors of the libraries below why there was no connection.
_SIGNS = {
    "NameResolution": "its name is not known",
    "CERTIFICATE_VERIFY_FAILED": "its certificate is not valid",
    "refused": "refused the connection",
}
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a mention stands after an attempt; ``not_before`` is what the other side asked for."""

    state: State
    why: str = ""
    not_before: dt.datetime | None = None


def of_error(error: FetchError) -> Outcome:
    """Return the outcome of an exchange that failed: some errors pass, some do not."""
    return Outcome(State.REFUSED if error.lasts else State.WAITING, in_words(error))


def may_have_arrived(error: FetchError) -> bool:
    """Tell whether what was posted may have arrived although no answer came."""
    never_connected = isinstance(error, Unreachable) and any(sign in str(error) for sign in _SIGNS)
    return isinstance(error, TooSlow | TooLarge | Unreachable) and not never_connected


def in_words(error: FetchError) -> str:
    """Return in a few words why an address could not be fetched."""
    if isinstance(error, Unreachable):
        said = str(error)
        return next((words for sign, words in _SIGNS.items() if sign in said), "could not be reached")
    return _ERRORS.get(type(error), "could not be fetched")


def of_status(answer: Fetched, now: dt.datetime) -> Outcome | None:
    """Return the outcome of a status that is no success; None for 2xx."""
    if 200 <= answer.status < 300:
        return None
    passes = answer.status in _PASSING
    not_before = _retry_after(answer, now) if passes else None
    return Outcome(State.WAITING if passes else State.REFUSED, f"answered {answer.status}", not_before)


def next_try(outcome: Outcome, tries: int, now: dt.datetime) -> dt.datetime | None:
    """Return when to try again after the ``tries``-th failure; None when that was the last."""
    if tries > len(RETRIES):
        return None
    due = now + RETRIES[tries - 1]
    return min(max(due, outcome.not_before), now + LONGEST_WAIT) if outcome.not_before else due


def _retry_after(answer: Fetched, now: dt.datetime) -> dt.datetime | None:
    """Return the instant of a ``Retry-After`` header: seconds or a date (RFC 9110, 10.2.3)."""
    text = next(iter(answer.header("retry-after")), "").strip()
    if text.isdecimal() and len(text) < 10:
        return now + min(dt.timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
