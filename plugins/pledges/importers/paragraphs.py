"""Paragraphs and lines in a tree of HTML, where somebody relied on line ends, or on nothing at all."""

from __future__ import annotations

import re

from bs4.element import NavigableString, PageElement, Tag

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote center details dd div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th "
        "thead tr ul",
    )
)
"""The tags that begin a new line."""

LINE = "line"
"""Stands around the text of an item that is no paragraph; HTML has no such tag."""

_PARTING = re.compile(r"\n[ \t\r]*\n\s*")


def make_paragraphs(container: Tag, *, line_ends_count: bool) -> None:
    """Make paragraphs of the texts that stand directly in a container."""
    run: list[PageElement] = []
    for child in [*container.contents, None]:
        if child is None or (isinstance(child, Tag) and child.name in BLOCKS):
            _wrap_run(run, line_ends_count=line_ends_count)
            run = []
        else:
            run.append(child)


def _wrap_run(run: list[PageElement], *, line_ends_count: bool) -> None:
    """Wrap the run's nodes, a new paragraph behind every empty line where line ends count."""
    paragraph = None
    for node in run:
        texts = _PARTING.split(str(node)) if line_ends_count and _is_text(node) else [None]
        for place, text in enumerate(texts):
            if place:
                paragraph = None
            part = node if text is None else NavigableString(text)
            if paragraph is None:
                paragraph = Tag(name="p")
                node.insert_before(paragraph)
            paragraph.append(part.extract() if text is None else part)
        if texts != [None]:
            node.extract()
    # The paragraphs that came to hold nothing go with the other empty ones.


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString)


def break_lines(tree: Tag) -> None:
    """Turn the line ends within paragraphs into line breaks, as the old editor of WordPress shows them."""
    for text in list(tree.find_all(string=re.compile(r"\n"))):
        if not text.find_parent("p") or text.find_parent(["pre", "code", "td", "th"]):
            continue
        pieces = str(text).split("\n")
        for piece in pieces[:-1]:
            text.insert_before(NavigableString(piece), Tag(name="br", can_be_empty_element=True))
        text.replace_with(NavigableString(pieces[-1]))


def part_at_double_breaks(paragraph: Tag) -> None:
    """Make two paragraphs where somebody typed two line breaks to get them."""
    parts: list[list[PageElement]] = [[]]
    breaks = 0
    for child in list(paragraph.contents):
        is_break = isinstance(child, Tag) and child.name == "br"
        if not is_break and (isinstance(child, Tag) or str(child).strip()):
            breaks = 0
        breaks += is_break
        if is_break and breaks == 2:
            parts.append([])
        parts[-1].append(child)
    for part in reversed(parts[1:]):
        following = Tag(name="p")
        for child in part:
            following.append(child.extract())
        paragraph.insert_after(following)


def trim_breaks(paragraph: Tag) -> None:
    """Take away the line breaks at both ends."""
    for step in (1, -1):
        for part in paragraph.contents[::step]:
            if isinstance(part, Tag) and part.name == "br":
                part.decompose()
            elif isinstance(part, Tag) or str(part).strip():
                break


def wrap_lines(item: Tag) -> None:
    """Mark the text that stands directly in a list's item as a line of its own: only its beginning may
    be taken for markup.
    """
    run: list[PageElement] = []
    for child in [*item.contents, None]:
        if child is not None and not (isinstance(child, Tag) and child.name in BLOCKS):
            run.append(child)
            continue
        if any(isinstance(part, Tag) or str(part).strip() for part in run):
            line = Tag(name=LINE)
            run[0].insert_before(line)
            for part in run:
                line.append(part.extract())
        run = []
