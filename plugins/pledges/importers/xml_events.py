"""Large XML files read element by element, with nothing of XML that can harm."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from pledges.errors import ContentError, Problem

_PIECE = 64 * 1024
# No XML may hold them, not even written as a reference, but exporters copy them from their databases.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")


def elements(path: Path, tags: Collection[str]) -> Iterator[etree._Element]:
    """Yield each element with one of these tags (``{namespace}name``) at its end, and forget it afterwards.

    One within another comes first, while the outer one has what stands before it; the outer one then has
    only the last one's shell with its attributes. Take what you need before you ask for the next.

    No entity but XML's own five is resolved, nothing is fetched, a document with a DTD is refused, control
    characters are left out, and what the parser holds stays small however large the file is. Raises
    ContentError, naming the line, when the file is not well formed: also when it is torn off.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
    )
    with path.open("rb") as file:
        try:
            yield from _pulled(file, parser, frozenset(tags), str(path))
        except etree.XMLSyntaxError as error:
            message = f"is not well-formed XML ({error.msg}); export it again"
            raise ContentError([Problem(str(path), error.lineno or 0, "", message)]) from error


def _pulled(
    file: BinaryIO, parser: etree.XMLPullParser, tags: frozenset[str], path: str
) -> Iterator[etree._Element]:
    depth, is_first = 0, True  # how many wanted elements are open
    while piece := file.read(_PIECE):
        parser.feed(piece.translate(None, _CONTROLS))
        for event, element in parser.read_events():
            assert isinstance(element, etree._Element)  # the other events have others
            if is_first:
                _refuse_dtd(element, path)
                is_first = False
            is_wanted = element.tag in tags
            if event == "start":
                depth += is_wanted
                continue
            depth -= is_wanted
            if is_wanted:
                yield element
            if is_wanted or not depth:
                _forget(element, is_inside=depth > 0)
    parser.close()


def _refuse_dtd(element: etree._Element, path: str) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        message = "has a document type, which no export has; delete its <!DOCTYPE …> line"
        raise ContentError([Problem(path, 1, "", message)])


def _forget(element: etree._Element, *, is_inside: bool) -> None:
    """Free an element and those before it; within another wanted one only those of its own tag, and
    its attributes stay.
    """
    if is_inside:
        del element[:]
        element.text = None
    else:
        element.clear()
    parent, before = element.getparent(), element.getprevious()
    while parent is not None and before is not None and (not is_inside or before.tag == element.tag):
        parent.remove(before)
        before = element.getprevious()
