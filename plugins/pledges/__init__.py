"""Public promises on a Pelican site: pledges, their history, their customers' word.

Pelican finds this package through ``PLUGIN_PATHS`` and calls :func:`register`.
"""

__version__ = "0.1.0"


def register() -> None:
    """Connect the plugin to Pelican's signals (called by Pelican, once)."""
    from pledges.site.plugin import register as connect

    connect()
