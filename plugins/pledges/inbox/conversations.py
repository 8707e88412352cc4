"""What has been published of a conversation, and where on the site each response is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pledges.domain import address
from pledges.domain.conversation import page_of
from pledges.domain.response import Response
from pledges.domain.submission import TargetRef
from pledges.files.conversation_file import parse_conversation
from pledges.inbox.context import Inbox
from pledges.inbox.targets import Target


def published(inbox: Inbox, ref: TargetRef) -> tuple[Response, ...]:
    """Return the responses to a target that stand in the record, in file order."""
    try:
        return _read(inbox.content / ref.conversation)
    except FileNotFoundError:
        return ()


def find_published(inbox: Inbox, ref: TargetRef, response_id: str) -> Response | None:
    """Return one of the responses to a target, or None."""
    if not inbox.targets.has_response(ref, response_id):  # anybody may ask, and reading all takes time
        return None
    return next((one for one in published(inbox, ref) if one.id == response_id), None)


def response_path(inbox: Inbox, target: Target, response_id: str) -> str:
    """Return a response's permalink below the site's base: a long conversation has several pages.

    Of a response that is not in the record, the first.
    """
    pages: Mapping[str, int] = {}
    file = inbox.content / target.ref.conversation
    if file.exists():
        stat = file.stat()
        pages = _pages(file, inbox.settings.conversation_page_size, stat.st_mtime_ns, stat.st_size)
    return address.response(target.path, pages.get(response_id, 1), response_id)


def _read(file: Path) -> tuple[Response, ...]:
    return parse_conversation(file.name, file.read_bytes())[0].responses


@lru_cache(maxsize=32)
def _pages(file: Path, page_size: int, _changed_ns: int, _size: int) -> Mapping[str, int]:
    """Return the page of each response in this version of a file: a list of cases asks for many."""
    return page_of(_read(file), page_size)
