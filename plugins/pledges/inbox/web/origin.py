"""Only forms of this site may post here, decided without cookies or tokens.

Browsers say where a request comes from (``Sec-Fetch-Site``, Fetch Metadata; ``Origin``, RFC 6454).
Programs send neither header and are let through: they carry no reader's authority. The protocol
endpoints are for other sites and are exempt.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from pledges.inbox.web.answers import problem_page
from pledges.inbox.web.desk import the_desk
from pledges.language import N_

#: Endpoints that other sites post to (the end of the route's name).
OPEN_TO_ALL = ("trackback", "pingback", "webmention", "one_click_unsubscribe")


def refuse_other_origins() -> Response | None:
    """Answer 403 to a form that another site's page has posted."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if (request.endpoint or "").rpartition(".")[2] in OPEN_TO_ALL or _is_ours():
        return None
    return problem_page(
        403, N_("Sent from another site"), N_("Please send this form from a page of this site.")
    )


def _is_ours() -> bool:
    settings = the_desk().inbox.settings
    site, inbox = _origin_of(settings.absolute_site_url), _origin_of(settings.absolute_inbox_url)
    fetched_from, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if fetched_from in ("same-origin", "none"):
        return True
    if fetched_from is not None:  # the site's pages have an origin of their own only where it is set up so
        return origin == site != inbox
    return origin is None or origin in (site, inbox, f"http://{request.host}", f"https://{request.host}")


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
