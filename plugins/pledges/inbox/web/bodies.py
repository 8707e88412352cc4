"""Request bodies as the bytes that came: a framework that decodes them first has lost the text."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge


def read_body(max_bytes: int) -> bytes | None:
    """Return the body, or None when it is longer than ``max_bytes`` or never came whole."""
    request.max_content_length = max_bytes
    try:
        return request.get_data(cache=False, parse_form_data=False)
    except (RequestEntityTooLarge, ClientDisconnected):
        return None
