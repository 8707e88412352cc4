"""What was typed into a form, and its mistakes in the order in which the form shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from flask import request

from pledges.inbox.errors import InvalidSubmission

_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")


def typed(fields: Iterable[str]) -> dict[str, str]:
    """Return what stands in these fields, as it came; empty where a field is missing."""
    return {name: request.form.get(name, "") for name in fields}


def asked(fields: Iterable[str]) -> dict[str, str]:
    """Return what the address's query says of these fields."""
    return {name: request.args.get(name, "") for name in fields}


def mistakes_by_field(
    error: InvalidSubmission, order: Iterable[str] = (), say: Callable[[str], str] = str
) -> dict[str, str]:
    """Return one message for each field, in the order of the form; a field's first mistake counts.

    ``say`` puts a message into the reader's language.
    """
    found: dict[str, str] = {}
    for mistake in error.mistakes:
        found.setdefault(mistake.field, say(mistake.message))
    known = {name: found.pop(name) for name in order if name in found}
    return known | found


def with_scheme(url: str) -> str:
    """Return a website as people type it, ``example.org``, with the scheme that it lacks."""
    url = url.strip()
    return f"https://{url}" if _BARE_HOST.fullmatch(url) else url
