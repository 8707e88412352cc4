"""HTML of other systems as a tree that holds only what an essay can hold."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from pledges.importers.paragraphs import (
    BLOCKS,
    LINE,
    break_lines,
    make_paragraphs,
    part_at_double_breaks,
    trim_breaks,
    wrap_lines,
)
from pledges.markup.author import clean_html

CALL = "call"
"""Stands where a footnote, whose number is ``n``, is called; HTML has no such tag either."""

_MAX_DEPTH = 100
_RENAMED = {
    "b": "strong",
    "i": "em",
    "strike": "s",
    "tt": "code",
    "acronym": "abbr",
    "listing": "pre",
    "xmp": "pre",
}
_WITHOUT_MEANING = frozenset(re.findall(r"\w+", "big blink font label nobr picture span"))
_LEFT_OUT = frozenset(
    re.findall(
        r"\w+",
        "base button canvas form head input link map meta noscript script select style svg template textarea",
    )
)
_UNMENTIONED = frozenset({"noscript", "style", "meta", "link", "head", "base", "template"})
_CONTAINERS = frozenset(
    re.findall(
        r"\w+", "address article aside body center div fieldset footer header hgroup html main nav section"
    )
)
_EMPTY_WITHOUT_TEXT = re.findall(r"\w+", "strong em s u del ins code sup sub small mark a p li")
_JOINED = ("strong", "em", "s", "u", "code")
_KEPT = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "role"),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "abbr": ("title",),
    "dfn": ("title",),
    "time": ("datetime",),
    "del": ("cite", "datetime"),
    "ins": ("cite", "datetime"),
    "pre": ("class",),
    "code": ("class",),
    CALL: ("n",),
}
_EVERYWHERE = ("id", "lang", "dir")
_UNSAFE = re.compile(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f()<>\"'\\`*\[\]]")


@dataclass(slots=True)
class Notes:
    """What there is to say about one text: what was left out of it, and what was written differently."""

    _said: dict[str, None] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """What was said, in order."""
        return list(self._said)

    def say(self, line: str) -> None:
        """Add a sentence, once."""
        self._said[line] = None


def read_tree(html: str, notes: Notes) -> Tag:
    """Return the HTML as a tree without scripts, forms, comments and what only says how it looks."""
    soup = BeautifulSoup(html, "lxml")
    tree = soup.body or soup
    _drop_comments(tree)
    _drop_unfit(tree, notes)
    _flatten(tree, notes)
    for tag in tree.find_all(list(_RENAMED)):
        tag.name = _RENAMED[tag.name]
    for tag in tree.find_all(list(_WITHOUT_MEANING)):
        tag.unwrap()
    tree.smooth()
    return tree


def finish_tree(tree: Tag, *, line_ends_count: bool) -> None:
    """Give the tree its final shape: blocks at the top, no attributes but those with a meaning.

    ``line_ends_count``: in this text an empty line parts paragraphs and a line end breaks a line, as the
    old editor of WordPress had it.
    """
    for figure in reversed(tree.find_all("figure")):
        _settle_figure(figure)
    _push_inline_down(tree)
    _strip_attributes(tree)
    for container in [*tree.find_all(["blockquote", "div"]), tree]:
        if container is tree or line_ends_count or container.find(list(BLOCKS), recursive=False):
            make_paragraphs(container, line_ends_count=line_ends_count)
    for tag in tree.find_all(list(_CONTAINERS)):
        _open_container(tag)
    if line_ends_count:
        break_lines(tree)
    _tidy(tree)
    for item in tree.find_all(["li", "dd"]):
        wrap_lines(item)


def block_html(block: Tag) -> str:
    """Return a block as HTML that may stand in an essay."""
    for tag in [block, *block.find_all(["pre", "code"])]:
        del tag["class"]
    for tag in block.find_all(LINE):
        tag.unwrap()
    return clean_html(str(block)).strip()


# --- reading --------------------------------------------------------------------------------------


def _drop_comments(tree: Tag) -> None:
    for text in tree.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()


def _drop_unfit(tree: Tag, notes: Notes) -> None:
    for tag in tree.find_all(list(_LEFT_OUT)):
        if not tag.decomposed:
            if tag.name not in _UNMENTIONED:
                notes.say(f"a <{tag.name}> is left out: no essay holds one")
            tag.decompose()


def _flatten(tree: Tag, notes: Notes) -> None:
    """Turn into plain text what is nested deeper than anybody writes: what follows would run out of stack."""
    deep = [tag for tag in tree.find_all(True) if _is_too_deep(tag)]
    for tag in deep:
        tag.replace_with(NavigableString(tag.get_text()))
    if deep:
        notes.say(f"what is nested deeper than {_MAX_DEPTH} tags is kept as plain text")


def _is_too_deep(tag: Tag) -> bool:
    """Tell whether a tag is the first of its branch that is too deep."""
    return sum(1 for _ in itertools.islice(tag.parents, _MAX_DEPTH + 1)) == _MAX_DEPTH


# --- finishing ------------------------------------------------------------------------------------


def _push_inline_down(tree: Tag) -> None:
    """Put emphasis and links that stand around blocks into the blocks, where Markdown can say them."""
    inline = [tag for tag in tree.find_all(True) if tag.name not in BLOCKS and _holds_blocks(tag)]
    for tag in inline:
        for child in list(tag.contents):
            _wrap(child, tag)
        tag.unwrap()


def _holds_blocks(tag: Tag) -> bool:
    return any(isinstance(part, Tag) and part.name in BLOCKS for part in tag.descendants)


def _wrap(child: PageElement, outer: Tag) -> None:
    """Put a copy of ``outer`` around the text of ``child``."""
    if isinstance(child, Tag) and _holds_blocks(child):
        for inner in list(child.contents):
            _wrap(inner, outer)
        return
    if not isinstance(child, Tag) and not str(child).strip():
        return
    shell = Tag(name=outer.name, attrs=dict(outer.attrs))
    if isinstance(child, Tag) and child.name in BLOCKS:
        for part in list(child.contents):
            shell.append(part.extract())
        child.append(shell)
    else:
        child.wrap(shell)


def _strip_attributes(tree: Tag) -> None:
    wanted = {str(link["href"])[1:] for link in tree.find_all("a", href=re.compile(r"^#."))}
    for tag in tree.find_all(True):
        _name_to_id(tag)
        kept = (*_EVERYWHERE, *_KEPT.get(tag.name, ()))
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in kept}
        if tag.get("id") not in wanted:
            tag.attrs.pop("id", None)
        for name in ("href", "src"):
            if tag.get(name):
                tag[name] = _written_address(str(tag[name]))
                if _UNSAFE.match(str(tag[name])):
                    del tag[name]


def _name_to_id(tag: Tag) -> None:
    if tag.name == "a" and tag.get("name") and not tag.get("id"):
        tag["id"] = str(tag["name"])
    if tag.name == "a" and tag.get("id") and not tag.get("href"):
        tag.name = "span"


def _written_address(url: str) -> str:
    """Return an address as it can stand in Markdown and in HTML alike."""
    return _IN_ADDRESSES.sub(lambda sign: f"%{ord(sign[0]):02X}", url.strip())


def _open_container(tag: Tag) -> None:
    """Take away a container; where it held plain text, that is a paragraph."""
    if tag.parent is None or tag.name == "body":
        return
    if not _holds_blocks(tag) and tag.get_text(strip=True) and not tag.find_parent(["p", "td", "th", "li"]):
        tag.name = "p"
    else:
        tag.unwrap()


def _tidy(tree: Tag) -> None:
    for name in _JOINED:
        for tag in tree.find_all(name):
            _join_next(tag)
    for tag in reversed(tree.find_all(_EMPTY_WITHOUT_TEXT)):
        if not tag.get_text(strip=True) and not tag.find(["img", "br", "code", CALL]) and not tag.get("id"):
            tag.replace_with(NavigableString(tag.get_text()))
    for tag in tree.find_all("p"):
        part_at_double_breaks(tag)
    for tag in tree.find_all("p"):
        trim_breaks(tag)
        if not tag.get_text(strip=True) and not tag.find("img"):
            tag.decompose()
    for tag in tree.find_all(["ul", "ol", "blockquote", "dl", "table"]):
        if not tag.get_text(strip=True) and not tag.find("img"):
            tag.decompose()


def _join_next(tag: Tag) -> None:
    """Make one of neighbours with the same meaning: ``<b>a</b><b>b</b>``."""
    while (
        isinstance(following := tag.next_sibling, Tag)
        and following.name == tag.name
        and tag.parent is not None
    ):
        for part in list(following.contents):
            tag.append(part.extract())
        following.decompose()


def _settle_figure(figure: Tag) -> None:
    """Keep a figure that is one picture with or without caption; of any other, keep what is in it."""
    caption = figure.find("figcaption", recursive=False)
    pictures = [tag for tag in figure.find_all("img") if not tag.find_parent("figcaption")]
    rest = [
        text for text in figure.find_all(string=True) if text.strip() and not text.find_parent("figcaption")
    ]
    if len(pictures) == 1 and not rest and not figure.find("figure"):
        for tag in figure.find_all(["div", "p"]):
            tag.unwrap()
        return
    if isinstance(caption, Tag):
        caption.name = "p"
    for shell in figure.find_all(["ul", "li"], class_=re.compile("^blocks-gallery")):
        shell.unwrap()
    figure.name = "div"
