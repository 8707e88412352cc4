"""Responses as WordPress's comments: threads, kinds, and the whole line of the record beside each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from markupsafe import Markup

from pledges.domain.response import Kind, Response, ResponseType
from pledges.exporters.wxr_xml import cdata, meta, plain, times
from pledges.files.response_line import encode_response
from pledges.markup import render_stranger

#: As WordPress's Webmention plugin names them; a reply or a verdict is a comment like others.
_TYPES = {
    ResponseType.LIKE: "like",
    ResponseType.REPOST: "repost",
    ResponseType.BOOKMARK: "bookmark",
    ResponseType.MENTION: "mention",
}
RECORD = "_pledges_response"


def comments(responses: Sequence[Response], numbers: count[int], zone: dt.tzinfo) -> Iterator[str]:
    """Yield a target's comments in order. ``numbers`` gives each its id, unlike any other in the file."""
    ids = {response.id: next(numbers) for response in responses}
    for response in responses:
        yield "<wp:comment>\n"
        yield plain("wp:comment_id", ids[response.id])
        yield from _author(response)
        yield times(("wp:comment_date", "wp:comment_date_gmt"), response.date, zone)
        yield cdata("wp:comment_content", _text(response))
        yield cdata("wp:comment_approved", "1")
        yield cdata("wp:comment_type", _type(response))
        yield plain("wp:comment_parent", ids.get(response.in_reply_to, 0))
        yield plain("wp:comment_user_id", 0)
        yield from _metas(response)
        yield "</wp:comment>\n"


def _author(response: Response) -> Iterator[str]:
    name, url = (response.author.name, response.author.url) if response.author else ("", "")
    if response.kind is Kind.PINGBACK:  # WordPress names the page, of a trackback the blog
        name = response.title or name
    if response.kind in (Kind.TRACKBACK, Kind.PINGBACK):
        url = response.source or url
    yield cdata("wp:comment_author", name)
    yield plain("wp:comment_author_email", "")
    yield plain("wp:comment_author_url", url or response.source)
    yield cdata("wp:comment_author_IP", "")


def _text(response: Response) -> str:
    if response.erased:
        return "<p>[erased]</p>"
    said = render_stranger(response.text or response.excerpt)
    if response.kind is Kind.TRACKBACK and response.title:  # as WordPress keeps a trackback's title
        said = Markup("<strong>{}</strong>\n\n").format(response.title) + said
    if response.verdict:
        said = Markup("<p><strong>{}</strong></p>\n").format(response.verdict.value.capitalize()) + said
    return said


def _type(response: Response) -> str:
    if response.kind in (Kind.TRACKBACK, Kind.PINGBACK):
        return response.kind.value
    return _TYPES.get(response.type, "comment")


def _metas(response: Response) -> Iterator[str]:
    if response.kind is Kind.WEBMENTION:
        yield meta("wp:commentmeta", "protocol", "webmention")
        yield meta("wp:commentmeta", "webmention_source_url", response.source)
    # Without its salt, which would let a guess at erased words be checked (docs/ledger.md).
    line = encode_response(replace(response, salt="")).decode().strip()
    yield meta("wp:commentmeta", RECORD, line)
