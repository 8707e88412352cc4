"""Who promises."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.domain.document import Document, Image, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader(Document):
    """A promisor (and possibly an author). ``title`` is the name; ``body`` the bio."""

    role: str = ""
    organisation: str = ""
    url: str = ""
    links: tuple[Link, ...] = ()
    photo: Image | None = None

    @property
    def name(self) -> str:
        """The leader's name, under the word that reads best where it is printed."""
        return self.title
