"""Typographic quotes, dashes and ellipses, put into finished HTML in one pass.

Python-Markdown's smarty does the same a third slower than all its other work together, and only in
one language per instance.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"<(?P<verbatim>pre|code|kbd|samp|var|math)\b.*?</(?P=verbatim)>"
    r'|</?(?P<tag>[a-z][a-z0-9]*)(?:[^<>"]|"[^"]*")*>'
    r"|\"|'|(?<!-)-{2,3}(?!-)|\.\.\.",
    re.DOTALL,
)
_INLINE = frozenset(
    re.findall(r"\w+", "a abbr b bdi bdo cite del dfn em i ins mark q s small span strong sub sup time u")
)
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{-–—/“‘")
_CLOSING = {'"': "”", "'": "’"}
_OPENING = {'"': "“", "'": "‘"}
_SIGNS = {"...": "…", "---": "—", "--": "–"}


def typographic(html: str, *, quotes: bool) -> str:
    """Return sanitised HTML with ``--``, ``---``, ``...`` and apostrophes set properly, and with
    ``quotes`` (English) the quotation marks; never in code.
    """
    if not any(sign in html for sign in ("'", '"', "--", "...")):
        return html
    return _TOKEN.sub(_Setter(html, quotes=quotes), html)


class _Setter:
    """Knows the character before each token, as a reader sees it: across inline tags."""

    def __init__(self, html: str, *, quotes: bool) -> None:
        self.html = html
        self.quotes = quotes
        self.before = " "
        self.end = 0

    def __call__(self, found: re.Match[str]) -> str:
        start, token = found.start(), found[0]
        if start > self.end:
            self.before = self.html[start - 1] if self.html[start - 6 : start] != "&nbsp;" else " "
        self.end = found.end()
        if token[0] == "<":
            if not found["verbatim"] and found["tag"] not in _INLINE:
                self.before = " "
            elif found["verbatim"]:
                self.before = "x"
            return token
        self.before = _SIGNS.get(token) or self._quote(token)
        return self.before

    def _quote(self, mark: str) -> str:
        opening = self.before in _BEFORE_OPENING and not self.html[self.end : self.end + 1].isspace()
        if mark == "'" and (not opening or self.html[self.end : self.end + 1].isdigit()):
            return "’"
        if not self.quotes:
            return mark
        return (_OPENING if opening else _CLOSING)[mark]
