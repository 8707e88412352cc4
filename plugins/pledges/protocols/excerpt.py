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

_IGNORED_TAGS = frozenset(
    {
        *("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "iframe"),
        *("svg", "select", "textarea", "object", "math", "dialog", "head", "title"),
    }
)
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
    tree = LexborHTMLParser(html)
    nodes = _readable(tree.root, _junk(tree)) if tree.root else iter(())
    return " ".join("".join(map(_piece, nodes)).split())


def excerpt_around(html: str, source_url: str, targets: Iterable[str]) -> str:
    """Return ``[…] before LINKTEXT after […]``, at most 100 characters each, cut at spaces.

    The link is the first to one of ``targets`` outside navigation, footers and the like; an
    empty string if there is none.
    """
    tree = LexborHTMLParser(html)
    junk, base = _junk(tree), base_of(tree, source_url)
    wanted = {key for target in targets if (key := comparable(target))}
    nodes = _readable(tree.root, junk) if tree.root else iter(())
    link = next((node for node in nodes if _is_link(node, base, wanted)), None)
    if link is None:
        return ""
    before, inside, after = _around(link, _context(link, junk), junk)
    parts = _tail(_tidy(before)), _cut(_tidy(inside).strip()), _head(_tidy(after))
    return clean_line("".join(parts), 4 * MAX_PART)


def shortened(text: str, max_characters: int = 3 * MAX_PART) -> str:
    """Return the beginning of a text, cut at a space, its share buttons gone."""
    line = _tidy(clean_line(text, 2 * max_characters)).strip()
    return line if len(line) <= max_characters else f"{_whole_words(line, max_characters)} {_ELISION}"


def _junk(tree: LexborHTMLParser) -> set[int]:
    return {node.mem_id for node in tree.css(_SHARE_BUTTONS)}


def _readable(root: LexborNode, junk: set[int]) -> Iterator[LexborNode]:
    """Yield the nodes of a tree in the document's order, without what is not the page's own text.

    The tree is not changed: taking a node out of it frees those inside, which may be held.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.mem_id != root.mem_id and node.next is not None:
            waiting.append(node.next)
        if node.tag in _IGNORED_TAGS or node.mem_id in junk:
            continue
        yield node
        if node.first_child is not None:
            waiting.append(node.first_child)


def _is_link(node: LexborNode, base: str, wanted: set[str]) -> bool:
    href = node.attributes.get("href") if node.tag == "a" else None
    return href is not None and comparable(resolve(base, href)) in wanted


def _context(link: LexborNode, junk: set[int]) -> LexborNode:
    """Return the nearest block that says enough around the link to be worth quoting."""
    node, enough = link, _length(link, junk) + _ENOUGH_CONTEXT
    for _ in range(_MAX_CLIMB):
        if node.parent is None or node.parent.tag == "html":
            return node
        node = node.parent
        if node.tag in _BLOCKS and _length(node, junk) >= enough:
            return node
    return node


def _length(node: LexborNode, junk: set[int]) -> int:
    return len(" ".join("".join(map(_piece, _readable(node, junk))).split()))


def _around(link: LexborNode, context: LexborNode, junk: set[int]) -> tuple[str, str, str]:
    """Return the text of a block before, in and after a link in it."""
    in_link = {node.mem_id for node in _readable(link, junk)}
    before: list[str] = []
    inside: list[str] = []
    after: list[str] = []
    for node in _readable(context, junk):
        part = inside if node.mem_id in in_link else after if inside else before
        part.append(_piece(node))
    return "".join(before), "".join(inside), "".join(after)


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
