"""What can go wrong in the inbox. The HTTP layer turns each into its status."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.errors import PledgesError


class InboxError(PledgesError):
    """Base of the inbox's errors."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing the visitor can correct: the form's field, and what to do."""

    field: str
    message: str


class InvalidSubmission(InboxError):
    """The form has mistakes (422). Carries all of them in the order of the form."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(f"{mistake.field}: {mistake.message}" for mistake in mistakes))


class UnknownTarget(InboxError):
    """What is answered is not an essay or pledge of this site (400, pingback fault 32 or 33)."""


class NotThere(InboxError):
    """No submission, action or subscription has this id (404)."""


class Conflict(InboxError):
    """It is no longer in a state that allows this (409); the message says what it is now."""


class TokenRefused(InboxError):
    """A signed link cannot be used (403); ``reason`` is one of forged, expired, used, changed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"this link cannot be used: {reason}")


class TooMany(InboxError):
    """Too much from one place (429); ``retry_after_s`` says in how many seconds to come back."""

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"too many submissions; try again in {retry_after_s} seconds")


class StorageFull(InboxError):
    """The disk or the database has no room or does not answer (503). Nothing acknowledged is lost."""


class Unpublished(StorageFull):
    """It is decided and stored, but ``content/`` cannot be written just now; the worker tries again (503)."""
