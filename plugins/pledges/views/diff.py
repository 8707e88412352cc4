"""What an amendment changed, word by word, for ``<del>`` and ``<ins>``."""

from __future__ import annotations

from pledges.domain.word_diff import word_diff
from pledges.views.models import DiffPartView


def diff_parts(old: str, new: str) -> tuple[DiffPartView, ...]:
    """Return the parts of an old and a new text; all of both is there, each word once where it stayed."""
    return tuple(DiffPartView(change=part.change, text=part.text) for part in word_diff(old, new))
