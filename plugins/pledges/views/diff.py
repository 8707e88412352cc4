"""What an amendment changed, for ``<del>`` and ``<ins>``."""

from __future__ import annotations

import datetime as dt

from pledges.domain.word_diff import Change, Part, word_diff
from pledges.language import Language
from pledges.views.models import DiffPartView


def diff_parts(language: Language, old: str | dt.date, new: str | dt.date) -> tuple[DiffPartView, ...]:
    """Return an old and a new value in parts: texts word by word, dates one after the other.

    All of both is there, in reading order; what stayed stands there once.
    """
    if isinstance(old, str) and isinstance(new, str):
        return tuple(map(_view, word_diff(old, new)))
    return (
        _view(Part(Change.REMOVED, _printed(language, old))),
        _view(Part(Change.ADDED, _printed(language, new))),
    )


def _view(part: Part) -> DiffPartView:
    return DiffPartView(change=part.change, text=part.text)


def _printed(language: Language, value: str | dt.date) -> str:
    return value if isinstance(value, str) else language.day(value)
