"""Plain text that is fit to print: no control characters, no tricks with direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, cast

import markupsafe

#: Returns a string escaped for HTML, as a string: the inner part of :func:`markupsafe.escape`.
escape_text: Callable[[str], str] = cast("Any", markupsafe)._escape_inner

_ASCII_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls but TAB and LF, lone surrogates, noncharacters, the byte order mark; and the embeddings,
# overrides and isolates, which turn the text around them (the marks U+200E and U+200F do not).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# Where marks may be stacked: higher than any script needs, they cover the lines around, and NFC
# takes quadratic time on them.
_MARKS = re.compile(r"[^\x00-\u02ff\w\s]{7,}")
_MAX_STACK = 6
_ASCII_PRINTABLE = bytes((*b"\t\n", *range(0x20, 0x7F)))
_LONG = 500
_NOT_XML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_text(text: str, max_chars: int = 20_000) -> str:
    """Return ``text`` in NFC with LF line ends, without control and bidi-override characters.

    At most ``max_chars`` characters are kept; what was cut ends in "…". Escape it when printing.
    """
    text = text[: 2 * max_chars + 2]
    if not text.isascii() or _ASCII_CONTROL.search(text):
        if not text.replace("\n", "").isprintable():
            text = _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))
        text = unicodedata.normalize("NFC", _MARKS.sub(_unstacked, text))
    return _cut(text, max_chars)


def printable(text: str) -> str:
    """Return ``text`` without control characters other than TAB and LF, and without those that turn the
    direction of what stands around them. For texts that nobody has made fit before.
    """
    is_printable = len(text) < _LONG and text.isprintable()  # the quicker of the two ways
    if is_printable or _is_printable(text.encode("utf-8", "surrogatepass")):
        return text
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else _UNPRINTABLE.sub("", line) for line in lines)


def printable_bytes(text: str) -> bytes:
    """Return ``text`` as :func:`printable` does, in UTF-8: for whole files, which are encoded anyway."""
    encoded = text.encode("utf-8", "surrogatepass")
    return encoded if _is_printable(encoded) else printable(text).encode()


def _is_printable(encoded: bytes) -> bool:
    """Tell whether there is nothing to remove: stricter than needed, and much faster than to look for it."""
    rest = encoded.translate(None, _ASCII_PRINTABLE)  # whole characters, as all bytes of the others stay
    return not rest or rest.decode("utf-8", "surrogatepass").isprintable()


def clean_line(text: str, max_chars: int = 200) -> str:
    """Return ``text`` on one line, for names, titles and excerpts: as :func:`plain_text`, white space
    collapsed and trimmed, invisible spaces gone. Escape it when printing.
    """
    text = text[: 8 * max_chars]
    if not (text.isascii() and text.isprintable()):
        text = plain_text(text, 8 * max_chars).replace("\u200b", "").replace("\u2060", "")
    return _cut(" ".join(text.split()), max_chars)


def xml_text(text: str) -> str:
    """Return ``text`` with only the characters that XML 1.0 allows and does not discourage.

    XML 1.0 (Fifth Edition), 2.2 "Characters"; CR goes too, as a parser would turn it into LF.
    """
    return _NOT_XML.sub("", text)


def _unstacked(found: re.Match[str]) -> str:
    kept: list[str] = []
    height = 0
    for character in found[0]:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _MAX_STACK:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, max_chars: int) -> str:
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"
