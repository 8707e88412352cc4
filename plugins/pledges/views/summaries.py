"""Conversations → what lists, statuses and feeds need to know of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from heapq import nlargest

import msgspec

from pledges.domain.conversation import Conversation
from pledges.domain.periods import place_of
from pledges.domain.response import Response
from pledges.domain.summary import NOTHING_SAID, VOICES, Summary, is_voice, row_of
from pledges.domain.verdict import bearing_words
from pledges.settings import Settings


def changed(response: Response) -> dt.datetime:
    """Return when a response was last changed."""
    return response.updated or response.date


def sum_up(settings: Settings, today: dt.date, responses: Sequence[Response]) -> Summary:
    """Return what there is to know of a conversation as it can be seen today."""
    if not responses:
        return NOTHING_SAID
    end = dt.datetime.combine(today + dt.timedelta(1), dt.time(), settings.zone)
    said = [response for response in responses if response.erased is None]
    voices = ((response.date, response.id) for response in said if is_voice(response))
    return Summary(
        count=len(said),
        changed=max(map(changed, said), default=None),
        erased=max((r.erased for r in responses if r.erased and r.erased < end), default=None),
        words=bearing_words(responses),
        voices=tuple(nlargest(VOICES, voices)),
        said=_rows(said, Conversation(responses, settings.conversation_page_size)),
    )


def _rows(said: Sequence[Response], laid_out: Conversation) -> bytes:
    """Return a row for each response: with a digest of it, of its page and of its parent's page."""
    page_of = laid_out.page_of
    rows: list[bytes] = []
    for response in said:
        stands = (response, page_of[response.id], page_of.get(response.in_reply_to, 0))
        digest = hashlib.blake2b(msgspec.msgpack.encode(stands), digest_size=8).digest()
        rows.append(row_of(place_of(response.date, response.id), digest))
    return b"".join(sorted(rows))
