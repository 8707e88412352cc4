"""What a page may load: the Content-Security-Policy that each page carries in its head.

A page loads its style sheet, fonts and pictures from its own site, sends its forms there and to the
inbox, and runs no script; the search page runs the site's own. ``frame-ancestors`` is for the web
server to send: browsers ignore it in a page (CSP Level 3, 3.3).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from pledges.settings import Settings

_NO_SCRIPT = "script-src 'none'"
_SEARCHING = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"


def page_policy(settings: Settings) -> str:
    """Return the policy of a page without script, as nearly all are."""
    return _policy(settings, _NO_SCRIPT)


def search_policy(settings: Settings) -> str:
    """Return the policy of the search page: the site's own script may read the site's own index."""
    return _policy(settings, _SEARCHING)


def _policy(settings: Settings, scripts: str) -> str:
    inbox = urlsplit(settings.inbox_url)
    forms = f"'self' {inbox.scheme}://{inbox.netloc}" if inbox.netloc else "'self'"
    return (
        # "connect-src" gives a page without script nothing; auditing tools read robots.txt by it.
        f"default-src 'none'; {scripts}; connect-src 'self'; style-src 'self'; img-src 'self'; "
        f"font-src 'self'; form-action {forms}; base-uri 'none'"
    )
