"""Public promises on a Pelican site: pledges, their history, their customers' word.

Pelican finds this package through ``PLUGIN_PATHS`` and calls :func:`register`.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Let settings name the class, ``"pledges.StrictPelican"``, without importing Pelican themselves."""
    if name == "StrictPelican":
        from pledges.site.strict import StrictPelican

        return StrictPelican
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def register() -> None:
    """Connect the plugin to Pelican's signals (called by Pelican, once)."""
    from pledges.site.plugin import register as connect

    connect()
