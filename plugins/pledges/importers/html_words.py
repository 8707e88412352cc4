"""What a reader meets in a piece of HTML: its words, where its links lead, its pictures and its shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pledges.importers.paragraphs import BLOCKS

_SHAPES = frozenset(
    {"li", "blockquote", "pre", "code", "em", "strong", "tr", "hr", "br", "del", "s", "sup", "sub"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def same_words(one: str, other: str) -> bool:
    """Tell whether a reader of these two pieces of HTML meets the same."""
    return _met(one) == _met(other)


def _met(html: str) -> tuple[str, list[str], Counter[str]]:
    root = LexborHTMLParser(f"<body>{html}").body
    words: list[str] = []
    targets: list[str] = []
    shapes: Counter[str] = Counter()
    if root is not None:
        for node in _nodes(root):
            _meet(node, words, targets, shapes)
    return " ".join("".join(words).split()), targets, shapes


def _nodes(root: LexborNode) -> Iterator[LexborNode | str]:
    """Yield the nodes in order, and an empty text where a block ends."""
    stack: list[LexborNode | str | None] = [root.child]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        if isinstance(node, str):
            yield node
            continue
        stack.append(node.next)
        if _is_of_ours(node):
            continue
        yield node
        if node.tag in BLOCKS:
            stack.append(" ")
        stack.append(node.child)


def _meet(node: LexborNode | str, words: list[str], targets: list[str], shapes: Counter[str]) -> None:
    if isinstance(node, str):
        words.append(node)
        return
    name = node.tag or ""
    if name == "-text":
        words.append(node.text_content or "")
        return
    if name in BLOCKS or name == "br":
        words.append(" ")
    if (name in _SHAPES and not _is_code_block(node)) or name in _HEADINGS:
        shapes["heading" if name in _HEADINGS else name] += 1
    attributes = node.attributes
    if name == "a" and attributes.get("href"):
        targets.append(f"{attributes['href']}")
    elif name == "img":
        targets.append(f"{attributes.get('src')} {(attributes.get('alt') or '').strip()}")
    elif name == "ol":
        targets.append(f"from {attributes.get('start') or 1}")
    elif name == "pre":
        targets.append((node.text() or "").strip("\n"))


def _is_of_ours(node: LexborNode) -> bool:
    """Tell whether our Markdown has added this: a heading's permalink, a footnote and its call."""
    classes = (node.attributes.get("class") or "").split()
    is_call = node.tag == "sup" and (node.attributes.get("id") or "").startswith("fnref")
    return is_call or (node.tag in ("a", "div") and not {"permalink", "footnote"}.isdisjoint(classes))


def _is_code_block(node: LexborNode) -> bool:
    return node.tag == "code" and node.parent is not None and node.parent.tag == "pre"
