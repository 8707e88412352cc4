"""Signed links. One purpose cannot be used as another; what acts can be used once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from pledges.inbox.errors import TokenRefused


class Purpose(StrEnum):
    """What a link is for; each has signatures of its own."""

    MINE = "mine"  # look at, edit or withdraw one's own submission
    MODERATE = "moderate"  # one action on one submission, from a mail
    SIGN_IN = "sign-in"  # open the moderator's pages
    SESSION = "session"  # the moderator's cookie
    CONFIRM = "confirm"  # start a subscription
    UNSUBSCRIBE = "unsubscribe"
    FORM = "form"  # when a form was printed
    INVITATION = "invitation"  # a customer gives their word on a promise


@dataclass(frozen=True, slots=True)
class Token:
    """An opened link: ``fields`` as signed, its ``nonce`` (empty: usable again) and age."""

    fields: dict[str, str]
    nonce: str
    signed_at: dt.datetime


class Tokens:
    """Makes and opens signed links. ``now`` and ``random`` are the caller's clock and randomness."""

    def __init__(
        self, keys: list[str], now: Callable[[], dt.datetime], random: Callable[[int], bytes]
    ) -> None:
        self._keys = keys
        self._now = now
        self._random = random

    def make(self, purpose: Purpose, *, once: bool = False, **fields: str) -> str:
        """Return a token of this purpose, safe in a URL. ``once`` gives it a nonce."""
        nonce = self._random(9).hex() if once else ""
        text = self._serializer(purpose).dumps({"f": fields, **({"n": nonce} if nonce else {})})
        return text if isinstance(text, str) else text.decode()

    def open(self, purpose: Purpose, token: str, max_age: dt.timedelta) -> Token:
        """Return what was signed. Raises TokenRefused (forged or expired). Does not use the token up."""
        try:
            value, signed_at = self._serializer(purpose).loads(
                token, max_age=int(max_age.total_seconds()), return_timestamp=True
            )
        except SignatureExpired as error:
            raise TokenRefused("expired") from error
        except BadData as error:
            raise TokenRefused("forged") from error
        return Token(dict(value["f"]), value.get("n", ""), signed_at)

    def _serializer(self, purpose: Purpose) -> URLSafeTimedSerializer:
        now = self._now

        class ClockSigner(TimestampSigner):
            def get_timestamp(self) -> int:
                return int(now().timestamp())

        signer: Any = ClockSigner
        return URLSafeTimedSerializer(self._keys, salt=f"pledges.{purpose}", signer=signer)
