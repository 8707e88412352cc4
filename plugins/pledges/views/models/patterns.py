"""The parts of the theme with examples, for those who work on it."""

from __future__ import annotations

from typing import Any

from msgspec import field

from pledges.views.models.pieces import HeadView, LinkView, View


class ExampleView(View, frozen=True, kw_only=True):
    """One call of a macro: ``file`` and ``macro`` name it, ``args`` and ``more`` are what it is given."""

    file: str
    macro: str
    says: str
    args: tuple[Any, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


class PatternsPage(View, frozen=True, kw_only=True):
    """Examples of one kind, or without any, the list of all kinds."""

    head: HeadView
    title: str
    examples: tuple[ExampleView, ...] = ()
    kinds: tuple[LinkView, ...] = ()
