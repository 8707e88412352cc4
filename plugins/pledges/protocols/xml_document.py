"""Text that may stand in XML 1.0, and documents read without their dangers."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pledges.markup.text import xml_text


def escaped(text: str) -> str:
    """Return ``text`` escaped for content or a double-quoted attribute, forbidden characters dropped."""
    return escape(xml_text(text), {'"': "&quot;"})


def parse(document: bytes | str) -> Element | None:
    """Return the root of a well-formed document that has no DTD, else None.

    The list of errors is what hostile documents were seen to raise: not well formed, a DTD or an
    entity, an encoding that is unknown or has too many bytes.
    """
    try:
        root: Element = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None
    return root
