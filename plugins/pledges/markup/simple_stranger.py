"""What most strangers write, as HTML without the parser: it would take several times as long.

Words with a sign here and there, in paragraphs; emphasis, code, links to the web and quoted paragraphs. A
text with anything else in it, or with anything that could be read in two ways, is left to the parser: what
is made here is, to the byte, what parser and sanitiser would have made.
"""

from __future__ import annotations

import re

# What means nothing within a line, unless a line begins with it.
_PLAIN = "\n ,;:.!?'\"()/%-$^{|}=+#"
_WORDS = bytes(code for code in range(256) if code >= 0x80 or chr(code).isalnum() or chr(code) in _PLAIN)
_ESCAPED = b"&<>"  # signs of their own where nothing else makes them more
_LINE_BEGINS = re.compile(r"\n[\d +=#|-]")
_BEGINS = frozenset("0123456789 +=#|-")
_ENTITY = re.compile(r"&#?\w+;")
_WITHIN = r"[^\W_](?:[^\W_]|[ ,;!?'\"()%-])*(?<=\w)"
_URL = r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/(?:[A-Za-z0-9_./%#?=+,-]|&(?=[a-z]+=))*)?"
_SPAN = re.compile(
    r"[*`<\[](?<![^ \n(\"'].)(?:"
    rf"(?<=\*)\*(?P<strong>{_WITHIN})\*\*"
    rf"|(?<=\*)(?P<em>{_WITHIN})\*"
    r"|(?<=`)(?P<code>\w(?:[\w .,:=/+-]*\w)?)`"
    rf"|(?<=<)(?P<url>{_URL})>"
    rf"|(?<=\[)(?P<label>{_WITHIN})\]\((?P<target>{_URL})\)"
    r")(?=[ \n.,;:!?)\"']|\Z)"
)


def simple_stranger(text: str) -> str | None:
    """Return a text as HTML, or None where the parser must look at it; ``text`` comes from ``plain_text``."""
    signs = text.encode().translate(None, _WORDS)
    if not signs:
        return None if _is_ambiguous(text) else _in_paragraphs(text)
    plain, made = _taken_out(text)
    if plain.encode().translate(None, _WORDS + _ESCAPED + b"\0") or _is_ambiguous(plain):
        return None
    html = _in_paragraphs(_escaped(plain))
    if html is None or not made:
        return html
    pieces = html.split("\0")
    return "".join([part for pair in zip(pieces, (*made, ""), strict=True) for part in pair])


def _taken_out(text: str) -> tuple[str, list[str]]:
    """Return a text with a NUL in place of each span, and the spans as HTML."""
    words, made, end = [], [], 0
    for found in _SPAN.finditer(text):
        words.append(text[end : found.start()])
        made.append(_sign(found))
        end = found.end()
    words.append(text[end:])
    return "\0".join(words), made


def _is_ambiguous(text: str) -> bool:
    """Tell whether words can be more than words where they stand."""
    if "://" in text or "www." in text or "\xa0" in text or ("&" in text and _ENTITY.search(text)):
        return True
    if text[:1] in _BEGINS or text[-1:] == " ":
        return True
    return "\n" in text and (" \n" in text or _LINE_BEGINS.search(text) is not None)


def _sign(found: re.Match[str]) -> str:
    kind, words = found.lastgroup, found[found.lastgroup or 0]
    if kind in ("url", "target"):
        url = _escaped(words)
        return f'<a href="{url}" rel="nofollow ugc noopener">{found["label"] or url}</a>'
    return f"<{kind}>{words}</{kind}>"


def _escaped(text: str) -> str:
    """Return text as the sanitiser escapes it: it leaves quotation marks as they are."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_paragraphs(text: str) -> str | None:
    if "\n" not in text and not text.startswith("&gt;"):
        return _paragraph(text) if text else ""
    made = []
    for part in text.split("\n\n"):
        if paragraph := part.strip("\n"):
            is_quoted = paragraph.startswith("&gt;") or "\n&gt;" in paragraph
            made.append(_quoted(paragraph) if is_quoted else _paragraph(paragraph))
    return None if None in made else "\n".join(filter(None, made))


def _paragraph(text: str) -> str:
    return "<p>" + text.replace("\n", "<br>\n") + "</p>"


def _quoted(text: str) -> str | None:
    """Return a paragraph of which every line is quoted, and plain behind its mark; None for any other."""
    lines = text.split("\n")
    if not all(line.startswith("&gt; ") for line in lines):
        return None
    inner = "\n".join([line[5:] for line in lines])
    if _is_ambiguous(inner) or any(line.startswith("&gt;") or not line for line in inner.split("\n")):
        return None
    return f"<blockquote>\n{_paragraph(inner)}\n</blockquote>"
