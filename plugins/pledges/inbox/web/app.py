"""The Flask application of one inbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response

from pledges.inbox.context import Inbox
from pledges.inbox.web import (
    answers,
    comments,
    following,
    health,
    invitation,
    mine,
    moderate,
    origin,
    pingbacks,
    proposals,
    subscriptions,
    trackbacks,
    webmentions,
)
from pledges.inbox.web.desk import Desk
from pledges.views.models import SiteView

#: The largest request the inbox reads (bytes); a comment of MAX_TEXT characters fits many times.
MAX_REQUEST_BYTES = 256 * 1024

#: What a page of the inbox may load: the site's style, fonts and pictures, nothing else, no script.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

BLUEPRINTS = (
    comments.blueprint,
    mine.blueprint,
    invitation.blueprint,
    proposals.blueprint,
    following.blueprint,
    subscriptions.blueprint,
    trackbacks.blueprint,
    pingbacks.blueprint,
    webmentions.blueprint,
    moderate.blueprint,
    health.blueprint,
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Private links stand in addresses, so no path goes to anybody. "no-referrer" would be stricter, but
    # then a browser sends our own forms with "Origin: null".
    "Referrer-Policy": "strict-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def create_app(inbox: Inbox, site: SiteView, template_folders: Sequence[Path]) -> Flask:
    """Return the application; it answers under the path of INBOX_URL on the site's origin.

    ``site`` and ``template_folders`` make its pages look like the site's.
    """
    app = Flask("pledges.inbox", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES)
    app.url_map.strict_slashes = False
    app.extensions["pledges"] = Desk(inbox, site, template_folders)
    prefix = urlsplit(inbox.settings.absolute_inbox_url).path
    app.before_request(origin.refuse_other_origins)
    app.after_request(_harden)
    answers.register_errors(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix)
    return app


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
