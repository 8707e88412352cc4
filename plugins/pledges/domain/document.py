"""What essays, pledges, leaders and pages have in common: they are one Markdown file each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Image:
    """A picture under ``content/images/``: ``src`` as written, its text alternative, a caption."""

    src: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A titled address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Markdown file of the record.

    ``id`` never changes; ``slug`` is the file's name and may. ``body`` is the author's Markdown,
    ``body_line`` the line of the file it begins on (from 1), ``path`` the file relative to the
    content folder (``pledges/x.md``).
    """

    id: str
    slug: str
    title: str
    body: str = ""
    body_line: int = 1
    path: str = ""
    lang: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    feed_id: str = ""
