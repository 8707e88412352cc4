"""A comment row of WordPress's → a response: what came as a pingback, trackback or webmention stays one.

How linkbacks stand in that table: pingbacks and trackbacks as ``wp-includes/class-wp-xmlrpc-server.php`` and
``wp-trackback.php`` put them there, webmentions as the Webmention plugin does, and Semantic Linkbacks did.
"""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any

from pledges.domain.response import Kind, ResponseType, Role
from pledges.errors import Problem
from pledges.importers.imported import ImportedResponse, Status
from pledges.importers.wxr import WxrComment
from pledges.markup.text import clean_line
from pledges.markup.web_address import host_of
from pledges.protocols.excerpt import shortened

_STATUS = {
    "1": Status.LIVE,
    "approve": Status.LIVE,
    "0": Status.WAITING,
    "hold": Status.WAITING,
    "spam": Status.SPAM,
    "trash": Status.TRASH,
    "post-trashed": Status.TRASH,
}
_TYPES = {
    "comment": ResponseType.REPLY,
    "reply": ResponseType.REPLY,
    "like": ResponseType.LIKE,
    "favorite": ResponseType.LIKE,
    "repost": ResponseType.REPOST,
    "bookmark": ResponseType.BOOKMARK,
    "rsvp": ResponseType.RSVP,
    "mention": ResponseType.MENTION,
    "webmention": ResponseType.MENTION,
    "tag": ResponseType.MENTION,
}
_SOURCES = ("webmention_source_url", "semantic_linkbacks_source", "semantic_linkbacks_canonical", "url")
_TITLED = re.compile(r"\s*<strong>(.*?)</strong>\s*(.*)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_MAX_EXCERPT = 400


def response_of(comment: WxrComment, blog: str, author_id: str, path: str) -> ImportedResponse | Problem:
    """Return the response, or the problem that it has no form here.

    ``blog`` tells one WordPress from another; ``author_id`` is the user who wrote the post.
    """
    label = f"comment {comment.id}"
    if not comment.id:
        return Problem(
            path, comment.line, "comment", "has no comment_id, so nobody could tell it from another"
        )
    status = _STATUS.get(comment.approved)
    if status is None:
        message = f'has the state "{comment.approved[:40]}", which nobody here knows'
        return Problem(path, comment.line, label, message)
    kind, kind_of_word = _kind(comment)
    if kind is None:
        message = f'is of the type "{comment.type[:40]}", which no conversation here shows'
        return Problem(path, comment.line, label, message)
    found = ImportedResponse(
        key=_key(blog, comment.id),
        parent=_key(blog, comment.parent) if comment.parent else "",
        target=comment.post.link or f"post:{comment.post.id}",
        kind=kind,
        type=kind_of_word,
        status=status,
        date=comment.date,
        role=Role.AUTHOR if comment.user and comment.user == author_id else None,
        place=f"line {comment.line}, {label}",
    )
    return dataclasses.replace(found, **_words(comment, kind, kind_of_word))


def _key(blog: str, number: str) -> str:
    return f"{blog}/comment-{number}"


def _kind(comment: WxrComment) -> tuple[Kind | None, ResponseType]:
    if comment.type in ("pingback", "trackback"):
        return Kind(comment.type), ResponseType.MENTION
    is_webmention = comment.meta.get("protocol") == "webmention" or comment.type == "webmention"
    if is_webmention or any(comment.meta.get(name) for name in _SOURCES[:2]):
        word = comment.meta.get("semantic_linkbacks_type") or comment.type
        return Kind.WEBMENTION, _TYPES.get(re.split(r"[:-]", word)[0], ResponseType.MENTION)
    return (Kind.COMMENT if comment.type == "comment" else None), ResponseType.REPLY


def _words(comment: WxrComment, kind: Kind, word: ResponseType) -> dict[str, Any]:
    """Return who says what, in the fields that such a response has."""
    name = _plain(comment.author)
    if kind is Kind.PINGBACK:
        return {
            "name": host_of(comment.url) or name,
            "title": name,
            "source": comment.url,
            "excerpt": _plain(comment.content),
        }
    if kind is Kind.TRACKBACK:
        titled = _TITLED.fullmatch(comment.content)
        title, excerpt = titled.groups() if titled else ("", comment.content)
        return {"name": name, "title": _plain(title), "source": comment.url, "excerpt": _plain(excerpt)}
    if kind is Kind.COMMENT:
        return {"name": name, "url": comment.url, "html": comment.content}
    source = next((found for key in _SOURCES if (found := comment.meta.get(key, ""))), "") or comment.url
    url = comment.meta.get("semantic_linkbacks_author_url") or comment.url
    said = {"name": name, "url": url, "source": source}
    if word is ResponseType.REPLY:
        return said | {"html": comment.content}
    if word is ResponseType.RSVP:
        said |= {"text": _answer(comment)}
    return said | {"excerpt": shortened(_plain(comment.content), _MAX_EXCERPT)}


def _answer(comment: WxrComment) -> str:
    """Return yes, no, maybe or interested, as the plugin noted it."""
    noted = comment.meta.get("semantic_linkbacks_type") or comment.meta.get("mf2_rsvp") or comment.type
    return re.split(r"[:-]", noted)[-1]


def _plain(text: str) -> str:
    return clean_line(html.unescape(_TAG.sub("", text)), 1_000)
