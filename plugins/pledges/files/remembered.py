"""What a check found when nothing was wrong, for the next one, which reads only what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pledges.domain.document import Document
from pledges.domain.ledger import Ledger
from pledges.domain.summary import Summary
from pledges.files.check import Links
from pledges.files.conversations import Sight
from pledges.markup.links import Resolve
from pledges.markup.texts import EncodedTexts


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was found then, on the same day, by the same code and settings, among the same pictures.

    ``documents``: all of them by path, ``changed`` the paths of those that were edited, added or removed
    since; ``answered``: the ids of targets to which the answers have changed since. ``texts``: those that
    are shown, by key; ``links``: by a document's path, where each address in it led. ``sights`` of the
    conversations by path; ``ledgers`` and ``summaries`` by the id of what they are about. ``resolve``, where
    this process has it still, tells where addresses led.
    """

    documents: Mapping[str, Document] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    texts: EncodedTexts = field(default_factory=lambda: EncodedTexts({}))
    links: Mapping[str, Links] = field(default_factory=dict)
    sights: Mapping[str, Sight] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    summaries: Mapping[str, Summary] = field(default_factory=dict)
    resolve: Resolve | None = None

    def standing(self, path: str) -> Document | None:
        """Return a document that is as it was; None where it has to be read."""
        return None if path in self.changed else self.documents.get(path)


NOTHING = Remembered()
"""Nothing is remembered: everything is read."""
