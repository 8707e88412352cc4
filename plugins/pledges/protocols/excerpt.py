"""A page's own words: the text around a link, without navigation and share buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pledges.markup.text import clean_line
from pledges.protocols.discovery import base_of
from pledges.protocols.web_url import comparable, resolve

MAX_PART = 100
_ELISION = "[…]"
_ENOUGH_CONTEXT = 40
_MAX_CLIMB = 6

_IGNORED_TAGS = [
    *("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "iframe"),
    *("svg", "select", "textarea", "object", "math", "dialog", "head", "title"),
]
_SHARE_BUTTONS = (
    ".sharedaddy, .jp-relatedposts, #jp-post-flair, .addtoany_share_save_container, "
    ".heateor_sss_sharing_container, .share-buttons, .sharing, .social-share, .social-links, "
    ".wp-block-social-links, [class*='share-button'], [class*='shariff'], [hidden], [aria-hidden='true']"
)
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
        *("li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
_SERVICE = (
    r"(?:Click to (?:share|email|print)[^.\n]{0,60}?\(Opens in new window\)|\(Opens in new window\)|"
    r"(?:Twitter|Facebook|LinkedIn|E-?[Mm]ail|Print|Reddit|Pinterest|Tumblr|WhatsApp|Telegram|Pocket|Skype|"
    r"Mastodon|Bluesky|Threads|Tweet|More|Like(?!\s*this)|X|Loading(?:\.{3}|…)?)(?![a-z]))"
)
_SHARE_TEXT = re.compile(rf"(?:Share this|Share on|Like this|Sharing is caring)\s*[:!]?\s*(?:{_SERVICE}\s*)+")


def page_text(html: str) -> str:
    """Return the readable text of a page on one line."""
    tree = _readable(html)
    return " ".join("".join(_pieces(tree.body)).split()) if tree.body else ""


def excerpt_around(html: str, source_url: str, targets: Iterable[str]) -> str:
    """Return ``[…] before LINKTEXT after […]``, at most 100 characters each, cut at spaces.

    The link is the first to one of ``targets`` outside navigation, footers and the like; an
    empty string if there is none.
    """
    tree = _readable(html)
    link = _link(tree, source_url, {key for target in targets if (key := comparable(target))})
    if link is None:
        return ""
    before, inside, after = _around(link, _context(link))
    parts = _tail(_tidy(before)), _cut(_tidy(inside).strip()), _head(_tidy(after))
    return clean_line("".join(parts), 4 * MAX_PART)


def shortened(text: str, max_characters: int = 3 * MAX_PART) -> str:
    """Return the beginning of a text, cut at a space, its share buttons gone."""
    line = _tidy(clean_line(text, 2 * max_characters)).strip()
    return line if len(line) <= max_characters else f"{_whole_words(line, max_characters)} {_ELISION}"


def _readable(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html)
    tree.strip_tags(_IGNORED_TAGS, recursive=True)
    for junk in tree.css(_SHARE_BUTTONS):
        junk.decompose()
    return tree


def _link(tree: LexborHTMLParser, source_url: str, wanted: set[str]) -> LexborNode | None:
    base = base_of(tree, source_url)
    for link in tree.css("a[href]"):
        if comparable(resolve(base, link.attributes.get("href") or "")) in wanted:
            return link
    return None


def _context(link: LexborNode) -> LexborNode:
    """Return the nearest block that says enough around the link to be worth quoting."""
    node, link_length = link, len(link.text())
    for _ in range(_MAX_CLIMB):
        parent = node.parent
        if parent is None or parent.tag in {None, "html"}:
            return node
        node = parent
        if node.tag in _BLOCKS and len(" ".join(node.text().split())) >= link_length + _ENOUGH_CONTEXT:
            return node
    return node


def _around(link: LexborNode, context: LexborNode) -> tuple[str, str, str]:
    texts: tuple[list[str], list[str], list[str]] = ([], [], [])
    place = inside_left = 0
    for node in context.traverse(include_text=True):
        if node.mem_id == link.mem_id:
            place, inside_left = 1, sum(1 for _ in link.traverse(include_text=True))
        texts[place].append(_piece(node))
        if place == 1:
            inside_left -= 1
            place = 2 if inside_left == 0 else 1
    before, inside, after = ("".join(part) for part in texts)
    return before, inside, after


def _pieces(root: LexborNode) -> Iterator[str]:
    for node in root.traverse(include_text=True):
        yield _piece(node)


def _piece(node: LexborNode) -> str:
    """Return a node's own text, with a space where a block begins or has just ended."""
    previous = node.prev
    gap = " " if node.tag in _BLOCKS or (previous is not None and previous.tag in _BLOCKS) else ""
    return gap + (node.text_content or "") if node.is_text_node else gap


def _tidy(text: str) -> str:
    return _SHARE_TEXT.sub(" ", re.sub(r"\s+", " ", text)).replace("  ", " ")


def _tail(text: str) -> str:
    text = text.lstrip()
    if len(text) <= MAX_PART:
        return text
    return f"{_ELISION} {text[-MAX_PART:].partition(' ')[2]}"


def _head(text: str) -> str:
    text = text.rstrip()
    return text if len(text) <= MAX_PART else f"{_whole_words(text, MAX_PART)} {_ELISION}"


def _cut(text: str) -> str:
    return text if len(text) <= MAX_PART else f"{_whole_words(text, MAX_PART - 1)}…"


def _whole_words(text: str, max_characters: int) -> str:
    start, space, _ = text[: max_characters + 1].rpartition(" ")
    return start if space and start.strip() else text[:max_characters]
