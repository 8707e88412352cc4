"""What authors' Markdown has beyond Python-Markdown's own extensions, as one extension."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor

# Two texts on one page each have a first footnote.
_FOOTNOTE = re.compile(r"fn(?:ref\d*)?:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class PledgesExtension(Extension):
    """Outline of headings, figures, call-outs and pull quotes, alignment by class, ids with a prefix.

    ``prefix`` and ``top_level`` are set before each text: what ids begin with, and the level of the
    text's highest headings.
    """

    def __init__(self) -> None:
        super().__init__()
        self.prefix = ""
        self.top_level = 2

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the tree processor: after attr_list (8), before toc (5)."""
        md.treeprocessors.register(_Finishing(md, self), "pledges", 7)

    def slug(self, title: str, separator: str) -> str:
        """Return a heading's id."""
        return self.prefix + slugify_unicode(title, separator)


class _Finishing(Treeprocessor):
    def __init__(self, md: Markdown, extension: PledgesExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        outline: list[int] = []
        for element in root.iter():
            if element.tag in _HEADINGS:
                _outline(element, outline, self.extension.top_level)
            elif element.tag == "p":
                _figure(element)
            elif element.tag == "div":
                _call_out(element)
            elif element.tag in ("th", "td") and "align" in element.attrib:
                _add_class(element, "align-" + element.attrib.pop("align"))
            _prefix_footnote(element, self.extension.prefix)


def _prefix_footnote(element: ET.Element, prefix: str) -> None:
    if _FOOTNOTE.match(element.get("id", "")):
        element.set("id", prefix + element.attrib["id"])
    if _FOOTNOTE.match(element.get("href", ""), 1):
        element.set("href", f"#{prefix}{element.attrib['href'][1:]}")


def _outline(heading: ET.Element, outline: list[int], top_level: int) -> None:
    """Give a heading the level it has in the outline, so that none is skipped, whatever was typed."""
    typed = int(heading.tag[1])
    while outline and outline[-1] >= typed:
        outline.pop()
    outline.append(typed)
    heading.tag = f"h{min(6, top_level + len(outline) - 1)}"


def _figure(paragraph: ET.Element) -> None:
    """Make a figure of a paragraph that holds a titled picture (linked or not) and nothing else."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return
    only = paragraph[0]
    image = only[0] if only.tag == "a" and len(only) == 1 and not (only.text or only[0].tail) else only
    if image.tag == "img" and image.get("title"):
        paragraph.tag = "figure"
        ET.SubElement(paragraph, "figcaption").text = image.attrib.pop("title")


def _call_out(div: ET.Element) -> None:
    """Make an aside of an admonition: ``callout callout--note``, or ``pull`` for a pull quote."""
    classes = (div.get("class") or "").split()
    if "admonition" not in classes:
        return
    div.tag = "aside"
    kinds = [name for name in classes if name != "admonition"]
    title = next((child for child in div if child.get("class") == "admonition-title"), None)
    if "pull" in kinds:
        div.set("class", " ".join(kinds))
        _attribute(div, title)
        return
    div.set("class", " ".join(["callout", *(f"callout--{kind}" for kind in kinds)]))
    if title is not None:
        title.set("class", "callout__title")


def _attribute(pull: ET.Element, title: ET.Element | None) -> None:
    """Put whose words they are behind a pull quote; the title that admonition makes up goes."""
    if title is None:
        return
    pull.remove(title)
    if title.text != "Pull":
        title.set("class", "pull__source")
        pull.append(title)


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())
