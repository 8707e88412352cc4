"""WordPress's posts, pages and users → essays, pages and leaders."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pledges.domain.address import Folder
from pledges.domain.document import Image
from pledges.domain.essay import Essay
from pledges.domain.leader import Leader
from pledges.domain.page import Page
from pledges.errors import ContentError, Problem
from pledges.files.essay_file import format_essay
from pledges.files.leader_file import format_leader
from pledges.files.page_file import format_page
from pledges.importers.html_tree import Notes
from pledges.importers.wordpress_index import Index, is_draft
from pledges.importers.wordpress_places import Place, Places, words_of
from pledges.importers.wordpress_text import Media, WordPressText, words_of_picture
from pledges.importers.wxr import WxrAuthor, WxrPost
from pledges.markup.text import clean_line
from pledges.markup.web_address import safe_web_url

USERS_PAGE = "/wp-json/wp/v2/users?per_page=100"
"""Where a WordPress site describes its authors to everybody, as JSON."""

_MAX_TITLE = 300
_MAX_SUMMARY = 1_000
_WORDS_OF_TITLE = 8


@dataclass(frozen=True, slots=True)
class User:
    """What the export does not say of an author: their biography, and their own address."""

    description: str = ""
    url: str = ""


def read_users(path: Path | None) -> dict[str, User]:
    """Return users by their ids and names, from a saved page of ``/wp-json/wp/v2/users``.

    Raises ContentError when it is none.
    """
    if path is None:
        return {}
    try:
        rows = json.loads(path.read_bytes())
        found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else None
    except (ValueError, RecursionError):
        found = None
    if found is None:
        message = f"is not a list of users; save the page {USERS_PAGE} of the old site"
        raise ContentError([Problem(str(path), 1, "", message)])
    users = {}
    for row in found:
        user = User(_text(row, "description"), safe_web_url(_text(row, "url")))
        users.update({str(row.get("id")): user, _text(row, "name"): user})
    return users


@dataclass(slots=True)
class Documents:
    """Makes the files of one import. ``users`` from :func:`read_users`."""

    index: Index
    places: Places
    text: WordPressText
    users: Mapping[str, User] = field(default_factory=dict)

    def leader(self, login: str, notes: Notes) -> str:
        """Return the file of an author."""
        place, author = self.places.leaders[login], self.index.author_of(login)
        user = self._user(author)
        return format_leader(
            Leader(
                id=place.id,
                slug=place.slug,
                title=self.text.line(author.name) or login,
                url=user.url,
                body=self.text.markdown(user.description, notes),
            )
        )

    def document(self, post: WxrPost, notes: Notes) -> str:
        """Return the file of a post or page."""
        place = self.places.posts[post.id]
        draft = is_draft(post)
        body = self.text.markdown(
            post.content, notes, post_id=post.id, footnotes=post.first("footnotes"), is_draft=draft
        )
        if draft and post.status in ("private", "publish"):
            notes.say("not everybody could read it, so it is a draft here")
        title = self._title(post, body, notes)
        summary = self.text.line(post.excerpt, _MAX_SUMMARY)
        if place.folder is Folder.PAGES:
            page = Page(
                id=place.id,
                slug=place.slug,
                title=title,
                summary=summary,
                body=body,
                draft=draft,
                aliases=place.aliases,
            )
            return format_page(page)
        return format_essay(self._essay(post, place, title, summary, body, notes))

    def _essay(self, post: WxrPost, place: Place, title: str, summary: str, body: str, notes: Notes) -> Essay:
        words, draft = words_of(post), is_draft(post)
        date = post.date or post.modified
        if date is None:
            notes.say("it has no date: 1970-01-01 is written")
            date = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        changed = post.modified.date() if post.modified else None
        leader = self.places.leaders.get(post.author)
        return Essay(
            id=place.id,
            slug=place.slug,
            title=title,
            date=date.date(),
            at=None if draft else date,
            updated=changed if changed and changed > date.date() and not draft else None,
            author=leader.slug if leader else "",
            category=words.category,
            tags=words.tags,
            series=words.series,
            summary=summary,
            image=self._image(post.first("_thumbnail_id"), notes),
            body=body,
            draft=draft,
            aliases=place.aliases,
            feed_id=place.feed_id,
        )

    def _title(self, post: WxrPost, body: str, notes: Notes) -> str:
        if title := self.text.line(post.title, _MAX_TITLE):
            return title
        words = self.text.line(post.content, 2_000).split()
        notes.say("it has no title: its first words are written")
        return " ".join(words[:_WORDS_OF_TITLE]) + ("…" if len(words) > _WORDS_OF_TITLE else "") or "Untitled"

    def _image(self, media_id: str, notes: Notes) -> Image | None:
        media = self.index.media.get(media_id) if media_id else None
        if media is None:
            return None
        new = self.text.uploads.new_address(media.url)
        if not new:
            notes.say(f"its picture {media.url} {self.text.uploads.why_not(media.url)}")
            return None
        return Image(new, self._alternative(media, notes), self.text.line(media.caption))

    def _alternative(self, media: Media, notes: Notes) -> str:
        return clean_line(media.alt) or self.text.line(media.caption) or words_of_picture(media.url, notes)

    def _user(self, author: WxrAuthor) -> User:
        return self.users.get(author.id) or self.users.get(author.name) or User()


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
