"""Plain text that is fit to print: no control characters, no tricks with direction."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls but TAB and LF, lone surrogates, noncharacters, the byte order mark.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# Embeddings, overrides and isolates turn the text around them; the marks U+200E and U+200F do not.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Marks stacked higher than any script needs; NFC takes quadratic time on them.
_STACKED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{6})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_NOT_XML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_text(text: str, max_chars: int = 20_000) -> str:
    """Return ``text`` in NFC with LF line ends, without control and bidi-override characters.

    At most ``max_chars`` characters are kept; what was cut ends in "…". Escape it when printing.
    """
    text = _LINE_END.sub("\n", text[: 2 * max_chars + 2])
    text = _STACKED.sub(r"\1", _BIDI.sub("", _UNPRINTABLE.sub("", text)))
    return _cut(unicodedata.normalize("NFC", text), max_chars)


def clean_line(text: str, max_chars: int = 200) -> str:
    """Return ``text`` on one line, for names, titles and excerpts: as :func:`plain_text`, white space
    collapsed and trimmed, invisible spaces gone. Escape it when printing.
    """
    text = plain_text(text[: 8 * max_chars], 8 * max_chars).replace("\u200b", "").replace("\u2060", "")
    return _cut(" ".join(text.split()), max_chars)


def xml_text(text: str) -> str:
    """Return ``text`` with only the characters that XML 1.0 allows and does not discourage.

    XML 1.0 (Fifth Edition), 2.2 "Characters"; CR goes too, as a parser would turn it into LF.
    """
    return _NOT_XML.sub("", text)


def _cut(text: str, max_chars: int) -> str:
    return text if len(text) <= max_chars else text[: max_chars - 1].rstrip() + "…"
