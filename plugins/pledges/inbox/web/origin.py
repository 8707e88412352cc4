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

#: Endpoints that other sites post to (the end of the route's name).
OPEN_TO_ALL = ("trackback", "pingback", "webmention", "one_click_unsubscribe")


def refuse_other_origins() -> Response | None:
    """Answer 403 to a form that another site's page has posted."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    if (request.endpoint or "").rpartition(".")[2] in OPEN_TO_ALL or _is_same_origin():
        return None
    return problem_page(403, "Sent from another site", "Please send this form from a page of this site.")


def _is_same_origin() -> bool:
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    site = urlsplit(the_desk().inbox.settings.absolute_site_url)
    return origin == f"{site.scheme}://{site.netloc}" or urlsplit(origin).netloc == request.host
