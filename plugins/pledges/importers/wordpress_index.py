"""The first reading of a WordPress export: what there is, without the texts."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pledges.importers.wordpress_text import Media
from pledges.importers.wxr import WxrAuthor, WxrPost, WxrSite, read_wxr

_KEPT_META = ("_wp_old_slug", "_thumbnail_id")
_NO_CONTENT = ("trash", "auto-draft", "inherit")
_PUBLIC = ("publish", "future")
# What WordPress itself puts into every export and no reader has ever seen.
_MACHINERY = (
    "nav_menu_item",
    "wp_global_styles",
    "wp_navigation",
    "wp_template",
    "wp_template_part",
    "revision",
)


@dataclass(slots=True)
class Index:
    """What an export holds. ``posts`` are posts and pages without their texts, in the export's order;
    ``left_out`` says how many of what are not imported.
    """

    bases: list[str] = field(default_factory=list)
    authors: dict[str, WxrAuthor] = field(default_factory=dict)
    posts: dict[str, WxrPost] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def blog(self) -> str:
        """The blog's address without scheme: what tells its rows from those of another WordPress."""
        return self.bases[0].partition("://")[2].strip("/") if self.bases else "blog"

    def author_of(self, login: str) -> WxrAuthor:
        """Return who signs in with this name; old exports list nobody and name people as they are shown."""
        return self.authors.get(login) or WxrAuthor("", login, login)


def read_index(path: Path) -> Index:
    """Read an export once. Raises ContentError as :func:`read_wxr` does."""
    index = Index()
    for found in read_wxr(path):
        if isinstance(found, WxrSite):
            index.bases = list(dict.fromkeys([found.url, *index.bases]))  # the blog stands behind its network
        elif isinstance(found, WxrAuthor):
            index.authors[found.login] = found
        elif isinstance(found, WxrPost):
            _add(index, found)
    return index


def is_draft(post: WxrPost) -> bool:
    """Tell whether not everybody could read a post: what was hidden there is not published here."""
    return post.has_password or post.status not in _PUBLIC


def _add(index: Index, post: WxrPost) -> None:
    if post.type == "attachment":
        alt = post.first("_wp_attachment_image_alt")
        index.media[post.id] = Media(post.attachment_url or post.guid, alt, post.excerpt, post.parent)
    elif post.type == "wp_block":
        index.reusable[post.id] = post.content
    elif post.type not in ("post", "page"):
        if post.type not in _MACHINERY:
            index.left_out[f'of the type "{post.type[:40]}", which this site has no kind for'] += 1
    elif post.status in _NO_CONTENT:
        index.left_out["in the trash"] += 1
    else:
        index.posts[post.id] = dataclasses.replace(post, content="", excerpt="", meta=_short(post.meta))


def _short(meta: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {key: meta[key] for key in _KEPT_META if key in meta}
