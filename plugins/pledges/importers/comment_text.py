"""A stranger's HTML → the small Markdown that the record holds of what strangers write.

What :func:`pledges.markup.stranger.render_stranger` prints of the result reads like the HTML did:
paragraphs, line breaks, emphasis, web links, quotes, code and lists stay; of everything else, the words.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

from pledges.markup.web_address import safe_web_url

MAX_TAGS, MAX_CHARS = 2_000, 40_000
"""A comment with more tags, or more HTML, is taken for its words alone: its author was not a person."""

_STRUCTURE = {
    "p",
    "br",
    "em",
    "i",
    "strong",
    "b",
    "a",
    "blockquote",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "hr",
    "img",
}
_BLOCKS = {"div", "h1", "h2", "h3", "h4", "h5", "h6"}
_CLEANER = nh3.Cleaner(
    tags=_STRUCTURE | _BLOCKS,
    clean_content_tags={"script", "style", "noscript", "template", "iframe", "object"},
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
    url_schemes={"http", "https"},
    link_rel=None,
)
_TAG = re.compile(r"<(?:script|style)\b[^<>]*>[^<>]*|<[^<>]*>", re.IGNORECASE)
_GAP = re.compile(r"[ \t]{100,}")  # the converter takes quadratic time on it
_PARAGRAPHS = re.compile(r"</?(?:p|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>[ \t\r\n]*", re.IGNORECASE)
# What Markdown would read as more than itself: anywhere, around words, and where a line begins.
_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~\n]|\Z)|`|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_|_(?![^\W_])|\](?=[(:\[]|\Z)|\[(?=\Z)"
    r"|&(?=#?\w+;)|<(?=https?://|[\w.+\-]+@)"
)
_ENTITIES = {"&": "&amp;", "<": "&lt;"}
_OPENING = re.compile(
    r"^([ \t]*)(?:(#{1,6}(?![^\s])|[-+*](?![^\s])|>|~~~|=+[ \t]*$|-+[ \t]*$)|(\d{1,9})([.)](?![^\s])))",
    re.MULTILINE,
)
_MANY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def text_of_html(html: str) -> str:
    """Return a comment's HTML as small Markdown. Line ends within a paragraph stay, as systems print them.

    Takes time in proportion to the input; nesting of any depth and broken markup are survived.
    """
    if "<" not in _without_simple_tags(html):
        return _tidy(_of_paragraphs(html))
    if len(html) <= MAX_CHARS:
        clean = _GAP.sub(" ", _CLEANER.clean(html))
        if clean.count("<") <= MAX_TAGS:
            with suppress(RecursionError):  # nested as nobody writes
                return _tidy(_CONVERTER.convert_soup(BeautifulSoup(clean, "lxml")))
    return _tidy(escape_markdown(entities.unescape(_TAG.sub(" ", html)).strip()))


def escape_markdown(text: str) -> str:
    """Return plain text as Markdown that prints as the same text."""
    text = _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", text)
    return _OPENING.sub(lambda f: f"{f[1]}{f[3]}\\{f[4]}" if f[3] else f"{f[1]}\\{f[2]}", text)


def _without_simple_tags(html: str) -> str:
    return _BREAK.sub("", _PARAGRAPHS.sub("", html))


def _of_paragraphs(html: str) -> str:
    """Return the text of HTML that has only paragraphs and line breaks, as most comments do."""
    blocks = (_BREAK.sub("\n", block) for block in _PARAGRAPHS.split(html))
    texts = (entities.unescape(block).strip() for block in blocks)
    return "\n\n".join(escape_markdown(text) for text in texts if text)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


class _Converter(MarkdownConverter):
    """Markdownify's rules, with what :mod:`pledges.markup.stranger` reads otherwise."""

    def escape(self, text: str, parent_tags: AbstractSet[str]) -> str:
        """Return a piece of text escaped."""
        return escape_markdown(text)

    def convert_a(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        """Return a link, or its words where it leads nowhere on the web."""
        url = safe_web_url(str(el.get("href") or ""))
        if not url or "_noformat" in parent_tags or not text.strip():
            return text
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        words = " ".join(text.split())
        return f"{before}[{words}]({quote(url, safe=_IN_URL)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        """Return what a picture says instead of itself, or where it is."""
        alternative = " ".join(str(el.get("alt") or "").split())
        return escape_markdown(alternative) or safe_web_url(str(el.get("src") or ""))

    def _heading(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        """Return a heading as the bold paragraph that it is printed as."""
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words else ""

    convert_h1 = convert_h2 = convert_h3 = convert_h4 = convert_h5 = convert_h6 = _heading


_IN_URL = ":/?#@!$&'*+,;=%-._~[]"  # all but parentheses, which would end the link
_OPTIONS: dict[str, Any] = {"bullets": "-", "newline_style": "spaces", "strip_pre": "strip_one"}
_CONVERTER = _Converter(**_OPTIONS)
