"""What is known of the record that the last good site was built from: kept beside it, and by who stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pledges.files.check import documents
from pledges.files.remembered import NOTHING, Remembered
from pledges.markup.links import Resolve
from pledges.markup.texts import EncodedTexts
from pledges.site.heard import Heard, load_heard, save_heard
from pledges.site.inputs import Inputs
from pledges.site.known import Known, load_known, save_known


@dataclass(frozen=True, slots=True)
class Memory:
    """What was known of documents and of answers when the site was built from these inputs.

    ``resolve``, where this process has it still, tells where addresses led.
    """

    inputs: Inputs
    known: Known
    heard: Heard
    resolve: Resolve | None = None

    def since(self, inputs: Inputs) -> Remembered:
        """Return what of it is good for a build from other inputs, in which little has changed."""
        changed = inputs.documents_changed_since(self.inputs)
        if changed is None:
            return NOTHING
        return Remembered(
            documents={document.path: document for document in documents(self.known.whole())},
            changed=changed,
            answered=inputs.answers_changed_since(self.inputs),
            texts=EncodedTexts(self.known.texts),
            links=self.known.links,
            sights=self.heard.sights,
            ledgers=self.heard.ledgers,
            summaries=self.heard.summaries,
            resolve=self.resolve,
        )

    def save(self, output: Path) -> None:
        """Remember it for the next build into this folder."""
        save_heard(output, self.heard)
        save_known(output, self.known)


def load_memory(output: Path, inputs: Inputs, kept: Memory | None = None) -> Memory | None:
    """Return what was known when the site was built from these inputs; None in doubt.

    ``kept`` is what this process knew last.
    """
    if kept is not None and kept.inputs == inputs:
        return kept
    known, heard = load_known(output, inputs), load_heard(output, inputs)
    return Memory(inputs, known, heard) if known and heard else None
