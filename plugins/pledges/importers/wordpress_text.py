"""The content of a WordPress post → Markdown as authors here write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from bs4.element import NavigableString, Tag

from pledges.files.picture_file import ENDINGS
from pledges.importers.essay_markdown import essay_markdown
from pledges.importers.html_tree import CALL, Notes, finish_tree, read_tree
from pledges.importers.old_site import OldSite
from pledges.importers.shortcodes import STANDARD, Shortcode, Shortcodes, Show
from pledges.importers.uploads import Uploads
from pledges.importers.wordpress_blocks import expand_blocks, is_of_blocks, read_footnotes
from pledges.markup.text import clean_line, plain_text

_URL = re.compile(r"https?://[^\s<>\"']+")
_PLAYED = ("iframe", "video", "audio", "embed", "object")
_YOUTUBE = re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com$")
_WORDS_IN_NAME = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Media:
    """An attachment: its address, text alternative and caption, and the post it was added to."""

    url: str
    alt: str = ""
    caption: str = ""
    parent: str = ""


@dataclass(slots=True)
class WordPressText:
    """Converts texts of one old site. ``media`` and ``reusable`` blocks are known by their ids."""

    site: OldSite
    uploads: Uploads
    media: Mapping[str, Media] = field(default_factory=dict)
    reusable: Mapping[str, str] = field(default_factory=dict)

    def markdown(
        self, content: str, notes: Notes, *, post_id: str = "", footnotes: str = "", is_draft: bool = False
    ) -> str:
        """Return the Markdown; ``notes`` gets what was left out or written differently."""
        text = plain_text(content, max_chars=max(len(content), 1))
        has_blocks = is_of_blocks(text)
        text = expand_blocks(text, self.reusable, notes)
        text = Shortcodes(self._shortcodes(post_id), notes).shown(text)
        tree = read_tree(text, notes)
        calls = _call_footnotes(tree, read_footnotes(footnotes))
        _link_what_is_played(tree, notes)
        _link_bare_addresses(tree, in_lines=not has_blocks)
        self._move(tree, notes, is_draft=is_draft)
        finish_tree(tree, line_ends_count=not has_blocks)
        definitions = [self._footnote(html, notes, is_draft=is_draft) for html in calls]
        markdown, kept = essay_markdown(tree, definitions)
        if kept:
            notes.say(
                f"{kept} {'block' if kept == 1 else 'blocks'} stayed HTML: Markdown would show something else"
            )
        return markdown

    def line(self, html: str, max_chars: int = 300) -> str:
        """Return HTML as text on one line: for titles and summaries."""
        return clean_line(read_tree(html, Notes()).get_text(" " if "<p" in html else ""), max_chars)

    # --- shortcodes -------------------------------------------------------------------------------

    def _shortcodes(self, post_id: str) -> Mapping[str, Show]:
        def gallery(code: Shortcode) -> str | None:
            return self._gallery(code, post_id)

        return {**STANDARD, "gallery": gallery}

    def _gallery(self, code: Shortcode, post_id: str) -> str | None:
        """Show the pictures that are named, else all that were added to the post."""
        named = re.findall(r"\d+", code.attributes.get("ids") or code.attributes.get("include") or "")
        ids = named or [key for key, media in self.media.items() if post_id and media.parent == post_id]
        found = [media for key in ids if (media := self.media.get(key)) and _is_picture(media.url)]
        return "\n\n".join(map(_figure, found)) if found else None

    # --- where things are now ---------------------------------------------------------------------

    def _move(self, tree: Tag, notes: Notes, *, is_draft: bool) -> None:
        for picture in tree.find_all("img"):
            self._move_picture(picture, notes)
        for link in tree.find_all("a", href=True):
            self._move_link(link, notes, is_draft=is_draft)

    def _move_picture(self, picture: Tag, notes: Notes) -> None:
        src = str(picture.get("data-src") or picture.get("data-lazy-src") or picture.get("src") or "")
        url = self.site.absolute(src.strip())
        alt = _alternative(picture, url, notes)
        if new := self.uploads.new_address(url):
            picture["src"], picture["alt"] = new, alt
            return
        if not url.startswith(("http:", "https:")):
            notes.say(f"a picture without a web address is left out: {url[:60]!r}")
            picture.decompose()
            return
        notes.say(f"the picture {url} {self.uploads.why_not(url)}: it became a link")
        if picture.find_parent("a") is None:
            picture.name, picture.attrs = "a", {"href": url}
        else:
            picture.name, picture.attrs = "span", {}
        picture.string = alt

    def _move_link(self, link: Tag, notes: Notes, *, is_draft: bool) -> None:
        url = self.site.absolute(str(link["href"]).strip())
        link["href"] = url
        if not self.site.has(url):
            return
        new = self.uploads.new_address(url) or self.site.new_address(url, from_draft=is_draft)
        if new:
            link["href"] = new
        else:
            notes.say(f"a link still leads to the old site: {url}")

    def _footnote(self, html: str, notes: Notes, *, is_draft: bool) -> str:
        tree = read_tree(html, notes)
        self._move(tree, notes, is_draft=is_draft)
        finish_tree(tree, line_ends_count=False)
        return essay_markdown(tree)[0]


def _is_picture(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(ENDINGS)


def _figure(media: Media) -> str:
    caption = f"<figcaption>{media.caption}</figcaption>" if media.caption else ""
    return f'<figure><img src="{escape(media.url)}" alt="{escape(media.alt)}">{caption}</figure>'


def _alternative(picture: Tag, url: str, notes: Notes) -> str:
    """Return the picture's words: its text alternative, caption or title, else the name of its file."""
    figure = picture.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    for words in (picture.get("alt"), caption.get_text() if caption else "", picture.get("title")):
        if text := clean_line(str(words or "")):
            return text
    return words_of_picture(url, notes)


def words_of_picture(url: str, notes: Notes) -> str:
    """Return the words of a file's name, for want of a text alternative, and note it."""
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    name = _WORDS_IN_NAME.sub(" ", re.sub(r"-\d+x\d+$", "", stem)).strip() or "Picture"
    notes.say(f'a picture has no text alternative: "{name}" is written from its file\'s name')
    return name


def _link_what_is_played(tree: Tag, notes: Notes) -> None:
    """Put a link where a film, a sound or another page was shown: pages here load nothing from elsewhere."""
    for tag in tree.find_all(_PLAYED):
        if tag.decomposed:
            continue
        url = next((found for name in ("src", "data-src", "data") for found in _sources(tag, name)), "")
        words = clean_line(str(tag.get("title") or "")) or _watched(url)
        notes.say(f"an embedded <{tag.name}> became a link" if url else f"an empty <{tag.name}> is left out")
        tag.clear()
        tag.name, tag.attrs = ("a", {"href": _watched(url)}) if url else ("span", {})
        tag.string = words if url else ""


def _sources(tag: Tag, name: str) -> Iterator[str]:
    for element in [tag, *tag.find_all(["source", "embed"])]:
        url = str(element.get(name) or "").strip()
        url = f"https:{url}" if url.startswith("//") else url
        if url and not url.lower().startswith(("about:", "javascript:", "data:")):
            yield url


def _watched(url: str) -> str:
    """Return the address at which people watch what is embedded from ``url``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    name = parts.path.rpartition("/")[2]
    if _YOUTUBE.match(parts.netloc) and parts.path.startswith("/embed/") and name != "videoseries":
        start = parse_qs(parts.query).get("start", [""])[0]
        return f"https://www.youtube.com/watch?v={name}" + (f"&t={start}" if start.isdigit() else "")
    if parts.netloc == "player.vimeo.com" and name.isdigit():
        return f"https://vimeo.com/{name}"
    return url


def _link_bare_addresses(tree: Tag, *, in_lines: bool) -> None:
    """Link an address that stands alone in a paragraph (or a line): WordPress shows what is there."""
    for text in list(tree.find_all(string=_URL)):
        parent = text.parent
        if parent is None or text.find_parent(["a", "pre", "code"]):
            continue
        alone = parent.get_text().strip() == str(text).strip() and parent.name in ("p", "div", "figure")
        if alone or (in_lines and parent.name in ("body", "p", "div")):
            _link_lines(text)


def _link_lines(text: NavigableString) -> None:
    pieces = re.split(rf"(?m)^([ \t]*)({_URL.pattern})([ \t]*)$", str(text))
    if len(pieces) == 1:
        return
    for place, piece in enumerate(pieces):
        if place % 4 == 2:
            link = Tag(name="a", attrs={"href": piece})
            link.string = piece
            text.insert_before(link)
        elif piece:
            text.insert_before(piece)
    text.extract()


def _call_footnotes(tree: Tag, footnotes: Mapping[str, str]) -> list[str]:
    """Mark the calls of footnotes in the tree; return the HTML of those that are called, in order."""
    order: dict[str, int] = {}
    for call in tree.find_all("sup", attrs={"data-fn": True}):
        name = str(call["data-fn"])
        if name in footnotes:
            number = order.setdefault(name, len(order) + 1)
            call.clear()
            call.name, call.attrs = CALL, {"n": str(number)}
    return [footnotes[name] for name in order]
