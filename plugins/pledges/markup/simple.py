"""The Markdown that most texts consist of, converted many times as fast as the whole language.

Headings, paragraphs, flat lists and quotes; emphasis, code spans and web links within. A text with
anything else in it, or with anything that could be read in two ways, is left to Python-Markdown: what is
made here is, to the byte, what it would have made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown.extensions.toc import slugify_unicode

_PLAIN = r"[^\\`*_\[\]<>&{}|~^\n\t]"  # nothing that can mean more than itself
_WORDS = rf"(?! ){_PLAIN}+(?<! )"
_SPAN = re.compile(
    rf"(?<![\w*])\*\*(?P<strong>{_WORDS})\*\*(?![\w*])"
    rf"|(?<![\w*])\*(?P<em>{_WORDS})\*(?![\w*])"
    r"|(?<!`)`(?P<code>\w(?:[\w .,:=/+-]*\w)?)`(?!`)"
    rf"|(?<!!)\[(?P<label>{_WORDS})\]\((?P<url>https?://[A-Za-z0-9./:%#?=+,;-]+)\)"
)
_REST = re.compile(r"[^\\`*_\[\]<>&{}|~^\t]*")  # the same, and line ends
_HEADING = re.compile(r"(#{2,6}) ([^\W_](?:[\w ,.;:()?-]*[^\W_])?\??)")
_BULLET = re.compile(r"- (\S.*)")
_NUMBER = re.compile(r"\d\. (\S.*)")
_QUOTED = re.compile(r"> (\S.*)")
# What a line of a paragraph, an item or a quote must not begin with, or it could be something else.
_OPENS_SOMETHING = re.compile(r"[ #>*+=:|-]|\d+[.)]|!!!")


class NotSimple(Exception):
    """The text needs the whole of Markdown."""


@dataclass(slots=True)
class SimpleMarkdown:
    """Converts one text. ``prefix`` stands before the headings' ids, ``top_level`` is the highest's."""

    prefix: str
    top_level: int
    headings: list[tuple[int, str, str]] = field(default_factory=list)  # level, id, title
    _outline: list[int] = field(default_factory=list)

    def convert(self, text: str) -> str:
        """Return the text as Python-Markdown's HTML. Raises NotSimple."""
        return "\n".join(self._blocks(text))

    def _blocks(self, text: str) -> Iterator[str]:
        before = ""
        for block in re.split(r"\n{2,}", text.strip("\n")):
            kind, html = self._block(block.split("\n"), block)
            if kind == before and kind in ("list", "quote"):
                raise NotSimple  # neighbours of one kind can be one
            before = kind
            yield html

    def _block(self, lines: list[str], block: str) -> tuple[str, str]:
        if found := _HEADING.fullmatch(block):
            return "heading", self._heading(len(found[1]), found[2])
        if items := _all(_BULLET, lines):
            return "list", f"<ul>\n{_items(items)}\n</ul>"
        if block.startswith("1. ") and (items := _all(_NUMBER, lines)):
            return "list", f"<ol>\n{_items(items)}\n</ol>"
        if quoted := _all(_QUOTED, lines):
            return "quote", f"<blockquote>\n<p>{_inline(quoted)}</p>\n</blockquote>"
        return "p", f"<p>{_inline(lines)}</p>"

    def _heading(self, typed: int, title: str) -> str:
        """Give a heading its level in the outline and its id, as PledgesExtension and toc do."""
        while self._outline and self._outline[-1] >= typed:
            self._outline.pop()
        self._outline.append(typed)
        level = min(6, self.top_level + len(self._outline) - 1)
        identity = self.prefix + slugify_unicode(title, "-")
        if "  " in title or any(identity == other for _, other, _ in self.headings):
            raise NotSimple
        self.headings.append((level, identity, title))
        link = f'<a class="permalink" href="#{identity}" title="Link to this heading">#</a>'
        return f'<h{level} id="{identity}">{title}{link}</h{level}>'


def _all(shape: re.Pattern[str], lines: list[str]) -> list[str]:
    """Return what stands behind the mark of every line, or nothing if one has none."""
    found = [shape.fullmatch(line) for line in lines]
    return [match[1] for match in found if match] if all(found) else []


def _items(items: list[str]) -> str:
    return "\n".join(f"<li>{_inline([item])}</li>" for item in items)


def _inline(lines: list[str]) -> str:
    if any(not line or line[-1] == " " or _OPENS_SOMETHING.match(line) for line in lines):
        raise NotSimple
    text = "\n".join(lines)
    parts, end = [], 0
    if "*" in text or "`" in text or "[" in text:
        for found in _SPAN.finditer(text):
            parts += [_rest(text, end, found.start()), _span(found)]
            end = found.end()
    parts.append(_rest(text, end, len(text)))
    return "".join(parts)


def _rest(text: str, start: int, end: int) -> str:
    if not _REST.fullmatch(text, start, end):
        raise NotSimple
    return text[start:end]


def _span(found: re.Match[str]) -> str:
    name = found.lastgroup
    if name == "url":
        return f'<a href="{found["url"]}">{found["label"]}</a>'
    return f"<{name}>{found[name or 0]}</{name}>"
