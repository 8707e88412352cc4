"""Every address of the inbox that stands in a mail or behind a form, once."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.inbox.config import InboxSettings


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute addresses for one inbox. GET on any of them changes nothing."""

    settings: InboxSettings

    def mine(self, token: str) -> str:
        """Where a sender looks at, edits or withdraws their submission."""
        return f"{self._inbox}/mine/{token}"

    def act(self, token: str) -> str:
        """Where a moderator confirms one action from a mail."""
        return f"{self._inbox}/moderate/act/{token}"

    def invitation(self, token: str) -> str:
        """Where an invited customer gives their word."""
        return f"{self._inbox}/invitation/{token}"

    def moderate(self) -> str:
        """The moderator's pages."""
        return f"{self._inbox}/moderate"

    def submission(self, submission_id: str) -> str:
        """One submission on the moderator's pages."""
        return f"{self._inbox}/moderate/{submission_id}"

    def sign_in(self, token: str) -> str:
        """Where a moderator signs in."""
        return f"{self._inbox}/moderate/sign-in/{token}"

    def confirm(self, token: str) -> str:
        """Where a reader confirms that they want to hear of replies."""
        return f"{self._inbox}/confirm/{token}"

    def unsubscribe(self, token: str) -> str:
        """Where mails are ended; a POST from a mail program does it in one step (RFC 8058)."""
        return f"{self._inbox}/unsubscribe/{token}"

    def status(self, submission_id: str) -> str:
        """Where the sender of a webmention sees what became of it."""
        return f"{self._inbox}/webmention/{submission_id}"

    def on_site(self, path: str) -> str:
        """A page of the site, or a place on one."""
        return f"{self.settings.absolute_site_url}{path}"

    @property
    def _inbox(self) -> str:
        return self.settings.absolute_inbox_url
